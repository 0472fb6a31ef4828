//! What a pronoun means: the most salient of the actors before it that agree with it, after Lappin and Leass (1994), "An
//! Algorithm for Pronominal Anaphora Resolution". Where a thing is more salient than any actor, it means nobody.

use super::Form;
use super::candidate::Candidate;
use super::resolve::Resolver;
use crate::lexicon::agents::Class;
use crate::reading::ActorKind;
use crate::syntax::{Deprel, Feats, Parsed};

/// Sentences that a pronoun looks back over.
const SENTENCES: usize = 2;
/// Candidates that it looks back over.
const CANDIDATES: usize = 60;

/// What a subject of the same sentence has before others for a pronoun that is a subject too.
const SUBJECT: i32 = 60;

/// The entity that the pronoun `i` means.
pub(super) fn antecedent(resolver: &Resolver<'_, '_, '_>, i: usize) -> Option<usize> {
    let parsed = resolver.parsed;
    let it = &resolver.candidates[i];
    let home = parsed.sentence_index(it.head);
    let owned = parsed[it.head].head.filter(|_| parsed[it.head].deprel == Deprel::NmodPoss);
    let owns_person = owned.is_some_and(|noun| {
        (i + 1..resolver.candidates.len().min(i + 6))
            .map(|j| &resolver.candidates[j])
            .any(|c| c.head == noun && c.person && c.agent.is_some())
    });
    let barred = barred(resolver, it);
    let mut scores: Vec<(Option<usize>, i32, usize)> = Vec::new();
    for j in (i.saturating_sub(CANDIDATES)..i).rev() {
        let other = &resolver.candidates[j];
        let distance = home - parsed.sentence_index(other.head).min(home);
        if distance > SENTENCES {
            break;
        }
        let entity = resolver.of[j];
        // "its" is none of many soldiers, though of their army.
        let plural = other.form == Form::Description && parsed[other.head].feats.has(Feats::NUMBER_PLUR);
        if plural && !it.many && !it.person {
            continue;
        }
        let agrees = match entity {
            Some(at) => agrees(resolver, it, at),
            // "its spokesman", "their leader": only a body has one.
            None => other.thing && !it.person && it.many == other.many && !owns_person,
        };
        if !agrees || forbidden(parsed, it, other) || entity.is_some() && entity == barred {
            continue;
        }
        // The subject of the sentence goes on being spoken of.
        let goes_on = distance == 0 && is_subject(parsed, it.head) && is_subject(parsed, other.head);
        // Whoever is spoken of between quotation marks is not likely to be meant outside of them.
        let apart =
            distance == 0 && (other.head..it.head).any(|t| matches!(parsed.word(t), "\"" | "\"\"" | "”" | "''"));
        let fades = distance + if apart { 2 } else { 0 };
        let score = (salience(parsed, it, other) >> fades) + if goes_on { SUBJECT } else { 0 };
        let key = entity;
        match scores.iter_mut().find(|(k, ..)| key.is_some() && *k == key) {
            // An actor's mentions in several sentences add up, the older ones by half; in one sentence the best counts.
            Some((_, sum, last)) if *last != distance => (*sum, *last) = (*sum + score / 2, distance),
            Some((_, sum, _)) => *sum = (*sum).max(score),
            None => scores.push((key, score, distance)),
        }
    }
    // The nearest wins a tie: it was pushed first.
    let best = scores.iter().rev().max_by_key(|(_, score, _)| *score)?;
    best.0
}

fn is_subject(parsed: &Parsed<'_>, token: u32) -> bool {
    parsed[token].deprel.is_subject()
}

/// Whether number, person and gender agree.
fn agrees(resolver: &Resolver<'_, '_, '_>, it: &Candidate<'_>, at: usize) -> bool {
    let entity = &resolver.entities[at];
    if !entity.met {
        return false;
    }
    if it.person {
        return entity.person && !entity.many && (entity.gender.is_none() || entity.gender == it.gender);
    }
    if entity.person && !entity.many {
        return false;
    }
    if it.many {
        // Bodies of people are "they" too, states are not.
        return entity.many || (entity.kind != Some(ActorKind::State));
    }
    !entity.many || entity.classes.contains(&Class::Forces)
}

/// Where the tree forbids that the pronoun means the nominal: it stands inside it, or is object of the same verb.
fn forbidden(parsed: &Parsed<'_>, it: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    if other.tokens.contains(&it.head) {
        return true;
    }
    let own = &parsed[it.head];
    let Some(verb) = own.head.filter(|_| own.deprel != Deprel::NmodPoss && !is_reflexive(parsed, it.head)) else {
        return false;
    };
    parsed[other.head].head == Some(verb)
}

/// The actor that the clause of a pronoun gives another part in, so that the pronoun means another: whoever drags in "tied the
/// men and dragged them", and the fighters in "the fighters they captured".
fn barred(resolver: &Resolver<'_, '_, '_>, it: &Candidate<'_>) -> Option<usize> {
    let parsed = resolver.parsed;
    let deprel = parsed[it.head].deprel;
    let verb = parsed[it.head].head.filter(|_| !is_reflexive(parsed, it.head))?;
    let other = match deprel {
        Deprel::Obj | Deprel::Iobj => parsed.doer(verb),
        Deprel::Nsubj if parsed[verb].deprel == Deprel::AclRelcl => parsed[verb].head,
        _ => None,
    }?;
    resolver.by_head.get(&other).and_then(|i| resolver.of[*i])
}

fn is_reflexive(parsed: &Parsed<'_>, token: u32) -> bool {
    parsed.word(token).ends_with("self") || parsed.word(token).ends_with("selves")
}

/// The weight of a mention for a pronoun in the same sentence: Lappin and Leass's factors.
fn salience(parsed: &Parsed<'_>, it: &Candidate<'_>, other: &Candidate<'_>) -> i32 {
    let token = &parsed[other.head];
    let role = match token.deprel {
        d if d.is_subject() => 80,
        Deprel::Root | Deprel::Appos => 60,
        Deprel::Obj | Deprel::Iobj => 50,
        Deprel::OblAgent => 50,
        Deprel::Obl | Deprel::OblUnmarked => 40,
        Deprel::Conj => 45,
        Deprel::NmodPoss => 35,
        Deprel::Compound => 10,
        _ => 20,
    };
    let free = if matches!(token.deprel, Deprel::Nmod | Deprel::NmodPoss | Deprel::Compound) { 0 } else { 50 };
    let parallel = if token.deprel == parsed[it.head].deprel { 35 } else { 0 };
    100 + role + free + parallel
}
