//! Which names of a document name one actor: the whole name and its parts, abbreviations, spelling variants.

use std::collections::HashMap;

use super::label::{Label, LabelKind};
use crate::country::Country;

/// The names met so far, and the actors that bear them.
#[derive(Debug, Default)]
pub(super) struct Names {
    exact: HashMap<String, usize>,
    known: HashMap<usize, usize>,
    countries: HashMap<Country, usize>,
    /// Abbreviations that the text defines, or that a name's capitals give.
    acronyms: HashMap<String, usize>,
    /// Persons by each word of their names, the last first.
    persons: HashMap<Box<str>, Vec<usize>>,
    /// Organisations by each word of their names.
    bodies: HashMap<Box<str>, Vec<usize>>,
    /// Words of persons' names by their first letters, for variants.
    spellings: HashMap<Box<str>, Vec<(Box<str>, usize)>>,
    /// The words of each actor's fullest name.
    full: HashMap<usize, Vec<Box<str>>>,
}

/// How many earlier names of like beginning are compared letter by letter.
const COMPARED: usize = 48;

/// Particles that are in many names and tell none apart.
const COMMON: &[&str] = &["the", "of", "and", "for", "in", "al", "el", "de", "la", "da", "di", "van", "von"];

impl Names {
    /// The actor that bears a name, if one is known by now. `near` tells which of several to prefer.
    pub(super) fn find(&self, label: &Label, person: bool, near: impl Fn(usize) -> u32) -> Option<usize> {
        match label.kind {
            LabelKind::Known(entry) => {
                // Known by name: the parts of other names are others' ("the UN" is not its refugee agency).
                let short = label.words.join(" ");
                return self.known.get(&entry).or_else(|| self.acronyms.get(&short)).copied();
            }
            LabelKind::Country(country) | LabelKind::Capital(country) => return self.countries.get(&country).copied(),
            _ => {}
        }
        let key = label.words.join(" ");
        if let Some(at) = self.exact.get(&key).or_else(|| self.acronyms.get(&key)) {
            return Some(*at);
        }
        if person { self.person(label, near) } else { self.body(label, near) }
    }

    fn person(&self, label: &Label, near: impl Fn(usize) -> u32) -> Option<usize> {
        let last = label.words.last()?;
        let bearers = |word: &str| self.persons.get(word).into_iter().flatten().copied();
        // A part of a known name, or a name of which a part is known: the nearest bearer.
        let part = bearers(last)
            .chain(label.words.first().into_iter().flat_map(|w| bearers(w)))
            .filter(|at| {
                self.full.get(at).is_some_and(|full| contains(full, &label.words) || contains(&label.words, full))
            })
            .max_by_key(|at| near(*at));
        part.or_else(|| {
            let alike = self.spellings.get(&stem(last))?.iter().rev().take(COMPARED);
            alike
                .filter(|(word, at)| {
                    similar(word, last)
                        && self.full.get(at).is_some_and(|full| {
                            let others = |ws: &[Box<str>]| ws.len() < 2;
                            others(full) || others(&label.words) || all_similar(full, &label.words)
                        })
                })
                .map(|(_, at)| *at)
                .max_by_key(|at| near(*at))
        })
    }

    fn body(&self, label: &Label, near: impl Fn(usize) -> u32) -> Option<usize> {
        let first = label.words.iter().find(|w| !COMMON.contains(&w.as_ref()))?;
        let bearers = self.bodies.get(first).into_iter().flatten().copied();
        bearers
            .filter(|at| {
                self.full.get(at).is_some_and(|full| contains(full, &label.words) || contains(&label.words, full))
            })
            .max_by_key(|at| near(*at))
    }

    /// Records that an actor bears a name.
    pub(super) fn add(&mut self, label: &Label, person: bool, at: usize) {
        match label.kind {
            LabelKind::Known(entry) => {
                self.known.entry(entry).or_insert(at);
            }
            LabelKind::Country(country) | LabelKind::Capital(country) => {
                self.countries.entry(country).or_insert(at);
                return;
            }
            _ => {}
        }
        self.exact.entry(label.words.join(" ")).or_insert(at);
        let full = self.full.entry(at).or_default();
        if label.words.len() > full.len() {
            full.clone_from(&label.words);
        }
        let by_word = if person { &mut self.persons } else { &mut self.bodies };
        for word in label.words.iter().filter(|w| !COMMON.contains(&w.as_ref()) || label.words.len() == 1) {
            let bearers = by_word.entry(word.clone()).or_default();
            if !bearers.contains(&at) && bearers.len() < COMPARED {
                bearers.push(at);
            }
        }
        if person {
            if let Some(last) = label.words.last() {
                let like = self.spellings.entry(stem(last)).or_default();
                if !like.iter().rev().take(COMPARED).any(|(word, a)| word == last && *a == at) {
                    like.push((last.clone(), at));
                }
            }
        } else if label.words.len() > 2 {
            let initials: String = label
                .words
                .iter()
                .filter(|w| !matches!(w.as_ref(), "of" | "the" | "and" | "for"))
                .filter_map(|w| w.chars().next())
                .collect();
            self.acronyms.entry(initials).or_insert(at);
        }
    }

    /// Records an abbreviation that the text defines in brackets.
    pub(super) fn define(&mut self, short: &Label, at: usize) {
        self.acronyms.insert(short.words.join(" "), at);
        if let LabelKind::Known(entry) = short.kind {
            self.known.entry(entry).or_insert(at);
        }
    }

    /// The actor that stands for a country's government.
    pub(super) fn country(&self, country: Country) -> Option<usize> {
        self.countries.get(&country).copied()
    }

    /// Records the actor that stands for a country's government.
    pub(super) fn add_country(&mut self, country: Country, at: usize) {
        self.countries.entry(country).or_insert(at);
    }
}

/// Whether `part`'s words stand in `full` in that order.
fn contains(full: &[Box<str>], part: &[Box<str>]) -> bool {
    let mut words = full.iter();
    part.iter().all(|p| words.any(|w| w == p))
}

fn all_similar(a: &[Box<str>], b: &[Box<str>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x == y || similar(x, y))
}

/// The first letters, by which variants are looked for.
fn stem(word: &str) -> Box<str> {
    word.chars().take(2).collect::<String>().into()
}

/// Whether two words may be spellings of one name: a letter in six may differ, or the end be cut off.
pub(super) fn similar(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 5 {
        return false;
    }
    if short.len() >= 6 && long.starts_with(short) && long.len() - short.len() <= 3 {
        return true;
    }
    strsim::osa_distance(a, b) <= long.len() / 6 || single(a).eq(single(b))
}

/// The letters of a word, doubled ones once.
fn single(word: &str) -> impl Iterator<Item = char> {
    let mut last = None;
    word.chars().filter(move |c| last.replace(*c) != Some(*c))
}

/// Whether the words between two labels are nothing but an opening bracket: the second abbreviates the first.
pub(super) fn defines(short: &Label, between: &str) -> bool {
    let capitals = short.words.len() == 1 && short.words[0].len() <= 8;
    capitals && matches!(between.trim(), "(" | "[" | "(the" | ", or")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(name: &str, kind: LabelKind) -> Label {
        Label { tokens: 0..1, words: name.split(' ').map(|w| w.to_lowercase().into()).collect(), kind }
    }

    #[test]
    fn variants_of_one_name_are_similar_and_other_names_are_not() {
        for (a, b, want) in [
            ("rolland", "roland", true),
            ("ogunmudidi", "ogunmudi", true),
            ("gadaffi", "gaddafi", true),
            ("camara", "camera", true),
            ("diallo", "diarra", false),
            ("keita", "kone", false),
            ("smith", "smyth", false),
            ("zelensky", "zelenskyy", true),
        ] {
            assert_eq!(similar(a, b), want, "{a} {b}");
        }
    }

    #[test]
    fn people_of_one_surname_stay_apart() {
        let mut names = Names::default();
        let near = |at: usize| at as u32;
        let kind = LabelKind::Person;
        names.add(&label("Ahmed Diallo", kind), true, 0);
        names.add(&label("Moussa Diallo", kind), true, 1);
        names.add(&label("Mohamedou Ould Mokhtar Mohamed", kind), true, 2);
        for (name, want) in [
            ("Diallo", Some(1)),
            ("Ahmed Diallo", Some(0)),
            ("Ibrahim Diallo", None),
            ("Mohamedou", Some(2)),
            ("Ould Mokhtar Mohamed", Some(2)),
            ("Mokhtar Ould", None),
        ] {
            assert_eq!(names.find(&label(name, kind), true, near), want, "{name}");
        }
    }

    #[test]
    fn organisations_are_found_by_parts_and_initials() {
        let mut names = Names::default();
        let kind = LabelKind::Organisation;
        names.add(&label("Human Rights Watch", kind), false, 0);
        names.add(&label("Soco International PLC", kind), false, 1);
        for (name, want) in [("HRW", Some(0)), ("Soco", Some(1)), ("Watch", Some(0)), ("Shell", None)] {
            assert_eq!(names.find(&label(name, kind), false, |at| at as u32), want, "{name}");
        }
    }
}
