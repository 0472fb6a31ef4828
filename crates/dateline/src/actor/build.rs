//! Makes the layer's output of what the resolver gathered.

use std::collections::HashMap;

use super::candidate::Candidate;
use super::kin::at_home;
use super::resolve::{Entity, blank, mention};
use super::{Actors, Form, Mention};
use crate::country::Country;
use crate::lexicon::Lexicon;
use crate::lexicon::agents::Class;
use crate::place::Places;
use crate::reading::{ActorKind, PublicRole};
use crate::syntax::{Deprel, Parsed, Upos};

/// Bytes of the longest office that is quoted whole.
const OFFICE: usize = 100;

/// The actors in the order of their first mention, with their mentions in reading order.
pub(super) fn actors(
    parsed: &Parsed<'_>,
    places: &Places,
    lexicon: &Lexicon,
    candidates: &[Candidate<'_>],
    of: &[Option<usize>],
    entities: &[Entity],
    by_head: &HashMap<u32, usize>,
) -> Actors {
    let mut order: Vec<usize> = (0..entities.len()).filter(|e| !entities[*e].mentions.is_empty()).collect();
    order.sort_by_cached_key(|e| entities[*e].mentions.iter().map(|m| candidates[*m].tokens.start).min());
    let mut index = vec![0; entities.len()];
    for (i, e) in order.iter().enumerate() {
        index[*e] = i;
    }
    let alone = only_country(places, entities);
    let focus = places.focus.or(alone);
    let mut actors = Vec::with_capacity(order.len());
    for &e in &order {
        let entity = &entities[e];
        let mut actor = blank(name(parsed, candidates, entity));
        actor.kind = kind(entity);
        let home = entity
            .classes
            .iter()
            .any(|c| at_home(*c) || matches!(c, Class::Militants | Class::Attackers | Class::ArmedGroups));
        let country =
            entity.country.or_else(|| if home && !entity.named && entity.people.is_none() { focus } else { None });
        actor.country = country;
        actor.sector = entity.sector.as_deref().filter(|s| *s != "UNK").map(str::to_owned);
        if let Some(known) = entity.known {
            actor.known_as = Some(lexicon.actors.entries()[known].name.clone());
        }
        actor.office = entity.office.map(|token| office(parsed, token));
        actor.public_role =
            if actor.kind == ActorKind::Person { entity.role.unwrap_or(PublicRole::None) } else { PublicRole::None };
        // "President Ali" without more is the president of the country that the report is about.
        let rules = entity.classes.iter().any(|c| {
            matches!(c, Class::President | Class::PrimeMinister | Class::Minister | Class::Governor | Class::Legislator)
        });
        let abroad = entity.office.is_some_and(|t| parsed.children(t).any(|c| parsed[c].deprel == Deprel::Nmod));
        if actor.kind == ActorKind::Person && actor.country.is_none() && entity.belongs.is_none() && rules && !abroad {
            actor.country = focus;
        }
        let owner = entity.belongs.and_then(|head| by_head.get(&head)).and_then(|i| of[*i]);
        actor.affiliation = owner.filter(|o| *o != e).map(|o| index[o]);
        if actor.kind == ActorKind::Person
            && actor.country.is_none()
            && let Some(owner) =
                owner.filter(|o| *o != e && actor.public_role == PublicRole::Official && *o < entities.len())
        {
            actor.country = entities[owner].country;
        }
        // Where no other country is spoken of, its officials and parties need not be told to be its own.
        let own = match actor.kind {
            ActorKind::Person => actor.public_role == PublicRole::Official,
            ActorKind::Political => true,
            ActorKind::StateForces => entity.known.is_none(),
            _ => false,
        };
        if actor.country.is_none() && own && entity.people.is_none() && actor.affiliation.is_none() && !abroad {
            actor.country = alone;
        }
        actors.push(actor);
    }
    members(&order, entities, &mut actors);
    let mut mentions: Vec<Mention> =
        candidates.iter().zip(of).filter_map(|(c, at)| at.map(|at| mention(parsed, c, index[at]))).collect();
    mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.head));
    Actors::new(actors, mentions)
}

/// The country of all places and actors of a report, where they have one.
fn only_country(places: &Places, entities: &[Entity]) -> Option<Country> {
    let of_places = places.places.iter().filter_map(|p| p.country);
    let of_actors = entities.iter().filter(|e| !e.mentions.is_empty()).filter_map(|e| e.country);
    let mut all = of_places.chain(of_actors);
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// "Armed groups" without more are the rebels and militias of the same country that the report speaks of.
fn members(order: &[usize], entities: &[Entity], actors: &mut [super::Actor]) {
    let fighters: Vec<usize> = (0..actors.len())
        .filter(|i| {
            matches!(actors[*i].kind, ActorKind::Rebels | ActorKind::Militia)
                && !entities[order[*i]].classes.contains(&Class::ArmedGroups)
        })
        .take(32)
        .collect();
    for (i, e) in order.iter().enumerate() {
        if entities[*e].classes.contains(&Class::ArmedGroups) && !entities[*e].named {
            actors[i].members = fighters
                .iter()
                .copied()
                .filter(|f| actors[*f].country.is_none() || actors[*f].country == actors[i].country)
                .collect();
        }
    }
}

fn kind(entity: &Entity) -> ActorKind {
    if entity.person && !entity.many {
        return ActorKind::Person;
    }
    match entity.kind {
        Some(ActorKind::Person) | None => ActorKind::Group,
        Some(kind) => kind,
    }
}

/// The fullest name in the text, else the fullest description among the first.
fn name(parsed: &Parsed<'_>, candidates: &[Candidate<'_>], entity: &Entity) -> String {
    let names = entity.mentions.iter().filter_map(|m| candidates[*m].name.as_ref());
    // The first of the longest; "Israel" before "Israeli".
    let mut best: Option<((usize, bool), &std::ops::Range<u32>)> = None;
    for name in names {
        let fullness = (name.words.len(), parsed[name.tokens.end - 1].upos != Upos::Adj);
        if best.is_none_or(|(most, _)| fullness > most) {
            best = Some((fullness, &name.tokens));
        }
    }
    // The noun of "Thai and Cambodian troops" is the first side's as well.
    let mut shared = None;
    let tokens = best.map(|(_, tokens)| tokens.clone()).or_else(|| {
        let mut first: Vec<usize> = entity.mentions.clone();
        first.sort_unstable();
        let described = first.iter().map(|m| &candidates[*m]).filter(|c| c.form != Form::Pronoun).take(3);
        let mut longest: Option<&Candidate<'_>> = None;
        for it in described {
            if longest.is_none_or(|l| {
                it.modifiers.len() + usize::from(it.country.is_some())
                    > l.modifiers.len() + usize::from(l.country.is_some())
            }) {
                longest = Some(it);
            }
        }
        shared = longest.map(|c| c.head).filter(|head| longest.is_some_and(|c| c.tokens.end <= *head));
        longest.map(|c| c.tokens.clone())
    });
    let Some(mut tokens) = tokens else {
        return String::new();
    };
    while tokens.len() > 1 && (parsed[tokens.start].deprel == Deprel::Det || parsed[tokens.start].upos == Upos::Punct) {
        tokens.start += 1;
    }
    let words = parsed.span(&tokens).of(parsed.text).split_whitespace();
    words.chain(shared.map(|noun| parsed.word(noun))).collect::<Vec<_>>().join(" ")
}

/// The office in the text's words: the noun with what modifies it and what it is an office of.
fn office(parsed: &Parsed<'_>, noun: u32) -> String {
    let sentence = parsed.sentence(noun).tokens.clone();
    let (mut low, mut high) = (noun, noun + 1);
    for child in parsed.children(noun) {
        let token = &parsed[child];
        if child < noun && matches!(token.deprel, Deprel::Amod | Deprel::Compound | Deprel::Nmod | Deprel::NmodPoss) {
            low = low.min(parsed.subtree(child).start);
        }
        if child > noun && matches!(token.deprel, Deprel::Nmod) {
            let part = parsed.subtree(child);
            // A further clause or apposition inside is no part of the office.
            let comma = part.clone().find(|t| parsed.word(*t) == ",").unwrap_or(part.end);
            high = high.max(comma);
        }
    }
    // A title before a name: the words between the modifiers and the noun, whatever they hang on.
    while low > sentence.start
        && low + 4 > noun
        && parsed[low - 1].head.is_some_and(|h| (low..=noun + 3).contains(&h))
        && matches!(parsed[low - 1].deprel, Deprel::Compound | Deprel::Amod)
    {
        low -= 1;
    }
    let span = parsed.span(&(low.max(sentence.start)..high.min(sentence.end)));
    let text = span.of(parsed.text);
    let text = if text.len() > OFFICE { parsed.span(&(low..noun + 1)).of(parsed.text) } else { text };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
