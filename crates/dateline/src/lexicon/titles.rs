//! `titles.tsv`: how an incident is said in one line.

use std::collections::HashMap;

use super::{File, Problem, frames};

/// What was done, in words for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// In the past tense: `opened fire`.
    pub act: String,
    /// What leads to whom: `on`; empty where nothing does.
    pub to: String,
    /// What was done to them: `fired on`.
    pub passive: String,
    /// The act by itself: `shooting`.
    pub noun: String,
}

/// The words for PLOVER's types and modes.
#[derive(Debug, Default)]
pub struct Titles {
    titles: HashMap<(String, String), Title>,
}

impl Titles {
    pub(super) fn load(files: &[File], problems: &mut Vec<Problem>) -> Self {
        let mut own = Self::default();
        for file in files.iter().filter(|f| f.path == "titles.tsv") {
            file.rows(&["type", "mode", "act", "to", "passive", "noun"], problems, |row| {
                let (plover, mode) = (row.get("type"), row.get("mode"));
                let modes = frames::PLOVER.iter().find(|(name, _)| *name == plover).map(|(_, modes)| modes);
                let Some(modes) = modes else { return Err(row.problem(format!("{plover:?} is no type of PLOVER"))) };
                if !mode.is_empty() && !modes.contains(&mode) {
                    return Err(row.problem(format!("{mode:?} is no mode of {plover}")));
                }
                if ["act", "passive", "noun"].iter().any(|column| row.get(column).is_empty()) {
                    return Err(row.problem("act, passive and noun are needed"));
                }
                let word = |column: &str| row.get(column).to_owned();
                let title = Title { act: word("act"), to: word("to"), passive: word("passive"), noun: word("noun") };
                match own.titles.insert((plover.to_owned(), mode.to_owned()), title) {
                    None => Ok(()),
                    Some(_) => Err(row.problem(format!("{plover} {mode} stands here twice"))),
                }
            });
        }
        own
    }

    /// The words for a type and mode, or else for the type.
    pub fn get(&self, plover: &str, mode: Option<&str>) -> Option<&Title> {
        let of = |mode: &str| self.titles.get(&(plover.to_owned(), mode.to_owned()));
        mode.and_then(of).or_else(|| of(""))
    }
}

#[cfg(test)]
mod tests {
    use crate::Lexicon;

    #[test]
    fn every_type_has_words() {
        let lexicon = Lexicon::built_in();
        for (plover, modes) in super::frames::PLOVER {
            let usual = lexicon.titles.get(plover, None).unwrap_or_else(|| panic!("{plover}"));
            assert!(modes.iter().all(|mode| lexicon.titles.get(plover, Some(mode)).is_some()));
            assert_eq!(lexicon.titles.get(plover, Some("no such mode")), Some(usual));
        }
        assert_eq!(lexicon.titles.get("ASSAULT", Some("firearms")).unwrap().noun, "shooting");
    }
}
