//! Resolution: which place each name means, from the places, countries and peoples that the document names together.
//!
//! One name has one meaning in a document, unless the words around say otherwise ("Springfield, Ill."). Each meaning is
//! weighed by its population, the countries that the document speaks of, the kind of place that the words say, the
//! place that it is said to lie in, and how near it lies to what stands around it (spatial minimality: Leidner 2007).

use std::collections::HashMap;

use super::candidates::{Candidate, Origin, distance_km};
use super::find::{Found, meanings};
use super::spelling::misspelt;
use crate::country::Country;
use crate::lexicon::Lexicon;
use crate::place::gazetteer::Record;
use crate::reading::{PlaceKind, SentenceKind};
use crate::syntax::{Parsed, Upos};

/// How many names before and after a name may speak for a meaning that is near them.
const NEIGHBOURS: usize = 8;
/// How many meanings of a neighbour are looked at.
const MEANINGS: usize = 6;
/// How many unknown names of a document are looked for under other spellings.
const RESPELT: usize = 24;
/// What a country that the caller expects weighs, in mentions.
const PRIOR: f64 = 4.0;
/// How often names are weighed anew by what their neighbours came to mean.
const ROUNDS: usize = 3;

/// What the names of a document mean.
pub(super) struct Resolved {
    /// For each name, its group: names of one group mean one place.
    pub(super) group_of: Vec<usize>,
    pub(super) groups: Vec<Group>,
    /// The countries that the document speaks of, with their shares, the largest first.
    pub(super) focus: Vec<(Country, f64)>,
}

/// The names that mean one place.
pub(super) struct Group {
    key: String,
    /// Whether the name also stands for itself, not only for a building's.
    pub(super) bare: bool,
    /// Whether its words surely name a place.
    sure: bool,
    /// Its meanings, the likeliest first, with their scores.
    pub(super) meanings: Vec<(Candidate, f64)>,
    /// Whether the first of them is near enough to all else to be believed.
    pub(super) believed: bool,
    says: Option<PlaceKind>,
    within: Vec<Candidate>,
    people: Option<Country>,
}

impl Group {
    /// Whether the names are a place's at all: known, or said to be one by the words around some mention.
    pub(super) fn is_place(&self) -> bool {
        self.sure || self.best().is_some()
    }

    pub(super) fn best(&self) -> Option<&Candidate> {
        self.meanings.first().map(|(c, _)| c).filter(|_| self.believed)
    }

    /// How likely the first meaning is against the others that lie elsewhere.
    pub(super) fn confidence(&self) -> f64 {
        let Some((first, _)) = self.meanings.first() else { return 0.0 };
        let same = |c: &Candidate| c.country == first.country && distance_km(c.point, first.point) < 50.0;
        self.shares().filter(|(c, _)| same(c)).map(|(_, share)| share).sum::<f64>().min(1.0)
    }

    /// The first few meanings with their shares.
    pub(super) fn shares(&self) -> impl Iterator<Item = (&Candidate, f64)> {
        let top = self.meanings.first().map_or(0.0, |(_, s)| *s);
        let total: f64 = self.meanings.iter().take(12).map(|(_, s)| (s - top).exp()).sum();
        self.meanings.iter().take(12).map(move |(c, s)| (c, (s - top).exp() / total))
    }
}

/// Decides what each name means.
pub(super) fn resolve(found: &[Found], parsed: &Parsed<'_>, prior: Option<Country>, lexicon: &Lexicon) -> Resolved {
    let (mut groups, group_of) = group(found, parsed, lexicon);
    let mut peoples = peoples(found, parsed, lexicon);
    peoples.extend(prior.map(|country| (country, PRIOR)));
    let mut counts = vec![0.0f64; groups.len()];
    for (at, f) in found.iter().enumerate() {
        let early = parsed.sentence_index(f.tokens.start) < 3;
        counts[group_of[at]] += if early { 2.0 } else { 1.0 };
    }
    let mut focus = Vec::new();
    for round in 0..=ROUNDS {
        focus = countries(&groups, &counts, &peoples);
        let divisions = divisions(&groups, &counts);
        if round == 1 {
            respell(&mut groups, &focus, lexicon);
        }
        let picks: Vec<Vec<(Candidate, f64)>> =
            groups.iter().map(|g| g.shares().take(MEANINGS).map(|(c, s)| (*c, s)).collect()).collect();
        for (at, group) in groups.iter_mut().enumerate() {
            let around =
                if round == 0 { 0..0 } else { at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS + 1).min(picks.len()) };
            weigh(group, at, &picks, around, &focus, &divisions, lexicon);
        }
    }
    let picks: Vec<Option<(Candidate, f64)>> = groups.iter().map(|g| g.shares().next().map(|(c, s)| (*c, s))).collect();
    for at in 0..groups.len() {
        let around = at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS + 1).min(picks.len());
        let near = |c: &Candidate| {
            around.clone().filter(|n| *n != at).filter_map(|n| picks[n].as_ref()).any(|(n, _)| {
                n.kind != PlaceKind::Country && n.country == c.country && distance_km(n.point, c.point) < 250.0
            })
        };
        groups[at].believed = groups[at].meanings.first().is_some_and(|(c, _)| believe(c, &groups[at], &focus, near));
    }
    Resolved { group_of, groups, focus }
}

/// Looks for names that nobody knows under other spellings, in the countries that the document is about.
fn respell(groups: &mut [Group], focus: &[(Country, f64)], lexicon: &Lexicon) {
    let unknown = groups.iter_mut().filter(|g| g.meanings.is_empty() && g.sure);
    for group in unknown.take(RESPELT) {
        let about = focus.iter().filter(|(_, share)| *share >= 0.2);
        group.meanings =
            about.filter_map(|(country, _)| misspelt(&group.key, *country, lexicon)).map(|c| (c, 0.0)).collect();
    }
}

/// Whether a meaning may be believed: no village far from everything else in the document.
fn believe(c: &Candidate, group: &Group, focus: &[(Country, f64)], near: impl Fn(&Candidate) -> bool) -> bool {
    let known = !matches!(c.origin, Origin::Record(_)) || matches!(c.kind, PlaceKind::Admin1);
    let share = c.country.map_or(0.0, |k| focus.iter().find(|(f, _)| *f == k).map_or(0.0, |(_, s)| *s));
    known || !group.within.is_empty() || c.population >= 60_000.0 || share >= 0.1 || focus.is_empty() || near(c)
}

/// Names that mean one place: the same words, the same kind of place, the same outer place.
fn group(found: &[Found], parsed: &Parsed<'_>, lexicon: &Lexicon) -> (Vec<Group>, Vec<usize>) {
    let mut known: HashMap<&str, Vec<Candidate>> = HashMap::new();
    for f in found {
        known.entry(f.key.as_str()).or_insert_with(|| meanings(f, lexicon));
    }
    let mut ids: HashMap<(&str, Option<PlaceKind>, Option<&str>), usize> = HashMap::new();
    let mut last: HashMap<(&str, Option<PlaceKind>), usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut group_of = Vec::with_capacity(found.len());
    for (at, f) in found.iter().enumerate() {
        let says = rank(f.says());
        let mine = &known[f.key.as_str()];
        let outer = found
            .get(at + 1)
            .filter(|next| encloses(f, next, parsed))
            .or_else(|| at.checked_sub(1).map(|p| &found[p]).filter(|outer| owns(outer, f, parsed)));
        let within: Vec<Candidate> = outer.map_or_else(Vec::new, |o| {
            let outers = &known[o.key.as_str()];
            outers.iter().filter(|o| mine.iter().any(|c| c.lies_in(o, lexicon))).copied().collect()
        });
        let outer_key = outer.filter(|_| !within.is_empty()).map(|o| o.key.as_str());
        let people = people_before(f, parsed, lexicon);
        let id = match outer_key {
            None => last.get(&(f.key.as_str(), says)).copied(),
            Some(_) => ids.get(&(f.key.as_str(), says, outer_key)).copied(),
        };
        let id = id.unwrap_or_else(|| {
            // The Red River is not the town of Red, nor the Niger delta the country.
            let fits = |c: &&Candidate| {
                says != Some(PlaceKind::Natural) || !matches!(c.kind, PlaceKind::City | PlaceKind::Country)
            };
            let meanings = mine.iter().filter(fits).map(|c| (*c, 0.0)).collect();
            // A bare name that was met before its outer place was told takes it from there.
            groups.push(Group {
                key: f.key.clone(),
                meanings,
                believed: false,
                sure: false,
                bare: false,
                says,
                within: Vec::new(),
                people: None,
            });
            groups.len() - 1
        });
        let bare = ids.get(&(f.key.as_str(), says, None)).copied();
        let id = match (outer_key, bare) {
            (Some(_), Some(bare))
                if groups[bare].within.is_empty() && !ids.contains_key(&(f.key.as_str(), says, outer_key)) =>
            {
                if id + 1 == groups.len() && id != bare {
                    groups.pop();
                }
                bare
            }
            _ => id,
        };
        ids.insert((f.key.as_str(), says, outer_key), id);
        last.insert((f.key.as_str(), says), id);
        if groups[id].within.is_empty() {
            groups[id].within = within;
        }
        groups[id].people = groups[id].people.or(people);
        groups[id].sure |= f.sure;
        groups[id].bare |= f.says() != Some(PlaceKind::Facility);
        group_of.push(id);
    }
    (groups, group_of)
}

/// The kinds that tell namesakes apart.
fn rank(says: Option<PlaceKind>) -> Option<PlaceKind> {
    match says? {
        PlaceKind::Facility => None,
        PlaceKind::Region => Some(PlaceKind::Admin1),
        kind => Some(kind),
    }
}

/// Whether the words between two names may say that the first lies in the second: `X, Y`, `X in Y`, `X, in the Y`.
fn encloses(inner: &Found, outer: &Found, parsed: &Parsed<'_>) -> bool {
    let between = inner.whole.end..outer.tokens.start.min(outer.whole.start.max(inner.whole.end));
    let outer_start = outer.tokens.start;
    let gap = inner.whole.end..outer_start;
    if gap.is_empty() || gap.len() > 6 || between.len() > 5 {
        return false;
    }
    // "in Paris, the US defense secretary": a new phrase begins.
    let article = gap.clone().any(|t| super::words::is_determiner(parsed.word(t)));
    if article && parsed.word(gap.start) == "," && modifies(outer, parsed) {
        return false;
    }
    let first = parsed.word(gap.start);
    let opens = matches!(first, "," | "(" | "in" | "of" | "at")
        || first.eq_ignore_ascii_case("in")
        || first.eq_ignore_ascii_case("of");
    opens
        && gap.clone().all(|t| {
            let word = parsed.word(t);
            matches!(word, "," | "(" | "in" | "of" | "the" | "at" | "a" | "-")
                || super::words::is_side(word)
                || outer.whole.contains(&t)
                || word.eq_ignore_ascii_case("in")
                || word.eq_ignore_ascii_case("the")
        })
}

/// Whether a name only describes the noun behind it: `the US minister`.
fn modifies(found: &Found, parsed: &Parsed<'_>) -> bool {
    let next = found.whole.end as usize;
    parsed.tokens.get(next).is_some_and(|t| matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Adj))
        && parsed.sentence(found.tokens.start).tokens.contains(&found.whole.end)
}

/// `Y's X`, `Y's X province`.
fn owns(outer: &Found, inner: &Found, parsed: &Parsed<'_>) -> bool {
    let gap = outer.whole.end..inner.tokens.start;
    !gap.is_empty() && gap.len() <= 4 && matches!(parsed.word(gap.start), "'s" | "’s" | "'" | "’")
}

/// The country of an adjective inside the words of a place: `the Syrian city of Raqqa`.
fn people_before(found: &Found, parsed: &Parsed<'_>, lexicon: &Lexicon) -> Option<Country> {
    let start = found.whole.start.saturating_sub(1);
    (start..found.tokens.start)
        .filter(|t| parsed.word(*t).starts_with(char::is_uppercase))
        .find_map(|t| lexicon.countries.by_adjective(parsed.word(t)))
}

/// Countries by the adjectives and peoples that the document names, with weights.
fn peoples(found: &[Found], parsed: &Parsed<'_>, lexicon: &Lexicon) -> Vec<(Country, f64)> {
    let mut counts: HashMap<Country, f64> = HashMap::new();
    let mut next = found.iter().peekable();
    for sentence in &parsed.sentences {
        if sentence.kind == SentenceKind::Boilerplate {
            continue;
        }
        for token in sentence.tokens.clone() {
            while next.peek().is_some_and(|f| f.tokens.end <= token) {
                next.next();
            }
            let inside = next.peek().is_some_and(|f| f.tokens.contains(&token));
            let word = parsed.word(token);
            if !inside
                && word.starts_with(char::is_uppercase)
                && let Some(country) = lexicon.countries.by_demonym(word)
            {
                *counts.entry(country).or_default() += 0.8;
            }
        }
    }
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by_key(|(country, _)| *country);
    all
}

/// The countries that the document speaks of, with their shares of all that it says.
fn countries(groups: &[Group], counts: &[f64], peoples: &[(Country, f64)]) -> Vec<(Country, f64)> {
    let mut weights: HashMap<Country, f64> = HashMap::new();
    for (country, weight) in peoples {
        *weights.entry(*country).or_default() += weight;
    }
    for (group, count) in groups.iter().zip(counts) {
        for (candidate, share) in group.shares().take(6) {
            let weight = match candidate.kind {
                PlaceKind::Country => 1.0,
                _ => 0.7,
            };
            if let Some(country) = candidate.country {
                *weights.entry(country).or_default() += weight * share * count;
            }
        }
    }
    let mut all: Vec<_> = weights.into_iter().collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let total: f64 = all.iter().map(|(_, weight)| weight).sum();
    all.iter_mut().for_each(|(_, weight)| *weight /= total);
    all.retain(|(_, share)| *share > 0.01);
    all
}

/// How much of what the document says it says of each first-level division: local news stays in its state.
fn divisions(groups: &[Group], counts: &[f64]) -> HashMap<Record, f64> {
    let mut weights: HashMap<Record, f64> = HashMap::new();
    let mut total = 0.0;
    for (group, count) in groups.iter().zip(counts) {
        for (candidate, share) in group.shares() {
            if let Some(division) = candidate.division {
                *weights.entry(division).or_default() += share * count;
                total += share * count;
            }
        }
    }
    weights.values_mut().for_each(|weight| *weight /= total);
    weights
}

/// How far around its point a place speaks for others, in kilometres.
fn reach(kind: PlaceKind) -> f64 {
    match kind {
        PlaceKind::Admin1 => 350.0,
        PlaceKind::Admin2 => 150.0,
        _ => 120.0,
    }
}

/// Scores a name's meanings.
fn weigh(
    group: &mut Group,
    at: usize,
    picks: &[Vec<(Candidate, f64)>],
    around: std::ops::Range<usize>,
    focus: &[(Country, f64)],
    divisions: &HashMap<Record, f64>,
    lexicon: &Lexicon,
) {
    let has_focus = !around.is_empty();
    let Group { key, meanings, says, within, people, .. } = group;
    let famous = lexicon.places.famous(key);
    // Where a country has a place of that name, no former or foreign name of another place of it is meant.
    let called: Vec<Country> = meanings.iter().filter(|(c, _)| c.usual).filter_map(|(c, _)| c.country).collect();
    for (c, score) in meanings.iter_mut() {
        let size = 0.5 * (1.0 + c.population).ln();
        *score = match (c.origin, c.kind) {
            (Origin::Country(_), _) => 9.0,
            (Origin::Row(_), PlaceKind::City | PlaceKind::Facility) => 5.0,
            (Origin::Row(_), _) => 7.5,
            // A division named like its town: the town, where nothing says otherwise.
            (_, PlaceKind::Admin1) => (size - 1.5).min(7.0),
            (_, PlaceKind::Admin2) => 2.5,
            _ => size,
        };
        // English names of great cities are no lesser names than their own: Geneva, Genève.
        if c.usual || c.population >= 100_000.0 {
            *score += 1.0;
        }
        if !c.usual && matches!(c.origin, Origin::Record(_)) && c.country.is_some_and(|k| called.contains(&k)) {
            *score -= 3.0;
        }
        if has_focus && let Some(share) = c.division.and_then(|d| divisions.get(&d)) {
            *score += 3.0 * share;
        }
        if famous.is_some() && c.country == famous {
            *score += 3.0;
        }
        // What crosses borders is no less likely for having no one country that the report could be about.
        if has_focus && c.country.is_none() {
            *score += 2.0;
        }
        if let Some(country) = c.country {
            let share = focus.iter().find(|(f, _)| *f == country).map_or(0.0, |(_, s)| *s);
            if has_focus {
                *score += 3.0 * share + if share > 0.1 { 1.0 } else { 0.0 };
            }
            if people.is_some_and(|p| p == country) {
                *score += 4.0;
            }
        }
        *score += match (*says, c.kind) {
            (None, _) => 0.0,
            (Some(PlaceKind::Admin1), PlaceKind::Admin1 | PlaceKind::Region) => 5.0,
            (Some(PlaceKind::Admin1), PlaceKind::Admin2) => 3.0,
            (Some(PlaceKind::Admin2), PlaceKind::Admin2) => 5.0,
            (Some(PlaceKind::Admin2), PlaceKind::Admin1) => 1.0,
            (Some(a), b) if a == b => 4.0,
            (Some(PlaceKind::Natural), _) => -4.0,
            (Some(PlaceKind::City), PlaceKind::Country) => -4.0,
            (Some(_), _) => -1.0,
        };
        if !within.is_empty() {
            *score += if within.iter().any(|o| c.lies_in(o, lexicon)) { 12.0 } else { -2.0 };
        }
        if c.kind != PlaceKind::Country {
            let mut support = 0.0;
            for neighbour in around.clone().filter(|n| *n != at) {
                let best = picks[neighbour]
                    .iter()
                    .filter(|(n, _)| !matches!(n.kind, PlaceKind::Country | PlaceKind::Region))
                    .map(|(n, share)| share * (-distance_km(n.point, c.point) / reach(c.kind).max(reach(n.kind))).exp())
                    .fold(0.0, f64::max);
                support += best / (1.0 + neighbour.abs_diff(at) as f64 * 0.15);
            }
            *score += 4.0 * (1.0 - (-support).exp());
        }
    }
    meanings.sort_by(|a, b| b.1.total_cmp(&a.1));
}
