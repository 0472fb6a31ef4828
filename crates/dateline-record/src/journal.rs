//! The journal: each transaction that changes the record is one entry, and each entry's hash covers what the transaction
//! wrote and the hash of the entry before it (Haber and Stornetta 1991). Who changes a row afterwards must make all later
//! hashes anew, and the last one may be kept elsewhere.
//!
//! Order is told by the entry's number. The clock is noted, and nothing breaks where it goes back.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::open::Record;
use crate::pack::{Hash, hash, hex};

/// What a transaction was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Ingest,
    Reread,
    Merge,
    Decide,
}

impl Act {
    fn word(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Reread => "reread",
            Self::Merge => "merge",
            Self::Decide => "decide",
        }
    }
}

/// A transaction that is one entry of the journal. Dropped without being committed, it leaves nothing.
pub(crate) struct Step<'r> {
    pub(crate) transaction: Transaction<'r>,
    pub(crate) seq: i64,
    /// By the clock.
    pub(crate) at: String,
    act: Act,
}

impl Record {
    /// Begins an entry; waits for another process that is writing.
    pub(crate) fn step(&mut self, act: Act) -> Result<Step<'_>> {
        let at = instant((self.clock)());
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let seq = last(&transaction)? + 1;
        Ok(Step { transaction, seq, at, act })
    }
}

impl Step<'_> {
    /// Writes the entry and makes all of it durable.
    pub(crate) fn commit(self) -> Result<()> {
        let previous = self
            .transaction
            .query_row("SELECT hash FROM journal WHERE seq = ?1", [self.seq - 1], |row| row.get(0))
            .optional()?
            .unwrap_or([0; 32]);
        let line = Line {
            seq: self.seq,
            at: self.at,
            act: self.act.word().into(),
            program: concat!("dateline ", env!("CARGO_PKG_VERSION")).into(),
            digest: digest(&self.transaction, self.seq)?,
            previous,
        };
        self.transaction.execute(
            "INSERT INTO journal (seq, at, act, program, digest, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (line.seq, &line.at, &line.act, &line.program, line.digest, line.previous, line.hash()),
        )?;
        Ok(self.transaction.commit()?)
    }
}

/// One entry, without its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) seq: i64,
    pub(crate) at: String,
    pub(crate) act: String,
    pub(crate) program: String,
    pub(crate) digest: Hash,
    pub(crate) previous: Hash,
}

impl Line {
    /// The SHA-256 of the entry as canonical JSON (RFC 8785): keys in order, no spaces.
    pub(crate) fn hash(&self) -> Hash {
        let seq = self.seq.to_string();
        let (digest, previous) = (hex(&self.digest), hex(&self.previous));
        let fields = BTreeMap::from([
            ("act", self.act.as_str()),
            ("at", &self.at),
            ("digest", &digest),
            ("previous", &previous),
            ("program", &self.program),
            ("seq", &seq),
        ]);
        hash(&serde_json::to_vec(&fields).expect("strings"))
    }
}

/// Every row that an entry wrote, in an order that is the same for ever: each query gives columns of text, integers or
/// bytes for a number of an entry. A query may be added at the end: where it finds nothing, digests stay as they were.
const COVERED: &[&str] = &[
    "SELECT 'document', id, key FROM documents WHERE seq = ?1 ORDER BY document",
    "SELECT 'revision', d.id, r.number, r.form, o.sha256, t.sha256, r.about, r.fingerprint FROM revisions r \
     JOIN documents d USING (document) JOIN contents o ON o.content = r.original JOIN contents t ON t.content = r.text \
     WHERE r.seq = ?1 ORDER BY r.revision",
    "SELECT 'reading', d.id, v.number, c.json, g.sha256 FROM readings g JOIN revisions v USING (revision) \
     JOIN documents d USING (document) JOIN coders c USING (coder) WHERE g.seq = ?1 ORDER BY g.reading",
    "SELECT 'merger', profile, upto FROM mergers WHERE seq = ?1",
    "SELECT 'incident', id, sha256 FROM incidents WHERE since = ?1 ORDER BY incident",
    "SELECT 'ended', id, sha256 FROM incidents WHERE until = ?1 ORDER BY incident",
    "SELECT 'decision', entry FROM decisions WHERE seq = ?1",
    "SELECT 'tombstone', d.id FROM tombstones t JOIN documents d USING (document) WHERE t.seq = ?1 ORDER BY d.id",
    "SELECT 'seal', entry, digest FROM seals WHERE seq = ?1 ORDER BY entry",
];

/// The hash of what the entry `seq` wrote. Values are told apart by their kind and length.
pub(crate) fn digest(connection: &Connection, seq: i64) -> Result<Hash> {
    use rusqlite::types::ValueRef;
    let mut digest = Sha256::new();
    let mut add = |kind: u8, bytes: &[u8]| {
        digest.update([kind]);
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    };
    for query in COVERED {
        let mut statement = connection.prepare_cached(query)?;
        let columns = statement.column_count();
        let mut rows = statement.query([seq])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                match row.get_ref(column)? {
                    ValueRef::Null => add(b'n', b""),
                    ValueRef::Integer(number) => add(b'i', &number.to_le_bytes()),
                    ValueRef::Real(number) => add(b'r', &number.to_le_bytes()),
                    ValueRef::Text(bytes) => add(b't', bytes),
                    ValueRef::Blob(bytes) => add(b'b', bytes),
                }
            }
        }
    }
    Ok(digest.finalize().into())
}

/// What the digest of an entry should be: the one that it was written with, or where a takedown erased some of what it
/// wrote, that of what is left.
pub(crate) fn sealed(connection: &Connection, seq: i64) -> Result<Hash> {
    let query = "SELECT coalesce((SELECT digest FROM seals WHERE entry = ?1 ORDER BY seq DESC LIMIT 1), \
                 (SELECT digest FROM journal WHERE seq = ?1))";
    Ok(connection.prepare_cached(query)?.query_row([seq], |row| row.get(0))?)
}

/// A point in time as the journal writes it: always the same length, so that it can be compared as words.
pub(crate) fn instant(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// The last entry.
pub(crate) fn last(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row("SELECT coalesce(max(seq), 0) FROM journal", (), |row| row.get(0))?)
}

/// The last entry that was known at a time: whatever stands before an entry was known when that entry was made.
pub(crate) fn known_at(connection: &Connection, at: Timestamp) -> Result<i64> {
    let query = "SELECT coalesce(max(seq), 0) FROM journal WHERE at <= ?1";
    Ok(connection.query_row(query, [instant(at)], |row| row.get(0))?)
}
