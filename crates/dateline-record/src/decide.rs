//! What people decide: accept, reject, correct, split, merge; what others ask them to, and what they answer. Each decision is an entry of the journal, kept as canonical
//! JSON with who, when and why, and with the events that it was about, so that it holds after the next merger.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

use crate::appeal;
use crate::error::{Error, Result};
use crate::field::Field;
use crate::journal::Act;
use crate::open::Record;
use crate::read::Moment;

/// What a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// It is as the record says.
    Accept,
    /// It is no such thing.
    Reject,
    /// One field is otherwise.
    Correct,
    /// Some events are another incident.
    Split,
    /// Several are one incident.
    Merge,
    /// An earlier decision holds no more.
    Undo,
    /// Somebody whom it is about asks that it be corrected or withdrawn. Nothing is changed by that.
    Appeal,
    /// An appeal is answered: the decisions that followed from it are named, or none was made and it says why.
    Answer,
    /// Documents are withdrawn and their words erased: made by [`Record::take_down`] alone, and for good.
    Takedown,
}

impl Verb {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Correct => "correct",
            Self::Split => "split",
            Self::Merge => "merge",
            Self::Undo => "undo",
            Self::Appeal => "appeal",
            Self::Answer => "answer",
            Self::Takedown => "takedown",
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl std::str::FromStr for Verb {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        use Verb::{Accept, Answer, Appeal, Correct, Merge, Reject, Split, Undo};
        let all = [Accept, Reject, Correct, Split, Merge, Undo, Appeal, Answer];
        all.into_iter().find(|verb| verb.word() == word).ok_or_else(|| {
            let words: Vec<&str> = all.into_iter().map(Self::word).collect();
            format!("{word:?} is none of {}", words.join(", "))
        })
    }
}

/// What a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// An incident, by the events that were its accounts then.
    Incident {
        /// Its id then.
        id: String,
        /// Its events.
        events: Vec<String>,
    },
    /// One report's event.
    Event {
        /// Its id.
        id: String,
    },
    /// An earlier decision.
    Decision {
        /// Its number, in words.
        seq: String,
        /// The events that it was about.
        events: Vec<String>,
    },
    /// A document that was withdrawn.
    Document {
        /// Its id.
        id: String,
    },
}

impl Target {
    /// The events that it is about.
    pub fn events(&self) -> &[String] {
        match self {
            Self::Incident { events, .. } | Self::Decision { events, .. } => events,
            Self::Event { id } => std::slice::from_ref(id),
            Self::Document { .. } => &[],
        }
    }
}

/// A decision as the record keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The number of its entry in the journal: what tells its order.
    #[serde(with = "number")]
    pub seq: i64,
    /// When, by the clock of the machine, UTC.
    pub at: String,
    /// What.
    pub verb: Verb,
    /// About what.
    pub targets: Vec<Target>,
    /// The field that is corrected.
    pub field: Option<Field>,
    /// What it should be; empty for nothing known.
    pub value: Option<String>,
    /// Who decided.
    pub who: String,
    /// Why.
    pub why: String,
}

/// A number as words: canonical JSON need then know no numbers.
mod number {
    use serde::{Deserialize, Deserializer, Serializer, de};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's own form")]
    pub(super) fn serialize<S: Serializer>(number: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&number.to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// A decision that is to be made. Ids may be cut short, as long as they say which is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What.
    pub verb: Verb,
    /// Incidents and events; for [`Verb::Split`], an incident and those of its events that are another; for
    /// [`Verb::Undo`], the numbers of decisions; for [`Verb::Answer`], that of the appeal, then those of the decisions that
    /// followed from it.
    pub ids: Vec<String>,
    /// With [`Verb::Correct`], the field and what it should be.
    pub correction: Option<(Field, String)>,
    /// Who decides.
    pub who: String,
    /// Why.
    pub why: String,
}

impl Decision {
    /// What a decision is about that is about this one.
    pub(crate) fn as_target(&self) -> Target {
        let events = self.targets.iter().flat_map(Target::events).cloned().collect();
        Target::Decision { seq: self.seq.to_string(), events }
    }
}

impl Record {
    /// Makes a decision durable.
    ///
    /// # Errors
    /// An id is unknown, the decision makes no sense (in words), or the record cannot be written to.
    pub fn decide(&mut self, draft: &Draft) -> Result<Decision> {
        let wrong = |words: String| Err(Error::Decision(words));
        if draft.who.trim().is_empty() || draft.why.trim().is_empty() {
            return wrong("a decision says who made it and why".into());
        }
        let correction = match (&draft.correction, draft.verb) {
            (Some((field, value)), Verb::Correct) => Some((*field, field.parse_value(value).map_err(Error::Decision)?)),
            (None, Verb::Correct) => return wrong("a correction names a field and its value".into()),
            (None, _) => None,
            (Some(_), verb) => return wrong(format!("{verb} takes no field; only correct does")),
        };
        if draft.verb == Verb::Takedown {
            return wrong("a takedown erases words: `dateline takedown` does that".into());
        }
        let step = self.step(Act::Decide)?;
        let find = |(nth, id): (usize, &String)| match (draft.verb, nth) {
            (Verb::Undo, _) => decided(&step.transaction, id),
            (Verb::Answer, 0) => appeal::appealed(&step.transaction, id),
            (Verb::Answer, _) => appeal::followed(&step.transaction, id),
            _ => target(&step.transaction, id),
        };
        let targets: Vec<Target> = draft.ids.iter().enumerate().map(find).collect::<Result<_>>()?;
        sensible(draft.verb, &targets).map_err(Error::Decision)?;
        let (field, value) = correction.unzip();
        let (verb, who, why) = (draft.verb, draft.who.trim().to_owned(), draft.why.trim().to_owned());
        let decision = Decision { seq: step.seq, at: step.at.clone(), verb, targets, field, value, who, why };
        step.transaction
            .execute("INSERT INTO decisions (seq, entry) VALUES (?1, ?2)", (step.seq, canonical(&decision)))?;
        step.commit()?;
        Ok(decision)
    }

    /// The decisions that were made up to a moment, in their order.
    ///
    /// # Errors
    /// The record cannot be read, or is damaged there.
    pub fn decisions(&self, moment: Moment) -> Result<Vec<Decision>> {
        all(&self.connection, moment.0)
    }

    /// Those of them that hold: what was taken back, and what took it back, is left out.
    ///
    /// # Errors
    /// As for [`Record::decisions`].
    pub fn standing_decisions(&self, moment: Moment) -> Result<Vec<Decision>> {
        self.decisions(moment).map(standing)
    }
}

pub(crate) fn all(connection: &rusqlite::Connection, upto: i64) -> Result<Vec<Decision>> {
    let query = "SELECT seq, entry FROM decisions WHERE seq <= ?1 ORDER BY seq";
    let mut statement = connection.prepare_cached(query)?;
    let mut rows = statement.query([upto])?;
    let mut decisions = Vec::new();
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let decision = serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default());
        decisions.push(decision.map_err(|_| Error::Damaged(format!("decision {seq} cannot be read")))?);
    }
    Ok(decisions)
}

fn standing(mut decisions: Vec<Decision>) -> Vec<Decision> {
    let undone: HashSet<String> = decisions
        .iter()
        .filter(|decision| decision.verb == Verb::Undo)
        .flat_map(|decision| &decision.targets)
        .filter_map(|target| match target {
            Target::Decision { seq, .. } => Some(seq.clone()),
            _ => None,
        })
        .collect();
    decisions.retain(|decision| decision.verb != Verb::Undo && !undone.contains(&decision.seq.to_string()));
    decisions
}

/// The decision of a number, where it holds.
pub(crate) fn numbered(connection: &rusqlite::Connection, id: &str) -> Result<Decision> {
    let found = standing(all(connection, i64::MAX)?).into_iter().find(|decision| decision.seq.to_string() == id);
    found.ok_or_else(|| Error::Decision(format!("no decision that holds has the number {id}")))
}

/// The decision of a number, where it holds and may be taken back.
fn decided(connection: &rusqlite::Connection, id: &str) -> Result<Target> {
    let decision = numbered(connection, id)?;
    if decision.verb == Verb::Takedown {
        return Err(Error::Decision(format!("{id} is a takedown: what it erased is gone")));
    }
    Ok(decision.as_target())
}

/// Canonical JSON: keys in order at every depth, no spaces.
pub(crate) fn canonical(decision: &Decision) -> String {
    fn sorted(value: serde_json::Value) -> serde_json::Value {
        match value {
            serde_json::Value::Object(fields) => {
                let fields: BTreeMap<String, serde_json::Value> = fields.into_iter().collect();
                serde_json::Value::Object(fields.into_iter().map(|(key, value)| (key, sorted(value))).collect())
            }
            serde_json::Value::Array(values) => serde_json::Value::Array(values.into_iter().map(sorted).collect()),
            other => other,
        }
    }
    sorted(serde_json::to_value(decision).expect("strings")).to_string()
}

/// What an id, or the beginning of one, means: a current incident or an event of a current reading.
fn target(connection: &rusqlite::Connection, id: &str) -> Result<Target> {
    let plain = id.len() > 1 && id.bytes().all(|b| b.is_ascii_alphanumeric());
    let query = match id.chars().next() {
        Some('i') if plain => "SELECT id FROM incidents WHERE until IS NULL AND id GLOB ?1 || '*' LIMIT 6",
        Some('e') if plain => "SELECT id FROM events WHERE id GLOB ?1 || '*' LIMIT 6",
        _ => return Err(Error::NoSuchId(id.into())),
    };
    let mut statement = connection.prepare_cached(query)?;
    let mut found: Vec<String> = statement.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let id = match found.iter().position(|own| own == id) {
        Some(exact) => found.swap_remove(exact),
        None if found.len() > 1 => return Err(Error::Ambiguous { id: id.into(), found }),
        None => found.pop().ok_or_else(|| Error::NoSuchId(id.into()))?,
    };
    if id.starts_with('e') {
        return Ok(Target::Event { id });
    }
    let members = "SELECT sha256, packing, length, crc, bytes FROM incidents WHERE until IS NULL AND id = ?1";
    let incident = connection
        .prepare_cached(members)?
        .query_row([&id], |row| Ok(crate::incidents::of_row(row, 0)))
        .optional()?
        .ok_or_else(|| Error::NoSuchId(id.clone()))??;
    let events: Vec<String> = incident.members.into_iter().filter_map(|member| member.event).collect();
    Ok(Target::Incident { id, events })
}

/// Whether a decision says something; if not, what is wrong.
fn sensible(verb: Verb, targets: &[Target]) -> Result<(), String> {
    if targets.is_empty() {
        return Err(format!("{verb} what? Name incidents or events"));
    }
    if let Some(Target::Incident { id, .. }) = targets.iter().find(|target| target.events().is_empty()) {
        return Err(format!("{id} tells of no event: no report in it says that anything happened"));
    }
    match (verb, targets) {
        (Verb::Undo | Verb::Answer, _) => Ok(()),
        (Verb::Merge, [_]) => Err("merge what with what? Name two or more".into()),
        (Verb::Split, [Target::Incident { id, events }, rest @ ..]) => {
            let out: Vec<&str> = rest.iter().flat_map(Target::events).map(String::as_str).collect();
            if let Some(other) = out.iter().find(|event| !events.iter().any(|own| own == *event)) {
                return Err(format!("{other} is no event of {id}; it has {}", events.join(", ")));
            }
            if events.len() < 2 || out.len() >= events.len() {
                return Err(format!("nothing of {id} would be left; it has {}", events.join(", ")));
            }
            Ok(())
        }
        (Verb::Split, _) => Err("split names an incident first, then the events that are another".into()),
        _ => Ok(()),
    }
}
