//! Inputs that hold many documents.

use crate::bytes::{Line, read_line};
use crate::error::{Error, Origin, Problem};
#[cfg(feature = "feeds")]
use crate::files::Files;
#[cfg(feature = "feeds")]
use crate::list::List;
#[cfg(feature = "feeds")]
use crate::mail::Mailbox;
use crate::raw::{Form, Raw};
#[cfg(feature = "rows")]
use crate::rows::Table;
use crate::walk::Stream;
#[cfg(feature = "feeds")]
use crate::warc::Archive;

/// An input of many documents that is being read.
pub(crate) enum Many {
    Lines(Lines),
    #[cfg(feature = "rows")]
    Table(Table),
    #[cfg(feature = "feeds")]
    Archive(Archive),
    #[cfg(feature = "feeds")]
    Mailbox(Mailbox),
    #[cfg(feature = "feeds")]
    List(List),
    #[cfg(feature = "feeds")]
    Files(Files),
}

/// A document a line.
pub(crate) struct Lines {
    stream: Stream,
    limit: u64,
    line: u64,
    ended: bool,
}

impl Lines {
    pub(crate) fn new(stream: Stream, limit: u64) -> Self {
        Self { stream, limit, line: 0, ended: false }
    }
}

impl Iterator for Lines {
    type Item = Result<Raw, Error>;

    /// The next line that is not blank.
    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line += 1;
            let origin = Origin { line: Some(self.line), ..self.stream.origin.clone() };
            match read_line(&mut self.stream.source, self.limit) {
                Ok(Line::Bytes(bytes)) if bytes.trim_ascii().is_empty() => {}
                Ok(Line::Bytes(bytes)) => return Some(Ok(Raw::new(origin, Form::JsonLine, bytes))),
                Ok(Line::TooLong) => return Some(Err(Problem::TooLarge(self.limit).at(&origin))),
                Ok(Line::End) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(self.stream.failed(&origin, error)));
                }
            }
        }
        None
    }
}
