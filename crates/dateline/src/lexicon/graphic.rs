//! `graphic.tsv`: words that show violence done to bodies, so that whoever reviews reports may be spared them until they ask.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::{File, Problem};

/// The kinds of such words that the table knows.
const KINDS: &[&str] = &["torture", "sexual violence", "killing", "mutilation", "remains"];

/// Words that show violence done to bodies.
#[derive(Debug, Default)]
pub struct Graphic {
    words: Option<Regex>,
}

impl Graphic {
    /// Reads `graphic.tsv` and what a user lays beside it under `graphic/`.
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut all: Vec<String> = Vec::new();
        for file in files.iter().filter(|f| f.path == "graphic.tsv" || f.path.starts_with("graphic/")) {
            file.rows(&["words", "kind"], problems, |row| {
                let words = row.get("words");
                if !words.chars().any(char::is_alphabetic) {
                    return Err(row.problem("a row without words"));
                }
                if !KINDS.contains(&row.get("kind")) {
                    let known = KINDS.join(", ");
                    return Err(row.problem(format!("{:?} is no kind of these: {known}", row.get("kind"))));
                }
                // Blanks of the text may be any, and hyphens are blanks to some.
                let word = |word: &str| match word {
                    "*" => "[a-z]+".to_owned(),
                    _ => regex::escape(word).replace(r"\*", "[a-z]*").replace(r"\-", r"[-\s]"),
                };
                all.push(words.split_whitespace().map(word).collect::<Vec<_>>().join(r"[-\s]+"));
                Ok(())
            });
        }
        if all.is_empty() {
            return Self::default();
        }
        // English words: letters of other alphabets would only make the automaton large.
        let pattern = format!(r"\b(?:{})\b", all.join("|"));
        match RegexBuilder::new(&pattern).case_insensitive(true).unicode(false).build() {
            Ok(words) => Self { words: Some(words) },
            Err(error) => {
                let path = "graphic.tsv".to_owned();
                problems.push(Problem { path, line: 1, message: format!("too many words: {error}") });
                Self::default()
            }
        }
    }

    /// Where a text has such words, by bytes.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + use<'t> {
        self.words.iter().flat_map(move |words| words.find_iter(text).map(|found| found.range()))
    }

    /// Whether a text has such words.
    pub fn is_in(&self, text: &str) -> bool {
        self.words.as_ref().is_some_and(|words| words.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use crate::Lexicon;

    #[test]
    fn violence_done_to_bodies_is_told_apart_from_news_of_the_dead() {
        let lexicon = Lexicon::built_in();
        for (text, words) in [
            ("Police tortured two detainees.", "tortured"),
            ("A girl was gang raped by soldiers.", "gang raped"),
            ("THE MEN WERE BEHEADED.", "BEHEADED"),
            ("They slit his throat and left.", "slit his throat"),
            ("Two were burned\nalive in the hut.", "burned\nalive"),
            ("Villagers found charred bodies.", "charred bodies"),
            ("Gunmen killed 14 villagers and burned a granary.", ""),
            ("A grape grower was shot dead.", ""),
            ("The bomb killed four.", ""),
            ("Rapeseed prices rose.", ""),
        ] {
            let found: Vec<&str> = lexicon.graphic.find(text).map(|range| &text[range]).collect();
            assert_eq!(found.join(" | "), words, "{text}");
            assert_eq!(lexicon.graphic.is_in(text), !words.is_empty(), "{text}");
        }
    }
}
