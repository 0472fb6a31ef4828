//! What people who are told of ask to be corrected or withdrawn, and what they are answered. Both are decisions: entries of the
//! journal that say who wrote them down, when and why, about events whose ids outlive a merger.

use std::collections::HashMap;

use crate::decide::{self, Decision, Target, Verb};
use crate::error::{Error, Result};
use crate::open::Record;
use crate::read::Moment;

/// What somebody asked for, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// What was asked, about which incidents or events; who wrote it down.
    pub asked: Decision,
    /// What was answered, the first first; nothing while it is open.
    pub answers: Vec<Decision>,
}

impl Record {
    /// What was asked for up to a moment, in that order. What was taken back is left out.
    ///
    /// # Errors
    /// The record cannot be read, or is damaged there.
    pub fn appeals(&self, moment: Moment) -> Result<Vec<Appeal>> {
        let all = self.standing_decisions(moment)?;
        let answers = Answers::of(&all);
        let appeals = all.iter().filter(|decision| decision.verb == Verb::Appeal);
        let with = |asked: &Decision| Appeal {
            asked: asked.clone(),
            answers: answers.to(asked).map(|number| all[number].clone()).collect(),
        };
        Ok(appeals.map(with).collect())
    }
}

impl Decision {
    /// The numbers of the decisions that followed from the appeal that this answers; none where nothing was changed.
    pub fn followed(&self) -> impl Iterator<Item = &str> {
        let rest = self.targets.iter().skip(1).filter(|_| self.verb == Verb::Answer);
        rest.filter_map(|target| match target {
            Target::Decision { seq, .. } => Some(seq.as_str()),
            _ => None,
        })
    }
}

/// Which decisions answer which appeals.
#[derive(Debug, Default)]
pub(crate) struct Answers(HashMap<String, Vec<usize>>);

impl Answers {
    pub(crate) fn of(decisions: &[Decision]) -> Self {
        let mut answers: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, decision) in decisions.iter().enumerate().filter(|(_, decision)| decision.verb == Verb::Answer) {
            if let Some(Target::Decision { seq, .. }) = decision.targets.first() {
                answers.entry(seq.clone()).or_default().push(number);
            }
        }
        Self(answers)
    }

    /// The answers to an appeal, by their places among the decisions.
    pub(crate) fn to(&self, appeal: &Decision) -> impl Iterator<Item = usize> {
        self.0.get(&appeal.seq.to_string()).into_iter().flatten().copied()
    }
}

/// The appeal of a number, where it was not taken back.
pub(crate) fn appealed(connection: &rusqlite::Connection, id: &str) -> Result<Target> {
    match decide::numbered(connection, id) {
        Ok(decision) if decision.verb == Verb::Appeal => Ok(decision.as_target()),
        Ok(_) | Err(Error::Decision(_)) => Err(Error::Decision(format!("no appeal has the number {id}"))),
        Err(error) => Err(error),
    }
}

/// A decision that followed from an appeal.
pub(crate) fn followed(connection: &rusqlite::Connection, id: &str) -> Result<Target> {
    let decision = decide::numbered(connection, id)?;
    match decision.verb {
        Verb::Appeal | Verb::Answer => {
            Err(Error::Decision(format!("{id} is an {}: it changes nothing", decision.verb)))
        }
        _ => Ok(decision.as_target()),
    }
}
