//! Puts names, meanings and descriptions together into places and their mentions.

use std::collections::HashMap;
use std::ops::Range;

use super::candidates::{Candidate, destination, of_country};
use super::describe::{Reference, Relation, Way, reference, relation, side_name};
use super::direction::{bearing, degrees, side};
use super::find::Found;
use super::resolve::Resolved;
use super::words::is_determiner;
use super::{Anchor, Mention, Place, Places};
use crate::country::Country;
use crate::lexicon::Lexicon;
use crate::lexicon::places::NounKind;
use crate::reading::{Bearing, PlaceAlternative, PlaceKind, Precision};
use crate::syntax::{Deprel, Parsed, Upos};

/// The share of the document from which a country is what the document is about.
const FOCUS: f64 = 0.3;
/// How many sentences back a description may refer.
const BACK: usize = 8;
/// How many mentions back a description may refer.
const MENTIONS: usize = 64;
/// From so many people on a place is a city, not a town.
const CITY: f64 = 300_000.0;
/// Below this a place that is told by its distance alone is near enough to its anchor to share its point.
const NEAR_KM: f64 = 25.0;

/// The places of a document.
pub(super) fn places(parsed: &Parsed<'_>, lexicon: &Lexicon, found: &[Found], resolved: &Resolved) -> Places {
    let focus = resolved.focus.first().filter(|(_, share)| *share >= FOCUS).map(|(country, _)| *country);
    let mut out = Assembly {
        parsed,
        lexicon,
        resolved,
        places: Places { focus, ..Places::default() },
        ids: HashMap::new(),
        sentence: 0,
        recent: Vec::new(),
        topic: None,
    };
    let mut next = 0;
    for (index, sentence) in parsed.sentences.iter().enumerate() {
        out.sentence = index;
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            if next < found.len() && found[next].whole.start <= at {
                out.named(found, next, &sentence.tokens);
                at = found[next].whole.end.max(at + 1);
                next += 1;
            } else {
                let stop = found.get(next).map_or(sentence.tokens.end, |f| f.whole.start.min(sentence.tokens.end));
                at = out.described(at, &(sentence.tokens.start..stop), &sentence.tokens, found.get(next));
            }
        }
    }
    out.finish()
}

/// What makes a place one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Id {
    Group(usize),
    Meaning(super::candidates::Origin),
    Facility(String, Option<usize>),
    Part(usize, &'static str),
    Off(usize, Bearing, Option<u64>),
    Near(usize, Option<u64>),
}

struct Assembly<'a, 't> {
    parsed: &'a Parsed<'t>,
    lexicon: &'a Lexicon,
    resolved: &'a Resolved,
    places: Places,
    ids: HashMap<Id, usize>,
    /// The sentence at hand.
    sentence: usize,
    /// Places as they were mentioned.
    recent: Vec<Recent>,
    /// The country that a description last referred to.
    topic: Option<Country>,
}

/// A mention that a later description may refer to.
struct Recent {
    place: usize,
    sentence: usize,
    /// Key of the noun that named its kind; empty where none did.
    noun: String,
    /// The token that the rest depends on.
    head: u32,
}

impl Assembly<'_, '_> {
    /// A name, with what its surroundings make of it.
    fn named(&mut self, found: &[Found], index: usize, sentence: &Range<u32>) {
        let f = &found[index];
        let group = self.resolved.group_of[index];
        let facility = f.says() == Some(PlaceKind::Facility);
        if !facility && !self.resolved.groups[group].is_place() {
            return;
        }
        let own = self.resolved.groups[group].best().is_some_and(|c| matches!(c.kind, PlaceKind::Facility));
        let place = if facility && !own { self.facility(f, group, found, index) } else { self.place_of(group, f) };
        let noun = f.noun.map_or(String::new(), |(_, last)| super::key(self.parsed.word(last)));
        let head = top(self.parsed, &f.whole).unwrap_or(f.whole.end - 1);
        self.recent.push(Recent { place, sentence: self.sentence, noun, head });
        match relation(self.parsed, &f.whole, sentence) {
            // "near Kidal" names one place; "south of Kidal" two, since an event may be meant at either.
            Some(relation) => {
                let near = relation.way == Way::Near(None);
                if !(self.related(place, relation, true) && near) {
                    self.mention(place, f.whole.clone(), None);
                }
            }
            None => self.mention(place, f.whole.clone(), None),
        }
    }

    /// The place that a group of names means.
    fn place_of(&mut self, group: usize, f: &Found) -> usize {
        let meaning = &self.resolved.groups[group];
        let Some(best) = meaning.best() else {
            // Known to nobody, or only far from all else: it keeps its name and gets no point.
            let place = Place {
                name: self.parsed.span(&f.tokens).of(self.parsed.text).to_owned(),
                kind: f.says().unwrap_or(PlaceKind::Unknown),
                country: self.focus_of_unknown(f),
                admin1: None,
                admin2: None,
                point: None,
                gazetteer: None,
                precision: Precision::Unlocated,
                anchor: None,
                alternatives: self.alternatives(group, 0),
                confidence: 0.3,
            };
            return self.add(Id::Group(group), place);
        };
        let mut place = self.place(best);
        place.confidence = (meaning.confidence() * 100.0).round() / 100.0;
        place.alternatives = self.alternatives(group, 1);
        self.add(Id::Meaning(best.origin), place)
    }

    /// An unknown place's country: only where its own words tell it.
    fn focus_of_unknown(&self, f: &Found) -> Option<Country> {
        (f.whole.start..f.tokens.start).find_map(|t| self.lexicon.countries.by_adjective(self.parsed.word(t)))
    }

    fn place(&self, candidate: &Candidate) -> Place {
        Place {
            name: candidate.name(self.lexicon).to_owned(),
            kind: candidate.kind,
            country: candidate.country,
            admin1: candidate.admin1(self.lexicon).map(str::to_owned),
            admin2: (candidate.kind == PlaceKind::Admin2).then(|| candidate.name(self.lexicon).to_owned()),
            point: candidate.located(self.lexicon),
            gazetteer: candidate.gazetteer_id(self.lexicon),
            precision: candidate.precision(self.lexicon),
            anchor: None,
            alternatives: Vec::new(),
            confidence: 1.0,
        }
    }

    /// The other places that a name could well mean.
    fn alternatives(&self, group: usize, skip: usize) -> Vec<PlaceAlternative> {
        let group = &self.resolved.groups[group];
        let first = group.meanings.first().filter(|_| skip > 0).map(|(c, _)| c.point);
        let elsewhere = |c: &Candidate| first.is_none_or(|f| super::candidates::distance_km(f, c.point) > 50.0);
        let close = group.shares().skip(skip).filter(|(c, share)| *share >= 0.02 && elsewhere(c)).take(3);
        close
            .map(|(c, _)| PlaceAlternative {
                name: c.name(self.lexicon).to_owned(),
                country: c.country.map(|c| c.to_string()),
                lat: Some(c.point.0),
                lon: Some(c.point.1),
                gazetteer: c.gazetteer_id(self.lexicon),
            })
            .collect()
    }

    /// A building or camp named after a place, or in one: it lies there, not quite at its point.
    fn facility(&mut self, f: &Found, group: usize, found: &[Found], index: usize) -> usize {
        // Jackson Road is in no town called Jackson, unless the report speaks of that town too.
        // "A Benghazi hospital" is no name but says where it is.
        let described = f.noun.is_some_and(|(_, last)| self.parsed.word(last).starts_with(char::is_lowercase));
        let only_name = f.noun.is_some_and(|(n, _)| n.name) && !described && !self.resolved.groups[group].bare;
        let base = self.resolved.groups[group].best().copied().filter(|_| !only_name);
        let anchor = match base {
            Some(best) => {
                let place = self.place(&best);
                Some(self.add(Id::Meaning(best.origin), place))
            }
            None => found.get(index + 1).and_then(|next| {
                let gap = f.whole.end..next.whole.start;
                let joins = gap.len() == 1 && matches!(self.parsed.word(gap.start), "in" | "at" | ",");
                joins.then(|| self.place_of(self.resolved.group_of[index + 1], next))
            }),
        };
        let words = self.parsed.span(&(skip_article(self.parsed, &f.whole))).of(self.parsed.text).to_owned();
        let at = anchor.map(|a| self.places.places[a].clone());
        // It lies somewhere in the town or district that it is named after: so far its point may be trusted.
        let base = at.as_ref().filter(|a| {
            let division = matches!(a.kind, PlaceKind::Admin2 | PlaceKind::Admin1);
            a.point.is_some() && (division || matches!(a.kind, PlaceKind::City | PlaceKind::Facility))
        });
        let place = Place {
            kind: PlaceKind::Facility,
            country: at.as_ref().and_then(|a| a.country),
            admin1: at.as_ref().and_then(|a| a.admin1.clone()),
            admin2: None,
            point: base.and_then(|a| a.point),
            gazetteer: None,
            precision: match base.map(|a| a.kind) {
                Some(PlaceKind::Admin1) => Precision::Admin1,
                Some(PlaceKind::Admin2) => Precision::Admin2,
                Some(_) => Precision::Near,
                None => Precision::Unlocated,
            },
            anchor: anchor.map(|place| Anchor { place, bearing: None, distance_km: None }),
            alternatives: Vec::new(),
            confidence: at.as_ref().map_or(0.3, |a| a.confidence * 0.9),
            name: words.clone(),
        };
        self.add(Id::Facility(super::key(&words), anchor), place)
    }

    /// What is told from a place; whether that is a place.
    fn related(&mut self, anchor: usize, relation: Relation, named: bool) -> bool {
        let outer = self.places.places[anchor].clone();
        let bits = |km: Option<f64>| km.map(f64::to_bits);
        let (id, name, to, km) = match relation.way {
            Way::Part(part) => {
                let name = match part {
                    "outskirts" | "suburbs" | "countryside" | "edge" => format!("{part} of {}", outer.name),
                    _ => format!("{part} {}", outer.name),
                };
                (Id::Part(anchor, part), name, None, None)
            }
            Way::Off(to, km) => {
                let far = km.map_or(String::new(), |km| format!("{} km ", (km * 10.0).round() / 10.0));
                let side = side_name(to).trim_end_matches("ern");
                (Id::Off(anchor, to, bits(km)), format!("{far}{side} of {}", outer.name), Some(to), km)
            }
            Way::Near(km) => {
                // Near a country is no place.
                if named
                    && matches!(outer.kind, PlaceKind::Country | PlaceKind::Region | PlaceKind::Admin1)
                    && km.is_none()
                {
                    return false;
                }
                let name = match km {
                    Some(km) => format!("{} km from {}", (km * 10.0).round() / 10.0, outer.name),
                    None => format!("near {}", outer.name),
                };
                (Id::Near(anchor, bits(km)), name, Some(Bearing::Near), km)
            }
        };
        let small = matches!(outer.kind, PlaceKind::City | PlaceKind::Facility);
        let point = match (outer.point.filter(|_| small), to, km) {
            (Some(from), Some(to), Some(km)) if degrees(to).is_some() => degrees(to).map(|d| destination(from, d, km)),
            (Some(from), Some(Bearing::Near), km) if km.unwrap_or(0.0) <= NEAR_KM => Some(from),
            _ => None,
        };
        let distance_km = km.map(|km| (km * 10.0).round() / 10.0);
        let place = Place {
            name,
            kind: PlaceKind::Area,
            country: outer.country,
            admin1: outer.admin1.filter(|_| !matches!(outer.kind, PlaceKind::Country)),
            admin2: None,
            point,
            gazetteer: None,
            precision: if point.is_some() { Precision::Near } else { Precision::Unlocated },
            anchor: Some(Anchor { place: anchor, bearing: to, distance_km }),
            alternatives: Vec::new(),
            confidence: outer.confidence,
        };
        let place = self.add(id, place);
        self.lean(place, &relation.tokens);
        self.mention(place, relation.tokens, Some(relation.head));
        self.recent.push(Recent { place, sentence: self.sentence, noun: String::new(), head: relation.head });
        true
    }

    /// `X, 30 km from Y`: what is told of no place of its own tells where the place before the comma lies.
    fn lean(&mut self, area: usize, tokens: &Range<u32>) {
        let Some(last) = self.places.mentions.last() else { return };
        let comma = last.tokens.end + 1 == tokens.start && self.parsed.word(last.tokens.end) == ",";
        let area = self.places.places[area].clone();
        let before = &mut self.places.places[last.place];
        if comma && before.anchor.is_none() && area.anchor.as_ref().is_some_and(|a| a.place != last.place) {
            let open = matches!(before.kind, PlaceKind::Unknown | PlaceKind::Facility | PlaceKind::City);
            if open {
                before.anchor = area.anchor;
            }
            if open && before.point.is_none() {
                before.country = before.country.or(area.country);
                before.point = area.point;
                before.precision = area.precision;
            }
        }
    }

    /// A description that begins at a token, before the next name; returns where to go on.
    fn described(&mut self, at: u32, free: &Range<u32>, sentence: &Range<u32>, next: Option<&Found>) -> u32 {
        if let Some(found) = reference(self.parsed, self.lexicon, at, sentence).filter(|r| r.tokens.end <= free.end)
            && let Some(place) = self.antecedent(&found, sentence, next)
        {
            self.mention(place, found.tokens.clone(), Some(found.head));
            let noun = super::key(self.parsed.word(found.head));
            self.recent.push(Recent { place, sentence: self.sentence, noun, head: found.head });
            if let Some(relation) = relation(self.parsed, &found.tokens, sentence) {
                self.related(place, relation, false);
            }
            return found.tokens.end;
        }
        if let Some(end) = self.side(at, free.end, sentence) {
            return end;
        }
        at + 1
    }

    /// `the north` by itself: of the country that the document is about, or North Korea where both Koreas are named.
    fn side(&mut self, at: u32, end: u32, sentence: &Range<u32>) -> Option<u32> {
        let word = self.parsed.word(at);
        if !word.eq_ignore_ascii_case("the") || at + 1 >= end {
            return None;
        }
        let noun = self.parsed.word(at + 1);
        let name = bearing(noun).map(side_name).or_else(|| side(noun).filter(|_| noun.starts_with("cent")))?;
        let follows = self.parsed.word((at + 2).min(sentence.end - 1));
        let ends = at + 2 >= sentence.end
            || matches!(
                follows,
                "," | "." | ";" | ")" | "and" | "or" | "but" | "where" | "which" | "after" | "on" | "in"
            )
            || matches!(self.parsed[at + 2].upos, Upos::Verb | Upos::Aux | Upos::Punct | Upos::Cconj | Upos::Sconj);
        let capital = noun.starts_with(char::is_uppercase);
        let named = self.half(noun, capital);
        if !(ends || capital && named.is_some() && follows.starts_with(|c: char| !c.is_uppercase())) {
            return None;
        }
        if let Some(country) = named {
            let place = self.add_country(country);
            self.mention(place, at + u32::from(capital)..at + 2, Some(at + 1));
            self.recent.push(Recent { place, sentence: self.sentence, noun: String::new(), head: at + 1 });
            return Some(at + 2);
        }
        let country = self.add_country(self.places.focus.filter(|_| !capital)?);
        let tokens = at..at + 2;
        self.related(country, Relation { head: at + 1, tokens, way: Way::Part(name) }, true);
        Some(at + 2)
    }

    /// The country that is called by its side alone: `the North` of a Korea that the document names. In small letters only
    /// where the other half is a country too.
    fn half(&self, side: &str, capital: bool) -> Option<Country> {
        let halves = |place: &Place| {
            let (half, whole) = place.name.split_once(' ').filter(|(half, _)| half.eq_ignore_ascii_case(side))?;
            let other = if half.eq_ignore_ascii_case("north") { "South" } else { "North" };
            let country = place.country.filter(|_| place.kind == PlaceKind::Country)?;
            let differs = |name: &str| self.lexicon.countries.by_name(name).is_some_and(|c| c != country);
            (differs(&format!("{other} {whole}")) || capital && differs(whole)).then_some(country)
        };
        self.places.places.iter().find_map(halves)
    }

    fn add_country(&mut self, country: Country) -> usize {
        let candidate = of_country(country, self.lexicon);
        let place = self.place(&candidate);
        self.add(Id::Meaning(candidate.origin), place)
    }

    /// What a description refers to.
    fn antecedent(&mut self, reference: &Reference, sentence: &Range<u32>, next: Option<&Found>) -> Option<usize> {
        let people = (reference.tokens.start..reference.head)
            .find_map(|t| self.lexicon.countries.by_adjective(self.parsed.word(t)));
        let of = |word: &str| word.eq_ignore_ascii_case("of");
        let after = reference.tokens.end;
        let next_is = |gap: u32| next.filter(|n| n.whole.start == after + gap && n.tokens.end <= sentence.end);
        match reference.noun.kind {
            NounKind::Capital => {
                let named = people.or_else(|| {
                    let outer = next_is(1).filter(|_| of(self.parsed.word(after)))?;
                    self.lexicon.countries.by_name(self.parsed.span(&outer.tokens).of(self.parsed.text))
                });
                let country = named.or_else(|| self.about(reference.tokens.start))?;
                Some(self.add_capital(country))
            }
            NounKind::Kind(PlaceKind::Country) => {
                let country = people.or_else(|| self.about(reference.tokens.start))?;
                self.topic = Some(country);
                Some(self.add_country(country))
            }
            NounKind::Body => None,
            NounKind::Kind(kind) => {
                // "the town, X" and "the province of X" are told by the name.
                if after < sentence.end && of(self.parsed.word(after)) {
                    return None;
                }
                let noun = super::key(self.parsed.word(reference.head));
                let same =
                    self.recent().find(|r| r.noun == noun && self.places.places[r.place].kind != PlaceKind::Area);
                let same = same.map(|r| r.place);
                let region = |k| matches!(k, PlaceKind::Region | PlaceKind::Admin1 | PlaceKind::Admin2);
                let small = noun != "city";
                let fits = |p: &Place| match kind {
                    PlaceKind::City => {
                        matches!(p.kind, PlaceKind::City | PlaceKind::Unknown) && !(small && self.is_city(p))
                    }
                    PlaceKind::Facility | PlaceKind::Natural => false,
                    kind => region(kind) && region(p.kind),
                };
                same.or_else(|| self.last(fits))
            }
        }
    }

    /// Whether a place is too great to be called a town: a capital, or over [`CITY`] people.
    fn is_city(&self, place: &Place) -> bool {
        let capital = place.country.and_then(|c| self.lexicon.countries.capital(c));
        let key = super::key(&place.name);
        let near = |c: &Candidate| place.point.is_some_and(|p| super::candidates::distance_km(p, c.point) < 5.0);
        capital.is_some_and(|c| super::key(&c.name) == key)
            || super::candidates::candidates(&key, self.lexicon).iter().any(|c| c.population > CITY && near(c))
    }

    /// The country that `the country` means at a token: the one just named beside it (`Yemen, the country from which`),
    /// else that of which the report speaks most and last. What only describes a noun (`US commanders`) counts little.
    fn about(&self, at: u32) -> Option<Country> {
        let country = |r: &Recent| {
            let place = &self.places.places[r.place];
            place.country.map(|c| (c, place.kind == PlaceKind::Country))
        };
        if let Some((country, true)) =
            self.recent.last().filter(|r| r.head + 2 == at && self.parsed.word(r.head + 1) == ",").and_then(country)
        {
            return Some(country);
        }
        let mut weights: Vec<(Country, f64)> = self.resolved.focus.iter().map(|(c, share)| (*c, 3.0 * share)).collect();
        let mut nearest: Vec<(Country, f64)> = Vec::new();
        for recent in self.recent() {
            let Some((country, named)) = country(recent) else { continue };
            let describes = matches!(self.parsed[recent.head].deprel, Deprel::Compound | Deprel::Amod);
            let weight = match (describes, named) {
                (true, _) => 0.15,
                (_, true) => 1.0,
                _ => 0.7,
            };
            let near = 0.6 * weight * (-((self.sentence - recent.sentence) as f64) / 4.0).exp();
            match nearest.iter_mut().find(|(c, _)| *c == country) {
                Some((_, most)) => *most = near.max(*most),
                None => nearest.push((country, near)),
            }
        }
        // What "the country" meant once it goes on to mean.
        for (country, near) in nearest.into_iter().chain(self.topic.map(|c| (c, 1.0))) {
            match weights.iter_mut().find(|(c, _)| *c == country) {
                Some((_, weight)) => *weight += near,
                None => weights.push((country, near)),
            }
        }
        let best = weights.into_iter().reduce(|a, b| if b.1 > a.1 { b } else { a });
        best.filter(|(_, weight)| *weight > 0.5).map(|(country, _)| country)
    }

    fn add_capital(&mut self, country: Country) -> usize {
        let Some(capital) = self.lexicon.countries.capital(country) else { return self.add_country(country) };
        let near = |c: &Candidate| {
            c.kind == PlaceKind::City
                && c.country == Some(country)
                && super::candidates::distance_km(c.point, capital.point) < 30.0
        };
        let found = super::candidates::candidates(&super::key(&capital.name), self.lexicon).into_iter().find(near);
        match found {
            Some(candidate) => {
                let place = self.place(&candidate);
                self.add(Id::Meaning(candidate.origin), place)
            }
            None => self.add_country(country),
        }
    }

    /// The last place mentioned that fits.
    fn last(&self, fits: impl Fn(&Place) -> bool) -> Option<usize> {
        self.recent().map(|r| r.place).find(|p| fits(&self.places.places[*p]))
    }

    /// What was mentioned a short while ago, the last first.
    fn recent(&self) -> impl Iterator<Item = &Recent> {
        self.recent.iter().rev().take_while(|r| r.sentence + BACK >= self.sentence).take(MENTIONS)
    }

    fn add(&mut self, id: Id, place: Place) -> usize {
        let places = &mut self.places.places;
        *self.ids.entry(id).or_insert_with(|| {
            places.push(place);
            places.len() - 1
        })
    }

    fn mention(&mut self, place: usize, tokens: Range<u32>, head: Option<u32>) {
        let head = top(self.parsed, &tokens).or(head).unwrap_or(tokens.end - 1);
        self.places.mentions.push(Mention { place, span: self.parsed.span(&tokens), tokens, head });
    }

    fn finish(mut self) -> Places {
        self.places.mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        let mentions = &self.places.mentions;
        let mut by_head: Vec<u32> = (0..mentions.len() as u32).collect();
        by_head.sort_by_key(|m| mentions[*m as usize].head);
        self.places.by_head = by_head;
        self.places
    }
}

/// The token of a phrase that depends on nothing inside it; none where there is no tree.
fn top(parsed: &Parsed<'_>, tokens: &Range<u32>) -> Option<u32> {
    let outside = |t: &u32| parsed[*t].head.is_some_and(|h| !tokens.contains(&h));
    let top = tokens.clone().find(outside);
    top.or_else(|| {
        tokens.clone().find(|t| parsed[*t].head.is_none()).filter(|_| tokens.clone().any(|t| parsed[t].head.is_some()))
    })
}

/// A phrase without its article.
fn skip_article(parsed: &Parsed<'_>, tokens: &Range<u32>) -> Range<u32> {
    let article = tokens.len() > 1 && is_determiner(parsed.word(tokens.start));
    tokens.start + u32::from(article)..tokens.end
}
