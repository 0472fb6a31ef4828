//! What can go wrong with an archive on a disk.

use std::io;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

/// What an archive's functions give.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What it said.
        #[source]
        source: io::Error,
    },
    /// A Parquet file cannot be written or read.
    #[error("{}: {source}", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: ParquetError,
    },
    /// Something is there already.
    #[error("{} is not empty: --resume goes on with an archive that was begun there; else name another folder", .0.display())]
    NotEmpty(PathBuf),
    /// There is something else where an archive should be.
    #[error("{} is not empty and holds no archive; name another folder", .0.display())]
    NoArchive(PathBuf),
    /// Another process is at work there.
    #[error("{}: another process is writing this archive", .0.display())]
    Busy(PathBuf),
    /// An archive was begun in another way than it shall go on.
    #[error("{} was begun with {what}: {was}, now: {is}. Go on with the same, or begin anew in another folder", folder.display())]
    Differs {
        /// The archive.
        folder: PathBuf,
        /// What differs, in words.
        what: String,
        /// As it was begun.
        was: String,
        /// As it is now.
        is: String,
    },
    /// A file that the archive needs is not as it was written.
    #[error("{}: {what}; begin anew in another folder", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
}

impl Error {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    pub(super) fn parquet(path: &Path) -> impl FnOnce(ParquetError) -> Self + '_ {
        move |source| Self::Parquet { path: path.to_owned(), source }
    }

    pub(super) fn damaged(path: &Path, what: &impl ToString) -> Self {
        Self::Damaged { path: path.to_owned(), what: what.to_string() }
    }
}
