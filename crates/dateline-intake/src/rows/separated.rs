//! Tables as text: CSV (RFC 4180), also with semicolons or tabs.

use std::io::{self, Read};

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::columns::{Columns, Places};
use super::{Next, Row};
use crate::compress::Source;
use crate::error::Problem;

/// What stands between the fields of a first line.
fn delimiter(line: &[u8]) -> u8 {
    let count = |delimiter: u8| memchr::memchr_iter(delimiter, line).count();
    // The first of the most frequent.
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).expect("three")
}

fn builder(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter);
    builder
}

/// The fields of a first line.
pub(super) fn names(line: &[u8]) -> Vec<String> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let record = builder(delimiter(line)).from_reader(line).into_byte_records().next().and_then(Result::ok);
    record.unwrap_or_default().iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

/// The rows of a table.
pub(super) struct Rows {
    reader: Reader<Bounded>,
    record: ByteRecord,
    places: Places,
    limit: u64,
}

impl Rows {
    pub(super) fn new(mut source: Source, limit: u64, columns: &Columns) -> Result<Self, Problem> {
        let head = source.fill_buf().map_err(Problem::Io)?;
        let first = memchr::memchr(b'\n', head).map_or(head, |end| &head[..end]);
        let delimiter = delimiter(first);
        if head.starts_with(b"\xef\xbb\xbf") {
            source.consume(3);
        }
        let mut reader =
            builder(delimiter).from_reader(Bounded { source, left: 0, limit: limit.saturating_add(SLACK) });
        let mut record = ByteRecord::new();
        reader.get_mut().renew();
        reader.read_byte_record(&mut record).map_err(failed)?;
        let names: Vec<String> = record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        Ok(Self { places: Places::find(&names, columns)?, reader, record, limit })
    }

    /// The next row and its line.
    pub(super) fn next(&mut self) -> Option<(u64, Next)> {
        self.reader.get_mut().renew();
        let read = self.reader.read_byte_record(&mut self.record);
        let line = self.record.position().map_or(0, csv::Position::line);
        match read {
            Ok(false) => None,
            Ok(true) => Some((line, Ok(self.row()))),
            Err(error) if self.reader.get_ref().left == 0 => {
                drop(error);
                let most = self.limit >> 20;
                let why = format!(
                    "a row of more than {most} MiB: is a quotation mark missing before it? What follows is left out"
                );
                Some((self.reader.position().line(), Err(Problem::Table(why))))
            }
            Err(error) => Some((self.reader.position().line(), Err(failed(error)))),
        }
    }

    fn row(&self) -> Result<Row, Problem> {
        let cell = |at: usize| {
            let Some(bytes) = self.record.get(at) else { return Ok(None) };
            let words = std::str::from_utf8(bytes).map_err(|_| {
                Problem::Table("this row is not UTF-8; convert the file first, with iconv for instance".into())
            })?;
            Ok(Some(words.to_owned()))
        };
        if self.record.len() <= self.places.text {
            let (has, wanted) = (self.record.len(), self.places.text + 1);
            let fields = if has == 1 { "field" } else { "fields" };
            return Err(Problem::Table(format!("this row has {has} {fields}, and its text should be number {wanted}")));
        }
        Row::of(&self.places, cell)
    }
}

fn failed(error: csv::Error) -> Problem {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Problem::Io(error),
        other => Problem::Table(format!("{other:?}")),
    }
}

/// What a row may have beside its text, and what the parser reads ahead.
const SLACK: u64 = 1 << 20;

/// Reads no more than a row may have: a quotation mark that never ends must not fill the memory.
struct Bounded {
    source: Source,
    /// How many bytes of this row are left.
    left: u64,
    limit: u64,
}

impl Bounded {
    fn renew(&mut self) {
        self.left = self.limit;
    }
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let count = self.source.read(&mut buffer[..most])?;
        self.left -= count as u64;
        Ok(count)
    }
}
