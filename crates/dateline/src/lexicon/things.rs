//! Nouns for things: barracks, convoys, cattle, rifles. They take part in events and are never actors.

use std::collections::HashMap;

use super::{File, Problem};
use crate::reading::ParticipantKind;
use crate::syntax::{Deprel, Parsed};

/// The table of thing nouns.
#[derive(Debug, Default)]
pub struct Things {
    by_noun: HashMap<Box<str>, ParticipantKind>,
}

impl Things {
    /// Reads `things.tsv` and what a user lays beside it under `things/`.
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut things = Self::default();
        for file in files.iter().filter(|f| f.path == "things.tsv" || f.path.starts_with("things/")) {
            file.rows(&["noun", "kind"], problems, |row| {
                let kind: ParticipantKind = row.get("kind").parse().map_err(|e: String| row.problem(e))?;
                if row.get("noun").is_empty() {
                    return Err(row.problem("a row without a noun"));
                }
                match things.by_noun.insert(row.get("noun").into(), kind) {
                    Some(old) if old != kind => Err(row.problem(format!("{:?} is also a {old}", row.get("noun")))),
                    _ => Ok(()),
                }
            });
        }
        things
    }

    /// What a noun or compound names: its lower-case singular, as in `police station`.
    pub fn get(&self, noun: &str) -> Option<ParticipantKind> {
        self.by_noun.get(noun).copied()
    }

    /// What the noun phrase under `head` names. The compound decides before its head noun: a police station is a
    /// facility, and so is a power station.
    pub fn at(&self, parsed: &Parsed<'_>, head: u32) -> Option<ParticipantKind> {
        let lemma = parsed[head].lemma.to_lowercase();
        parsed
            .children(head)
            .filter(|c| *c < head && matches!(parsed[*c].deprel, Deprel::Compound | Deprel::Amod))
            .find_map(|c| self.get(&format!("{} {lemma}", parsed[c].lemma.to_lowercase())))
            .or_else(|| self.get(&lemma))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_and_head_nouns() {
        let things = crate::Lexicon::built_in().things;
        assert_eq!(things.get("police station"), Some(ParticipantKind::Facility));
        assert_eq!(things.get("car bomb"), Some(ParticipantKind::Weapon));
        assert_eq!(things.get("car"), Some(ParticipantKind::Vehicle));
        assert_eq!(things.get("soldier"), None);
    }

    #[test]
    fn an_unknown_kind_is_named_with_its_line() {
        let file = File { path: "things/mine.tsv".into(), text: "noun\tkind\nbarracks\tbuilding\n".into() };
        let mut problems = Vec::new();
        Things::load(&[file], &mut problems);
        assert!(problems[0].to_string().starts_with("things/mine.tsv:2: \"building\" is none of"));
    }
}
