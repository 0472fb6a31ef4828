//! Base forms of the verbs that the lexicon speaks of, so that no event is lost because a treebank never held its verb.

use std::collections::{HashMap, HashSet};

use super::{File, Problem};

/// Known base forms and irregular inflections.
#[derive(Debug, Default)]
pub struct Verbs {
    bases: HashSet<Box<str>>,
    irregular: HashMap<Box<str>, Box<str>>,
}

impl Verbs {
    /// Reads `irregular_verbs.tsv` and takes in the verbs of other tables.
    pub(super) fn load<'a>(files: &[File], known: impl Iterator<Item = &'a str>, problems: &mut Vec<Problem>) -> Self {
        let mut verbs = Self { bases: known.map(Into::into).collect(), irregular: HashMap::new() };
        for file in files.iter().filter(|f| f.path == "irregular_verbs.tsv") {
            file.rows(&["base", "forms"], problems, |row| {
                let base = row.get("base");
                for form in row.list("forms") {
                    if form == base {
                        return Err(row.problem(format!("{form:?} is the base form itself")));
                    }
                    verbs.irregular.insert(form.into(), base.into());
                }
                verbs.bases.insert(base.into());
                Ok(())
            });
        }
        verbs
    }

    /// The verbs that have no irregular form, in alphabetical order.
    pub fn regular(&self) -> Vec<&str> {
        let irregular: HashSet<&str> = self.irregular.values().map(AsRef::as_ref).collect();
        let mut regular: Vec<&str> =
            self.bases.iter().map(AsRef::as_ref).filter(|base| !irregular.contains(base)).collect();
        regular.sort_unstable();
        regular
    }

    /// The base form of an inflected verb in lower case, where it is one that the lexicon knows; none where it is not, or
    /// where `lemma`, what the model says, is known already.
    pub fn base(&self, word: &str, lemma: &str) -> Option<Box<str>> {
        if self.bases.contains(lemma) {
            return None;
        }
        if let Some(base) = self.irregular.get(word) {
            return Some(base.clone());
        }
        candidates(word).find(|base| self.bases.contains(base.as_str())).map(Into::into)
    }
}

/// What an inflected form may come from: "bombed": bomb, bombe; "seized": seiz, seize; "stopped": stop; "carried": carry.
fn candidates(word: &str) -> impl Iterator<Item = String> + '_ {
    ["ed", "ing", "s", "d"].into_iter().filter_map(|ending| word.strip_suffix(ending)).flat_map(|stem| {
        let undoubled = stem.char_indices().next_back().filter(|(at, last)| stem[..*at].ends_with(*last));
        let with_y = stem.strip_suffix('i').or_else(|| stem.strip_suffix("ie"));
        [
            Some(stem.to_owned()),
            Some(format!("{stem}e")),
            undoubled.map(|(at, _)| stem[..at].to_owned()),
            with_y.map(|stem| format!("{stem}y")),
            stem.strip_suffix('e').map(str::to_owned),
        ]
        .into_iter()
        .flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_find_their_base() {
        let verbs = crate::Lexicon::built_in().verbs;
        for (word, lemma, base) in [
            ("bombed", "bombe", Some("bomb")),
            ("exploded", "explod", Some("explode")),
            ("seizing", "seiz", Some("seize")),
            ("shot", "shot", Some("shoot")),
            ("fled", "fled", Some("flee")),
            ("clashes", "clashe", Some("clash")),
            ("stabbed", "stabb", Some("stab")),
            ("attacked", "attack", None),
            ("frobbed", "frobb", None),
        ] {
            assert_eq!(verbs.base(word, lemma).as_deref(), base, "{word}");
        }
    }

    #[test]
    fn a_form_that_is_its_own_base_is_told() {
        let file = File { path: "irregular_verbs.tsv".into(), text: "base\tforms\nput\tput\n".into() };
        let mut problems = Vec::new();
        Verbs::load(&[file], std::iter::empty(), &mut problems);
        assert_eq!(problems[0].line, 2);
    }
}
