//! What a newer reading changed, or what changed since some moment: event by event, field by field.

use std::collections::BTreeMap;

use dateline::Reading;
use dateline::reading::{Casualties, Event, Role};

use crate::account::event_ids;
use crate::error::Result;
use crate::open::Record;
use crate::read::{Handle, Moment, Stored};

/// What is otherwise in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The document's id in the record.
    pub document: String,
    /// What a person would call it.
    pub name: String,
    /// The versions of program and lexicon that read it before and after.
    pub coders: [(String, String); 2],
    /// Which revisions were read.
    pub revisions: [u32; 2],
    /// Its events that are otherwise.
    pub events: Vec<EventChange>,
    /// How many claims were read before and after.
    pub claims: [usize; 2],
}

/// What became of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventChange {
    /// Its id in the record.
    pub id: String,
    /// The words that name it.
    pub words: String,
    /// What became of it.
    pub kind: ChangeKind,
}

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not read before.
    Added,
    /// It is not read any more.
    Gone,
    /// These fields are otherwise: the field, what it was, what it is.
    Changed(Vec<(&'static str, String, String)>),
}

impl Record {
    /// Where current readings differ from those before them; or, with a moment, from those that were current then. One
    /// document after the other is handed to `take`; those that nothing changed in are left out.
    ///
    /// # Errors
    /// The record cannot be read or is damaged, or `take` fails.
    pub fn differences<E: From<crate::Error>>(
        &self,
        since: Option<Moment>,
        mut take: impl FnMut(Difference) -> Result<(), E>,
    ) -> Result<(), E> {
        for (before, after) in self.pairs(since)? {
            let difference = difference(&self.document(before)?, &self.document(after)?);
            if !difference.events.is_empty() || difference.claims[0] != difference.claims[1] {
                take(difference)?;
            }
        }
        Ok(())
    }

    /// Each document's earlier and current reading, where there are two.
    fn pairs(&self, since: Option<Moment>) -> Result<Vec<(Handle, Handle)>> {
        let now = self.documents(Moment::NOW)?;
        let mut pairs = Vec::new();
        if let Some(moment) = since {
            let then: BTreeMap<i64, Handle> = self.documents(moment)?.into_iter().map(|h| (h.document, h)).collect();
            pairs.extend(now.into_iter().filter_map(|after| Some((*then.get(&after.document)?, after))));
            pairs.retain(|(before, after)| before != after);
            return Ok(pairs);
        }
        let earlier = "SELECT max(reading) FROM readings WHERE revision = ?1 AND reading < ?2";
        let mut statement = self.connection.prepare_cached(earlier)?;
        for after in now {
            let reading: Option<i64> = statement.query_row((after.revision, after.reading), |row| row.get(0))?;
            pairs.extend(reading.map(|reading| (Handle { reading, ..after }, after)));
        }
        Ok(pairs)
    }
}

fn difference(before: &Stored, after: &Stored) -> Difference {
    let ids = |stored: &Stored| event_ids(&stored.id, &stored.document.text, &stored.reading);
    let (old_ids, new_ids) = (ids(before), ids(after));
    let old: BTreeMap<&String, &Event> = old_ids.iter().zip(&before.reading.events).collect();
    let new: BTreeMap<&String, &Event> = new_ids.iter().zip(&after.reading.events).collect();
    let change = |id: &String, event: &Event, kind: ChangeKind| {
        Some(EventChange { id: id.clone(), words: event.evidence[0].quote.clone(), kind })
    };
    let gone = old_ids.iter().filter(|id| !new.contains_key(id));
    let gone = gone.filter_map(|id| change(id, old[id], ChangeKind::Gone));
    let other = new_ids.iter().filter_map(|id| match old.get(id) {
        None => change(id, new[id], ChangeKind::Added),
        Some(event) => {
            let fields = fields(event, &before.reading).into_iter().zip(fields(new[id], &after.reading));
            let changed: Vec<_> =
                fields.filter(|(a, b)| a.1 != b.1).map(|((name, was), (_, is))| (name, was, is)).collect();
            if changed.is_empty() { None } else { change(id, new[id], ChangeKind::Changed(changed)) }
        }
    });
    let coder = |stored: &Stored| (stored.reading.coder.version.clone(), stored.reading.coder.lexicon.clone());
    Difference {
        document: after.id.clone(),
        name: after.name().to_owned(),
        coders: [coder(before), coder(after)],
        revisions: [before.revision, after.revision],
        events: gone.chain(other).collect(),
        claims: [before.reading.claims.len(), after.reading.claims.len()],
    }
}

/// What is compared of an event, each field in words that do not depend on ids of its reading.
fn fields(event: &Event, reading: &Reading) -> Vec<(&'static str, String)> {
    let place = |id: &str| reading.places.iter().find(|p| p.id == id).map_or(id, |p| p.name.as_str()).to_owned();
    let actor = |id: &str| reading.actors.iter().find(|a| a.id == id).map_or(id, |a| a.name.as_str()).to_owned();
    let side = |role: Role| {
        let named = event.participants.iter().filter(|p| p.role == role);
        let words = |p: &dateline::reading::Participant| match (&p.actor, &p.span) {
            (Some(id), _) => actor(id),
            (None, span) => span.as_ref().map(|s| s.quote.clone()).unwrap_or_default(),
        };
        named.map(words).collect::<Vec<_>>().join(", ")
    };
    let number = |n: Option<u32>| n.map_or("?".into(), |n| n.to_string());
    let toll = |c: &Casualties| format!("{} {}/{}/{}", c.kind, number(c.low), number(c.best), number(c.high));
    let when = event.when.as_ref().map_or_else(String::new, |when| {
        let day = |day: Option<jiff::civil::Date>| day.map_or("?".into(), |d| d.to_string());
        format!("{}/{}", day(when.from), day(when.to))
    });
    let kind = [Some(event.kind.plover.as_str()), event.kind.mode.as_deref()];
    vec![
        ("type", kind.into_iter().flatten().collect::<Vec<_>>().join(" ")),
        ("status", event.status.word().into()),
        ("when", when),
        ("where", event.places.iter().map(|w| place(&w.place)).collect::<Vec<_>>().join(", ")),
        ("initiator", side(Role::Initiator)),
        ("recipient", side(Role::Recipient)),
        ("party", side(Role::Party)),
        ("toll", event.casualties.iter().map(toll).collect::<Vec<_>>().join(", ")),
        ("outcome", event.outcome.as_ref().map_or_else(String::new, |o| o.value.word().into())),
    ]
}
