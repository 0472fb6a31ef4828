//! What can go wrong with a record, in words that tell a person what to do.

use rusqlite::ErrorCode;

/// Why something could not be done with a record. The caller knows the file and names it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such file.
    #[error("no such record; `dateline ingest --record` makes one")]
    Missing,
    /// It is a file of another kind.
    #[error("not a record of dateline; give another file, which is made if it is not there")]
    NotARecord,
    /// A newer program made it.
    #[error("made by a newer dateline (form {found} of the record, this program knows {known}); use that one")]
    Newer {
        /// The form of the file.
        found: i64,
        /// The newest form that this program knows.
        known: i64,
    },
    /// Another process holds it.
    #[error("another program is writing to this record; try again when it is done")]
    Busy,
    /// There is no room.
    #[error(
        "no space is left on the disk; what was reported as done is kept: make room and run the same command again"
    )]
    Full,
    /// It may not be written to.
    #[error("this record may not be written to; look at the rights of the file and its folder")]
    ReadOnly,
    /// Its bytes are not what they should be.
    #[error("the record is damaged: {0}; `dateline verify` names what is, a copy of the file brings it back")]
    Damaged(String),
    /// Nothing in the record has this id.
    #[error("nothing in the record has the id {0}")]
    NoSuchId(String),
    /// More than one thing does.
    #[error("{id} begins the ids of more than one: {}", .found.join(", "))]
    Ambiguous {
        /// What was asked for.
        id: String,
        /// Some of what begins so.
        found: Vec<String>,
    },
    /// A decision that makes no sense; in words.
    #[error("{0}")]
    Decision(String),
    /// What SQLite says otherwise.
    #[error("the record cannot be read or written: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

/// What comes of working with a record.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotARecord,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}
