//! Episodes: an offensive, a battle for a city, an exchange of fire is told once as a whole and then by its acts. The acts
//! are its parts, and whoever counts events counts these (the container of the coding rules of UCDP and ACLED, which code
//! each day's and place's act and not the campaign).

use jiff::civil::Date;

use super::context::Context;
use super::draft::Draft;
use super::merge::{absorb, conflict};
use crate::reading::{Role, Status, When};
use crate::time::calendar::days_between;

/// An act this many days from when an episode is told of, which has no dates of its own, may still be a part of it.
const REACH: i32 = 45;

/// Makes one of the words for one episode, and gives each act the episode that it is a part of.
pub(super) fn contain(context: &Context<'_, '_>, drafts: &mut Vec<Draft>) {
    drafts.iter_mut().for_each(|d| go_on(context, d));
    let is_episode = |d: &Draft| {
        let frame = &context.lexicon.frames.frames[d.trigger.frame];
        (frame.episode && is_real(d) || lasts(d)) && d.event.casualties.is_empty()
    };
    if !drafts.iter().any(is_episode) {
        return;
    }
    let mut episodes: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < drafts.len() {
        if !is_episode(&drafts[at]) {
            at += 1;
            continue;
        }
        let same = episodes.iter().copied().find(|e| {
            let (one, other) = (&drafts[*e], &drafts[at]);
            one.event.plover == other.event.plover && agree(context, one, other) && !conflict(context, one, other)
        });
        if let Some(first) = same {
            let again = drafts.remove(at);
            let days = hull(&drafts[first], &again);
            absorb(context, &mut drafts[first], again);
            if let (Some((from, to)), Some(when)) = (days, &mut drafts[first].event.when) {
                (when.from, when.to) = (Some(from), Some(to));
            }
        } else {
            episodes.push(at);
            at += 1;
        }
    }
    for part in 0..drafts.len() {
        if episodes.binary_search(&part).is_ok() || !is_real(&drafts[part]) || !is_force(&drafts[part]) {
            continue;
        }
        let of = episodes.iter().copied().filter(|e| agree(context, &drafts[*e], &drafts[part]));
        let sentence = drafts[part].sentence;
        drafts[part].event.part_of = of.min_by_key(|e| (drafts[*e].sentence.abs_diff(sentence), *e));
    }
}

/// "The offensive began on 17 October": a whole of which only the beginning is told lasts until it is told of.
fn go_on(context: &Context<'_, '_>, draft: &mut Draft) {
    let frame = &context.lexicon.frames.frames[draft.trigger.frame];
    let began = draft.trigger.support.is_some_and(|(verb, _)| matches!(&*context.lemma(verb), "begin" | "start"));
    let published = context.times.published.as_ref().map(|p| p.date);
    let (Some(published), Some(when)) = (published, &mut draft.event.when) else { return };
    let long_ago = when.from.is_some_and(|from| days_between(from, published) > ACT);
    let recent = when.from.is_some_and(|from| days_between(from, published) < LAST);
    let whole = frame.episode || (draft.nominal && frame.outcome.is_some());
    if began && whole && long_ago && recent && draft.event.status == Status::Happened {
        when.to = Some(published);
        draft.event.status = Status::Ongoing;
    }
}

/// From the first to the last day of two accounts of one whole, where both give days.
fn hull(a: &Draft, b: &Draft) -> Option<(Date, Date)> {
    let days = |d: &Draft| d.event.when.as_ref().filter(|_| d.dated).and_then(|w| w.from.zip(w.to));
    days(a).zip(days(b)).map(|((from, to), (start, end))| (from.min(start), to.max(end)))
}

/// After so many days what began may well have ended.
const LAST: i32 = 365;

/// "Have been trying to retake the city since October": what goes on for more than some days is told by its acts.
fn lasts(draft: &Draft) -> bool {
    let long = |w: &When| w.from.zip(w.to).is_some_and(|(from, to)| days_between(from, to) > ACT);
    let going_on = matches!(draft.event.status, Status::Ongoing | Status::Attempted);
    going_on && draft.dated && is_force(draft) && draft.event.when.as_ref().is_some_and(long)
}

/// An act takes so many days at most.
const ACT: i32 = 10;

fn is_real(draft: &Draft) -> bool {
    draft.event.status.is_real()
}

/// What battles are made of.
fn is_force(draft: &Draft) -> bool {
    matches!(draft.event.plover, "ASSAULT" | "MOBILIZE")
}

/// Whether an act may be a part of an episode: its days, countries and sides do not speak against it.
fn agree(context: &Context<'_, '_>, episode: &Draft, act: &Draft) -> bool {
    days_agree(episode, act) && countries_agree(context, episode, act) && sides_agree(context, episode, act)
}

fn days_agree(episode: &Draft, act: &Draft) -> bool {
    let days = |d: &Draft| d.event.when.as_ref().map(|w| (w.from, w.to));
    let (Some((from, to)), Some((first, last))) = (days(episode), days(act)) else { return true };
    // A whole without days of its own lasts around when it is told of.
    let slack = if episode.dated { 0 } else { REACH };
    let before = last.zip(from).is_some_and(|(last, from)| days_between(last, from) > slack);
    let after = to.zip(first).is_some_and(|(to, first)| days_between(to, first) > slack);
    !before && !after
}

fn countries_agree(context: &Context<'_, '_>, episode: &Draft, act: &Draft) -> bool {
    // Fire that two sides exchange falls on both.
    if !context.lexicon.frames.frames[episode.trigger.frame].party.is_empty()
        && episode.dated
        && act.event.when.is_some()
    {
        return true;
    }
    let countries =
        |d: &Draft| d.event.places.iter().filter_map(|p| context.places.places[p.place].country).collect::<Vec<_>>();
    let (whole, part) = (countries(episode), countries(act));
    whole.is_empty() || part.is_empty() || whole.iter().any(|c| part.contains(c))
}

/// Whether somebody takes part in both. A whole whose doer or target is not told may have any.
fn sides_agree(context: &Context<'_, '_>, episode: &Draft, act: &Draft) -> bool {
    let sides = |d: &Draft| -> Vec<usize> {
        let roles = [Role::Initiator, Role::Recipient, Role::Party];
        roles.into_iter().flat_map(|role| d.actors(role).collect::<Vec<_>>()).collect()
    };
    let known = |role| episode.actors(role).next().is_some();
    if !known(Role::Initiator) || !known(Role::Recipient) {
        return true;
    }
    let (whole, part) = (sides(episode), sides(act));
    let country = |a: &usize| context.actors.actors[*a].country;
    let compatriots = |a: &usize| country(a).is_some() && part.iter().any(|b| country(b) == country(a));
    part.is_empty() || whole.iter().any(|a| part.contains(a) || compatriots(a))
}
