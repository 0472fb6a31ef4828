//! How much is in a record.

use crate::error::Result;
use crate::open::Record;
use crate::read::{CURRENT, Moment};

/// What a record holds, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Documents, those that were taken down left out.
    pub documents: u64,
    /// Documents that were taken down.
    pub withdrawn: u64,
    /// Their revisions.
    pub revisions: u64,
    /// The readings of all revisions.
    pub readings: u64,
    /// Events of current readings; where the record is looked at as it stood, none is counted.
    pub events: Option<u64>,
    /// Claims of current readings.
    pub claims: Option<u64>,
    /// Actors of current readings.
    pub actors: Option<u64>,
    /// Places of current readings.
    pub places: Option<u64>,
    /// Bytes of the originals as they came, each counted once.
    pub original_bytes: u64,
    /// Bytes of the file, now.
    pub file_bytes: u64,
    /// Entries of the journal.
    pub entries: u64,
    /// When the first and the last of them were made, by the clock.
    pub from: Option<String>,
    /// See `from`.
    pub to: Option<String>,
    /// Documents by the coder of their current reading: program, lexicon, and how many.
    pub coders: Vec<(String, String, u64)>,
}

/// The numbers of the journal's last entries: whoever saw them knows what is new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Last {
    /// Of any kind.
    pub entry: i64,
    /// Of a merger.
    pub merger: i64,
    /// Of a decision.
    pub decision: i64,
    /// Of a takedown.
    pub takedown: i64,
}

impl Record {
    /// What was written last. Costs next to nothing, and can be asked for often.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn last(&self) -> Result<Last> {
        let query = "SELECT (SELECT coalesce(max(seq), 0) FROM journal), (SELECT coalesce(max(seq), 0) FROM mergers), \
                     (SELECT coalesce(max(seq), 0) FROM decisions), (SELECT coalesce(max(seq), 0) FROM tombstones)";
        let row = |row: &rusqlite::Row<'_>| {
            Ok(Last { entry: row.get(0)?, merger: row.get(1)?, decision: row.get(2)?, takedown: row.get(3)? })
        };
        Ok(self.connection.prepare_cached(query)?.query_row((), row)?)
    }

    /// Counts what was in the record at a moment.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn status(&self, moment: Moment) -> Result<Status> {
        let count = |query: &str| -> Result<u64> {
            Ok(self.connection.prepare_cached(query)?.query_row([moment.0], |row| row.get(0))?)
        };
        let drawn = |table: &str| -> Result<Option<u64>> {
            let query = format!("SELECT count(*) FROM {table}");
            (moment == Moment::NOW).then(|| Ok(self.connection.query_row(&query, (), |row| row.get(0))?)).transpose()
        };
        let originals = "SELECT coalesce(sum(length), 0) FROM contents WHERE content IN \
                         (SELECT original FROM revisions WHERE seq <= ?1)";
        let times = "SELECT min(at) FILTER (WHERE seq = 1), max(at) FILTER (WHERE seq = (SELECT max(seq) FROM journal \
                     WHERE seq <= ?1)) FROM journal WHERE seq <= ?1";
        let (from, to) = self.connection.query_row(times, [moment.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let coders = format!(
            "SELECT json_extract(c.json, '$.version'), json_extract(c.json, '$.lexicon'), count(*) \
             FROM {CURRENT} JOIN coders c ON c.coder = g.coder GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
        );
        let mut coders = self.connection.prepare_cached(&coders)?;
        let coders = coders.query_map([moment.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(Status {
            documents: count(
                "SELECT count(*) FROM documents d WHERE seq <= ?1 \
                 AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.document = d.document)",
            )?,
            withdrawn: count("SELECT count(*) FROM tombstones WHERE seq <= ?1")?,
            revisions: count("SELECT count(*) FROM revisions WHERE seq <= ?1")?,
            readings: count("SELECT count(*) FROM readings WHERE seq <= ?1")?,
            events: drawn("events")?,
            claims: drawn("claims")?,
            actors: drawn("actors")?,
            places: drawn("places")?,
            original_bytes: count(originals)?,
            file_bytes: self.connection.query_row(pages, (), |row| row.get(0))?,
            entries: count("SELECT count(*) FROM journal WHERE seq <= ?1")?,
            from,
            to,
            coders: coders.collect::<rusqlite::Result<_>>()?,
        })
    }
}
