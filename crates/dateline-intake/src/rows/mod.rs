//! Documents as rows of tables: CSV and Parquet. A row becomes what a line of JSON is, so that the same document is the same in
//! either form.

mod columns;
mod parquet;
mod separated;

use std::fs::File;
use std::io::{self, Seek as _};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use columns::Columns;
pub(crate) use columns::is_table;

use crate::compress::Source;
use crate::error::{Error, Origin, Problem};
use crate::raw::{Form, Raw};
use crate::walk::Consumed;
use columns::Places;

/// A row, in the contract's words.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Row {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) published: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) translated_from: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) notes: Vec<String>,
    pub(crate) text: String,
}

impl Row {
    /// The row whose cell in each column `cell` gives.
    fn of(places: &Places, cell: impl Fn(usize) -> Result<Option<String>, Problem>) -> Result<Self, Problem> {
        let filled = |at: Option<usize>| {
            let cell = at.map(&cell).transpose()?.flatten();
            Ok(cell.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()))
        };
        let mut notes = Vec::new();
        let mut published = None;
        if let Some(words) = filled(places.published)? {
            published = crate::jsonl::date_of(&words);
            if published.is_none() {
                let why = format!("{:?} is {words:?}, not a date like 2026-04-25", places.published_name);
                if places.published_asked {
                    return Err(Problem::Table(why));
                }
                notes.push(why);
            }
        }
        Ok(Self {
            id: filled(places.id)?,
            title: filled(places.title)?,
            url: filled(places.url)?,
            publisher: filled(places.publisher)?,
            published,
            language: filled(places.language)?,
            translated_from: filled(places.translated_from)?,
            notes,
            text: cell(places.text)?.unwrap_or_default(),
        })
    }
}

/// The documents of a table.
pub(crate) struct Table {
    origin: Origin,
    limit: u64,
    ended: bool,
    rows: Rows,
}

enum Rows {
    Separated(Box<separated::Rows>),
    Parquet(Box<parquet::Rows>),
}

impl Table {
    /// Rows of text, with a first line that names the columns.
    pub(crate) fn separated(origin: Origin, source: Source, limit: u64, columns: &Columns) -> Result<Self, Error> {
        let rows = separated::Rows::new(source, limit, columns).map_err(|problem| problem.at(&origin))?;
        Ok(Self { origin, limit, ended: false, rows: Rows::Separated(Box::new(rows)) })
    }

    /// Rows of a Parquet file, which is read where it lies or else out of a temporary file: its end says where what is.
    pub(crate) fn parquet(
        origin: Origin,
        mut source: Source,
        limit: u64,
        columns: &Columns,
        is_packed: bool,
        consumed: Consumed,
    ) -> Result<Self, Error> {
        let lies = |path: &&String| !is_packed && origin.url.is_none() && *path != "-";
        let file = match origin.path.as_ref().filter(lies).and_then(|path| File::open(path).ok()) {
            Some(file) => Ok(file),
            None => tempfile::tempfile().and_then(|mut file| {
                io::copy(&mut source, &mut file)?;
                file.rewind().map(|()| file)
            }),
        };
        let file = file.map_err(|error| Problem::Io(error).at(&origin))?;
        let rows = parquet::Rows::new(file, columns, consumed).map_err(|problem| problem.at(&origin))?;
        Ok(Self { origin, limit, ended: false, rows: Rows::Parquet(Box::new(rows)) })
    }
}

impl Iterator for Table {
    type Item = Result<Raw, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let (line, row) = match &mut self.rows {
            Rows::Separated(rows) => rows.next()?,
            Rows::Parquet(rows) => rows.next()?,
        };
        let origin = Origin { line: Some(line), ..self.origin.clone() };
        let row = row.unwrap_or_else(|end| {
            // What comes after it cannot be found.
            self.ended = true;
            Err(end)
        });
        Some(row.map_err(|problem| problem.at(&origin)).and_then(|row| {
            if row.text.len() as u64 > self.limit {
                return Err(Error { source_id: row.id, ..Problem::TooLarge(self.limit).at(&origin) });
            }
            let bytes = serde_json::to_vec(&row).expect("words and days");
            Ok(Raw::new(origin, Form::Row, bytes))
        }))
    }
}

/// What came of one row: the row, a problem with it alone, or (outside) one that ends the table.
type Next = Result<Result<Row, Problem>, Problem>;
