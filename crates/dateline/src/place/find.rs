//! Recognition: which words name a place, and the words around that say what kind of place it is and in which other.

use std::collections::HashSet;
use std::ops::Range;

use super::candidates::{Candidate, candidates};
use super::key::Key;
use super::persons::{Surnames, is_honorific};
use super::words::{is_determiner, is_direction, is_side, may_begin, noun_at};
use crate::lexicon::Lexicon;
use crate::lexicon::places::{Noun, NounKind};
use crate::reading::PlaceKind;
use crate::syntax::{Name, NameKind, Parsed, Upos};

mod attach;
mod signs;

/// The most words of a place's name.
const LONGEST: u32 = 8;
/// A town that needs no other sign that a place is meant.
const LARGE: f64 = 100_000.0;

/// Words that name a place.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The name proper.
    pub(super) tokens: Range<u32>,
    /// The name with the words that say what kind of place it is, and the article.
    pub(super) whole: Range<u32>,
    /// The name's key.
    pub(super) key: String,
    /// The noun that says what kind of place it is, and its last word.
    pub(super) noun: Option<(Noun, u32)>,
    /// Whether something beside the name itself says that it is a place.
    pub(super) sure: bool,
    /// Rows of a short form (`Tex.`), which the key does not lead to.
    pub(super) short: Vec<u32>,
}

impl Found {
    /// The kind that its noun says.
    pub(super) fn says(&self) -> Option<PlaceKind> {
        match self.noun?.0.kind {
            NounKind::Kind(kind) => Some(kind),
            NounKind::Capital => Some(PlaceKind::City),
            NounKind::Body => None,
        }
    }
}

/// Finds the names of places, in order, none inside another.
pub(super) fn names(parsed: &Parsed<'_>, lexicon: &Lexicon) -> Vec<Found> {
    let mut finder = Finder {
        parsed,
        lexicon,
        surnames: Surnames::of(parsed),
        found: Vec::new(),
        doubtful: Vec::new(),
        key: Key::default(),
        next_name: 0,
    };
    for sentence in &parsed.sentences {
        finder.sentence(sentence.tokens.clone());
    }
    let Finder { found, doubtful, .. } = finder;
    let found = super::series::complete(found, parsed, lexicon);
    merge(found, doubtful, parsed)
}

/// Takes up the doubtful names that the document uses as places elsewhere, or that stand in a series with a place.
fn merge(found: Vec<Found>, doubtful: Vec<Found>, parsed: &Parsed<'_>) -> Vec<Found> {
    let known: HashSet<String> = found.iter().map(|f| f.key.clone()).collect();
    let joins = |a: u32, b: u32| match b.checked_sub(a) {
        Some(1) => parsed.is_one_of(a, &[",", "and", "&"]),
        Some(2) => parsed.word(a) == "," && parsed.is_one_of(a + 1, &["and"]),
        _ => false,
    };
    let mut all: Vec<Found> = Vec::with_capacity(found.len() + doubtful.len());
    let mut found = found.into_iter().peekable();
    for d in doubtful {
        while let Some(f) = found.next_if(|f| f.whole.start < d.whole.end) {
            all.push(f);
        }
        let before = all.last();
        let free = before.is_none_or(|f| f.whole.end <= d.whole.start);
        let series = before.is_some_and(|f| joins(f.whole.end, d.whole.start))
            || found.peek().is_some_and(|f| joins(d.whole.end, f.whole.start));
        if free && (known.contains(&d.key) || series) {
            all.push(d);
        }
    }
    all.extend(found);
    all
}

struct Finder<'a, 't> {
    parsed: &'a Parsed<'t>,
    lexicon: &'a Lexicon,
    surnames: Surnames<'t>,
    found: Vec<Found>,
    /// Names that are places' only if the document shows it elsewhere: the first word of a headline, a name inside that of
    /// an office or a club (`Alexandria police`).
    doubtful: Vec<Found>,
    key: Key,
    /// The first of [`Parsed::names`] that does not end before the token at hand.
    next_name: usize,
}

/// A name that the lexicon or the gazetteer knows.
struct Match {
    end: u32,
    key: String,
}

impl Finder<'_, '_> {
    fn sentence(&mut self, sentence: Range<u32>) {
        let shouting = !sentence.clone().any(|t| self.parsed.word(t).chars().any(char::is_lowercase));
        let mut at = sentence.start;
        while at < sentence.end {
            let first = self.found.len();
            let next = self.step(at, &sentence, shouting);
            debug_assert!(next > at);
            for found in first..self.found.len() {
                self.attach(found, &sentence);
            }
            at = next.max(self.found.last().map_or(0, |f| f.whole.end));
        }
    }

    /// Looks for a name at `at`; returns where to go on.
    fn step(&mut self, at: u32, sentence: &Range<u32>, shouting: bool) -> u32 {
        let word = self.parsed.word(at);
        if let Some(rows) = self.short_form(at, shouting) {
            let key = self.lexicon.places.rows[rows[0] as usize].name.clone();
            self.push(at..at + 1, super::key(&key), true);
            if let Some(found) = self.found.last_mut() {
                found.short = rows;
            }
            return at + 1;
        }
        if self.is_person(at, sentence) {
            return at + 1;
        }
        let name = self.name_over(at);
        match name {
            Some(Name { kind: NameKind::Person, tokens }) if !self.is_lone_city(at, &tokens, sentence) => {
                return tokens.end.max(at + 1);
            }
            Some(Name { kind: NameKind::Organisation, tokens }) => return self.organisation(at, &tokens, sentence),
            Some(Name { kind: NameKind::Location, tokens }) if tokens.start == at => {
                return self.location(&tokens, sentence, shouting);
            }
            _ => {}
        }
        // "The North" is a side of some country, no district called so; "The City" is no place called so either.
        let side = |t: u32| super::direction::bearing(self.parsed.word(t)).is_some();
        let bare =
            is_determiner(word) && at + 1 < sentence.end && (side(at + 1) || self.noun_at(at + 1, at + 2).is_some());
        let alone = side(at);
        if !may_begin(word, shouting)
            || bare
            || alone && self.longest(at, sentence.end).is_none_or(|found| found.end == at + 1)
        {
            return at + 1;
        }
        if let Some(found) = self.longest(at, sentence.end) {
            let end = found.end;
            if self.accepts(at, &found, sentence, shouting) {
                let sure = self.place_word_before(at) || self.is_country(&found.key);
                self.push(at..end, found.key, sure);
                return end;
            }
            let common = end == at + 1
                && (self.lexicon.places.is_common(&word.to_lowercase()) || self.noun_at(at, end).is_some());
            if !shouting && !common && !self.is_country(&found.key) && !self.is_joined(at) {
                self.doubt(at..end, found.key);
            }
        }
        if !shouting && let Some(end) = self.unknown(at, sentence) {
            let key = super::key(self.parsed.span(&(at..end)).of(self.parsed.text));
            self.push(at..end, key, true);
            return end;
        }
        at + 1
    }

    /// Where a name ends that nobody knows, but whose noun says that it is a place's: `the Kinyoruba prison`, `the
    /// village of Safina`. `at` begins a run of words in capitals.
    fn unknown(&self, at: u32, sentence: &Range<u32>) -> Option<u32> {
        let capital = |t: u32| self.parsed.word(t).starts_with(char::is_uppercase) && self.parsed.word(t).len() > 2;
        let plain = |t: u32| {
            let word = self.parsed.word(t);
            self.noun_at(t, t + 1).is_none()
                && !is_side(word)
                && !is_determiner(word)
                && self.lexicon.countries.by_demonym(word).is_none()
                && !self.lexicon.places.is_common(&word.to_lowercase())
        };
        if !capital(at)
            || !plain(at)
            || at > sentence.start && capital(at - 1) && plain(at - 1) && at - 1 > sentence.start
        {
            return None;
        }
        let mut end = at + 1;
        while end < sentence.end && end < at + 4 && capital(end) && plain(end) {
            end += 1;
        }
        let place =
            |n: Noun| !matches!(n.kind, NounKind::Capital | NounKind::Body | NounKind::Kind(PlaceKind::Country));
        let of = at >= sentence.start + 2
            && self.parsed.word(at - 1).eq_ignore_ascii_case("of")
            && self.noun_before(at - 1, sentence.start).is_some_and(|(n, first)| {
                // The Department of Health is no province.
                n.of && place(n) && !capital(first)
            });
        let after = self.noun_before(at, sentence.start).is_some_and(|(n, _)| n.after && place(n));
        // "the X prison", not "Jones College": a small letter tells a description from another kind of name.
        let before = self.noun_at(end, sentence.end).is_some_and(|(n, _)| n.before && place(n))
            && at > sentence.start
            && (is_determiner(self.parsed.word(at - 1)) || self.is_modifier(at - 1) || self.place_word_before(at));
        (of || after || before).then_some(end)
    }

    /// A location by the name layer: the known name in it, or the whole as a place that nobody knows.
    fn location(&mut self, tokens: &Range<u32>, sentence: &Range<u32>, shouting: bool) -> u32 {
        // "The North" is a side of some country, no district called so.
        if tokens.len() == 1 && super::direction::side(self.parsed.word(tokens.start)).is_some() {
            return tokens.end;
        }
        // In capitals the name layer takes ordinary words and the short names of groups for places.
        if shouting && tokens.len() == 1 {
            let word = self.parsed.word(tokens.start);
            let ordinary = self.lexicon.places.is_common(&word.to_lowercase());
            if (ordinary || self.is_group(tokens)) && !self.place_word_before(tokens.start) {
                return tokens.end;
            }
        }
        for start in tokens.clone() {
            let Some(found) = self.longest(start, sentence.end) else { continue };
            // What is left must be a word for the kind of place or its side, not another part of the name.
            let before_is_side = (tokens.start..start).all(|t| is_side(self.parsed.word(t)));
            let after_is_kind = found.end >= tokens.end || {
                let next = self.parsed.word(found.end);
                next == "," || self.noun_at(found.end, sentence.end).is_some_and(|(_, end)| end >= tokens.end)
            };
            let sure = self.place_word_before(tokens.start) || self.is_country(&found.key);
            let group = self.is_of_group(tokens) || !sure && self.is_group(&(start..found.end));
            if before_is_side && after_is_kind && !group {
                let end = found.end;
                self.push(start..end, found.key, sure);
                return end;
            }
            if !before_is_side {
                break;
            }
        }
        // A name that nobody knows is a place's where its surroundings say so; a people's or a group's is none.
        let last = self.parsed.word(tokens.end - 1);
        let people =
            self.lexicon.countries.by_demonym(last).is_some() || last.ends_with("ican") || last.ends_with("pean");
        let text = self.parsed.span(tokens).of(self.parsed.text);
        let key = super::key(text);
        if !key.is_empty() && !people && !self.is_group(tokens) && !self.is_of_group(tokens) {
            let sure = self.place_word_before(tokens.start);
            self.push(tokens.clone(), key, sure);
        }
        tokens.end
    }

    /// Whether a whole name is that of a group which the lexicon knows.
    fn is_group(&self, tokens: &Range<u32>) -> bool {
        let text = self.parsed.span(tokens).of(self.parsed.text);
        let words: Vec<_> = crate::lexicon::actors::Word::all(text).map(|(_, w)| w).collect();
        self.lexicon.actors.longest(&words, None, None).is_some_and(|(n, _)| n == words.len())
    }

    /// An organisation by the name layer: a place only where the whole name is one (metonymy), or a building's. The name
    /// of a town may stand in it, as in that of its police.
    fn organisation(&mut self, at: u32, tokens: &Range<u32>, sentence: &Range<u32>) -> u32 {
        if tokens.start != at && !is_determiner(self.parsed.word(tokens.start)) {
            return tokens.end.max(at + 1);
        }
        let Some(found) = self.longest(at, sentence.end) else {
            return if is_determiner(self.parsed.word(at)) { at + 1 } else { tokens.end };
        };
        let end = found.end;
        if end >= tokens.end {
            if self.is_country(&found.key) || self.is_large(&found.key) && !self.is_group(&(at..end)) {
                self.push(at..end, found.key, false);
                return end;
            }
        } else if !self.is_country(&found.key) && self.noun_at(at, at + 1).is_none() {
            let body = |t: u32| self.noun_at(t, t + 1).is_some_and(|(n, _)| n.kind == NounKind::Body);
            if (end..tokens.end.max(end + 1).min(sentence.end)).any(body) && self.is_placed(&found, at) {
                self.push(at..end, found.key, false);
            } else {
                self.doubt(at..end, found.key);
            }
        }
        tokens.end
    }

    /// Whether a name inside another is well enough known, or says itself what it is.
    fn is_placed(&self, found: &Match, at: u32) -> bool {
        self.is_row(&found.key)
            || self.is_large(&found.key)
            || found.end > at + 1 && self.noun_at(found.end - 1, found.end).is_some()
    }

    /// Whether a word goes on a name that began before it: `John Washington`, `Al-Hamid`.
    fn is_joined(&self, at: u32) -> bool {
        at > 0 && {
            let (before, this) = (&self.parsed[at - 1], &self.parsed[at]);
            let word = self.parsed.word(at - 1);
            before.span.end == this.span.start && word == "-"
                || word.starts_with(char::is_uppercase) && self.parsed.sentence(at).tokens.start < at && !is_side(word)
        }
    }

    fn doubt(&mut self, tokens: Range<u32>, key: String) {
        if self.is_of_group(&tokens) || self.is_group(&tokens) {
            return;
        }
        let name = Found { whole: tokens.clone(), tokens, key, noun: None, sure: false, short: Vec::new() };
        self.doubtful.push(name);
    }

    /// The rows of a short form that stands after a place and a comma: `Alexandria, La.`
    fn short_form(&self, at: u32, shouting: bool) -> Option<Vec<u32>> {
        let word = self.parsed.word(at);
        let rows = self.lexicon.places.short(word);
        // "GARY, IN" in a report all in capitals may be the preposition.
        if rows.is_empty() || shouting && !word.contains('.') {
            return None;
        }
        // "S.C. police" can be nothing else; "La." could.
        if word.matches('.').count() > 1 {
            return Some(rows.to_vec());
        }
        let last = self.found.last()?;
        let follows =
            at >= 2 && self.parsed.word(at - 1) == "," && (last.whole.end == at - 1 || last.tokens.end == at - 1);
        follows.then(|| rows.to_vec())
    }

    fn push(&mut self, tokens: Range<u32>, key: String, sure: bool) {
        self.found.push(Found { whole: tokens.clone(), tokens, key, noun: None, sure, short: Vec::new() });
    }

    /// The longest known name that begins at a token.
    fn longest(&mut self, at: u32, end: u32) -> Option<Match> {
        let places = &self.lexicon.places;
        let mut best = None;
        self.key.clear();
        let mut from = self.parsed[at].span.start as usize;
        for token in at..end.min(at + LONGEST) {
            let to = self.parsed[token].span.end as usize;
            self.key.push(&self.parsed.text[from..to]);
            self.key.finish();
            from = to;
            let key = self.key.as_str();
            let (known, longer) = places.known(key);
            let probe = places.gazetteer.probe(key);
            let word = self.parsed.word(token);
            // A name ends in a capital, or in a noun of ours: the Niger delta.
            let closes = word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_ascii())
                || word.contains('-')
                || token > at && !known.is_empty() && self.noun_at(token, token + 1).is_some();
            if closes && key.len() > 1 && (!known.is_empty() || probe.name) {
                best = Some(Match { end: token + 1, key: key.to_owned() });
            }
            if !longer && !probe.longer {
                break;
            }
        }
        // Abbreviations of countries are known as written only.
        let word = self.parsed.word(at);
        if word.len() <= 6
            && word.len() > 1
            && !word.chars().any(char::is_lowercase)
            && best.as_ref().is_none_or(|b| b.end == at + 1)
            && let Some(country) = self.lexicon.countries.by_name(word)
        {
            let key = super::key(self.lexicon.countries.name(country).unwrap_or(""));
            return Some(Match { end: at + 1, key });
        }
        best
    }

    /// Whether one word is a person's name here: the surname of somebody whom the document names in full, or behind an
    /// honorific. A word of place before it, or the place that it lies in behind it, says otherwise.
    fn is_person(&mut self, at: u32, sentence: &Range<u32>) -> bool {
        let word = self.parsed.word(at);
        if !word.starts_with(char::is_uppercase) {
            return false;
        }
        if at > sentence.start && is_honorific(self.parsed.word(at - 1)) {
            return true;
        }
        let follows = |n: u32| (at + n < sentence.end).then(|| self.parsed.word(at + n));
        let lies = follows(1) == Some(",") && follows(2).is_some_and(|w| w.starts_with(char::is_uppercase));
        let joined = follows(1).is_some_and(|w| w.starts_with(char::is_uppercase));
        if !self.surnames.has(word) || lies || joined || self.place_word_before(at) {
            return false;
        }
        let mut key = Key::default();
        key.push(word);
        key.finish();
        !self.is_country(key.as_str()) && !self.is_row(key.as_str())
    }

    /// Whether what the name layer took for a person is a large city all the same: one word, behind a word of place.
    fn is_lone_city(&mut self, at: u32, name: &Range<u32>, sentence: &Range<u32>) -> bool {
        const PLACING: &[&str] = &["from", "into", "on", "outside", "toward", "towards"];
        name.len() == 1
            && at > sentence.start
            && (self.place_word_before(at) || self.parsed.is_one_of(at - 1, PLACING))
            && self.longest(at, at + 1).is_some_and(|found| self.is_large(&found.key))
    }

    /// Whether a known name outside the name layer's finds is meant as a place.
    fn accepts(&self, at: u32, found: &Match, sentence: &Range<u32>, shouting: bool) -> bool {
        let word = self.parsed.word(at);
        let lower = word.to_lowercase();
        let single = found.end == at + 1;
        let country = self.is_country(&found.key);
        // The University of X is no town called University.
        let common = single
            && (self.lexicon.places.is_common(&lower)
                || lower.trim_end_matches('.').len() < 3
                || self.noun_at(at, at + 1).is_some());
        if common && self.noun_at(at, at + 1).is_some() {
            return false;
        }
        if self.is_dateline(at, found.end, sentence) {
            return true;
        }
        let placed = self.place_word_before(at) || self.named_noun(at, found.end, sentence);
        if shouting {
            let proper = !matches!(
                self.parsed[at].upos,
                Upos::Verb | Upos::Aux | Upos::Adp | Upos::Det | Upos::Pron | Upos::Adv | Upos::Cconj | Upos::Sconj
            );
            let abbreviation = single && word.len() <= 4 && country && !word.contains('.') && !placed;
            return proper
                && !common
                && !(abbreviation && self.lexicon.countries.by_adjective(&lower).is_none() && word.len() <= 3)
                && (country || placed || self.is_row(&found.key) || self.is_large(&found.key));
        }
        // A word of a longer name is not the place: John Washington, Washington Redskins.
        let beside = |t: u32| {
            let w = self.parsed.word(t);
            w.starts_with(char::is_uppercase) && w.chars().any(char::is_lowercase)
        };
        let first = at == sentence.start;
        let before = !first
            && beside(at - 1)
            && !(at - 1 == sentence.start && self.parsed[at - 1].upos != Upos::Propn)
            && self.parsed[at - 1].span.end < self.parsed[at].span.start
            && self.lexicon.countries.by_adjective(self.parsed.word(at - 1)).is_none()
            && !is_side(self.parsed.word(at - 1))
            && self.found.last().is_none_or(|f| f.tokens.end != at);
        let after = found.end < sentence.end
            && beside(found.end)
            && self.noun_at(found.end, sentence.end).is_none()
            && self.longest_is_none(found.end);
        if country {
            return !after && (!before || placed) || !self.parsed.names.is_empty();
        }
        if common && (first || !self.place_word_before(at)) {
            return false;
        }
        if before || after {
            return false;
        }
        let known = self.is_row(&found.key);
        if self.is_of_group(&(at..found.end)) {
            return false;
        }
        // FAO is no town in Iraq, and a SWAT team no valley.
        let acronym = single && !word.chars().any(char::is_lowercase) && lower.len() <= 5;
        if acronym && !self.is_written(&found.key, word) || single && self.is_group(&(at..found.end)) && !placed {
            return false;
        }
        // "Jane Doe, 34, of Grovetown"; "Grovetown police"
        let body = self.noun_at(found.end, sentence.end).is_some_and(|(n, _)| n.kind == NounKind::Body);
        if self.is_home(at) || body && !first {
            return true;
        }
        // Rapides Parish says itself what it is.
        let named = !single && self.noun_at(found.end - 1, found.end).is_some();
        if self.parsed.names.is_empty() {
            return known || placed || named || self.is_large(&found.key);
        }
        // The name layer saw no name here: only what is well known counts.
        known || named || placed && (self.is_large(&found.key) || !single) || self.is_large(&found.key) && !first
    }

    fn longest_is_none(&self, at: u32) -> bool {
        let mut key = Key::default();
        key.push(self.parsed.word(at));
        key.finish();
        self.lexicon.countries.by_name(self.parsed.word(at)).is_none()
            && !self.lexicon.places.gazetteer.probe(key.as_str()).name
    }

    fn is_country(&self, key: &str) -> bool {
        use crate::lexicon::places::Known;
        self.lexicon.places.known(key).0.iter().any(|k| matches!(k, Known::Country(_)))
    }

    /// Whether a row of ours has the name in these very letters.
    fn is_written(&self, key: &str, word: &str) -> bool {
        use crate::lexicon::places::Known;
        let places = &self.lexicon.places;
        let written = |k: &Known| matches!(k, Known::Row(row) if &*places.rows[*row as usize].name == word);
        places.known(key).0.iter().any(written)
    }

    fn is_row(&self, key: &str) -> bool {
        !self.lexicon.places.known(key).0.is_empty()
    }

    fn is_large(&self, key: &str) -> bool {
        let gazetteer = &self.lexicon.places.gazetteer;
        gazetteer.find(key).next().is_some_and(|r| {
            let entry = gazetteer.entry(r);
            entry.population >= LARGE
        })
    }

    /// Whether the word before says that a place comes: `in`, `near`, `town of`.
    fn place_word_before(&self, at: u32) -> bool {
        if at == 0 {
            return false;
        }
        let mut before = at - 1;
        if before > 0
            // In capitals, what follows an article is as a rule no name.
            && (self.parsed.word(before) == "the"
                || self.parsed.is_one_of(before, &["northern", "southern", "eastern", "western", "central"]))
        {
            before -= 1;
        }
        let word = self.parsed.word(before);
        ["in", "near", "at", "outside", "around", "into", "inside", "from", "across", "throughout", "toward", "towards"]
            .iter()
            .any(|p| word.eq_ignore_ascii_case(p))
            || (word.eq_ignore_ascii_case("of") && before > 0 && {
                let mut key = Key::default();
                key.push(self.parsed.word(before - 1));
                key.finish();
                self.lexicon.places.noun(key.as_str()).is_some_and(|n| n.of)
                    || is_direction(self.parsed.word(before - 1))
            })
    }

    /// Whether a noun right after says that the name is a place's: `X province`.
    fn named_noun(&self, at: u32, end: u32, sentence: &Range<u32>) -> bool {
        self.noun_at(end, sentence.end).is_some_and(|(n, _)| n.before)
            || (at > sentence.start && {
                let mut key = Key::default();
                key.push(self.parsed.word(at - 1));
                key.finish();
                self.lexicon.places.noun(key.as_str()).is_some_and(|n| n.after)
            })
    }

    fn noun_at(&self, at: u32, end: u32) -> Option<(Noun, u32)> {
        noun_at(self.parsed, self.lexicon, at, end)
    }

    /// The name of the name layer that holds a token.
    fn name_over(&mut self, at: u32) -> Option<Name> {
        let names = &self.parsed.names;
        while names.get(self.next_name).is_some_and(|n| n.tokens.end <= at) {
            self.next_name += 1;
        }
        names.get(self.next_name).filter(|n| n.tokens.contains(&at)).cloned()
    }
}

/// What the names of a document could mean, each name asked once.
pub(super) fn meanings(found: &Found, lexicon: &Lexicon) -> Vec<Candidate> {
    if found.short.is_empty() {
        candidates(&found.key, lexicon)
    } else {
        found.short.iter().map(|r| super::candidates::of_row(*r, &found.key, lexicon)).collect()
    }
}
