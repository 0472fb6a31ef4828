//! Names in the text: those the lexicon knows, those that the recogniser found, and those of places.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::words::{HONORIFICS, PARTICLES};
use crate::country::Country;
use crate::lexicon::Lexicon;
use crate::lexicon::actors::Word;
use crate::lexicon::agents::Unit;
use crate::place::Places;
use crate::reading::{ActorKind, PlaceKind};
use crate::syntax::{Deprel, NameKind, Parsed, Upos, is_half};

/// A name in the text.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// Its tokens.
    pub tokens: Range<u32>,
    /// Its words, by [`crate::place::key`].
    pub words: Vec<Box<str>>,
    /// What it names.
    pub kind: LabelKind,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelKind {
    /// An entry of the actor lexicon.
    Known(usize),
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A country.
    Country(Country),
    /// A country's capital.
    Capital(Country),
    /// Any other place.
    Place,
}

impl LabelKind {
    /// Whether the name is a place's first of all.
    pub(super) fn is_place(self) -> bool {
        matches!(self, Self::Country(_) | Self::Capital(_) | Self::Place)
    }
}

/// Every name in a text of a year, in reading order, none overlapping another: the longer one stands, then the better known.
pub(super) fn find(parsed: &Parsed<'_>, places: &Places, lexicon: &Lexicon, year: Option<i16>) -> Vec<Label> {
    let mut all = known(parsed, lexicon, places.focus, year);
    let known_end = all.len();
    // Names that the place layer knows for places where they stand.
    let located: HashSet<u32> = places
        .mentions
        .iter()
        .filter(|m| m.tokens.len() == 1 && places.places[m.place].point.is_some())
        .map(|m| m.tokens.start)
        .collect();
    for mention in &places.mentions {
        let place = &places.places[mention.place];
        let name = parsed.span(&mention.tokens).of(parsed.text);
        let kind = match (place.kind, place.country) {
            (PlaceKind::Country, Some(country)) => LabelKind::Country(country),
            (PlaceKind::City, Some(country)) if is_capital(lexicon, country, name) => LabelKind::Capital(country),
            _ => LabelKind::Place,
        };
        all.push((mention.tokens.clone(), kind));
    }
    for name in &parsed.names {
        let text = parsed.span(&name.tokens).of(parsed.text);
        let kind = match name.kind {
            // "Lebanon's army": a country that the recogniser takes for somebody, unless the name is a person's too.
            NameKind::Person if !matches!(text, "Chad" | "Jordan" | "Georgia") => {
                lexicon.countries.by_name(text).map_or(LabelKind::Person, LabelKind::Country)
            }
            NameKind::Person => LabelKind::Person,
            NameKind::Organisation => {
                lexicon.countries.by_name(text).map_or(LabelKind::Organisation, LabelKind::Country)
            }
            NameKind::Location => lexicon.countries.by_name(text).map_or(LabelKind::Place, LabelKind::Country),
        };
        let mut tokens = trimmed(parsed, name.tokens.clone());
        let honoured = tokens.len() > 1 && honorific(parsed.word(tokens.start));
        let kind = if honoured { LabelKind::Person } else { kind };
        // "Navy Capt. Ali Traore": a noun for somebody is not itself a name.
        let title = |t: u32| {
            let word = parsed.word(t).to_lowercase();
            lexicon.agents.get(&word).is_some_and(|a| a.unit != Unit::Person)
        };
        if kind == LabelKind::Person && tokens.len() == 1 && (title(tokens.start) || located.contains(&tokens.start)) {
            continue;
        }
        if kind == LabelKind::Person {
            tokens = untitled(parsed, lexicon, whole(parsed, tokens));
        } else if titles(parsed, lexicon, &tokens)
            || seat(parsed, &tokens)
            || joins_nationalities(parsed, lexicon, &tokens)
        {
            continue;
        }
        // "the IS group": the recogniser may take in a common noun that the known name does not have.
        let first = all[..known_end].partition_point(|(t, _)| t.start < tokens.start);
        let inner = all[first..known_end].first().filter(|(t, _)| t.end <= tokens.end);
        let shorter = inner.is_some_and(|(t, _)| {
            tokens.clone().filter(|i| !t.contains(i)).all(|i| {
                let word = parsed.word(i);
                !word.chars().any(char::is_uppercase)
                    || lexicon.countries.by_demonym(word).or_else(|| lexicon.countries.by_name(word)).is_some()
            })
        });
        if !shorter && !tokens.is_empty() {
            all.push((tokens, kind));
        }
    }
    let rank = |kind: LabelKind| match kind {
        LabelKind::Known(_) => 0,
        LabelKind::Country(_) | LabelKind::Capital(_) => 1,
        LabelKind::Person | LabelKind::Organisation => 2,
        LabelKind::Place => 3,
    };
    all.sort_by_key(|(tokens, kind)| (std::cmp::Reverse(tokens.len()), rank(*kind), tokens.start));
    let mut taken = vec![false; parsed.tokens.len()];
    let mut labels = Vec::new();
    for (tokens, kind) in all {
        let range = tokens.start as usize..tokens.end as usize;
        if taken[range.clone()].iter().any(|t| *t) {
            continue;
        }
        taken[range].fill(true);
        let words = Word::all(parsed.span(&tokens).of(parsed.text)).map(|(_, w)| w.key).collect();
        labels.push(Label { tokens, words, kind });
    }
    halves(parsed, lexicon, &mut labels);
    addressed(parsed, lexicon, &mut labels, &mut taken);
    abbreviations(parsed, &mut labels, &mut taken);
    surnames(parsed, lexicon, &mut labels, &mut taken);
    shortened(parsed, lexicon, &mut labels, &mut taken);
    labels.sort_by_key(|l| l.tokens.start);
    labels
}

/// "Thai and Cambodian": adjectives of two countries are no name.
fn joins_nationalities(parsed: &Parsed<'_>, lexicon: &Lexicon, tokens: &Range<u32>) -> bool {
    let mut sides = tokens.clone().filter(|t| !parsed.is_one_of(*t, &["and", ",", "or"]));
    tokens.len() > 2 && sides.all(|t| lexicon.countries.by_adjective(parsed.word(t)).is_some())
}

/// "North and South Korea": the first half is a country as well, which shares the last word.
fn halves(parsed: &Parsed<'_>, lexicon: &Lexicon, labels: &mut Vec<Label>) {
    let mut found = Vec::new();
    for label in labels.iter_mut().filter(|l| matches!(l.kind, LabelKind::Country(_) | LabelKind::Organisation)) {
        let last = label.tokens.end - 1;
        let Some(first) = last.checked_sub(3) else { continue };
        let half = |t: u32| is_half(parsed.word(t));
        if !half(first) || !half(last - 1) || !parsed.is_one_of(last - 2, &["and", "or"]) {
            continue;
        }
        let country = |half: u32| {
            let name = format!("{} {}", parsed.word(half), parsed.word(last));
            Some((lexicon.countries.by_name(&name)?, name))
        };
        let (Some((one, one_name)), Some((other, other_name))) = (country(first), country(last - 1)) else { continue };
        let words = |name: &str| Word::all(name).map(|(_, w)| w.key).collect();
        *label = Label { tokens: last - 1..last + 1, words: words(&other_name), kind: LabelKind::Country(other) };
        found.push(Label { tokens: first..first + 1, words: words(&one_name), kind: LabelKind::Country(one) });
    }
    labels.retain(|l| !found.iter().any(|f| f.tokens.start < l.tokens.end && l.tokens.start < f.tokens.end));
    labels.extend(found);
}

/// An abbreviation that the text defines in brackets after a name is a name wherever it stands.
fn abbreviations(parsed: &Parsed<'_>, labels: &mut Vec<Label>, taken: &mut [bool]) {
    let word = |token: u32| parsed.tokens.get(token as usize).map_or("", |t| t.span.of(parsed.text));
    let defined: HashSet<&str> = labels
        .iter()
        .filter(|l| l.words.len() > 1 && matches!(l.kind, LabelKind::Organisation | LabelKind::Known(_)))
        .filter(|l| matches!(word(l.tokens.end), "(" | "[") && matches!(word(l.tokens.end + 2), ")" | "]"))
        .map(|l| word(l.tokens.end + 1))
        .filter(|short| (2..=10).contains(&short.len()) && short.chars().filter(|c| c.is_uppercase()).count() > 1)
        .collect();
    if defined.is_empty() {
        return;
    }
    for (at, token) in parsed.tokens.iter().enumerate() {
        let form = token.span.of(parsed.text);
        if !taken[at] && defined.contains(form) {
            taken[at] = true;
            let tokens = at as u32..at as u32 + 1;
            labels.push(Label { tokens, words: vec![crate::place::key(form).into()], kind: LabelKind::Organisation });
        }
    }
}

/// A person who is named in full anywhere is meant by the last name alone, whatever the recogniser took that for.
fn surnames(parsed: &Parsed<'_>, lexicon: &Lexicon, labels: &mut Vec<Label>, taken: &mut [bool]) {
    let last = |l: &Label| l.words.last().cloned();
    let person = |kind: LabelKind| match kind {
        LabelKind::Known(entry) => lexicon.actors.entries()[entry].kind == ActorKind::Person,
        kind => kind == LabelKind::Person,
    };
    let full = labels.iter().filter(|l| person(l.kind) && l.words.len() > 1);
    let bearers: HashSet<Box<str>> = full.filter_map(last).filter(|w| w.len() > 3).collect();
    if bearers.is_empty() {
        return;
    }
    let inside: HashSet<Box<str>> =
        labels.iter().filter(|l| !person(l.kind) && l.words.len() > 1).flat_map(|l| l.words.iter().cloned()).collect();
    // "Karzai" is the Wali Karzai whom the text names in full, not the one whom the lexicon knows by that name alone.
    let mut named: HashMap<Box<str>, Vec<(LabelKind, Box<str>)>> = HashMap::new();
    for label in labels.iter().filter(|l| person(l.kind) && l.words.len() > 1) {
        if let (Some(last), Some(first)) = (last(label), label.words.first()) {
            let bearers = named.entry(last).or_default();
            let bearer = (label.kind, first.clone());
            if bearers.len() < 16 && !bearers.contains(&bearer) {
                bearers.push(bearer);
            }
        }
    }
    let another = |kind: LabelKind, last: &str| {
        let LabelKind::Known(entry) = kind else { return false };
        let known = Word::all(&lexicon.actors.entries()[entry].name).next().map(|(_, w)| w.key).unwrap_or_default();
        let same = |first: &str| *first == *known || super::names::similar(first, &known);
        let differs = |(other, first): &(LabelKind, Box<str>)| *other != kind && !same(first);
        person(kind) && named.get(last).is_some_and(|bearers| bearers.iter().all(differs))
    };
    let particle = |w: &str| PARTICLES.contains(&w);
    for label in labels.iter_mut() {
        let Some((last, before)) = label.words.split_last().filter(|(_, before)| before.iter().all(|w| particle(w)))
        else {
            continue;
        };
        match label.kind {
            LabelKind::Known(_) if another(label.kind, last) => label.kind = LabelKind::Person,
            LabelKind::Organisation | LabelKind::Place if variant(&bearers, last) => {
                label.kind = LabelKind::Person;
            }
            // "Azawad" is no person where the Azawad Liberation Front is named.
            LabelKind::Person if before.is_empty() && inside.contains(last) && !bearers.contains(last) => {
                label.kind = LabelKind::Place;
            }
            _ => {}
        }
    }
    for (at, token) in parsed.tokens.iter().enumerate() {
        if taken[at] || token.upos != Upos::Propn {
            continue;
        }
        let word: Box<str> = crate::place::key(token.span.of(parsed.text)).into();
        if variant(&bearers, &word) {
            taken[at] = true;
            labels.push(Label { tokens: at as u32..at as u32 + 1, words: vec![word], kind: LabelKind::Person });
        }
    }
}

/// An organisation that is named in full anywhere is meant by the first word of its name alone, where that is no word of
/// its own: "Soco" of "Soco International".
fn shortened(parsed: &Parsed<'_>, lexicon: &Lexicon, labels: &mut Vec<Label>, taken: &mut [bool]) {
    let own = |label: &Label| {
        let word = parsed.word(label.tokens.start);
        let common = lexicon.agents.get(&word.to_lowercase()).is_some()
            || lexicon.countries.by_adjective(word).or_else(|| lexicon.countries.by_name(word)).is_some()
            || lexicon.peoples.by_adjective(word).is_some()
            || parsed[label.tokens.start].upos != Upos::Propn;
        (label.kind == LabelKind::Organisation && label.words.len() > 1 && label.words[0].len() > 3 && !common)
            .then(|| label.words[0].clone())
    };
    let firsts: HashSet<Box<str>> = labels.iter().filter_map(own).collect();
    if firsts.is_empty() {
        return;
    }
    let count = parsed.tokens.len();
    for at in 0..count {
        let beside = |t: Option<usize>| t.filter(|t| *t < count).is_some_and(|t| parsed.tokens[t].upos == Upos::Propn);
        if taken[at] || parsed.tokens[at].upos != Upos::Propn || beside(at.checked_sub(1)) || beside(Some(at + 1)) {
            continue;
        }
        let word: Box<str> = crate::place::key(parsed.tokens[at].span.of(parsed.text)).into();
        if firsts.contains(&word) {
            taken[at] = true;
            let tokens = at as u32..at as u32 + 1;
            labels.push(Label { tokens, words: vec![word], kind: LabelKind::Organisation });
        }
    }
}

/// Whether a word is one of the surnames, or one cut short or spelt with doubled letters.
fn variant(surnames: &HashSet<Box<str>>, word: &str) -> bool {
    surnames.contains(word)
        || (word.len() > 4 && surnames.len() <= 64 && surnames.iter().any(|s| super::names::similar(s, word)))
}

/// A person's name with what hangs on its end by a hyphen or a particle: the recogniser may stop at "Haider al".
fn whole(parsed: &Parsed<'_>, mut tokens: Range<u32>) -> Range<u32> {
    let count = parsed.tokens.len() as u32;
    while tokens.end > tokens.start && tokens.end + 1 < count {
        let (last, next) = (&parsed[tokens.end - 1], &parsed[tokens.end]);
        let joined = last.span.end == next.span.start && next.span.end == parsed[tokens.end + 1].span.start;
        if parsed.word(tokens.end) == "-" && joined {
            tokens.end += 2;
        } else if next.upos == Upos::Propn
            && (PARTICLES.contains(&parsed.word(tokens.end - 1).to_lowercase().as_str())
                || (next.deprel == Deprel::Flat && next.head.is_some_and(|h| tokens.contains(&h))))
        {
            tokens.end += 1;
        } else {
            break;
        }
    }
    tokens
}

/// A person's name without the titles before it.
fn untitled(parsed: &Parsed<'_>, lexicon: &Lexicon, tokens: Range<u32>) -> Range<u32> {
    let titles = tokens.clone().rev().skip(1).find(|t| {
        let word = parsed.word(*t).to_lowercase();
        honorific(&word) || lexicon.agents.within(parsed, tokens.start, *t).is_some()
    });
    titles.map_or(tokens.clone(), |t| t + 1..tokens.end)
}

fn honorific(word: &str) -> bool {
    HONORIFICS.iter().any(|(h, _)| word.eq_ignore_ascii_case(h))
}

/// Whether a name is but the beginning of an office: "US Defense" of "US Defense Secretary".
fn titles(parsed: &Parsed<'_>, lexicon: &Lexicon, tokens: &Range<u32>) -> bool {
    if tokens.is_empty() || tokens.end as usize >= parsed.tokens.len() {
        return false;
    }
    let phrase = format!("{} {}", parsed.word(tokens.end - 1).to_lowercase(), parsed.word(tokens.end).to_lowercase());
    lexicon.agents.get(&phrase).is_some_and(|a| a.unit != Unit::Body)
}

/// Whether a name ends in a word for where a body sits: its "Swiss HQ" is no body of its own.
fn seat(parsed: &Parsed<'_>, tokens: &Range<u32>) -> bool {
    let last = tokens.clone().last().map_or("", |t| parsed.word(t));
    ["hq", "headquarters", "office", "offices"].iter().any(|w| last.eq_ignore_ascii_case(w)) && tokens.len() < 3
}

/// Persons by a rank or an honorific before a name that the recogniser does not know: "Lt Gen Moussa Ba", "Mr Ba".
fn addressed(parsed: &Parsed<'_>, lexicon: &Lexicon, labels: &mut Vec<Label>, taken: &mut [bool]) {
    let rank = |t: u32| {
        let word = parsed.word(t).to_lowercase();
        honorific(&word) || lexicon.agents.get(&word).is_some_and(|a| a.unit == Unit::Rank)
    };
    for sentence in &parsed.sentences {
        let mut at = sentence.tokens.start;
        while at + 1 < sentence.tokens.end {
            let title = at;
            at += 1;
            if !parsed.word(title).starts_with(char::is_uppercase) || !rank(title) {
                continue;
            }
            let named = |t: u32| {
                let word = parsed.word(t);
                !taken[t as usize]
                    && parsed[t].upos == Upos::Propn
                    && !rank(t)
                    && (word.starts_with(char::is_uppercase) || PARTICLES.contains(&word))
                    && word.chars().any(char::is_lowercase)
            };
            let end =
                (at..sentence.tokens.end.min(at + 4)).find(|t| !named(*t)).unwrap_or(sentence.tokens.end.min(at + 4));
            let whole = end > at && (end == sentence.tokens.end || !taken[end as usize]);
            if whole && parsed.word(end - 1).starts_with(char::is_uppercase) {
                taken[at as usize..end as usize].fill(true);
                let words = Word::all(parsed.span(&(at..end)).of(parsed.text)).map(|(_, w)| w.key).collect();
                labels.push(Label { tokens: at..end, words, kind: LabelKind::Person });
                at = end;
            }
        }
    }
}

/// Names of the actor lexicon, and of countries where no place layer marks them.
fn known(
    parsed: &Parsed<'_>,
    lexicon: &Lexicon,
    focus: Option<Country>,
    year: Option<i16>,
) -> Vec<(Range<u32>, LabelKind)> {
    let mut found = Vec::new();
    let (mut words, mut tokens) = (Vec::new(), Vec::new());
    for sentence in &parsed.sentences {
        words.clear();
        tokens.clear();
        for token in sentence.tokens.clone() {
            for (_, word) in Word::all(parsed.word(token)) {
                words.push(word);
                tokens.push(token);
            }
        }
        // Capitals tell names from words only where small letters stand beside them.
        let shouted = !sentence.span.of(parsed.text).chars().any(char::is_lowercase);
        let mut at = 0;
        while at < words.len() {
            let begins = at == 0 || tokens[at - 1] != tokens[at];
            let window = &words[at..words.len().min(at + LONGEST)];
            if let Some((count, entry)) = lexicon.actors.longest(window, focus, year).filter(|_| begins) {
                let range = tokens[at]..tokens[at + count - 1] + 1;
                let named = count > 1 || !shouted || parsed[range.start].upos == Upos::Propn;
                if named {
                    found.push((range, LabelKind::Known(entry)));
                    at += count;
                    continue;
                }
            }
            at += 1;
        }
    }
    found
}

/// Words of the longest name that is looked for.
const LONGEST: usize = 14;

/// A name without an article before it and a possessive after it.
fn trimmed(parsed: &Parsed<'_>, mut tokens: Range<u32>) -> Range<u32> {
    while !tokens.is_empty() && matches!(parsed[tokens.start].upos, Upos::Det | Upos::Punct) {
        tokens.start += 1;
    }
    while !tokens.is_empty() && matches!(parsed[tokens.end - 1].upos, Upos::Part | Upos::Punct) {
        // A dot may be the name's own: "Inc."
        if parsed.word(tokens.end - 1).len() > 1 && parsed[tokens.end - 1].upos == Upos::Punct {
            break;
        }
        tokens.end -= 1;
    }
    // Capitals hide where a name ends: "THE LIBERATION FRONT IN SAN MIGUEL".
    let ends =
        |t: &u32| matches!(parsed.word(*t), "IN" | "ON" | "AT" | "FROM" | "BY" | "NEAR" | "AFTER" | "DURING" | "WITH");
    if let Some(end) = tokens.clone().skip(1).find(ends) {
        tokens.end = end;
    }
    tokens
}

fn is_capital(lexicon: &Lexicon, country: Country, name: &str) -> bool {
    let name = crate::place::key(name);
    lexicon.countries.get(country).is_some_and(|e| e.capitals.iter().any(|c| crate::place::key(&c.name) == name))
}
