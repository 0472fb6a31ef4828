//! Why a word was read as an event, or was not: what `dateline explain` shows.
//!
//! The layer runs as it always does, before a witness that writes down what was refused and which words made an event
//! less real.

use super::context::Context;
use super::trigger::Trigger;
use super::{Event, roles};
use crate::actor::Actors;
use crate::lexicon::Lexicon;
use crate::place::Places;
use crate::reading::{Role, Status};
use crate::syntax::Parsed;
use crate::time::Times;

/// Sees what the layer decides on its way.
pub(super) trait Witness {
    /// A frame's word was found and not read as the frame's event.
    fn refuse(&mut self, head: u32, frame: usize, refusal: Refusal);
    /// A word made the event of the trigger under way less real.
    fn step(&mut self, by: u32, status: Status);
    /// The trigger whose steps follow.
    fn begin(&mut self, trigger: &Trigger);
}

/// Nobody looks.
impl Witness for () {
    fn refuse(&mut self, _: u32, _: usize, _: Refusal) {}
    fn step(&mut self, _: u32, _: Status) {}
    fn begin(&mut self, _: &Trigger) {}
}

/// Why a word that the lexicon knows was not read as an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The other words of the phrase are not there.
    Phrase,
    /// It stands in an expression of time.
    Time,
    /// It only modifies another word.
    Modifier,
    /// It is part of a name or place.
    Name,
    /// It is a paper that says something.
    Document,
    /// It is what somebody is in charge of.
    Title,
    /// None of the words that the frame asks for (`with`) keeps it company.
    Alone,
    /// A word that the frame does not stand (`without`) does.
    Barred(u32),
    /// It is done to no person, and the frame is of what is done to persons.
    Inanimate,
    /// What it is done to is not in the frame's `objects`.
    Object,
    /// Whoever does it is not in the frame's `subjects`.
    Subject,
    /// What is said is no act of the speaker's own of the frame's types (`own`).
    Own,
    /// It is what another event's words are about, or the verb that carries them.
    Content,
    /// It speaks of such events in general.
    Generic,
    /// A noun without anybody, a place, a day or a toll of its own.
    Bare,
    /// Words that nobody is told to have said.
    Speakerless,
}

/// A word that made an event less real, and how real it left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The word.
    pub by: u32,
    /// What became of the event.
    pub status: Status,
}

/// A nominal that fills a role, and the slot of the frame that it was found in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slotted {
    /// The role.
    pub role: Role,
    /// The slot in the frame's words: `subject`, `object`, `against`; empty where it was found otherwise.
    pub slot: String,
    /// The head of the nominal.
    pub head: u32,
}

/// What became of one word that may name an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Considered {
    /// The word.
    pub head: u32,
    /// Index of the frame in [`crate::lexicon::frames::Frames::frames`].
    pub frame: usize,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was not read.
    Refused(Refusal),
    /// It was read.
    Read {
        /// Index of the event that it tells of, its own or one told elsewhere.
        event: usize,
        /// What made it less real, in order.
        steps: Vec<Step>,
        /// Who was found where.
        slots: Vec<Slotted>,
    },
}

/// Reads every event as [`super::read`] does, and tells what became of every word that may name one, in reading order.
pub fn explain(
    parsed: &Parsed<'_>,
    times: &Times,
    places: &Places,
    actors: &Actors,
    lexicon: &Lexicon,
) -> (Vec<Event>, Vec<Considered>) {
    let context = Context::new(parsed, times, places, actors, lexicon);
    let mut record = Record::default();
    let events = super::code(&context, &mut record);
    let mut considered: Vec<Considered> = record
        .refused
        .iter()
        .filter(|(_, _, refusal)| *refusal != Refusal::Phrase)
        .map(|(head, frame, refusal)| Considered { head: *head, frame: *frame, verdict: Verdict::Refused(*refusal) })
        .collect();
    for (trigger, steps) in record.read {
        let (head, frame) = (trigger.head, trigger.frame);
        let of = |e: &Event| e.head == head || e.accounts.iter().any(|(account, _)| *account == head);
        if let Some(event) = events.iter().position(of) {
            let slots = roles::slots(&context, &trigger);
            considered.push(Considered { head, frame, verdict: Verdict::Read { event, steps, slots } });
        }
    }
    considered.sort_by_key(|c| (c.head, matches!(c.verdict, Verdict::Read { .. })));
    (events, considered)
}

/// Writes everything down.
#[derive(Default)]
struct Record {
    refused: Vec<(u32, usize, Refusal)>,
    read: Vec<(Trigger, Vec<Step>)>,
}

impl Witness for Record {
    fn refuse(&mut self, head: u32, frame: usize, refusal: Refusal) {
        self.read.pop_if(|(trigger, _)| trigger.head == head);
        self.refused.push((head, frame, refusal));
    }

    fn step(&mut self, by: u32, status: Status) {
        if let Some((_, steps)) = self.read.last_mut() {
            steps.push(Step { by, status });
        }
    }

    fn begin(&mut self, trigger: &Trigger) {
        self.read.push((trigger.clone(), Vec::new()));
    }
}
