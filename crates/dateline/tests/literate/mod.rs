//! Literate tests: Markdown files of cases, each a quoted text and, under it, a fenced block of what is expected of it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What a case gives and what is expected, line by line.
type Compared<'a> = (Vec<String>, Vec<&'a str>);

/// Runs the cases of `tests/FOLDER/*.md`, whose blocks are of the kind `folder`, or with `UPDATE_READING` writes what they
/// give into the files. `check` has a case's text, the rest of the block's first line, and the lines of the block.
pub(crate) fn every_case(folder: &str, check: impl for<'a> Fn(&str, &str, &[&'a str]) -> Compared<'a>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests").join(folder);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&path).expect("a folder of cases").map(|e| e.expect("an entry").path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "md"));
    files.sort();
    assert!(!files.is_empty(), "no cases in {}", path.display());
    let mut wrong = Vec::new();
    for file in files {
        let (updated, differing) = run(&file, &format!("```{folder}"), &check);
        if std::env::var_os("UPDATE_READING").is_some() {
            std::fs::write(&file, updated).expect("a writable file");
        } else {
            wrong.extend(differing);
        }
    }
    assert!(wrong.is_empty(), "{} cases differ\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Runs the cases of one file; gives back the file as it should stand, and what differs.
fn run(
    path: &Path,
    fence: &str,
    check: &impl for<'a> Fn(&str, &str, &[&'a str]) -> Compared<'a>,
) -> (String, Vec<String>) {
    let source = std::fs::read_to_string(path).expect("a readable file");
    let (mut out, mut wrong) = (String::new(), Vec::new());
    let mut quoted: Vec<&str> = Vec::new();
    let mut lines = source.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        writeln!(out, "{line}").unwrap();
        if let Some(words) = line.strip_prefix('>') {
            quoted.push(words.strip_prefix(' ').unwrap_or(words));
        } else if let Some(info) = line.strip_prefix(fence) {
            let block: Vec<&str> = lines.by_ref().map(|(_, l)| l).take_while(|l| *l != "```").collect();
            let text = quoted.join("\n");
            quoted.clear();
            let (got, expected) = check(&text, info, &block);
            if got != expected {
                wrong.push(format!(
                    "{}:{}: {text}\n  expected\n    {}\n  read\n    {}",
                    path.display(),
                    at + 1,
                    expected.join("\n    "),
                    got.join("\n    ")
                ));
            }
            got.iter().for_each(|line| writeln!(out, "{line}").unwrap());
            writeln!(out, "```").unwrap();
        }
    }
    (out, wrong)
}
