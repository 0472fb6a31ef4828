//! Incidents in the record: made by merging the events of all current readings, kept as they were when a later merger
//! changes them, and handed out with everything that they rest on.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use dateline::incident::{self, Incident, Report};
use dateline::lexicon::merge::Profile;
use dateline::reading::Event;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::account::event_ids;
use crate::error::{Error, Result};
use crate::journal::{Act, last};
use crate::open::Record;
use crate::pack::{Hash, Packed};
use crate::read::{Handle, Moment, Stored};
use crate::review::{Review, Reviews};
use crate::ruling::Rulings;

/// What a merger changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Incidents that are there now.
    pub incidents: usize,
    /// Of them, those that were not there before.
    pub new: usize,
    /// Of them, those that were there with other accounts, or for other reasons.
    pub changed: usize,
    /// Those that are there no more.
    pub ended: usize,
}

/// An incident with what it rests on and what people decided about it.
#[derive(Clone, Debug)]
pub struct RecordedIncident {
    /// As merging made it; its `source_id`s and `event`s are ids of the record.
    pub incident: Incident,
    /// What people decided about it.
    pub review: Review,
    /// Its accounts, in the order of `incident.members`.
    pub accounts: Vec<Account>,
}

/// One report's account of an incident.
#[derive(Clone, Debug)]
pub struct Account {
    /// The report, with its text and its reading.
    pub report: Arc<Stored>,
    /// The position of the event in the reading; none where the report tells of nothing.
    pub event: Option<usize>,
    /// What people decided about this event.
    pub review: Review,
}

impl Account {
    /// The event, in the words of the reading.
    pub fn event(&self) -> Option<&Event> {
        self.report.reading.events.get(self.event?)
    }
}

impl RecordedIncident {
    /// The incident with the sources' own ids of reports, and the readings' ids of events, as `dateline merge` prints it.
    pub fn named(&self) -> Incident {
        let mut incident = self.incident.clone();
        let names: HashMap<&str, String> =
            self.accounts.iter().map(|a| (a.report.id.as_str(), a.report.name().to_owned())).collect();
        let events: HashMap<(&str, &str), &str> = self
            .incident
            .members
            .iter()
            .zip(&self.accounts)
            .filter_map(|(m, a)| Some(((m.source_id.as_str(), m.event.as_deref()?), a.event()?.id.as_str())))
            .collect();
        let rename = |id: &mut String| {
            if let Some(name) = names.get(id.as_str()) {
                id.clone_from(name);
            }
        };
        let joins = incident.joins.iter_mut().flat_map(|join| [&mut join.event, &mut join.with]);
        for member in incident.members.iter_mut().chain(joins) {
            let key = member.event.as_deref().map(|event| (member.source_id.as_str(), event));
            let event = key.and_then(|key| events.get(&key)).map(|local| (*local).to_owned());
            member.event = event.or_else(|| member.event.take());
            rename(&mut member.source_id);
        }
        incident.sources.iter_mut().flatten().for_each(&rename);
        let spreads = [&mut incident.places, &mut incident.initiators, &mut incident.recipients];
        spreads.into_iter().flatten().for_each(|spread| spread.said_by.iter_mut().for_each(&rename));
        incident.days.iter_mut().for_each(|spread| spread.said_by.iter_mut().for_each(&rename));
        incident.casualties.iter_mut().flat_map(|t| &mut t.figures).for_each(|f| rename(&mut f.source_id));
        incident
    }
}

/// An incident's row.
struct Kept {
    incident: i64,
    sha256: Hash,
}

impl Record {
    /// Merges the events of all current readings by a rule, but for what people decided: that holds. Incidents that came
    /// out as they were are left alone.
    ///
    /// # Errors
    /// The record cannot be read or written, or is damaged.
    pub fn merge(&mut self, name: &str, profile: &Profile) -> Result<Merged> {
        // What another process adds meanwhile waits for the next merger.
        let upto = last(&self.connection)?;
        let rulings = Rulings::of(&self.standing_decisions(Moment(upto))?);
        let documents = self.documents(Moment(upto))?;
        let merged = self.merged(documents, rulings, profile, |_| true)?;
        self.keep(name, upto, &merged, |_| true)
    }

    /// The incidents of those events of some documents that are meant and that nobody rejected.
    pub(crate) fn merged(
        &self,
        documents: impl IntoIterator<Item = Handle>,
        mut rulings: Rulings,
        profile: &Profile,
        is_meant: impl Fn(&str) -> bool,
    ) -> Result<Vec<Incident>> {
        let mut reports = Vec::new();
        for handle in documents {
            let mut stored = self.document(handle)?;
            let ids = event_ids(&stored.id, &stored.document.text, &stored.reading);
            for (event, id) in stored.reading.events.iter_mut().zip(ids) {
                rulings.place(&id, &stored.id);
                event.id = id;
            }
            stored.reading.events.retain(|event| is_meant(&event.id) && !rulings.is_rejected(&event.id));
            stored.reading.document.source_id = Some(stored.id);
            reports.push(Report::new(&stored.document.text, &stored.reading));
        }
        Ok(incident::merge_ruled(&reports, profile, &rulings.into_inner()))
    }

    /// Writes what a merger made, and ends what it did not, of those incidents that it looked at.
    pub(crate) fn keep(
        &mut self,
        name: &str,
        upto: i64,
        merged: &[Incident],
        is_meant: impl Fn(&str) -> bool,
    ) -> Result<Merged> {
        let step = self.step(Act::Merge)?;
        let mut before = current(&step.transaction)?;
        let all = before.len();
        before.retain(|id, _| is_meant(id));
        let others = all - before.len();
        let mut done = Merged { incidents: merged.len() + others, ..Merged::default() };
        {
            let mut insert = step.transaction.prepare_cached(
                "INSERT INTO incidents (id, sha256, packing, length, crc, bytes, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            for incident in merged {
                let packed = Packed::new(&serde_json::to_vec(incident).expect("strings and numbers"));
                let kept = before.get_mut(&incident.incident).filter(|kept| kept.sha256 == packed.sha256);
                if kept.is_some() {
                    before.remove(&incident.incident);
                    continue;
                }
                if before.contains_key(&incident.incident) {
                    done.changed += 1;
                } else {
                    done.new += 1;
                }
                let Packed { sha256, packing, length, bytes } = &packed;
                insert.execute((&incident.incident, sha256, packing, length, packed.crc(), bytes, step.seq))?;
            }
            let mut end = step.transaction.prepare_cached("UPDATE incidents SET until = ?2 WHERE incident = ?1")?;
            for kept in before.values() {
                end.execute((kept.incident, step.seq))?;
            }
            done.ended = before.len() - done.changed;
            let merger = "INSERT INTO mergers (seq, profile, upto) VALUES (?1, ?2, ?3)";
            step.transaction.execute(merger, (step.seq, name, upto))?;
        }
        step.commit()?;
        Ok(done)
    }

    /// The rule of the last merger up to a moment, and how many documents came or were read anew since.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn last_merger(&self, moment: Moment) -> Result<Option<(String, u64)>> {
        let query = "SELECT profile, (SELECT count(DISTINCT revision) FROM readings g WHERE g.seq > m.upto AND g.seq <= ?1) \
                     FROM mergers m WHERE m.seq <= ?1 ORDER BY m.seq DESC LIMIT 1";
        let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        Ok(self.connection.prepare_cached(query)?.query_row([moment.0], row).optional()?)
    }

    /// The incidents as they stood at a moment ([`Moment::NOW`]: as they stand), in the order of their first accounts, each
    /// with its reports' texts and readings as the merger saw them, and with what people had decided about it. One after the other: memory does
    /// not grow with their number.
    ///
    /// ```no_run
    /// # use dateline_record::{Moment, Record, State};
    /// let record = Record::open("war.db")?;
    /// for incident in record.incidents(Moment::NOW)? {
    ///     let incident = incident?;
    ///     if incident.review.state == State::Accepted {
    ///         for account in &incident.accounts {
    ///             println!("{} {:?}", account.report.name(), account.event().map(|e| &e.kind.plover));
    ///         }
    ///     }
    /// }
    /// # Ok::<(), dateline_record::Error>(())
    /// ```
    ///
    /// # Errors
    /// The record cannot be read, or is damaged.
    pub fn incidents(&self, moment: Moment) -> Result<Incidents<'_>> {
        let mut incidents = self.none_yet(moment)?;
        let order = self.order()?;
        let mut placed = Vec::new();
        let query = "SELECT packing, length, bytes FROM incidents WHERE incident = ?1";
        let mut statement = self.connection.prepare_cached(query)?;
        for row in self.rows(moment)? {
            let members: Members = statement.query_row([row], |row| Ok(Members::of_row(row)))??;
            incidents.reviews.see_members(&members.incident, members.members.iter().filter_map(|m| m.event.as_ref()));
            let first = members.members.first().and_then(|m| order.get(m.source_id.as_str()).copied());
            placed.push((first, row));
        }
        placed.sort_unstable();
        incidents.rows = placed.into_iter().map(|(_, row)| row).collect();
        Ok(incidents)
    }

    /// What the last merger before a journal entry of a merger changed: the rows that ended since, and the incidents that are
    /// new since, in no order; none where that is more than `most`.
    ///
    /// # Errors
    /// The record cannot be read, or is damaged.
    pub fn changed_since(&self, merger: i64, most: usize) -> Result<Option<(Vec<i64>, Incidents<'_>)>> {
        let query = "SELECT incident, until IS NULL, since > ?1 FROM incidents WHERE since > ?1 OR until > ?1 LIMIT ?2";
        let mut statement = self.connection.prepare_cached(query)?;
        let row = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?, row.get::<_, bool>(2)?));
        let rows = statement.query_map((merger, most as i64 + 1), row)?.collect::<rusqlite::Result<Vec<_>>>()?;
        if rows.len() > most {
            return Ok(None);
        }
        let mut incidents = self.none_yet(Moment::NOW)?;
        for (row, is_there, _) in &rows {
            if *is_there {
                incidents.reviews.see(&self.incident(*row)?);
                incidents.rows.push_back(*row);
            }
        }
        self.see_others(&mut incidents, Moment::NOW)?;
        let ended = rows.into_iter().filter(|(_, is_there, is_new)| !is_there && !is_new).map(|(row, ..)| row);
        Ok(Some((ended.collect(), incidents)))
    }

    /// Where events that a decision names before those that were seen are in other incidents, it goes with those.
    fn see_others(&self, incidents: &mut Incidents<'_>, moment: Moment) -> Result<()> {
        if incidents.reviews.is_open() {
            for other in self.rows(moment)? {
                incidents.reviews.see(&self.incident(other)?);
            }
        }
        Ok(())
    }

    /// What handing out incidents needs, and none of them.
    fn none_yet(&self, moment: Moment) -> Result<Incidents<'_>> {
        // Reports are those that the last merger looked at: what was read anew since then may have other events.
        let upto = "SELECT upto FROM mergers WHERE seq <= ?1 ORDER BY seq DESC LIMIT 1";
        let upto = self.connection.prepare_cached(upto)?.query_row([moment.0], |row| row.get(0)).optional()?;
        Ok(Incidents {
            record: self,
            moment: upto.map_or(moment, Moment),
            reviews: Reviews::new(&self.standing_decisions(moment)?),
            rows: VecDeque::new(),
            reports: Reports::default(),
            handles: HashMap::new(),
        })
    }

    /// The rows of the incidents that were there at a moment.
    pub(crate) fn rows(&self, moment: Moment) -> Result<Vec<i64>> {
        // Of those of which a takedown left nothing, nothing can be told.
        let query = "SELECT incident FROM incidents WHERE since <= ?1 AND (until IS NULL OR until > ?1) AND length > 0";
        let mut statement = self.connection.prepare_cached(query)?;
        let rows = statement.query_map([moment.0], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A document that an incident rests on.
    pub(crate) fn held(&self, id: &str, moment: Moment) -> Result<Handle> {
        self.find(id, moment)?.ok_or_else(|| Error::Damaged(format!("the document {id} is gone")))
    }

    /// One incident as it stood at a moment, by its whole id; none where there was none.
    ///
    /// # Errors
    /// The record cannot be read, or is damaged.
    pub fn recorded(&self, id: &str, moment: Moment) -> Result<Option<RecordedIncident>> {
        let query = "SELECT incident FROM incidents WHERE id = ?2 AND since <= ?1 AND (until IS NULL OR until > ?1) AND length > 0";
        let row = self.connection.prepare_cached(query)?.query_row((moment.0, id), |row| row.get(0)).optional()?;
        let Some(row) = row else { return Ok(None) };
        let mut incidents = self.none_yet(moment)?;
        incidents.reviews.see(&self.incident(row)?);
        self.see_others(&mut incidents, moment)?;
        let head = incidents.head(row)?;
        incidents.recorded(head).map(Some)
    }

    pub(crate) fn incident(&self, row: i64) -> Result<Incident> {
        let query = "SELECT sha256, packing, length, crc, bytes FROM incidents WHERE incident = ?1";
        self.connection.prepare_cached(query)?.query_row([row], |row| Ok(of_row(row, 0)))?
    }

    /// The position of each document.
    fn order(&self) -> Result<HashMap<String, i64>> {
        let mut statement = self.connection.prepare_cached("SELECT id, document FROM documents")?;
        let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// The incidents that are there, by id.
fn current(connection: &Connection) -> Result<HashMap<String, Kept>> {
    let mut statement = connection.prepare_cached("SELECT id, incident, sha256 FROM incidents WHERE until IS NULL")?;
    let rows = statement.query_map((), |row| Ok((row.get(0)?, Kept { incident: row.get(1)?, sha256: row.get(2)? })))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// An incident of the columns `sha256, packing, length, crc, bytes`.
pub(crate) fn of_row(row: &Row<'_>, at: usize) -> Result<Incident> {
    let bytes = Packed::read(row, at)?;
    serde_json::from_slice(&bytes).map_err(|_| Error::Damaged("an incident cannot be read".into()))
}

/// Of an incident only who its members are, which tells its place among others and what was decided about it. It is read once
/// more, and its hash looked at, when it is handed out.
#[derive(serde::Deserialize)]
struct Members {
    incident: String,
    members: Vec<MemberIds>,
}

#[derive(serde::Deserialize)]
struct MemberIds {
    source_id: String,
    event: Option<String>,
}

impl Members {
    fn of_row(row: &Row<'_>) -> Result<Self> {
        let bytes = Packed::read_unchecked(row, 0)?;
        serde_json::from_slice(&bytes).map_err(|_| Error::Damaged("an incident cannot be read".into()))
    }
}

/// An incident without the reports that it rests on.
#[derive(Clone, Debug)]
pub struct Head {
    /// What tells it from every other incident that the record ever held: a changed incident is another.
    pub row: i64,
    /// As merging made it.
    pub incident: Incident,
    /// What people decided about it.
    pub review: Review,
    /// The reports of its members, in their order, with the readings that the merger saw.
    pub reports: Vec<Handle>,
}

/// Incidents, one after the other.
pub struct Incidents<'r> {
    record: &'r Record,
    moment: Moment,
    reviews: Reviews,
    rows: VecDeque<i64>,
    reports: Reports,
    handles: HashMap<String, Handle>,
}

impl Iterator for Incidents<'_> {
    type Item = Result<RecordedIncident>;

    fn next(&mut self) -> Option<Self::Item> {
        let head = self.next_head()?;
        Some(head.and_then(|head| self.recorded(head)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rows.len(), Some(self.rows.len()))
    }
}

impl ExactSizeIterator for Incidents<'_> {}

impl Incidents<'_> {
    /// The next incident without its reports, for those who may know them already; [`Incidents::recorded`] takes the
    /// reports in.
    pub fn next_head(&mut self) -> Option<Result<Head>> {
        let row = self.rows.pop_front()?;
        Some(self.head(row))
    }

    fn head(&mut self, row: i64) -> Result<Head> {
        let incident = self.record.incident(row)?;
        let mut reports = Vec::with_capacity(incident.members.len());
        for member in &incident.members {
            let id = &member.source_id;
            let handle = match self.handles.get(id) {
                Some(handle) => *handle,
                None => self.record.held(id, self.moment)?,
            };
            self.handles.insert(id.clone(), handle);
            reports.push(handle);
        }
        let review = self.reviews.of_incident(&incident);
        Ok(Head { row, incident, review, reports })
    }

    /// An incident with its reports.
    ///
    /// # Errors
    /// The record cannot be read, or is damaged.
    pub fn recorded(&mut self, head: Head) -> Result<RecordedIncident> {
        let Head { incident, review, reports, .. } = head;
        let mut accounts = Vec::with_capacity(incident.members.len());
        for (member, handle) in incident.members.iter().zip(reports) {
            let (report, ids) = self.reports.get(self.record, &member.source_id, handle)?;
            let event = member.event.as_deref();
            accounts.push(Account {
                report: report.clone(),
                event: event.and_then(|event| ids.iter().position(|id| id == event)),
                review: event.map(|event| self.reviews.of_event(event)).unwrap_or_default(),
            });
        }
        Ok(RecordedIncident { incident, review, accounts })
    }
}

/// The reports used last, with the ids of their events: one report is often in several incidents that follow each other.
#[derive(Default)]
struct Reports(VecDeque<(Arc<Stored>, Vec<String>)>);

impl Reports {
    const KEPT: usize = 64;

    fn get(&mut self, record: &Record, id: &str, handle: Handle) -> Result<&(Arc<Stored>, Vec<String>)> {
        if let Some(at) = self.0.iter().position(|(stored, _)| stored.id == id) {
            return Ok(&self.0[at]);
        }
        let stored = record.document(handle)?;
        let ids = event_ids(&stored.id, &stored.document.text, &stored.reading);
        if self.0.len() == Self::KEPT {
            self.0.pop_back();
        }
        self.0.push_front((Arc::new(stored), ids));
        Ok(&self.0[0])
    }
}
