//! The language layer as a person reads it: sentences with their tags and trees aligned under the words.
//!
//! `tests/syntax/*.txt` holds the texts, `*.parsed` what is read of them. After a change that is meant to change the
//! reading, run with `UPDATE=1` and look at the difference.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use dateline::syntax::{NameKind, Parsed};
use dateline::{Lexicon, Reader};
use proptest::prelude::*;

fn reader() -> &'static Reader {
    static READER: std::sync::OnceLock<Reader> = std::sync::OnceLock::new();
    READER.get_or_init(|| Reader::new(Lexicon::built_in()))
}

#[test]
fn golden_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax");
    let mut texts: Vec<_> = fs::read_dir(&folder).expect("folder").map(|e| e.expect("entry").path()).collect();
    texts.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    texts.sort();
    assert!(!texts.is_empty());
    for path in texts {
        let text = fs::read_to_string(&path).expect("text");
        let found = page(&reader().parse(&text));
        let golden = path.with_extension("parsed");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&golden, &found).expect("golden file");
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        assert!(found == expected, "{} reads otherwise now; UPDATE=1 takes it over:\n{found}", golden.display());
    }
}

/// Four lines a sentence, words in columns: the words, their parts of speech, their relations, their governors.
fn page(parsed: &Parsed<'_>) -> String {
    let mut out = String::new();
    for sentence in &parsed.sentences {
        let _ = writeln!(out, "# {}", sentence.kind);
        let mut lines = [const { String::new() }; 5];
        for at in sentence.tokens.clone() {
            let token = &parsed[at];
            let cells = [
                parsed.word(at).to_owned(),
                token.lemma.to_string(),
                token.upos.label().to_owned(),
                token.deprel.label().to_owned(),
                token.head.map_or_else(|| "-".to_owned(), |head| parsed.word(head).to_owned()),
            ];
            let width = cells.iter().map(|c| c.chars().count()).max().unwrap_or(0);
            for (line, cell) in lines.iter_mut().zip(cells) {
                let _ = write!(line, "{cell:width$}  ");
            }
        }
        for line in lines {
            let _ = writeln!(out, "{}", line.trim_end());
        }
        let inside = |n: &&dateline::syntax::Name| sentence.tokens.contains(&n.tokens.start);
        for name in parsed.names.iter().filter(inside) {
            let kind = match name.kind {
                NameKind::Person => "person",
                NameKind::Organisation => "organisation",
                NameKind::Location => "location",
            };
            let _ = writeln!(out, "= {kind}: {}", parsed.span(&name.tokens).of(parsed.text));
        }
        out.push('\n');
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_text_has_trees(text in "(\\PC|[ .,\"'\\-A-Za-z0-9\n]){0,200}") {
        let parsed = reader().parse(&text);
        for sentence in &parsed.sentences {
            let roots = sentence.tokens.clone().filter(|t| parsed[*t].head.is_none()).count();
            prop_assert_eq!(roots, 1);
            for token in sentence.tokens.clone() {
                prop_assert!(!parsed[token].lemma.is_empty());
                let mut at = token;
                let mut steps = 0;
                while let Some(head) = parsed[at].head {
                    prop_assert!(sentence.tokens.contains(&head));
                    at = head;
                    steps += 1;
                    prop_assert!(steps <= sentence.tokens.len(), "a circle");
                }
            }
        }
        for pair in parsed.names.windows(2) {
            prop_assert!(pair[0].tokens.end <= pair[1].tokens.start);
        }
    }
}

#[test]
fn endless_sentences_take_linear_time() {
    let file: String = (1..=5_000).map(|i| format!("{i}\tword{}\t_\t_\t_\t_\t_\t_\t_\t_\n", i % 7)).collect();
    let documents = dateline::syntax::conllu::read(&file).expect("well formed");
    let parsed = reader().parse_pretokenised(&documents[0]);
    assert_eq!(parsed.tokens.iter().filter(|t| t.head.is_none()).count(), 1);
}

#[test]
fn cards_name_the_weights_they_are_for() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    for name in ["syntax", "names"] {
        let card = fs::read_to_string(models.join(name).with_extension("md")).expect("card");
        let version = if name == "syntax" { dateline::syntax::version() } else { dateline::entity::version() };
        assert!(card.contains(&format!("| SHA-256 | {version}")), "models/{name}.md has another hash than {version}");
    }
}
