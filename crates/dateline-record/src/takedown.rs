//! Taking documents down: their words are erased, and a tombstone says that and why.
//!
//! Erased are originals, texts, readings, metadata and addresses of all revisions, what was drawn from them for searching,
//! their accounts in every incident that the record ever held, and what people wrote about these accounts alone. Left are
//! hashes, numbers and order. The journal's chain stays as it was; each entry that wrote some of what is gone gets a *seal*, the
//! digest of what is left of it, which the entry of the takedown covers. Before anything is erased, each such entry is held
//! against its digest, so that no takedown hides that something was changed before it.

use std::collections::{BTreeSet, HashSet};

use dateline::incident::Incident;
use rusqlite::{Connection, OptionalExtension};

use crate::about;
use crate::account::event_ids;
use crate::decide::{Decision, Target, Verb, canonical};
use crate::error::{Error, Result};
use crate::index;
use crate::journal::{self, Act};
use crate::open::Record;
use crate::pack::Packed;
use crate::read::{Handle, Moment};

/// Why of decisions that were only about what was withdrawn.
const WITHDRAWN: &str = "withdrawn";

/// Which documents are to be taken down, on whose word and why. Names have no place in `why`: it stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Takedown {
    /// Ids of documents, or their first characters; or addresses, sources' ids or paths.
    pub documents: Vec<String>,
    /// Who does it.
    pub who: String,
    /// Why, in a sentence.
    pub why: String,
}

/// What a takedown erases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// The documents, by id.
    pub documents: Vec<String>,
    /// Their revisions.
    pub revisions: usize,
    /// Their readings.
    pub readings: usize,
    /// Incidents that lose an account, those that ended long ago among them.
    pub incidents: usize,
    /// Decisions that were about their accounts alone, and whose words go too.
    pub decisions: usize,
    /// Decisions that were about accounts of others too: their words stay, and a person should look at them.
    pub decisions_to_read: Vec<i64>,
    /// Documents with the same words to the byte, which stay unless they are taken down too.
    pub same_words: Vec<String>,
}

/// What is left of a document that was taken down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// Its id.
    pub document: String,
    /// When, by the clock.
    pub at: String,
    /// Who did it.
    pub who: String,
    /// Why.
    pub why: String,
}

/// A document on its way out.
struct Going {
    row: i64,
    id: String,
    /// What it was visited by.
    urls: Vec<String>,
    /// Events of all its readings.
    events: Vec<String>,
}

impl Record {
    /// What a takedown would erase. Nothing is changed.
    ///
    /// # Errors
    /// A document is unknown, or the record cannot be read.
    pub fn would_erase(&self, documents: &[String]) -> Result<Erased> {
        let view = self.connection.unchecked_transaction()?;
        let going = documents.iter().map(|id| going(&view, id)).collect::<Result<Vec<_>>>()?;
        plan(&view, &going).map(|plan| plan.erased)
    }

    /// Takes documents down: one transaction, after which their words are in no part of the record.
    /// [`Record::sweep`] then clears what the file holds in unused places.
    ///
    /// # Errors
    /// A document is unknown, the record cannot be written to, or an entry of the journal that wrote some of it is not as
    /// it was written: nothing is then erased.
    pub fn take_down(&mut self, takedown: &Takedown) -> Result<Erased> {
        let (who, why) = (takedown.who.trim().to_owned(), takedown.why.trim().to_owned());
        if who.is_empty() || why.is_empty() || takedown.documents.is_empty() {
            return Err(Error::Decision("a takedown names documents, and says who takes them down and why".into()));
        }
        // What is freed is written over.
        self.connection.pragma_update(None, "secure_delete", true)?;
        let step = self.step(Act::Decide)?;
        let connection = &step.transaction;
        let mut going = takedown.documents.iter().map(|id| going(connection, id)).collect::<Result<Vec<_>>>()?;
        going.sort_by_key(|document| document.row);
        going.dedup_by_key(|document| document.row);
        let Plan { erased, incidents, decisions } = plan(connection, &going)?;
        let touched = touched(connection, &going, &incidents, &decisions)?;
        for entry in &touched {
            if journal::digest(connection, *entry)? != journal::sealed(connection, *entry)? {
                return Err(Error::Damaged(format!("entry {entry} of the journal is not as it was written")));
            }
        }
        let decision = Decision {
            seq: step.seq,
            at: step.at.clone(),
            verb: Verb::Takedown,
            targets: going.iter().map(|document| Target::Document { id: document.id.clone() }).collect(),
            field: None,
            value: None,
            who,
            why,
        };
        connection.execute("INSERT INTO decisions (seq, entry) VALUES (?1, ?2)", (step.seq, canonical(&decision)))?;
        for document in &going {
            connection.execute("INSERT INTO tombstones (document, seq) VALUES (?1, ?2)", (document.row, step.seq))?;
        }
        for (row, incident) in &incidents {
            rewrite(connection, *row, incident.as_ref(), step.seq)?;
        }
        for decision in &decisions {
            let entry = canonical(decision);
            connection.execute("UPDATE decisions SET entry = ?2 WHERE seq = ?1", (decision.seq, entry))?;
        }
        for document in &going {
            erase(connection, document)?;
        }
        connection.execute("INSERT INTO words (words) VALUES ('optimize')", ())?;
        for entry in &touched {
            let digest = journal::digest(connection, *entry)?;
            let seal = "INSERT INTO seals (entry, seq, digest) VALUES (?1, ?2, ?3)";
            connection.execute(seal, (entry, step.seq, digest))?;
        }
        step.commit()?;
        Ok(erased)
    }

    /// Writes the file anew, so that nothing is left in its unused places or in the log beside it. Says whether that could be
    /// done: not while another program uses the record.
    ///
    /// # Errors
    /// The disk is full or fails; the record is as it was.
    pub fn sweep(&mut self) -> Result<bool> {
        match self.connection.execute_batch("VACUUM").map_err(Error::from) {
            Err(Error::Busy) => return Ok(false),
            done => done?,
        }
        let busy: i64 = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0))?;
        Ok(busy == 0)
    }

    /// What is left of the documents that were taken down, in the order in which that was done.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn tombstones(&self) -> Result<Vec<Tombstone>> {
        let all = self.decisions(Moment::NOW)?;
        let takedowns = all.into_iter().filter(|decision| decision.verb == Verb::Takedown);
        Ok(takedowns
            .flat_map(|Decision { targets, at, who, why, .. }| {
                let document = move |target: Target| match target {
                    Target::Document { id } => {
                        Some(Tombstone { document: id, at: at.clone(), who: who.clone(), why: why.clone() })
                    }
                    _ => None,
                };
                targets.into_iter().filter_map(document)
            })
            .collect())
    }
}

/// The document that an id or a name means.
fn going(connection: &Connection, name: &str) -> Result<Going> {
    let live = "FROM documents d WHERE NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.document = d.document)";
    let plain = name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphanumeric());
    let mut found: Vec<(i64, String)> = Vec::new();
    if plain && name.starts_with('d') {
        let query = format!("SELECT d.document, d.id {live} AND d.id GLOB ?1 || '*' LIMIT 6");
        let mut statement = connection.prepare_cached(&query)?;
        let rows = statement.query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?;
        found = rows.collect::<rusqlite::Result<_>>()?;
    }
    if found.len() > 1 {
        let found = found.into_iter().map(|(_, id)| id).collect();
        return Err(Error::Ambiguous { id: name.into(), found });
    }
    let named = || -> Result<Option<(i64, String)>> {
        let query = format!("SELECT d.document, d.id {live} AND d.key = ?1");
        let mut statement = connection.prepare_cached(&query)?;
        for key in about::keys(name) {
            if let Some(found) = statement.query_row([key], |row| Ok((row.get(0)?, row.get(1)?))).optional()? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    };
    let found = found.pop().map_or_else(named, |found| Ok(Some(found)))?;
    let (row, id) = found.ok_or_else(|| Error::NoSuchId(name.into()))?;
    let (mut urls, mut events) = (BTreeSet::new(), BTreeSet::new());
    let query = "SELECT r.revision, g.reading FROM revisions r JOIN readings g USING (revision) WHERE r.document = ?1";
    let mut statement = connection.prepare_cached(query)?;
    let rows =
        statement.query_map([row], |of| Ok(Handle { document: row, revision: of.get(0)?, reading: of.get(1)? }))?;
    for handle in rows {
        let stored = crate::read::document(connection, handle?)?;
        urls.extend(stored.document.url.clone());
        events.extend(event_ids(&stored.id, &stored.document.text, &stored.reading));
    }
    Ok(Going { row, id, urls: urls.into_iter().collect(), events: events.into_iter().collect() })
}

/// What is to be done.
struct Plan {
    erased: Erased,
    /// Rows of incidents, and what is left of each.
    incidents: Vec<(i64, Option<Incident>)>,
    /// Decisions as they are to stand.
    decisions: Vec<Decision>,
}

fn plan(connection: &Connection, going: &[Going]) -> Result<Plan> {
    let ids: HashSet<&str> = going.iter().map(|document| document.id.as_str()).collect();
    let events: HashSet<&str> = going.iter().flat_map(|d| &d.events).map(String::as_str).collect();
    let mut plan = Plan {
        erased: Erased { documents: going.iter().map(|document| document.id.clone()).collect(), ..Erased::default() },
        incidents: Vec::new(),
        decisions: Vec::new(),
    };
    for document in going {
        let count = |query: &str| connection.query_row(query, [document.row], |row| row.get::<_, usize>(0));
        plan.erased.revisions += count("SELECT count(*) FROM revisions WHERE document = ?1")?;
        plan.erased.readings +=
            count("SELECT count(*) FROM readings JOIN revisions USING (revision) WHERE document = ?1")?;
        let same = "SELECT DISTINCT d.id FROM revisions own JOIN revisions r ON r.text IN (own.text, own.original) \
                    OR r.original IN (own.text, own.original) JOIN documents d ON d.document = r.document \
                    WHERE own.document = ?1 AND r.document <> ?1 \
                    AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.document = r.document) ORDER BY 1";
        let mut statement = connection.prepare_cached(same)?;
        for id in statement.query_map([document.row], |row| row.get::<_, String>(0))? {
            let id = id?;
            if !ids.contains(id.as_str()) && !plan.erased.same_words.contains(&id) {
                plan.erased.same_words.push(id);
            }
        }
    }
    let query =
        "SELECT incident, sha256, packing, length, crc, bytes FROM incidents WHERE length > 0 ORDER BY incident";
    let mut statement = connection.prepare(query)?;
    let mut rows = statement.query(())?;
    while let Some(row) = rows.next()? {
        let incident = crate::incidents::of_row(row, 1)?;
        if incident.members.iter().any(|member| ids.contains(member.source_id.as_str())) {
            plan.incidents.push((row.get(0)?, incident.without(|report| ids.contains(report))));
        }
    }
    plan.erased.incidents = plan.incidents.len();
    for mut decision in crate::decide::all(connection, i64::MAX)? {
        let mut about = decision.targets.iter().flat_map(Target::events).map(|event| events.contains(event.as_str()));
        if !about.clone().any(|is_gone| is_gone) {
            continue;
        }
        if about.all(|is_gone| is_gone) {
            WITHDRAWN.clone_into(&mut decision.why);
            decision.value = decision.value.map(|_| String::new());
            plan.decisions.push(decision);
        } else {
            plan.erased.decisions_to_read.push(decision.seq);
        }
    }
    plan.erased.decisions = plan.decisions.len();
    Ok(plan)
}

/// The entries of the journal that wrote what is to be erased.
fn touched(
    connection: &Connection,
    going: &[Going],
    incidents: &[(i64, Option<Incident>)],
    decisions: &[Decision],
) -> Result<BTreeSet<i64>> {
    let mut touched: BTreeSet<i64> = decisions.iter().map(|decision| decision.seq).collect();
    let written = "SELECT seq FROM documents WHERE document = ?1 UNION SELECT seq FROM revisions WHERE document = ?1";
    for document in going {
        let mut statement = connection.prepare_cached(written)?;
        let rows = statement.query_map([document.row], |row| row.get::<_, i64>(0))?;
        for seq in rows {
            touched.insert(seq?);
        }
    }
    for (incident, _) in incidents {
        let query = "SELECT since, until FROM incidents WHERE incident = ?1";
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?));
        let (since, until) = connection.prepare_cached(query)?.query_row([incident], row)?;
        touched.extend([Some(since), until].into_iter().flatten());
    }
    Ok(touched)
}

/// Writes what is left of an incident in its place; one of which nothing is left ends now, if it has not before.
fn rewrite(connection: &Connection, row: i64, left: Option<&Incident>, seq: i64) -> Result<()> {
    let bytes = left.map_or_else(Vec::new, |incident| serde_json::to_vec(incident).expect("strings and numbers"));
    let packed = Packed::new(&bytes);
    let until = left.is_none().then_some(seq);
    let query = "UPDATE incidents SET sha256 = ?2, packing = ?3, length = ?4, crc = ?5, bytes = ?6, \
                 until = coalesce(until, ?7) WHERE incident = ?1";
    let Packed { sha256, packing, length, bytes } = &packed;
    connection.prepare_cached(query)?.execute((row, sha256, packing, length, packed.crc(), bytes, until))?;
    Ok(())
}

/// Erases a document that has its tombstone.
fn erase(connection: &Connection, document: &Going) -> Result<()> {
    let Going { row, id, urls, events } = document;
    index::clear(connection, *row)?;
    for statement in [
        "UPDATE readings SET packing = 'plain', crc = 0, bytes = x'' \
         WHERE revision IN (SELECT revision FROM revisions WHERE document = ?1)",
        "UPDATE contents SET packing = 'plain', crc = 0, bytes = x'' WHERE length > 0 \
         AND content IN (SELECT original FROM revisions WHERE document = ?1 UNION SELECT text FROM revisions WHERE document = ?1) \
         AND NOT EXISTS (SELECT 1 FROM revisions r WHERE (r.original = content OR r.text = content) \
             AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.document = r.document))",
        "UPDATE revisions SET about = '' WHERE document = ?1",
    ] {
        connection.execute(statement, [row])?;
    }
    connection.execute("UPDATE documents SET key = 'withdrawn:' || id WHERE document = ?1", [row])?;
    // What programs remember of it between their runs.
    for words in urls.iter().chain(events).chain([id]) {
        connection.execute("DELETE FROM notes WHERE key = ?1 OR instr(value, ?1)", [words])?;
    }
    Ok(())
}

/// Whether what came is a document that was taken down: by its id, or as it stood in one of its revisions.
pub(crate) fn is_withdrawn(connection: &Connection, id: &str, fingerprint: &crate::pack::Hash) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM tombstones t JOIN documents d USING (document) \
                 JOIN revisions r USING (document) WHERE d.id = ?1 OR r.fingerprint = ?2)";
    Ok(connection.prepare_cached(query)?.query_row((id, fingerprint), |row| row.get(0))?)
}
