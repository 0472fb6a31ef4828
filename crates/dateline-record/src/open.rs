//! Opening a record, and bringing an older one to the present form.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::{Error, Result};

/// Marks the file as a record of dateline: `DLRC`.
const APPLICATION: i64 = 0x444c_5243;

/// What brings a record from one form to the next. The number of those that were applied is the file's `user_version`.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001.sql"),
    include_str!("../migrations/0002.sql"),
    include_str!("../migrations/0003.sql"),
    include_str!("../migrations/0004.sql"),
];

/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(10);

/// A record: one SQLite file.
#[derive(Debug)]
pub struct Record {
    pub(crate) connection: Connection,
    pub(crate) clock: fn() -> Timestamp,
    path: PathBuf,
}

impl Record {
    /// Opens a record that is there.
    ///
    /// # Errors
    /// There is none, the file is something else, a newer program made it, or it cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(Error::Missing);
        }
        Self::prepare(path, OpenFlags::SQLITE_OPEN_READ_WRITE, false)
    }

    /// Opens a record, which is made where there is none.
    ///
    /// # Errors
    /// The file is something else, a newer program made it, or it cannot be read or written.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self> {
        Self::prepare(path.as_ref(), OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE, true)
    }

    /// Takes the time from elsewhere than the clock of the machine.
    pub fn with_clock(mut self, clock: fn() -> Timestamp) -> Self {
        self.clock = clock;
        self
    }

    /// Waits so long for another process that is writing, and no longer; ten seconds where nothing else is said.
    ///
    /// # Errors
    /// The file cannot be read any more.
    pub fn with_patience(self, patience: Duration) -> Result<Self> {
        self.connection.busy_timeout(patience)?;
        Ok(self)
    }

    /// Bounds the file, until it is opened again: it may grow by so many pages of 4 KiB, and is then as on a full disk.
    ///
    /// # Errors
    /// The file cannot be read any more.
    pub fn leave_room(&self, pages: u32) -> Result<()> {
        let now = pragma(&self.connection, "page_count")?;
        let bound = now + i64::from(pages);
        Ok(self.connection.query_row(&format!("PRAGMA max_page_count = {bound}"), (), |_| Ok(()))?)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A second way into the same file, for another thread.
    ///
    /// # Errors
    /// As for [`Record::open`].
    pub fn again(&self) -> Result<Self> {
        Ok(Self::open(&self.path)?.with_clock(self.clock))
    }

    fn prepare(path: &Path, flags: OpenFlags, create: bool) -> Result<Self> {
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        // A file that was begun and not finished is as good as none.
        let empty = is_empty(&connection)?;
        if !empty && pragma(&connection, "application_id")? != APPLICATION || empty && !create {
            return Err(Error::NotARecord);
        }
        let known = MIGRATIONS.len() as i64;
        let found = pragma(&connection, "user_version")?;
        if found > known {
            return Err(Error::Newer { found, known });
        }
        // Readers and one writer do not wait for each other; what is committed is on the disk.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        // A statement is planned once, whatever is bound to it: else many are planned anew each time they are used.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(64);
        if found < known {
            connection.query_row("PRAGMA journal_mode = WAL", (), |_| Ok(()))?;
            migrate(&mut connection)?;
        }
        Ok(Self { connection, clock: Timestamp::now, path: path.to_path_buf() })
    }
}

/// Applies what is missing, in one transaction; another process may have done so meanwhile.
fn migrate(connection: &mut Connection) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = pragma(&transaction, "user_version")?;
    for migration in &MIGRATIONS[usize::try_from(found).unwrap_or(0).min(MIGRATIONS.len())..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    Ok(transaction.commit()?)
}

/// An empty record that is no file: what a record's tables should be.
pub(crate) fn in_memory() -> Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    migrate(&mut connection)?;
    Ok(connection)
}

fn pragma(connection: &Connection, name: &str) -> Result<i64> {
    Ok(connection.pragma_query_value(None, name, |row| row.get(0))?)
}

fn is_empty(connection: &Connection) -> Result<bool> {
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
    Ok(tables == 0 && matches!(pragma(connection, "application_id")?, 0 | APPLICATION))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn other_files_are_told_apart_and_left_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.db");
        assert!(matches!(Record::open(&path), Err(Error::Missing)));
        assert!(!path.exists());

        fs::write(&path, "A report, and no record at all. ".repeat(99)).unwrap();
        assert!(matches!(Record::open_or_create(&path), Err(Error::NotARecord)));
        fs::remove_file(&path).unwrap();

        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE notes (words TEXT)").unwrap();
        drop(other);
        let before = fs::read(&path).unwrap();
        assert!(matches!(Record::open_or_create(&path), Err(Error::NotARecord)));
        assert_eq!(fs::read(&path).unwrap(), before);
        fs::remove_file(&path).unwrap();

        fs::write(&path, "").unwrap();
        assert!(matches!(Record::open(&path), Err(Error::NotARecord)));
        Record::open_or_create(&path).unwrap();
        Record::open(&path).unwrap().connection.pragma_update(None, "user_version", 999).unwrap();
        assert!(matches!(Record::open(&path), Err(Error::Newer { found: 999, .. })));
    }

    #[test]
    fn evidence_cannot_be_changed() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::open_or_create(folder.path().join("record.db")).unwrap();
        let hash = [0u8; 32];
        record.connection.execute("INSERT INTO journal VALUES (1, '', 'merge', '', ?1, ?1, ?1)", [hash]).unwrap();
        for statement in ["UPDATE journal SET at = 'x'", "DELETE FROM journal"] {
            let error = record.connection.execute(statement, ()).unwrap_err();
            assert!(error.to_string().contains("only added to"), "{error}");
        }
    }
}
