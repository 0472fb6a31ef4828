//! Numbers of people as news writes them: digits, words, "at least", "dozens of", "a number of", "no".

use super::context::Context;
use crate::syntax::{Deprel, Feats, Upos};
use crate::text::numeral;

/// A count as the words give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    /// The least that the words allow.
    pub low: Option<u32>,
    /// The number given; none where the words give none.
    pub best: Option<u32>,
    /// The most that the words allow; none where open.
    pub high: Option<u32>,
}

impl Count {
    pub(super) fn exact(n: u32) -> Self {
        Self { low: Some(n), best: Some(n), high: Some(n) }
    }

    /// More than one, and no number.
    pub(super) const SEVERAL: Self = Self { low: Some(2), best: None, high: None };

    fn plus(self, other: Self) -> Self {
        let sum = |a: Option<u32>, b: Option<u32>| a.zip(b).map(|(a, b)| a.saturating_add(b));
        Self { low: sum(self.low, other.low), best: sum(self.best, other.best), high: sum(self.high, other.high) }
    }
}

/// How many people a nominal with all its coordinated parts counts.
pub(super) fn count(context: &Context<'_, '_>, noun: u32) -> Option<Count> {
    let parts = context.parsed.conjuncts(noun);
    // "13 women and children" counts both; "three women and three children" counts each.
    let numbered = |t: &u32| number_of(context, *t).is_some();
    let mut total: Option<Count> = None;
    for (i, part) in parts.iter().enumerate() {
        let included = context.parsed.cases(*part).any(|c| context.lemma(c).starts_with("includ"));
        if included && i > 0 {
            continue;
        }
        let own = number_of(context, *part);
        // "two nuns and a priest" are three; "13 women and children" are thirteen.
        let alone = context.parsed[*part].upos == Upos::Propn || has_article(context, *part);
        if i > 0 && own.is_none() && parts[..i].iter().any(numbered) && !alone {
            continue;
        }
        let one = own.or_else(|| unnumbered(context, *part))?;
        total = Some(total.map_or(one, |t| t.plus(one)));
    }
    total
}

/// Whether the words give a number, exact or vague.
pub(super) fn is_counted(context: &Context<'_, '_>, noun: u32) -> bool {
    number_of(context, noun).is_some()
}

fn has_article(context: &Context<'_, '_>, noun: u32) -> bool {
    context.parsed.children(noun).any(|c| context.parsed[c].feats.has(Feats::DEFINITE_IND))
}

/// The number that modifies a noun, or that a number standing for people is ("killing 12").
fn number_of(context: &Context<'_, '_>, noun: u32) -> Option<Count> {
    let parsed = context.parsed;
    let number = if parsed[noun].upos == Upos::Num {
        Some(noun)
    } else {
        parsed.children(noun).find(|c| parsed[*c].deprel == Deprel::Nummod)
    };
    if let Some(number) = number {
        let value = value(context, number)?;
        return Some(qualified(context, noun, number, value));
    }
    // "dozens of people", "a number of attackers": the counting noun heads the phrase.
    let lemma = context.lemma(noun);
    let plural =
        parsed[noun].feats.has(Feats::NUMBER_PLUR) && matches!(&*lemma, "dozen" | "score" | "hundred" | "thousand");
    if plural || parsed.children(noun).any(|c| parsed[c].deprel == Deprel::Nmod && parsed.has_case(c, "of")) {
        let vague = match &*lemma {
            "dozen" => Some(24),
            "score" => Some(40),
            "hundred" => Some(200),
            "thousand" => Some(2000),
            "ten" => Some(20),
            "number" | "handful" | "group" | "couple" | "series" => Some(2),
            _ => None,
        };
        return vague.map(|low| Count { low: Some(low), best: None, high: None });
    }
    let none = parsed.children(noun).any(|c| parsed[c].deprel == Deprel::Det && &*context.lemma(c) == "no");
    none.then(|| Count::exact(0))
}

/// People without a number: one where the noun is singular and definite or a name, several where it is plural.
fn unnumbered(context: &Context<'_, '_>, noun: u32) -> Option<Count> {
    let token = &context.parsed[noun];
    if token.feats.has(Feats::NUMBER_PLUR) {
        return Some(Count::SEVERAL);
    }
    match token.upos {
        Upos::Propn => Some(Count::exact(1)),
        Upos::Noun => {
            let group = context
                .actor(noun)
                .is_some_and(|m| !matches!(context.actors.actors[m.actor].kind, crate::reading::ActorKind::Person));
            let determined = context.parsed.children(noun).any(|c| {
                matches!(context.parsed[c].deprel, Deprel::Det | Deprel::NmodPoss | Deprel::Flat | Deprel::Appos)
            });
            (determined && !group && context.thing(noun).is_none()).then(|| Count::exact(1))
        }
        Upos::Pron => match &*context.lemma(noun) {
            "he" | "she" => Some(Count::exact(1)),
            "they" | "we" => Some(Count::SEVERAL),
            _ => None,
        },
        _ => None,
    }
}

/// "at least 13", "more than 60", "up to 20", "about 40".
fn qualified(context: &Context<'_, '_>, noun: u32, number: u32, value: u32) -> Count {
    let parsed = context.parsed;
    let first = parsed.subtree(number).start;
    let before = first.saturating_sub(3).max(parsed.sentence(noun).tokens.start);
    let words: Vec<_> = (before..number).map(|t| parsed.word(t).to_lowercase()).collect();
    let says = |phrase: &[&str]| words.windows(phrase.len()).any(|w| w.iter().zip(phrase).all(|(a, b)| a == b));
    if says(&["at", "least"]) || says(&["more", "than"]) || says(&["over"]) || says(&["no", "fewer", "than"]) {
        return Count { low: Some(value), best: Some(value), high: None };
    }
    if says(&["up", "to"]) || says(&["as", "many", "as"]) || says(&["no", "more", "than"]) {
        return Count { low: None, best: Some(value), high: Some(value) };
    }
    if says(&["fewer", "than"]) || says(&["less", "than"]) || says(&["nearly"]) || says(&["almost"]) {
        return Count { low: None, best: Some(value), high: Some(value) };
    }
    if says(&["about"]) || says(&["around"]) || says(&["some"]) || says(&["approximately"]) || says(&["roughly"]) {
        return Count { low: None, best: Some(value), high: None };
    }
    Count::exact(value)
}

/// The value of a number word or of several ("twenty-five", "two hundred", "1,200", "two dozen").
pub(super) fn value(context: &Context<'_, '_>, number: u32) -> Option<u32> {
    let parsed = context.parsed;
    let words = parsed
        .subtree(number)
        .filter(|t| {
            *t == number
                || matches!(parsed[*t].deprel, Deprel::Compound | Deprel::Nummod | Deprel::Flat | Deprel::Conj)
                    && parsed[*t].upos == Upos::Num
        })
        .map(|t| parsed.word(t));
    read(words)
}

/// Reads a number from its words.
fn read<'a>(words: impl Iterator<Item = &'a str>) -> Option<u32> {
    let (mut total, mut current, mut any) = (0u32, 0u32, false);
    for word in words {
        let lower = word.to_lowercase();
        for part in lower.split('-').filter(|p| !p.is_empty()) {
            if let Some(n) = digits(part) {
                current = current.saturating_add(n);
            } else if let Some(n) = numeral(part) {
                current = current.saturating_add(n);
            } else {
                match part {
                    "dozen" => current = current.max(1).saturating_mul(12),
                    "hundred" => current = current.max(1).saturating_mul(100),
                    "thousand" => {
                        total = total.saturating_add(current.max(1).saturating_mul(1000));
                        current = 0;
                    }
                    "million" => {
                        total = total.saturating_add(current.max(1).saturating_mul(1_000_000));
                        current = 0;
                    }
                    "and" => continue,
                    _ => return None,
                }
            }
            any = true;
        }
    }
    any.then(|| total.saturating_add(current))
}

fn digits(word: &str) -> Option<u32> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let plain: String = word.chars().filter(|c| *c != ',' && *c != '\u{a0}').collect();
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn numbers_in_words_and_digits() {
        for (words, value) in [
            ("13", Some(13)),
            ("1,200", Some(1200)),
            ("twenty-five", Some(25)),
            ("two hundred and six", Some(206)),
            ("three thousand four hundred", Some(3400)),
            ("two dozen", Some(24)),
            ("99999999999", None),
            ("several", None),
            ("", None),
        ] {
            assert_eq!(read(words.split_whitespace()), value, "{words}");
        }
    }
}
