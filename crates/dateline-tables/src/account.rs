//! One event of one report, with everything that a table says of it: ids resolved, names that must not be said replaced.

use std::collections::HashMap;
use std::sync::Arc;

use dateline::Lexicon;
use dateline::country::Country;
use dateline::reading::{
    Actor, ActorKind, Casualties, CasualtyKind, Event, EventType, OutcomeValue, ParticipantKind, Place, PlaceKind,
    Precision, PublicRole, Reading, Role, SentenceKind, Stance, When,
};
use jiff::civil::Date;

use crate::panel;
use crate::shield::{Shield, singular};

/// The most characters of a report that one quote may have.
pub(crate) const LONGEST: usize = 300;

/// The report that an account is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The id by which incidents know it: what [`dateline::incident::Member`] has.
    pub id: String,
    /// `sha256:<hex>` of the original bytes.
    pub document: String,
    /// The outlet, or else the host of the address, the caller's id or the file's name.
    pub label: String,
    /// Its address.
    pub url: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// The day of its publication.
    pub published: Option<Date>,
    /// Where it names places: their countries, and cells of PRIO-GRID where they are known as finely.
    pub places: Vec<(Country, Option<u32>)>,
    /// ISO 639-1.
    pub language: String,
    /// The language that it was translated from, or `und`; none where it is no translation.
    pub translated_from: Option<String>,
    /// The program, its version and its lexicon.
    pub coder: String,
    /// The program's version.
    pub version: String,
    /// How many people it names whose names are withheld here.
    pub withheld: usize,
}

/// One event of one report.
#[derive(Clone, Debug)]
pub struct Account {
    /// The report.
    pub source: Arc<Source>,
    /// The event's id in the reading.
    pub event: String,
    pub(crate) kind: EventType,
    pub(crate) when: Option<When>,
    pub(crate) spots: Vec<Spot>,
    pub(crate) sides: Vec<Side>,
    pub(crate) tolls: Vec<Toll>,
    pub(crate) outcome: Option<OutcomeValue>,
    pub(crate) trigger: String,
    pub(crate) sentences: usize,
    pub(crate) says: Vec<String>,
    pub(crate) denies: Vec<String>,
    pub(crate) part_of: Option<String>,
    pub(crate) confidence: Option<f64>,
}

/// A place of an event.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) kind: PlaceKind,
    pub(crate) country: Option<Country>,
    pub(crate) admin1: Option<String>,
    pub(crate) admin2: Option<String>,
    pub(crate) point: Option<(f64, f64)>,
    pub(crate) geonames: Option<i64>,
    pub(crate) precision: Precision,
    pub(crate) inferred: bool,
    pub(crate) sensitive: bool,
}

/// One who takes part in an event.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) role: Role,
    pub(crate) kind: ActorKind,
    /// As a table may call it.
    pub(crate) name: String,
    /// Whether that is a proper name.
    pub(crate) named: bool,
    pub(crate) known: Option<String>,
    pub(crate) acronym: Option<String>,
    pub(crate) country: Option<Country>,
    pub(crate) sector: Option<String>,
    pub(crate) office: Option<String>,
    /// The actor's id in the reading.
    pub(crate) actor: Option<String>,
}

/// A figure.
#[derive(Clone, Debug)]
pub(crate) struct Toll {
    pub(crate) kind: CasualtyKind,
    pub(crate) low: Option<u32>,
    pub(crate) best: Option<u32>,
    pub(crate) high: Option<u32>,
    pub(crate) victims: Option<Side>,
    /// Who gives it; none where the outlet itself does.
    pub(crate) says: Option<String>,
    /// Whether a party to the fighting gives it of others than its own.
    pub(crate) by_party: bool,
    /// Whether a person set it.
    pub(crate) set: bool,
    /// The words, in lower case.
    pub(crate) words: String,
}

impl Toll {
    /// A number, or the least and the most, that a person set.
    pub(crate) fn set(kind: CasualtyKind, low: u32, high: u32) -> Self {
        let words = String::new();
        let (low, high) = (Some(low), Some(high));
        Self { kind, low, best: low, high, victims: None, says: None, by_party: false, set: true, words }
    }
}

/// Every account of some reports.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    by_event: HashMap<(String, String), Account>,
    sources: HashMap<String, Arc<Source>>,
}

impl Accounts {
    /// Adds the accounts of a report.
    pub fn add(&mut self, report: Report) {
        self.sources.insert(report.source.id.clone(), report.source);
        for account in report.accounts {
            self.by_event.insert((account.source.id.clone(), account.event.clone()), account);
        }
    }

    /// The account of an event of a report.
    pub fn get(&self, source_id: &str, event: &str) -> Option<&Account> {
        self.by_event.get(&(source_id.to_owned(), event.to_owned()))
    }

    pub(crate) fn get_mut(&mut self, source_id: &str, event: &str) -> Option<&mut Account> {
        self.by_event.get_mut(&(source_id.to_owned(), event.to_owned()))
    }

    /// A report by its id.
    pub fn source(&self, source_id: &str) -> Option<&Arc<Source>> {
        self.sources.get(source_id)
    }

    /// All reports, in the order of their ids.
    pub fn sources(&self) -> Vec<&Source> {
        let mut sources: Vec<&Source> = self.sources.values().map(AsRef::as_ref).collect();
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        sources
    }
}

/// What tables need of one report; its reading is not needed any more.
#[derive(Clone, Debug)]
pub struct Report {
    pub(crate) source: Arc<Source>,
    pub(crate) accounts: Vec<Account>,
}

impl Report {
    /// The accounts of a document's text and its reading, under the id by which incidents know the report. Unless `names`, names of private persons and of victims are replaced here, so that no
    /// table can say them.
    pub fn new(id: &str, text: &str, reading: &Reading, lexicon: &Lexicon, names: bool) -> Self {
        let shield = Shield::new(text, reading, lexicon, names);
        let maker = Maker {
            reading,
            lexicon,
            shield: &shield,
            source: Arc::new(source(id, reading, &shield)),
            actors: reading.actors.iter().map(|a| (a.id.as_str(), a)).collect(),
            places: reading.places.iter().map(|p| (p.id.as_str(), p)).collect(),
        };
        Self { accounts: reading.events.iter().map(|e| maker.account(e)).collect(), source: maker.source.clone() }
    }
}

fn source(id: &str, reading: &Reading, shield: &Shield<'_>) -> Source {
    let about = &reading.document;
    let host = || {
        let url = about.url.as_deref()?;
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next()?;
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        shield.host(host.trim_start_matches("www.")).map(str::to_owned)
    };
    let own = |label: &str| shield.label(label).map(str::to_owned);
    let file = || about.path.as_deref().and_then(|p| p.rsplit(['/', '\\']).next()).and_then(own);
    let outlet = about.publisher.as_deref().map(|name| shield.known(name));
    let label = outlet.or_else(host).or_else(|| about.source_id.as_deref().and_then(own)).or_else(file);
    Source {
        id: id.to_owned(),
        document: about.id.clone(),
        label: label.unwrap_or_else(|| about.id.clone()),
        url: about.url.as_deref().and_then(|url| shield.address(url)),
        title: about.title.as_deref().map(|title| shortened(&shield.mask(title))),
        published: about.published.as_ref().map(|p| p.date),
        places: panel::named(reading),
        language: about.language.clone(),
        translated_from: about.translated_from.clone(),
        coder: format!("{} {} lexicon {}", reading.coder.name, reading.coder.version, reading.coder.lexicon),
        version: reading.coder.version.clone(),
        withheld: shield.withheld(reading),
    }
}

struct Maker<'r> {
    reading: &'r Reading,
    lexicon: &'r Lexicon,
    shield: &'r Shield<'r>,
    source: Arc<Source>,
    actors: HashMap<&'r str, &'r Actor>,
    places: HashMap<&'r str, &'r Place>,
}

impl Maker<'_> {
    fn account(&self, event: &Event) -> Account {
        let sides: Vec<Side> = event.participants.iter().filter_map(|p| self.participant(p)).collect();
        let mut sentences: Vec<usize> = event.evidence.iter().map(|q| self.sentence(q.start)).collect();
        sentences.sort_unstable();
        sentences.dedup();
        let stance = |stance: Stance| {
            let mut names: Vec<String> = Vec::new();
            let said = event.assertions.iter().filter(|a| match stance {
                Stance::Asserts => a.stance == Stance::Asserts,
                _ => a.stance != Stance::Asserts,
            });
            for name in said.filter_map(|a| self.voice(&a.source)) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names
        };
        Account {
            source: self.source.clone(),
            event: event.id.clone(),
            kind: event.kind.clone(),
            when: event.when.clone(),
            spots: event
                .places
                .iter()
                .filter_map(|w| Some(self.spot(self.places.get(w.place.as_str())?, w.inferred)))
                .collect(),
            tolls: event.casualties.iter().map(|c| self.toll(c, event)).collect(),
            sides,
            outcome: event.outcome.as_ref().map(|o| o.value),
            trigger: event.evidence.first().map(|q| shortened(&self.shield.mask(&q.quote))).unwrap_or_default(),
            sentences: sentences.len(),
            says: stance(Stance::Asserts),
            denies: stance(Stance::Denies),
            part_of: event.part_of.clone(),
            confidence: event.confidence,
        }
    }

    fn sentence(&self, offset: u32) -> usize {
        self.reading.sentences.partition_point(|s| s.end <= offset)
    }

    /// Who speaks; nobody where it is the outlet itself.
    fn voice(&self, id: &str) -> Option<String> {
        self.actors.get(id).map(|actor| tidy(&self.shield.actor(actor)))
    }

    fn participant(&self, p: &dateline::reading::Participant) -> Option<Side> {
        use ParticipantKind::{Group, Organisation, Person, State};
        if p.role == Role::Instrument {
            return None;
        }
        if let Some(actor) = p.actor.as_deref().and_then(|id| self.actors.get(id)) {
            return Some(self.side(actor, p.role));
        }
        let words = p.span.as_ref().filter(|_| matches!(p.kind, Person | Group | Organisation | State))?;
        let kind = if p.kind == State { ActorKind::State } else { ActorKind::Unknown };
        let name = tidy(&self.shield.mask(&words.quote));
        Some(Side {
            role: p.role,
            kind,
            name,
            named: false,
            known: None,
            acronym: None,
            country: None,
            sector: None,
            office: None,
            actor: None,
        })
    }

    fn side(&self, actor: &Actor, role: Role) -> Side {
        // "Fighters of" a group act for it.
        let whole = actor.affiliation.as_deref().and_then(|id| self.actors.get(id).copied());
        let whole = whole.filter(|w| w.kind != ActorKind::Person && actor.kind == w.kind && !self.is_named(actor));
        if let Some(whole) = whole.filter(|w| self.is_named(w)) {
            return Side { actor: Some(actor.id.clone()), ..self.side(whole, role) };
        }
        let entry = actor.known_as.as_ref().and_then(|known| self.lexicon.actors.by_name(known));
        let named = self.is_named(actor);
        let label = self.shield.actor(actor);
        // The name that the field knows it by, where the text names it so or by another of its names.
        let known = entry.filter(|e| e.kind != ActorKind::Person).map(|e| e.name.clone());
        let person = actor.kind == ActorKind::Person;
        let withheld = person && label != actor.name;
        Side {
            role,
            kind: actor.kind,
            name: known.clone().unwrap_or_else(|| if named { label.clone() } else { tidy(&label) }),
            named: named && !withheld,
            acronym: entry.filter(|e| e.kind != ActorKind::Person).and_then(|e| e.acronym.clone()),
            known,
            country: actor.country.as_deref().and_then(Country::parse),
            sector: actor.sector.clone(),
            office: self.shield.office(actor).filter(|_| actor.public_role != PublicRole::Private),
            actor: Some(actor.id.clone()),
        }
    }

    /// Whether an actor has a proper name: every word of it has a capital, and not only because a sentence begins there.
    fn is_named(&self, actor: &Actor) -> bool {
        let proper = |name: &str| {
            let mut words = name.split_whitespace().filter(|w| !is_small(w)).peekable();
            words.peek().is_some() && words.all(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric()))
        };
        let ordinary = |name: &str| {
            let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
            let agents = &self.lexicon.agents;
            agents.get(&first).is_some()
                || agents.get(&singular(&first)).is_some()
                || self.lexicon.exports.is_plain(&first)
        };
        let heads_a_title = |at: u32| {
            let sentence = self.reading.sentences.get(self.sentence(at));
            sentence.is_none_or(|s| s.start == at || s.kind != SentenceKind::Body)
        };
        actor.known_as.is_some()
            || actor.mentions.iter().any(|m| proper(&m.quote) && !(heads_a_title(m.start) && ordinary(&m.quote)))
    }

    fn spot(&self, place: &Place, inferred: bool) -> Spot {
        // A farm or a mosque may have the name of whoever lost it; what the gazetteer knows is named after nobody here.
        let said = |name: &str| if place.gazetteer.is_some() { name.to_owned() } else { self.shield.known(name) };
        Spot {
            name: said(self.near(place).unwrap_or(&place.name)),
            words: said(place.mentions.first().map_or(&place.name, |m| &m.quote)),
            kind: place.kind,
            country: place.country.as_deref().and_then(Country::parse),
            admin1: place.admin1.clone(),
            admin2: place.admin2.clone(),
            point: place.lat.zip(place.lon),
            geonames: place.gazetteer.as_deref().and_then(|id| id.strip_prefix("geonames:")?.parse().ok()),
            precision: place.precision,
            inferred,
            sensitive: place
                .mentions
                .iter()
                .map(|m| &m.quote)
                .chain([&place.name])
                .any(|name| self.lexicon.exports.is_sensitive(name)),
        }
    }

    /// The town that a place is told to be near: tables name the town, and say by a code that it was near it.
    fn near(&self, place: &Place) -> Option<&str> {
        let anchor = place.anchor.as_ref().filter(|_| place.precision == Precision::Near)?;
        self.places.get(anchor.place.as_str()).map(|town| town.name.as_str())
    }

    fn toll(&self, c: &Casualties, event: &Event) -> Toll {
        let victims = c.victims.as_deref().and_then(|id| self.actors.get(id));
        let claimant = c.source.as_deref().and_then(|id| self.actors.get(id));
        let by_party = claimant.is_some_and(|claimant| {
            let own = |id: &str| {
                claimant.id == id || claimant.affiliation.as_deref() == Some(id) || self.one_force(claimant, id)
            };
            let party = |p: &&dateline::reading::Participant| p.actor.as_deref().is_some_and(own);
            let armed = |kind| {
                use ActorKind::{Criminals, Militia, PrivateMilitary, Rebels, State, StateForces};
                matches!(kind, State | StateForces | Rebels | Militia | PrivateMilitary | Criminals)
            };
            let takes_part = event.participants.iter().filter(|p| p.role != Role::Instrument).any(|p| party(&p));
            let of_others = victims.is_none_or(|v| !own(&v.id) && v.kind != ActorKind::Civilians);
            takes_part && armed(claimant.kind) && of_others
        });
        Toll {
            kind: c.kind,
            low: c.low,
            best: c.best,
            high: c.high,
            victims: victims.map(|v| self.side(v, Role::Recipient)),
            says: c.source.as_deref().and_then(|id| self.voice(id)),
            by_party,
            set: false,
            words: c.span.as_ref().map(|q| q.quote.to_lowercase()).unwrap_or_default(),
        }
    }

    /// Whether both are forces or the government of one country.
    fn one_force(&self, claimant: &Actor, id: &str) -> bool {
        let state = |kind| matches!(kind, ActorKind::State | ActorKind::StateForces);
        let other = self.actors.get(id);
        state(claimant.kind)
            && claimant.country.is_some()
            && other.is_some_and(|o| state(o.kind) && o.country == claimant.country)
    }
}

/// Words that are written small within names.
fn is_small(word: &str) -> bool {
    matches!(word, "of" | "the" | "for" | "and" | "in" | "de" | "du" | "des" | "la" | "le" | "al" | "el" | "y" | "e")
        || word.starts_with("al-")
        || word.starts_with("el-")
}

/// A description without the article and the count before it: "At least 14 villagers" are villagers.
pub(crate) fn tidy(name: &str) -> String {
    let mut rest = name.trim();
    while let Some((first, after)) = rest.split_once(' ') {
        let first = first.to_lowercase();
        let counts = first.chars().all(|c| c.is_ascii_digit() || c == ',')
            || matches!(
                first.as_str(),
                "a" | "an"
                    | "the"
                    | "at"
                    | "least"
                    | "most"
                    | "more"
                    | "than"
                    | "up"
                    | "to"
                    | "about"
                    | "around"
                    | "some"
                    | "several"
                    | "dozens"
                    | "hundreds"
                    | "thousands"
                    | "scores"
                    | "of"
                    | "their"
                    | "his"
                    | "her"
                    | "its"
                    | "our"
                    | "two"
                    | "three"
                    | "four"
                    | "five"
                    | "six"
                    | "seven"
                    | "eight"
                    | "nine"
                    | "ten"
                    | "eleven"
                    | "twelve"
                    | "thirteen"
                    | "fourteen"
                    | "fifteen"
                    | "sixteen"
                    | "seventeen"
                    | "eighteen"
                    | "nineteen"
                    | "twenty"
                    | "dozen"
                    | "as"
                    | "many"
                    | "no"
                    | "fewer"
                    | "over"
                    | "nearly"
                    | "almost"
                    | "one"
            );
        if !counts {
            break;
        }
        rest = after.trim_start();
    }
    rest.to_owned()
}

/// At most [`LONGEST`] characters, on one line, cut between words.
pub(crate) fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST - 1).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{cut}…")
}
