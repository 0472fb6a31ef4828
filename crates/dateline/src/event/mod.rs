//! Events: who did what to whom, whether it happened, and at what cost.

mod asked;
mod authorship;
mod context;
mod draft;
mod episode;
mod explain;
mod fold;
mod governing;
mod grievance;
mod location;
mod merge;
mod narrative;
mod number;
mod opponent;
mod remains;
mod roles;
mod status;
mod toll;
mod trigger;
mod types;
mod unrest;
mod when;

use std::ops::Range;

use self::context::Context;
pub use self::explain::{Considered, Refusal, Slotted, Step, Verdict, explain};
use crate::actor::Actors;
use crate::lexicon::Lexicon;
use crate::place::Places;
use crate::reading::{AcledType, CasualtyKind, OutcomeValue, ParticipantKind, Role, Status, When};
use crate::span::Span;
use crate::syntax::Parsed;
use crate::time::Times;

/// One event; see [`crate::reading::Event`] for the meaning of the fields. Who asserts it is the claim layer's to say.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Event {
    /// The words that name the event, as tokens.
    pub trigger: Range<u32>,
    /// The token of the trigger that the tree hangs on.
    pub head: u32,
    pub plover: &'static str,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    pub cameo: Option<String>,
    pub acled: Option<AcledType>,
    pub status: Status,
    pub when: Option<When>,
    pub places: Vec<EventPlace>,
    pub participants: Vec<Participant>,
    pub casualties: Vec<Toll>,
    pub outcome: Option<(OutcomeValue, Span)>,
    /// Index of the episode that contains it.
    pub part_of: Option<usize>,
    /// The clause or sentence that the trigger stands in.
    pub clause: Span,
    /// Further accounts of the same event in the document: heads of their triggers, with their clauses.
    pub accounts: Vec<(u32, Span)>,
    pub confidence: f64,
    /// The lexicon entry that read it.
    pub rule: String,
}

/// Where an event took place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPlace {
    /// Index in [`Places::places`].
    pub place: usize,
    /// Whether it was concluded and not said.
    pub inferred: bool,
}

/// Who or what took part.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Participant {
    pub role: Role,
    pub kind: ParticipantKind,
    /// Index in [`Actors::actors`].
    pub actor: Option<usize>,
    pub span: Option<Span>,
    pub inferred: bool,
}

/// A toll.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented at the contract's type")]
pub struct Toll {
    pub kind: CasualtyKind,
    pub low: Option<u32>,
    pub best: Option<u32>,
    pub high: Option<u32>,
    /// Index in [`Actors::actors`], where the victims are an actor.
    pub victims: Option<usize>,
    pub span: Span,
}

/// Reads every event: finds the words that name one, reads each on its own, merges the accounts of one event, and brings
/// the narrative's time and place to those that tell none.
pub fn read(parsed: &Parsed<'_>, times: &Times, places: &Places, actors: &Actors, lexicon: &Lexicon) -> Vec<Event> {
    code(&Context::new(parsed, times, places, actors, lexicon), &mut ())
}

/// As [`read`]; a witness sees what was refused and why.
fn code(context: &Context<'_, '_>, witness: &mut impl explain::Witness) -> Vec<Event> {
    let triggers = trigger::find(context, witness);
    let mut drafts: Vec<_> = triggers.into_iter().filter_map(|t| draft::read(context, t, witness)).collect();
    asked::leave_out(context, &mut drafts, witness);
    remains::leave_out(context, &mut drafts, witness);
    toll::attach(context, &mut drafts);
    let mut drafts = merge::merge(context, drafts);
    grievance::settle(context, &mut drafts);
    authorship::fill(context, &mut drafts);
    narrative::fill(context, &mut drafts);
    opponent::fill(context, &mut drafts);
    episode::contain(context, &mut drafts);
    let mut events: Vec<_> = drafts
        .into_iter()
        .map(|mut draft| {
            types::fill(context, &mut draft.event, &context.lexicon.frames.frames[draft.trigger.frame]);
            draft.event
        })
        .collect();
    unrest::settle(context, &mut events);
    events
}
