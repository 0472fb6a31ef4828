//! Base forms: how a word of a given tag ends decides how its base form does.
//!
//! A rule says how many letters come off the end of the lower-case word and what goes on instead. The rule of the
//! longest known ending wins; a whole word counts as an ending longer than any other, which holds irregular forms. The
//! table is learnt from treebanks by the trainer.

use std::collections::HashMap;

use super::{Feats, Upos};

/// The features that a base form depends on.
const RELEVANT: Feats = Feats(
    Feats::NUMBER_PLUR.0
        | Feats::NUMBER_PTAN.0
        | Feats::TENSE_PAST.0
        | Feats::VERBFORM_FIN.0
        | Feats::VERBFORM_PART.0
        | Feats::VERBFORM_GER.0
        | Feats::PERSON_3.0
        | Feats::DEGREE_CMP.0
        | Feats::DEGREE_SUP.0
        | Feats::TENSE_PRES.0,
);

/// The longest ending in the table, in letters.
pub const LONGEST: usize = 6;

/// Part of speech and what matters of the features.
pub type Class = (Upos, Feats);

/// The class that a tag falls into.
pub fn class(upos: Upos, feats: Feats) -> Class {
    (upos, Feats(feats.0 & RELEVANT.0))
}

/// How to make a base form: letters to take off, letters to put on.
pub type Rule = (u8, Box<str>);

/// The table.
#[derive(Debug, Default)]
pub struct Lemmas {
    classes: HashMap<Class, HashMap<Box<str>, Rule>>,
}

/// What marks an ending that is a whole word.
const WHOLE: char = '^';

impl Lemmas {
    /// Reads a table: lines of part of speech, features, ending, letters off, letters on, with tabs between.
    pub fn parse(table: &str) -> Option<Self> {
        let mut lemmas = Self::default();
        for line in table.lines() {
            let mut columns = line.split('\t');
            let class = (Upos::parse(columns.next()?)?, Feats::parse(columns.next()?));
            let ending = columns.next()?.into();
            let rule = (columns.next()?.parse().ok()?, columns.next()?.into());
            lemmas.insert(class, ending, rule);
        }
        Some(lemmas)
    }

    /// Adds a rule.
    pub fn insert(&mut self, class: Class, ending: Box<str>, rule: Rule) {
        self.classes.entry(class).or_default().insert(ending, rule);
    }

    /// The table as text, in order.
    pub fn table(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for ((upos, feats), endings) in &self.classes {
            for (ending, (off, on)) in endings {
                // One line, one class: several values of a feature would be joined by a comma, and are not read back.
                lines.push(format!("{}\t{feats}\t{ending}\t{off}\t{on}\n", upos.label()));
            }
        }
        lines.sort_unstable();
        lines.concat()
    }

    /// The base form of a word.
    pub fn lemma(&self, word: &str, upos: Upos, feats: Feats, lower: &mut String) -> Box<str> {
        if upos == Upos::Propn && !feats.has(Feats::NUMBER_PLUR) {
            return proper(word);
        }
        lower.clear();
        for c in word.chars() {
            match c {
                '’' => lower.push('\''),
                _ => lower.extend(c.to_lowercase()),
            }
        }
        let Some((off, on)) = self.rule(class(upos, feats), lower) else { return lower.as_str().into() };
        let keep = lower.char_indices().rev().nth(usize::from(*off).wrapping_sub(1)).map_or(lower.len(), |(at, _)| at);
        lower.truncate(if *off == 0 { lower.len() } else { keep });
        lower.push_str(on);
        if upos == Upos::Propn { proper(lower) } else { lower.as_str().into() }
    }

    /// The rule of the longest ending of a lower-case word.
    pub fn rule(&self, class: Class, lower: &str) -> Option<&Rule> {
        let endings = self.classes.get(&class)?;
        let mut whole = String::with_capacity(lower.len() + 1);
        whole.push(WHOLE);
        whole.push_str(lower);
        if let Some(rule) = endings.get(whole.as_str()) {
            return Some(rule);
        }
        let length = lower.chars().count();
        let starts = lower.char_indices().skip(length.saturating_sub(LONGEST)).map(|(at, _)| at);
        starts
            .chain([lower.len()])
            .find_map(|at| endings.get(&lower[at..]))
            .filter(|rule| usize::from(rule.0) <= length)
    }
}

/// A name keeps its capitals, and has one at least.
fn proper(word: &str) -> Box<str> {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return word.into() };
    if first.is_lowercase() {
        return first.to_uppercase().chain(chars).collect::<String>().into();
    }
    word.into()
}
