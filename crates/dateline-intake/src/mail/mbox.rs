//! Mailboxes: messages one after the other, each after a line that begins with `From ` (RFC 4155). A line of a message that begins
//! so has a `>` before it.

use crate::bytes::{Line, read_line};
use crate::compress::Source;
use crate::error::{Error, Origin, Problem};
use crate::raw::{Form, Raw};

/// The messages of a mailbox.
pub(crate) struct Mailbox {
    origin: Origin,
    source: Source,
    limit: u64,
    line: u64,
    /// The line at which the message began whose first line was read.
    begun: Option<u64>,
    ended: bool,
}

/// The line at which a message begins, and its bytes, where it is not too long.
type Message = (u64, Option<Vec<u8>>);

impl Mailbox {
    pub(crate) fn new(origin: Origin, source: Source, limit: u64) -> Self {
        Self { origin, source, limit, line: 0, begun: None, ended: false }
    }

    /// The next message's bytes; of one that is too long nothing is kept.
    fn message(&mut self) -> Result<Option<Message>, Problem> {
        let (mut bytes, mut fits, mut after_blank) = (Vec::new(), true, true);
        loop {
            self.line += 1;
            let line = match read_line(&mut self.source, self.limit).map_err(Problem::Io)? {
                Line::Bytes(line) => line,
                Line::TooLong => {
                    fits = false;
                    continue;
                }
                Line::End => {
                    self.ended = true;
                    return Ok(self.begun.take().map(|begun| (begun, fits.then_some(bytes))));
                }
            };
            if after_blank && line.starts_with(b"From ") {
                if let Some(begun) = self.begun.replace(self.line) {
                    return Ok(Some((begun, fits.then_some(bytes))));
                }
                continue;
            }
            after_blank = line.is_empty();
            if self.begun.is_none() {
                continue;
            }
            let quoted =
                line.iter().position(|byte| *byte != b'>').is_some_and(|at| at > 0 && line[at..].starts_with(b"From "));
            if (bytes.len() + line.len()) as u64 > self.limit {
                fits = false;
                bytes = Vec::new();
            }
            if fits {
                bytes.extend(&line[usize::from(quoted)..]);
                bytes.push(b'\n');
            }
        }
    }
}

impl Iterator for Mailbox {
    type Item = Result<Raw, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.message() {
            Ok(None) => None,
            Ok(Some((line, bytes))) => {
                let origin = Origin { line: Some(line), ..self.origin.clone() };
                Some(match bytes {
                    Some(bytes) => Ok(Raw::new(origin, Form::Mail, bytes)),
                    None => Err(Problem::TooLarge(self.limit).at(&origin)),
                })
            }
            Err(problem) => {
                self.ended = true;
                Some(Err(problem.at(&self.origin)))
            }
        }
    }
}
