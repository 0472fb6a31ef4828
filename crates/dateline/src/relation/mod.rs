//! Relations: how actors stand to each other, from statements, from offices and from events.

use std::collections::{HashMap, HashSet};

mod statement;

use crate::actor::Actors;
use crate::claim::{Claims, Source};
use crate::event::Event;
use crate::lexicon::Lexicon;
use crate::place::Places;
use crate::reading::{ActorKind, PlaceKind, PublicRole, RelationKind, Role, Status, Tense};
use crate::span::Span;
use crate::syntax::{Deprel, Feats, Parsed};

/// What a relation holds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    /// Index in [`Actors::actors`].
    Actor(usize),
    /// Index in [`Places::places`].
    Place(usize),
    /// Index of an event.
    Event(usize),
}

/// How one actor stands to another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Relation {
    /// Index in [`Actors::actors`].
    pub subject: usize,
    pub kind: RelationKind,
    pub object: Object,
    pub tense: Tense,
    pub source: Source,
    pub evidence: Span,
}

/// Reads every relation, in the order of the words that state it; each once.
pub fn read(
    parsed: &Parsed<'_>,
    places: &Places,
    actors: &Actors,
    events: &[Event],
    claims: &Claims,
    lexicon: &Lexicon,
) -> Vec<Relation> {
    let mut found = statement::read(parsed, places, actors, lexicon);
    found.extend(offices(parsed, places, actors));
    found.extend(events.iter().flat_map(|e| of_event(parsed, e)));
    found.sort_by_key(|r| (r.evidence.start, r.evidence.end, r.subject, r.object));
    let mut seen = HashSet::new();
    found.retain(|r| {
        let (a, b) = (Object::Actor(r.subject), r.object);
        let key = if two_sided(r.kind) && b < a { (b, r.kind, a) } else { (a, r.kind, b) };
        a != b && seen.insert(key)
    });
    let voices = Voices::new(claims);
    for relation in &mut found {
        relation.source = voices.at(relation.evidence);
    }
    found
}

/// Whether a relation has no direction.
fn two_sided(kind: RelationKind) -> bool {
    matches!(kind, RelationKind::Hostile | RelationKind::Allied | RelationKind::Cooperates | RelationKind::Negotiates)
}

/// Persons and the bodies or countries that they hold an office of or belong to.
fn offices(parsed: &Parsed<'_>, places: &Places, actors: &Actors) -> Vec<Relation> {
    let mut first: HashMap<usize, Span> = HashMap::new();
    for mention in &actors.mentions {
        let evidence = parsed.span(&around(parsed, mention.head, &mention.tokens));
        let best = first.entry(mention.actor).or_insert(evidence);
        if mention.form == crate::actor::Form::Name && best.len() < evidence.len() && best.len() < 40 {
            *best = evidence;
        }
    }
    let states: HashMap<_, _> = actors
        .actors
        .iter()
        .enumerate()
        .filter(|(_, a)| a.kind == ActorKind::State && a.country.is_some())
        .rev()
        .map(|(i, a)| (a.country, i))
        .collect();
    let countries: HashMap<_, _> = places
        .places
        .iter()
        .enumerate()
        .filter(|(_, p)| p.kind == PlaceKind::Country && p.country.is_some())
        .rev()
        .map(|(i, p)| (p.country, i))
        .collect();
    let mut found = Vec::new();
    for mention in &actors.mentions {
        let actor = &actors.actors[mention.actor];
        if actor.kind == ActorKind::Person {
            // "the state's governor, Ali Traore": the place that the office is of.
            let held = actor.office.as_deref().is_some_and(heads) && actor.public_role == PublicRole::Official;
            let place = held.then(|| seat(parsed, places, mention)).flatten();
            if let Some(place) = place.filter(|_| actor.affiliation.is_none()) {
                let evidence = parsed.span(&around(parsed, mention.head, &mention.tokens));
                let (kind, object) = (RelationKind::HoldsOffice, Object::Place(place));
                let subject = mention.actor;
                found.push(Relation { subject, kind, object, tense: Tense::Present, source: Source::Outlet, evidence });
            }
        } else if mention.form == crate::actor::Form::Name && actor.kind != ActorKind::State {
            // "Iran's news agency Mehr", "Syria's army": a body of a state.
            let owner = parsed.child(mention.head, Deprel::NmodPoss);
            let object = owner.and_then(|o| {
                let state = actors.at(o).filter(|m| actors.actors[m.actor].kind == ActorKind::State);
                let place = || places.at(o).filter(|m| places.places[m.place].kind == PlaceKind::Country);
                state.map(|m| Object::Actor(m.actor)).or_else(|| place().map(|m| Object::Place(m.place)))
            });
            if let Some(object) = object.filter(|o| *o != Object::Actor(mention.actor)) {
                let evidence = parsed.span(&around(parsed, mention.head, &mention.tokens));
                let (kind, subject) = (RelationKind::AffiliatedWith, mention.actor);
                found.push(Relation { subject, kind, object, tense: Tense::Present, source: Source::Outlet, evidence });
            }
        }
    }
    for (i, actor) in actors.actors.iter().enumerate() {
        let Some(evidence) = first.get(&i).copied().filter(|_| actor.kind == ActorKind::Person) else {
            continue;
        };
        let heads = actor.office.as_deref().is_some_and(heads);
        let named = !matches!(actor.public_role, PublicRole::Private | PublicRole::None);
        let object = match actor.affiliation {
            // A hostage is not of the hostages, nor a father of his family.
            Some(body) if named || !matches!(actors.actors[body].kind, ActorKind::Civilians | ActorKind::Person) => {
                Object::Actor(body)
            }
            Some(_) => continue,
            None if heads && actor.public_role == PublicRole::Official => {
                match (states.get(&actor.country), countries.get(&actor.country)) {
                    _ if actor.country.is_none() => continue,
                    (Some(state), _) => Object::Actor(*state),
                    (None, Some(place)) => Object::Place(*place),
                    (None, None) => continue,
                }
            }
            None => continue,
        };
        let fights =
            |k| matches!(k, ActorKind::Rebels | ActorKind::Militia | ActorKind::Criminals | ActorKind::Unknown);
        let kind = match object {
            Object::Actor(body) if !named && fights(actors.actors[body].kind) => RelationKind::MemberOf,
            _ if heads => RelationKind::HoldsOffice,
            _ => RelationKind::AffiliatedWith,
        };
        found.push(Relation { subject: i, kind, object, tense: Tense::Present, source: Source::Outlet, evidence });
    }
    found
}

/// The place whose office the words of a mention name: "Kidal governor", "mayor of Gao".
fn seat(parsed: &Parsed<'_>, places: &Places, mention: &crate::actor::Mention) -> Option<usize> {
    let noun = mention.tokens.clone().rev().find(|t| heads(&parsed[*t].lemma))?;
    let of = parsed
        .children(noun)
        .filter(|c| matches!(parsed[*c].deprel, Deprel::Compound | Deprel::NmodPoss) || parsed.has_case(*c, "of"));
    of.flat_map(|c| std::iter::once(c).chain(parsed.children(c))).find_map(|t| places.at(t)).map(|m| m.place)
}

/// Whether an office is one that a single person holds, rather than a job.
fn heads(office: &str) -> bool {
    const OFFICES: &[&str] = &[
        "president",
        "minister",
        "premier",
        "chancellor",
        "king",
        "queen",
        "emir",
        "sultan",
        "prince",
        "governor",
        "mayor",
        "prefect",
        "secretary",
        "head",
        "chief",
        "chairman",
        "chairwoman",
        "chair",
        "director",
        "commander",
        "leader",
        "ambassador",
        "commissioner",
        "speaker",
        "warden",
        "envoy",
        "pope",
        "coordinator",
    ];
    let office = office.to_lowercase();
    let own = office.split(" of ").next().unwrap_or_default();
    if own.contains("deputy") || own.contains("spokes") {
        return false;
    }
    own.split(|c: char| !c.is_alphabetic()).any(|word| OFFICES.contains(&word))
}

/// A mention with the apposition or title beside it.
fn around(parsed: &Parsed<'_>, head: u32, tokens: &std::ops::Range<u32>) -> std::ops::Range<u32> {
    let mut range = tokens.clone();
    for child in parsed.children(head).take(16) {
        if matches!(parsed[child].deprel, Deprel::Appos | Deprel::NmodPoss | Deprel::Nmod) && child.abs_diff(head) < 24
        {
            range = range.start.min(child)..range.end.max(child + 1);
        }
    }
    range
}

/// What an act says of how those who took part stand to each other.
fn of_event(parsed: &Parsed<'_>, event: &Event) -> Vec<Relation> {
    // Who looks into a death is not against the dead.
    if event.mode.as_deref() == Some("investigate") {
        return Vec::new();
    }
    let kind = match event.plover {
        "ASSAULT" => RelationKind::Hostile,
        "ACCUSE" | "REJECT" | "THREATEN" | "SANCTION" => RelationKind::Opposes,
        "AID" | "SUPPORT" => RelationKind::Supports,
        "COOPERATE" => RelationKind::Cooperates,
        _ => return Vec::new(),
    };
    if event.status == Status::Denied {
        return Vec::new();
    }
    let with = |role| event.participants.iter().filter(move |p| p.role == role).filter_map(|p| p.actor).take(8);
    let mut found = Vec::new();
    for subject in with(Role::Initiator) {
        for object in with(Role::Recipient) {
            found.push(Relation {
                subject,
                kind,
                object: Object::Actor(object),
                tense: if event.status == Status::Planned { Tense::Future } else { tense(parsed, event.head) },
                source: Source::Outlet,
                evidence: event.clause,
            });
        }
    }
    found
}

/// When a predicate holds, by its form and its auxiliaries.
fn tense(parsed: &Parsed<'_>, word: u32) -> Tense {
    let predicate = parsed.predicate(word);
    let auxiliaries =
        parsed.children(predicate).filter(|c| matches!(parsed[*c].deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop));
    let mut past = parsed[predicate].feats.has(Feats::TENSE_PAST) && parsed[predicate].feats.has(Feats::VERBFORM_FIN);
    for auxiliary in auxiliaries {
        if matches!(parsed[auxiliary].lemma.as_ref(), "will" | "shall" | "may" | "might" | "could" | "would") {
            return Tense::Future;
        }
        past |= parsed[auxiliary].feats.has(Feats::TENSE_PAST);
    }
    if past { Tense::Past } else { Tense::Present }
}

/// Who speaks where: the claims by where their contents begin.
struct Voices {
    contents: Vec<(Span, Source)>,
}

/// Claims that may begin before the one that holds a stretch of text, and nest it.
const NESTED: usize = 24;

impl Voices {
    fn new(claims: &Claims) -> Self {
        let mut contents: Vec<(Span, Source)> = claims.claims.iter().map(|c| (c.content, c.source)).collect();
        contents.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        Self { contents }
    }

    /// The source of the innermost claim that holds the words.
    fn at(&self, evidence: Span) -> Source {
        let end = self.contents.partition_point(|(span, _)| span.start <= evidence.start);
        let around = self.contents[..end].iter().rev().take(NESTED).find(|(span, _)| span.contains(evidence));
        around.map_or(Source::Outlet, |(_, source)| *source)
    }
}
