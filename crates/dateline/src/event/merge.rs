//! One event told several times is one event: words of one sentence that tell one act ("killed in an attack"), and
//! later accounts of an event already told ("the attack").
//!
//! Merging follows ACLED's rule (same actors, same day, same place), loosened only for words that point back.

use super::context::Context;
use super::draft::{Draft, is_anaphoric};
use super::fold::{is_setting, within_sentences};
use super::{EventPlace, Participant, Toll, location};
use crate::lexicon::frames::Support;
use crate::reading::{ActorKind, CasualtyKind, ParticipantKind, PlaceKind, Role, Status};
use crate::syntax::{Deprel, Feats, Upos};

/// Merges what tells of one event. The drafts stay in reading order.
pub(super) fn merge(context: &Context<'_, '_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let drafts = within_sentences(context, drafts);
    let mut merged = across_sentences(context, drafts);
    merged.retain(|draft| !points_nowhere(draft));
    merged
}

/// "The arrests, the bombings and the harassment of the press worry the church": words that point back to nothing told, and
/// say of nobody, of no place and of no day what they mean.
fn points_nowhere(draft: &Draft) -> bool {
    let event = &draft.event;
    draft.nominal
        && draft.anaphoric
        && draft.trigger.support.is_none()
        && !(draft.dated || draft.placed)
        && event.accounts.is_empty()
        && event.participants.is_empty()
        && event.casualties.is_empty()
}

/// How many drafts back an account may point: a bound that keeps long documents linear.
const WINDOW: usize = 60;

/// How many sentences back a thing or person that was hit may have been told of.
const OBJECT_WINDOW: usize = 8;

/// Takes over what an account adds.
pub(super) fn absorb(context: &Context<'_, '_>, into: &mut Draft, mut account: Draft) {
    direct(context, into, &mut account);
    let one_victim = is_one_victim(context, into, &account);
    let event = &mut into.event;
    let finer = is_finer(&account.event, event);
    for role in [Role::Initiator, Role::Recipient, Role::Instrument, Role::Party] {
        let known =
            event.participants.iter().any(|p| p.role == role && (p.actor.is_some() || role == Role::Instrument));
        let one_party = role == Role::Party && event.participants.iter().filter(|p| p.role == role).count() == 1;
        if !known || one_party {
            let added: Vec<_> = account.event.participants.iter().filter(|p| p.role == role).cloned().collect();
            if added.iter().any(|p| p.actor.is_some()) || !event.participants.iter().any(|p| p.role == role) {
                event.participants.extend(added);
            }
        }
    }
    // Things hit are told one after the other, and each adds to the others.
    let thing = |p: &Participant| {
        p.role == Role::Recipient
            && matches!(p.kind, ParticipantKind::Facility | ParticipantKind::Vehicle | ParticipantKind::Property)
    };
    for hit in account.event.participants.iter().filter(|p| thing(p)) {
        if !event.participants.iter().any(|p| p.span == hit.span) && event.participants.len() < 12 {
            event.participants.push(hit.clone());
        }
    }
    for toll in account.event.casualties {
        if !event.casualties.iter().any(|t| same_toll(t, &toll)) {
            event.casualties.push(toll);
        }
    }
    if event.mode.is_none() {
        event.mode = account.event.mode;
    }
    // What a later sentence says of long ago does not date what happened now.
    let of_now = account.event.status.is_live() || !event.status.is_live() || one_victim;
    let long_ago = |dated: bool, status: Status| dated && status == Status::Background;
    let was_long_ago = long_ago(into.dated, event.status);
    if one_victim && !into.dated && long_ago(account.dated, account.event.status) {
        event.status = Status::Background;
    }
    if account.dated && of_now && (!into.dated || finer) {
        event.when = account.event.when;
        into.dated = true;
    }
    // A headline's few words place it less surely than the sentence that tells it first.
    let first = into.headline && event.accounts.is_empty() && !account.headline;
    let within = |inner: &EventPlace| {
        event.places.iter().any(|outer| location::contains(context.places, outer.place, inner.place))
    };
    // "Fired missiles into Syria, striking Homs": the last words say where in the country.
    let closer = !account.event.places.is_empty() && account.event.places.iter().all(within);
    if account.placed && (!into.placed || first || closer) {
        event.places = account.event.places;
        into.placed = true;
    }
    event.outcome = event.outcome.or(account.event.outcome);
    // What happened long ago is not made news by words that only point back to it.
    let stays = event.status.is_live() || (was_long_ago && !account.dated);
    if account.event.status.is_live() && !stays {
        event.status = account.event.status;
    }
    event.accounts.push((account.trigger.head, account.event.clause));
    event.accounts.extend(account.event.accounts);
    into.anaphoric |= account.anaphoric;
    into.last = into.last.max(account.last);
}

/// Gives the sides of one account the roles of the other: who fights "in their battle with" somebody whom another account
/// has attacking is attacked.
fn direct(context: &Context<'_, '_>, into: &Draft, account: &mut Draft) {
    let two_sided = |d: &Draft| !context.lexicon.frames.frames[d.trigger.frame].party.is_empty();
    match (two_sided(into), two_sided(account)) {
        (false, true) => {
            let doers: Vec<_> = into.actors(Role::Initiator).collect();
            let sides = &mut account.event.participants;
            sides.retain(|p| p.role != Role::Party || !p.actor.is_some_and(|a| doers.contains(&a)));
            if doers.is_empty() {
                return;
            }
            for side in sides.iter_mut().filter(|p| p.role == Role::Party) {
                side.role = Role::Recipient;
            }
        }
        (true, false) => {
            let known: Vec<_> = into.actors(Role::Party).collect();
            let sides = &mut account.event.participants;
            sides.retain(|p| p.role == Role::Instrument || !p.actor.is_some_and(|a| known.contains(&a)));
            if known.len() < 2 {
                for side in sides.iter_mut().filter(|p| p.role == Role::Initiator && p.actor.is_some()) {
                    side.role = Role::Party;
                }
            }
        }
        _ => {}
    }
}

/// Whether one account dates the event inside the days that the other leaves open.
fn is_finer(account: &super::Event, event: &super::Event) -> bool {
    let days = |e: &super::Event| e.when.as_ref().and_then(|w| w.from.zip(w.to));
    days(account).zip(days(event)).is_some_and(|((a, b), (from, to))| from <= a && b <= to && (a, b) != (from, to))
}

fn same_toll(a: &Toll, b: &Toll) -> bool {
    a.kind == b.kind && (a.best == b.best || a.best.is_none() || b.best.is_none())
}

fn across_sentences(context: &Context<'_, '_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let first = kept.len().saturating_sub(WINDOW);
        // The words point back to what was told of last, not to what was told first.
        let fitting = (first..kept.len()).filter(|i| {
            is_account(context, &kept[*i], &draft) || is_side_of_exchange(context, &kept[first..], &kept[*i], &draft)
        });
        let earlier = fitting.max_by_key(|i| (kept[*i].last, *i)).or_else(|| only_one(context, &kept, first, &draft));
        match earlier {
            Some(at) => absorb(context, &mut kept[at], draft),
            None => kept.push(draft),
        }
    }
    kept
}

/// "The explosion", however far from it, where the report has told of one act of that mode alone.
fn only_one(context: &Context<'_, '_>, kept: &[Draft], first: usize, later: &Draft) -> Option<usize> {
    let points = later.anaphoric && later.nominal && later.trigger.support.is_none_or(|(_, s)| s == Support::Event);
    let mode = later.event.mode.as_ref().filter(|_| points)?;
    let alike = |i: &usize| kept[*i].event.plover == later.event.plover && kept[*i].event.mode.as_ref() == Some(mode);
    let mut told = (first..kept.len()).filter(alike);
    let one = told.next().filter(|_| told.next().is_none())?;
    (reality_agrees(&kept[one], later) && !conflict(context, &kept[one], later)).then_some(one)
}

/// Whether both tell of what befell one person once: nobody is killed twice, and who was kidnapped is the kidnapped.
fn is_one_victim(context: &Context<'_, '_>, a: &Draft, b: &Draft) -> bool {
    let toll = |d: &Draft| context.lexicon.frames.frames[d.trigger.frame].toll;
    let fate = matches!(toll(a), Some(CasualtyKind::Killed | CasualtyKind::Abducted)) && toll(a) == toll(b);
    let person = |actor: usize| context.actors.actors[actor].kind == ActorKind::Person;
    fate && reality_agrees(a, b)
        && !(a.dated && b.dated && times_differ(a, b))
        && a.actors(Role::Recipient).any(|v| person(v) && b.actors(Role::Recipient).any(|w| v == w))
}

/// Whether `later` tells again what `earlier` told.
fn is_account(context: &Context<'_, '_>, earlier: &Draft, later: &Draft) -> bool {
    if is_one_victim(context, earlier, later) {
        return true;
    }
    if earlier.event.plover != later.event.plover
        || !reality_agrees(earlier, later)
        || conflict(context, earlier, later)
    {
        return false;
    }
    if earlier.sentence == later.sentence && is_setting(context, later) {
        return false;
    }
    if lands(context, earlier, later)
        || damages(context, earlier, later)
        || same_object(context, earlier, later)
        || same_person(context, earlier, later)
    {
        return true;
    }
    let shares = |role| earlier.actors(role).any(|a| later.actors(role).any(|b| same_side(context, a, b)));
    let both_sides = shares(Role::Initiator) && shares(Role::Recipient) || {
        let parties: Vec<_> = earlier.actors(Role::Party).collect();
        parties.len() > 1 && parties.iter().all(|p| later.actors(Role::Party).any(|q| q == *p))
    };
    let one_side = shares(Role::Initiator) || shares(Role::Recipient) || shares(Role::Party);
    let same_word = context.lemma(earlier.trigger.head) == context.lemma(later.trigger.head);
    let same_place = earlier.placed && later.placed;
    let same_day = earlier.dated && later.dated;
    if earlier.headline {
        return both_sides || same_word || (one_side && (same_place || earlier.event.mode == later.event.mode));
    }
    let vague = |d: &Draft| context.lexicon.frames.frames[d.trigger.frame].vague;
    // "The campaign" holds many acts and points back to none of them.
    if later.anaphoric && vague(later) && !vague(earlier) {
        return same_word;
    }
    if later.anaphoric {
        // Two sentences apart any fitting event may be meant; farther, the words must be the same. "Launched the offensive"
        // tells of it for the first time; "took part in the massacre" does not.
        let begins = |verb: u32| context.lexicon.frames.is_of_class("beginning", &context.lemma(verb));
        let launched = later.trigger.support.is_some_and(|(verb, s)| s == Support::Initiator && begins(verb));
        let near = later.sentence - earlier.sentence <= 3 && !launched;
        return near || same_word || one_side || same_place;
    }
    if earlier.sentence == later.sentence {
        return false;
    }
    // The very same toll of the very same kind, told again with more around it.
    let toll = earlier.event.casualties.iter().any(|t| {
        t.best.is_some_and(|n| n > 2)
            && later.event.casualties.iter().any(|u| t.kind == u.kind && t.best == u.best && t.low == u.low)
    });
    if toll && (same_word || one_side || same_place || !(earlier.placed && later.placed)) {
        return true;
    }
    // A blast without a known hand, at the very place of an attack already told.
    let spot = earlier
        .event
        .places
        .iter()
        .any(|p| later.event.places.iter().any(|q| p.place == q.place && is_spot(context, p.place)));
    if same_place && spot && later.nominal && later.actors(Role::Initiator).next().is_none() {
        return true;
    }
    // A lead that names no place is told again with the place.
    if one_side && same_day && (!earlier.placed || !later.placed) {
        return true;
    }
    (both_sides && (same_place || same_day || same_word)) || (one_side && same_place && same_day)
}

/// "The two sides exchanged artillery fire": what one of them fires that day, however often it is told, is its one part.
fn is_side_of_exchange(context: &Context<'_, '_>, told: &[Draft], earlier: &Draft, later: &Draft) -> bool {
    let shoots = |d: &Draft| {
        matches!(d.event.mode.as_deref(), Some("heavy-weapons" | "firearms")) && d.actors(Role::Party).next().is_none()
    };
    let days = |d: &Draft| d.event.when.as_ref().and_then(|w| w.from.zip(w.to));
    // What has no day of its own is of the day that the exchange is told of.
    let same_days = |a: &Draft, b: &Draft| days(a).zip(days(b)).is_none_or(|(a, b)| a == b);
    let one_side =
        earlier.actors(Role::Initiator).any(|a| later.actors(Role::Initiator).any(|b| same_side(context, a, b)));
    one_side
        && shoots(earlier)
        && shoots(later)
        && same_days(earlier, later)
        && earlier.event.status.is_live() == later.event.status.is_live()
        && !conflict(context, earlier, later)
        && told.iter().any(|whole| {
            context.lexicon.frames.frames[whole.trigger.frame].episode
                && whole.event.mode == later.event.mode
                && same_days(whole, later)
        })
}

/// "They conducted five airstrikes. These strikes damaged roads": what an act destroys is no act of its own.
fn damages(context: &Context<'_, '_>, earlier: &Draft, later: &Draft) -> bool {
    let parsed = context.parsed;
    let known = |act: &u32| {
        parsed[*act].upos == Upos::Noun
            && parsed.child(*act, Deprel::Det).is_some_and(|det| {
                matches!(&*parsed.word(det).to_lowercase(), "the" | "this" | "these" | "that" | "those")
            })
    };
    later.event.mode.as_deref() == Some("destroy")
        && later.sentence.saturating_sub(parsed.sentence_index(earlier.last)) <= 1
        && later.actors(Role::Initiator).next().is_none()
        && earlier.nominal
        && parsed
            .doer(later.trigger.head)
            .filter(known)
            .is_some_and(|act| context.lemma(earlier.trigger.head).ends_with(&*context.lemma(act)))
}

/// "They fired 36 shells. Six of the shells hit the post": what was fired lands.
fn lands(context: &Context<'_, '_>, earlier: &Draft, later: &Draft) -> bool {
    let parsed = context.parsed;
    let weapon = |noun: &u32| context.lexicon.things.get(&context.lemma(*noun)) == Some(ParticipantKind::Weapon);
    // "Six of the shells".
    let whole = |noun: u32| match parsed[noun].upos {
        Upos::Num => parsed.child(noun, Deprel::Nmod).unwrap_or(noun),
        _ => noun,
    };
    let landed = parsed.doer(later.trigger.head).map(whole).filter(weapon);
    let fired = parsed.undergoer(earlier.trigger.head).map(whole).filter(weapon);
    let (Some(landed), Some(fired)) = (landed, fired) else { return false };
    later.sentence.saturating_sub(parsed.sentence_index(earlier.last)) <= 1
        && later.actors(Role::Initiator).next().is_none()
        && (context.lemma(fired) == context.lemma(landed)
            || [fired, landed].iter().any(|w| matches!(&*context.lemma(*w), "round" | "projectile" | "munition")))
}

/// "A bomb exploded at a bank. ... The bomb went off at noon", "The plane was blown up": what was hit, or hit it, is the one
/// already told of.
fn same_object<'d>(context: &Context<'_, '_>, earlier: &'d Draft, later: &'d Draft) -> bool {
    if later.sentence - earlier.sentence > OBJECT_WINDOW {
        return false;
    }
    let objects = |d: &'d Draft| {
        let thing = |p: &&Participant| {
            use ParticipantKind::{Facility, Property, Vehicle, Weapon};
            p.actor.is_none() && matches!(p.kind, Facility | Property | Vehicle | Weapon)
        };
        let things = d.event.participants.iter().filter(thing);
        things.filter_map(|p| Some((p.kind, context.parsed.head_of(p.span?)?)))
    };
    let numbered = |noun: u32| {
        let number = |c: u32| {
            context.parsed[c].feats.has(Feats::NUMTYPE_ORD)
                || matches!(&*context.lemma(c), "other" | "next" | "same" | "last" | "second" | "third")
        };
        context.parsed.children(noun).any(number)
    };
    let pointed: Vec<_> = objects(later).filter(|(_, noun)| is_anaphoric(context, *noun) && !numbered(*noun)).collect();
    !pointed.is_empty()
        && objects(earlier).any(|(kind, other)| {
            pointed.iter().any(|(k, noun)| *k == kind && context.lemma(*noun) == context.lemma(other))
        })
}

/// "Killed the judge. ... She was shot from a car": one person is seldom attacked twice in one report without its saying so.
fn same_person(context: &Context<'_, '_>, earlier: &Draft, later: &Draft) -> bool {
    let person = |actor: &usize| context.actors.actors[*actor].kind == ActorKind::Person;
    let plain = |d: &Draft| !matches!(d.event.mode.as_deref(), Some("abduct" | "torture" | "sexual"));
    earlier.event.plover == "ASSAULT"
        && plain(earlier)
        && plain(later)
        && later.sentence - earlier.sentence <= OBJECT_WINDOW
        && earlier.actors(Role::Recipient).filter(person).any(|a| later.actors(Role::Recipient).any(|b| a == b))
}

/// Whether two actors are one, or one is the other's army.
fn same_side(context: &Context<'_, '_>, a: usize, b: usize) -> bool {
    // Whoever is of an army is on its side.
    let whole = |actor: usize| context.actors.actors[actor].affiliation.unwrap_or(actor);
    let (a, b) = (whole(a), whole(b));
    let (one, other) = (&context.actors.actors[a], &context.actors.actors[b]);
    let state = |kind| matches!(kind, ActorKind::State | ActorKind::StateForces);
    a == b
        || one.country.is_some()
            && one.country == other.country
            && one.kind != other.kind
            && state(one.kind)
            && state(other.kind)
}

/// Whether a place is small enough that two acts of one kind there are likely one.
fn is_spot(context: &Context<'_, '_>, place: usize) -> bool {
    matches!(context.places.places[place].kind, PlaceKind::City | PlaceKind::Facility)
}

fn reality_agrees(a: &Draft, b: &Draft) -> bool {
    a.event.status.is_real() == b.event.status.is_real()
}

/// Whether two accounts cannot be of one event.
pub(super) fn conflict(context: &Context<'_, '_>, a: &Draft, b: &Draft) -> bool {
    !modes_agree(a.event.mode.as_deref(), b.event.mode.as_deref()) || differs(context, a, b)
}

/// Whether two accounts differ in time, place, sides or toll.
pub(super) fn differs(context: &Context<'_, '_>, a: &Draft, b: &Draft) -> bool {
    let (one, other) = (&a.event, &b.event);
    let times =
        a.dated && b.dated && times_differ(a, b) || is_of_other_days(context, a, b) || is_of_other_days(context, b, a);
    let places = a.placed && b.placed && !location::compatible(context.places, &one.places, &other.places);
    // "Those who were hurt" are some of those it was done to.
    let some_of = |d: &Draft| d.anaphoric && !d.nominal;
    let roles: &[Role] =
        if some_of(a) || some_of(b) { &[Role::Initiator] } else { &[Role::Initiator, Role::Recipient] };
    let sides = roles.iter().any(|role| {
        let role = *role;
        let (mut ours, mut theirs) = (a.actors(role).peekable(), b.actors(role).peekable());
        ours.peek().is_some()
            && theirs.peek().is_some()
            && !ours.any(|our| theirs.clone().any(|their| related(context, our, their)))
    });
    let tolls = one.casualties.iter().any(|t| {
        other.casualties.iter().any(|u| t.kind == u.kind && t.best.is_some() && u.best.is_some() && t.best != u.best)
    });
    times || places || sides || tolls
}

/// Whether the days of two drafts have none in common.
fn times_differ(a: &Draft, b: &Draft) -> bool {
    let interval = |d: &Draft| d.event.when.as_ref().and_then(|w| w.from.zip(w.to));
    interval(a).zip(interval(b)).is_some_and(|((from, to), (start, end))| end < from || to < start)
}

/// How many days before the report an event with no day of its own may lie, when it is told as news.
const NEWS: i32 = 14;

/// Whether one event is told as news without a day, and the other with a day long before the report.
fn is_of_other_days(context: &Context<'_, '_>, undated: &Draft, dated: &Draft) -> bool {
    let Some(published) = context.times.published.as_ref().map(|p| p.date) else { return false };
    let end = dated.event.when.as_ref().and_then(|w| w.to);
    // What points back has the day of what it points to.
    let news = undated.event.status.is_live() && !undated.dated && !undated.anaphoric;
    news && dated.dated && end.is_some_and(|end| published.since(end).is_ok_and(|gap| gap.get_days() > NEWS))
}

/// Whether two modes can be one act's: blasts are what shelling and air strikes look like from the ground.
pub(super) fn modes_agree(one: Option<&str>, other: Option<&str>) -> bool {
    let remote = |mode| matches!(mode, "aerial" | "drone" | "heavy-weapons" | "suicide-attack" | "destroy");
    match (one, other) {
        (Some("destroy"), Some(mode)) | (Some(mode), Some("destroy")) => {
            mode == "destroy" || remote(mode) || mode == "explosives"
        }
        (Some("explosives"), Some(mode)) | (Some(mode), Some("explosives")) => mode == "explosives" || remote(mode),
        (Some("aerial"), Some("drone")) | (Some("drone"), Some("aerial")) => true,
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// Whether two actors may be one side: the same, one a member of the other, or one belonging to the other.
fn related(context: &Context<'_, '_>, a: usize, b: usize) -> bool {
    let actors = &context.actors.actors;
    a == b
        || actors[a].members.contains(&b)
        || actors[b].members.contains(&a)
        || actors[a].affiliation == Some(b)
        || actors[b].affiliation == Some(a)
        || same_side(context, a, b)
}
