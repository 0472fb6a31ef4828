//! Descriptions that run ahead of the name they mean: a headline's "Defence Minister in Talks", and "a military spokesman
//! said ... . Captain Ali Traore said", where the next sentence names the speaker of the last.

use super::Form;
use super::candidate::{Candidate, Reference};
use super::resolve::{Entity, Resolver, clash};
use crate::lexicon::agents::{Agent, Class, Unit};
use crate::reading::{PublicRole, SentenceKind};
use crate::syntax::Upos;

/// Candidates that a headline's description looks ahead over.
const AHEAD: usize = 400;
/// Candidates that the description of a speaker looks ahead over, to the next sentence.
const NEXT: usize = 60;

/// The named person whom the description `i` means, who is named only after it.
pub(super) fn antecedent(resolver: &Resolver<'_, '_, '_>, i: usize) -> Option<usize> {
    let it = &resolver.candidates[i];
    let agent = it.agent?;
    // "The suspected bomber ... bomber Ali Keita".
    let culprit =
        agent.unit == Unit::Person && matches!(agent.class, Class::Gang | Class::Attackers | Class::Militants);
    if culprit && it.person && it.form == Form::Description && it.reference == Reference::Definite {
        let ahead = i + 1..resolver.candidates.len().min(i + AHEAD);
        let mut named = ahead.filter_map(|j| named(resolver, j)).map(|(_, at)| at);
        return named.find(|at| is_called(it, agent, &resolver.entities[*at]));
    }
    let public = agent.unit == Unit::Office || !matches!(agent.role, PublicRole::Private | PublicRole::None);
    if !it.person || it.form != Form::Description || !public {
        return None;
    }
    let parsed = resolver.parsed;
    let sentence = parsed.sentence_index(it.head);
    if parsed.sentences[sentence].kind == SentenceKind::Headline && it.reference != Reference::Counted {
        let speaks = speaks(resolver, it);
        let ahead = i + 1..resolver.candidates.len().min(i + AHEAD);
        return ahead
            .filter_map(|j| named(resolver, j))
            .find(|(j, at)| {
                let entity = &resolver.entities[*at];
                // "Spokesman Says": who says it may go by a fuller office below.
                let voice = speaks
                    && !clash(it.country, entity.country)
                    && matches!(agent.class, Class::Spokesman | Class::Official)
                    && entity.role == Some(PublicRole::Official)
                    && self::speaks(resolver, &resolver.candidates[*j]);
                is_called(it, agent, entity) || voice
            })
            .map(|(_, at)| at);
    }
    // "the chief warden ... the chief warden, Ali Traore": the definite office that a name is later given to.
    if matches!(it.reference, Reference::Definite | Reference::Possessed) {
        let ahead = i + 1..resolver.candidates.len().min(i + NEXT);
        let held = ahead.filter_map(|j| named(resolver, j)).find(|(_, at)| {
            let entity = &resolver.entities[*at];
            let shared = it.modifiers.iter().any(|m| entity.modifiers.contains(m));
            let more = it.modifiers.iter().filter(|m| !entity.modifiers.contains(m)).count();
            is_called(it, agent, entity)
                && (shared && more < 2 || agent.unit == Unit::Office && it.modifiers.is_empty())
        });
        if let Some((_, at)) = held {
            return Some(at);
        }
    }
    let definite = it.reference == Reference::Definite && agent.unit == Unit::Office;
    if !(it.reference == Reference::Indefinite || definite) || !speaks(resolver, it) {
        return None;
    }
    // The first person of the next sentence, where nothing else is said of them and they go on speaking.
    let mut next = (i + 1..resolver.candidates.len().min(i + NEXT))
        .skip_while(|j| parsed.sentence_index(resolver.candidates[*j].head) <= sentence)
        .take_while(|j| parsed.sentence_index(resolver.candidates[*j].head) == sentence + 1)
        .filter(|j| resolver.candidates[*j].person && resolver.candidates[*j].form != Form::Pronoun);
    let j = next.next()?;
    let (_, at) = named(resolver, j)?;
    let entity = &resolver.entities[at];
    let first = entity.mentions.iter().min() == Some(&j);
    // A rank may go with an office; another office is another person.
    let rank = resolver.candidates[j].agent.is_none_or(|a| a.unit == Unit::Rank || a.class == agent.class);
    let fits = first && rank && !clash(it.country, entity.country) && resolver.candidates[j].belongs.is_none();
    (fits && is_whole(resolver, j) && speaks(resolver, &resolver.candidates[j])).then_some(at)
}

/// Whether a description's own noun is said of somebody: "the bomber" of whoever is called a bomber.
fn is_called(it: &Candidate<'_>, agent: &Agent, entity: &Entity) -> bool {
    entity.classes.contains(&agent.class) && entity.nouns.contains(&it.noun) && !clash(it.country, entity.country)
}

/// The person that a candidate names, with the candidate's index.
fn named(resolver: &Resolver<'_, '_, '_>, j: usize) -> Option<(usize, usize)> {
    let at = resolver.of[j].filter(|_| resolver.candidates[j].name.is_some())?;
    let entity: &Entity = &resolver.entities[at];
    (entity.person && entity.named && !entity.many).then_some((j, at))
}

/// Whether a name has more than one word.
fn is_whole(resolver: &Resolver<'_, '_, '_>, j: usize) -> bool {
    resolver.candidates[j].name.as_ref().is_some_and(|n| n.words.len() > 1)
}

/// Whether somebody stands as the subject of a verb that attributes.
fn speaks(resolver: &Resolver<'_, '_, '_>, it: &Candidate<'_>) -> bool {
    let parsed = resolver.parsed;
    parsed[it.head].deprel.is_subject()
        && parsed[it.head].head.is_some_and(|verb| {
            parsed[verb].upos == Upos::Verb
                && !resolver.lexicon.cues.headed_by(&parsed[verb].lemma, Upos::Verb).is_empty()
        })
}
