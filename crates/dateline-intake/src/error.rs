//! What can go wrong with one document, and where it came from.

use std::fmt;
use std::io;

/// Where a document came from, as a person would look it up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file, if it came from one; `-` for standard input.
    pub path: Option<String>,
    /// The address, if it came from one.
    pub url: Option<String>,
    /// The line, from 1, in a file that holds many documents.
    pub line: Option<u64>,
}

impl Origin {
    /// A file or `-`.
    pub fn path(path: impl Into<String>) -> Self {
        Self { path: Some(path.into()), ..Self::default() }
    }

    /// An address.
    pub fn url(url: impl Into<String>) -> Self {
        Self { url: Some(url.into()), ..Self::default() }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.url.as_deref().or(self.path.as_deref()) {
            None | Some("-") => f.write_str("standard input")?,
            Some(name) => f.write_str(name)?,
        }
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

/// Why one document could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{origin}: {problem}")]
pub struct Error {
    /// Where the document came from.
    pub origin: Origin,
    /// The caller's id of it, if that could be read.
    pub source_id: Option<String>,
    /// What is wrong, and what to do.
    #[source]
    pub problem: Problem,
}

/// What is wrong, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The path does not exist.
    #[error("no such file or folder")]
    NotFound,
    /// The operating system refused.
    #[error("cannot be read: {0}")]
    Io(#[source] io::Error),
    /// A compressed stream ends early or is damaged; what came before was read.
    #[error("the compressed data end too early or are damaged ({0}); fetch or compress the file again")]
    Damaged(#[source] io::Error),
    /// A web archive ends early or is damaged; what came before was read.
    #[error("the archive ends too early or is damaged ({0}); fetch it again")]
    Archive(#[source] io::Error),
    /// An address did not give a page.
    #[error("could not be fetched: {0}")]
    Fetch(String),
    /// A server asks to be left alone for a while, or does not work just now.
    #[error("could not be fetched: {why}; try again in {}", in_words(*.seconds))]
    Later {
        /// What it answered.
        why: String,
        /// How long to wait.
        seconds: u64,
    },
    /// The server's robots.txt says that programs may not read this page.
    #[error("its robots.txt does not let programs read it; save the page and read the file")]
    Robots,
    /// Bytes that should be a feed and are none.
    #[error("not a feed that can be read ({0}): expected RSS, Atom or a JSON Feed")]
    Feed(String),
    /// A list of articles that is none, or a line of it.
    #[error("not a list that can be read ({0})")]
    List(String),
    /// JSON Lines are UTF-8.
    #[error("JSON Lines in UTF-16; convert the file to UTF-8 first, with iconv for instance")]
    Utf16Lines,
    /// A folder without anything to read.
    #[error(
        "no documents in this folder: expected files ending in {}, also with .gz, .zst, .bz2 or .xz",
        crate::input::ENDINGS
    )]
    EmptyFolder,
    /// The bytes are no text.
    #[error("{0}, not text; give the text itself, or an HTML page, or JSON Lines")]
    Binary(&'static str),
    /// More bytes than one document may have.
    #[error(
        "one document of more than {} MiB; split it into documents, one a line of a .jsonl file, or allow more with --max-size",
        .0 >> 20
    )]
    TooLarge(u64),
    /// A line that is no document.
    #[error(r#"expected {{"id": "...", "text": "..."}} on this line: {0}"#)]
    Line(String),
    /// A line of a table is wrong, or the whole is no table.
    #[error("{0}")]
    Table(String),
    /// The reader panicked: a mistake in the program, which costs this document and no other.
    #[error("the reader broke off, which is a mistake in dateline ({0}); please report it with this document")]
    Panic(String),
}

/// A time to wait, as people say it.
fn in_words(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} seconds"),
        120..7200 => format!("{} minutes", seconds.div_ceil(60)),
        _ => format!("{} hours", seconds.div_ceil(3600)),
    }
}

impl Problem {
    /// The error of this problem with one document.
    pub(crate) fn at(self, origin: &Origin) -> Error {
        Error { origin: origin.clone(), source_id: None, problem: self }
    }
}
