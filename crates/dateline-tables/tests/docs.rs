//! The tables of docs/EXPORTS.md are those of the lexicon. `UPDATE_DOCS=1 cargo test -p dateline-tables --test docs` writes
//! them anew.

use std::fmt::Write;
use std::fs;

use dateline::Lexicon;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/EXPORTS.md");

#[test]
fn the_page_lists_every_column() {
    let page = fs::read_to_string(PAGE).unwrap();
    let written = with_tables(&page, &Lexicon::built_in());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(PAGE, &written).unwrap();
    } else {
        assert!(
            page == written,
            "docs/EXPORTS.md is not what the lexicon says: run with UPDATE_DOCS=1 and read the difference"
        );
    }
}

/// The page with the lines after each mark `<!-- columns: NAME -->`, up to the next blank line, made anew.
fn with_tables(page: &str, lexicon: &Lexicon) -> String {
    let mut out = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(name) = line.strip_prefix("<!-- columns: ").and_then(|l| l.strip_suffix(" -->")) else { continue };
        let profile = lexicon.exports.get(name).unwrap_or_else(|| panic!("no profile {name}"));
        for old in lines.by_ref() {
            if old.is_empty() {
                break;
            }
        }
        let tags = profile.tags;
        out.push_str(if tags {
            "| column | tag | what fills it |\n|---|---|---|\n"
        } else {
            "| column | what fills it |\n|---|---|\n"
        });
        for column in &profile.columns {
            let filled = match (&column.field, &column.value) {
                (Some(field), _) => field.about().to_owned(),
                (None, Some(value)) => format!("always `{value}`"),
                (None, None) => "*empty*".to_owned(),
            };
            let why = column.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            let tag = if tags { format!("`{}` | ", column.tag.as_deref().unwrap_or_default()) } else { String::new() };
            let _ = writeln!(out, "| `{}` | {tag}{filled}{why} |", column.name);
        }
        out.push('\n');
    }
    out
}
