//! Putting one decision into effect at once: only the incidents that it is about are merged anew, whatever else the record holds.
//!
//! What people ruled holds as in any merger. What they leave open is weighed as if the reports of these incidents were all
//! there are; the next merger of all events weighs it among the others.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use dateline::lexicon::merge::Profile;
use rusqlite::OptionalExtension;

use crate::decide::{Decision, Target, Verb};
use crate::error::Result;
use crate::open::Record;
use crate::read::{Handle, Moment};
use crate::ruling::Rulings;

/// Says which incident holds an event.
pub type Find<'f> = &'f dyn Fn(&str) -> Option<String>;

impl Decision {
    /// Whether it says by itself which events are one incident, or which are in any.
    fn rules(&self) -> bool {
        let of_events = || self.targets.iter().any(|target| matches!(target, Target::Event { .. }));
        match self.verb {
            Verb::Split | Verb::Merge => true,
            Verb::Accept | Verb::Reject => of_events(),
            Verb::Correct | Verb::Undo | Verb::Appeal | Verb::Answer | Verb::Takedown => false,
        }
    }
}

impl Record {
    /// Whether a decision may change which events are one incident, or which are in any: it says so itself, or takes back one
    /// that did.
    ///
    /// # Errors
    /// The record cannot be read, or is damaged.
    pub fn changes_incidents(&self, decision: &Decision) -> Result<bool> {
        let undone: HashSet<&str> = decision
            .targets
            .iter()
            .filter(|_| decision.verb == Verb::Undo)
            .filter_map(|target| match target {
                Target::Decision { seq, .. } => Some(seq.as_str()),
                _ => None,
            })
            .collect();
        let rules = |d: &Decision| undone.contains(d.seq.to_string().as_str()) && d.rules();
        Ok(decision.rules() || !undone.is_empty() && self.decisions(Moment::NOW)?.iter().any(rules))
    }

    /// Puts a decision into effect by a rule: merges anew the incidents that hold the events it is about. Gives the ids of those that
    /// are there in their place; none where only a merger of all events can tell, since an event that it is about is in
    /// no incident now, or nothing was merged yet. `find` says which incident holds an event, where the caller
    /// knows; else all are looked through.
    ///
    /// # Errors
    /// The record cannot be read or written, or is damaged.
    pub fn apply(
        &mut self,
        decision: &Decision,
        (name, profile): (&str, &Profile),
        find: Option<Find<'_>>,
    ) -> Result<Option<Vec<String>>> {
        let upto = "SELECT upto FROM mergers ORDER BY seq DESC LIMIT 1";
        let upto: Option<i64> = self.connection.query_row(upto, (), |row| row.get(0)).optional()?;
        let Some(upto) = upto else { return Ok(None) };
        let events: BTreeSet<&str> = decision.targets.iter().flat_map(Target::events).map(String::as_str).collect();
        let found = match find {
            Some(find) => events.iter().filter_map(|event| Some((*event, find(event)?))).collect(),
            None => self.holders(&events)?,
        };
        if found.len() < events.len() {
            return Ok(None);
        }
        let concerned: BTreeSet<String> = found.into_values().collect();
        let (mut documents, mut meant): (BTreeSet<Handle>, HashSet<String>) = (BTreeSet::new(), HashSet::new());
        for id in &concerned {
            let row = "SELECT incident FROM incidents WHERE id = ?1 AND until IS NULL";
            let row = self.connection.prepare_cached(row)?.query_row([id], |row| row.get(0)).optional()?;
            let Some(row) = row else { return Ok(None) };
            for member in self.incident(row)?.members {
                documents.insert(self.held(&member.source_id, Moment(upto))?);
                meant.extend(member.event);
            }
        }
        let rulings = Rulings::of(&self.standing_decisions(Moment::NOW)?);
        let merged = self.merged(documents, rulings, profile, |event| meant.contains(event))?;
        self.keep(name, upto, &merged, |id| concerned.contains(id))?;
        Ok(Some(merged.into_iter().map(|incident| incident.incident).collect()))
    }

    /// The incidents that hold some events now.
    fn holders<'e>(&self, events: &BTreeSet<&'e str>) -> Result<BTreeMap<&'e str, String>> {
        let mut holders = BTreeMap::new();
        for row in self.rows(Moment::NOW)? {
            if holders.len() == events.len() {
                break;
            }
            let incident = self.incident(row)?;
            for event in incident.members.iter().filter_map(|member| member.event.as_deref()) {
                if let Some(event) = events.get(event) {
                    holders.insert(*event, incident.incident.clone());
                }
            }
        }
        Ok(holders)
    }
}
