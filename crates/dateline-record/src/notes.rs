//! What programs remember between their runs, beside the evidence: it stands outside the journal.

use rusqlite::TransactionBehavior;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Result;
use crate::open::Record;

impl Record {
    /// All notes of a kind, by key. One that cannot be read, perhaps since another version wrote it, is as good as none.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn notes<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<(String, T)>> {
        let mut statement =
            self.connection.prepare_cached("SELECT key, value FROM notes WHERE kind = ?1 ORDER BY key")?;
        let rows = statement.query_map([kind], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let mut notes = Vec::new();
        for row in rows {
            let (key, value) = row?;
            notes.extend(serde_json::from_str(&value).ok().map(|value| (key, value)));
        }
        Ok(notes)
    }

    /// Writes notes of a kind, all of them or none. A note of the same key is replaced; with no value it is dropped.
    ///
    /// # Errors
    /// The record cannot be written to.
    pub fn note<T: Serialize>(&mut self, kind: &str, notes: &[(&str, Option<&T>)]) -> Result<()> {
        if notes.is_empty() {
            return Ok(());
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut write =
                transaction.prepare_cached("INSERT OR REPLACE INTO notes (kind, key, value) VALUES (?1, ?2, ?3)")?;
            let mut drop = transaction.prepare_cached("DELETE FROM notes WHERE kind = ?1 AND key = ?2")?;
            for (key, value) in notes {
                match value {
                    Some(value) => {
                        write.execute((kind, key, serde_json::to_string(value).expect("notes are plain data")))?
                    }
                    None => drop.execute((kind, key))?,
                };
            }
        }
        Ok(transaction.commit()?)
    }
}
