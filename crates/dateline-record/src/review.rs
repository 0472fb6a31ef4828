//! What people decided about an incident or event, as it stands after the last merger.

use std::collections::{BTreeMap, HashMap};

use dateline::incident::Incident;

use crate::appeal::Answers;
use crate::decide::{Decision, Target, Verb};
use crate::field::Field;

/// Whether a person took it for right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nobody has said: it is the machine's.
    #[default]
    Unreviewed,
    /// A person accepted it.
    Accepted,
    /// A person rejected it.
    Rejected,
}

impl State {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unreviewed => "not reviewed",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }
}

/// What people decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// The last that was said.
    pub state: State,
    /// Fields that a person set, each to what was said last.
    pub corrections: BTreeMap<Field, Correction>,
    /// The decisions that it rests on, the first first.
    pub decisions: Vec<Decision>,
    /// How many accounts the incident has that were not there when the state was last decided.
    pub accounts_since: usize,
    /// How many appeals about it, or about one of its accounts, nobody has answered.
    pub appeals: usize,
}

/// A field as a person set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// In the form of [`Field::parse_value`]; empty where nothing is known.
    pub value: String,
    /// Who said so.
    pub who: String,
    /// Why.
    pub why: String,
    /// When, by the clock.
    pub at: String,
}

/// All decisions, by what they are about now.
pub(crate) struct Reviews {
    decisions: Vec<Decision>,
    answers: Answers,
    /// For each event, the decisions on it alone, and those on an incident it was in.
    events: HashMap<String, Vec<usize>>,
    anchors: HashMap<String, Vec<(usize, usize)>>,
    /// Where the anchor of each decision's target is now: the first of its events that is in an incident.
    at: HashMap<(usize, usize), (usize, String)>,
}

impl Reviews {
    pub(crate) fn new(decisions: &[Decision]) -> Self {
        let mut events: HashMap<String, Vec<usize>> = HashMap::new();
        let mut anchors: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (number, decision) in decisions.iter().enumerate() {
            for (nth, target) in decision.targets.iter().enumerate() {
                match target {
                    Target::Event { id } => events.entry(id.clone()).or_default().push(number),
                    Target::Incident { events, .. } => {
                        for event in events {
                            anchors.entry(event.clone()).or_default().push((number, nth));
                        }
                    }
                    Target::Decision { .. } | Target::Document { .. } => {}
                }
            }
        }
        Self { decisions: decisions.to_vec(), answers: Answers::of(decisions), events, anchors, at: HashMap::new() }
    }

    /// Takes note of an incident: a decision goes with the first of the events that it was about.
    pub(crate) fn see(&mut self, incident: &Incident) {
        self.see_members(&incident.incident, incident.members.iter().filter_map(|member| member.event.as_ref()));
    }

    /// The same, of its id and the ids of its events.
    pub(crate) fn see_members<'e>(&mut self, id: &str, events: impl Iterator<Item = &'e String>) {
        for event in events {
            for (number, nth) in self.anchors.get(event).into_iter().flatten() {
                let own = self.decisions[*number].targets[*nth].events();
                let position = own.iter().position(|e| e == event).unwrap_or(usize::MAX);
                let best = self.at.entry((*number, *nth)).or_insert_with(|| (position, id.to_owned()));
                if position < best.0 {
                    *best = (position, id.to_owned());
                }
            }
        }
    }

    /// Whether a decision that is about a seen incident may go with another that was not seen: with one that has an event
    /// which the decision names before those that were seen.
    pub(crate) fn is_open(&self) -> bool {
        self.at.values().any(|(position, _)| *position > 0)
    }

    /// The review of an incident that was seen.
    pub(crate) fn of_incident(&self, incident: &Incident) -> Review {
        let events: Vec<&String> = incident.members.iter().filter_map(|member| member.event.as_ref()).collect();
        let mut about: Vec<(usize, usize)> = events
            .iter()
            .filter_map(|event| self.anchors.get(*event))
            .flatten()
            .filter(|key| self.at.get(key).is_some_and(|(_, id)| *id == incident.incident))
            .copied()
            .collect();
        about.sort_unstable();
        about.dedup();
        let mut review = Review::default();
        for (number, nth) in about {
            let decision = &self.decisions[number];
            if review.add(decision) {
                let own = decision.targets[nth].events();
                review.accounts_since = events.iter().filter(|event| !own.contains(event)).count();
            }
        }
        // What is asked about one account is asked about the incident.
        let own = events.iter().filter_map(|event| self.events.get(*event)).flatten();
        let asked = own.map(|number| &self.decisions[*number]).filter(|decision| decision.verb == Verb::Appeal);
        review.decisions.extend(asked.cloned());
        self.answered(review)
    }

    /// The review of an event by itself.
    pub(crate) fn of_event(&self, event: &str) -> Review {
        let mut review = Review::default();
        for number in self.events.get(event).into_iter().flatten() {
            review.add(&self.decisions[*number]);
        }
        self.answered(review)
    }

    /// The same with the answers to its appeals.
    fn answered(&self, mut review: Review) -> Review {
        let appeals: Vec<Decision> = review.decisions.iter().filter(|d| d.verb == Verb::Appeal).cloned().collect();
        if appeals.is_empty() {
            return review;
        }
        review.appeals = appeals.iter().filter(|appeal| self.answers.to(appeal).next().is_none()).count();
        let answers = appeals.iter().flat_map(|appeal| self.answers.to(appeal));
        review.decisions.extend(answers.map(|number| self.decisions[number].clone()));
        review.decisions.sort_by_key(|decision| decision.seq);
        review.decisions.dedup_by_key(|decision| decision.seq);
        review
    }
}

impl Review {
    /// Adds a decision; says whether it decided the state.
    fn add(&mut self, decision: &Decision) -> bool {
        if self.decisions.last().is_none_or(|last| last.seq != decision.seq) {
            self.decisions.push(decision.clone());
        }
        match decision.verb {
            Verb::Accept => self.state = State::Accepted,
            Verb::Reject => self.state = State::Rejected,
            Verb::Correct => {
                let Decision { who, why, at, .. } = decision.clone();
                let value = decision.value.clone().unwrap_or_default();
                self.corrections.extend(decision.field.map(|field| (field, Correction { value, who, why, at })));
            }
            Verb::Split | Verb::Merge | Verb::Undo | Verb::Appeal | Verb::Answer | Verb::Takedown => {}
        }
        matches!(decision.verb, Verb::Accept | Verb::Reject)
    }
}
