//! The second pass over an archive on many machines: events that may be one are brought together in blocks, each block is merged
//! alone, and an event that several blocks hold stays in one incident ([`crate::incidents`]).
//!
//! What makes a block are months, countries and types ([`Key`]). An event near the edge of a month, or one whose report was
//! published in another month, stands in more than one block, so that it meets its other accounts in one of them. How rare a word is, is
//! counted once for the whole archive and travels with the rows: a block weighs two accounts as merging all at once would.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::builder::{Int32Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use dateline::Reading;
use dateline::country::Country;
use dateline::incident::{Frequencies, distinct_words};
use dateline::reading::{Event, Status};
use jiff::ToSpan;
use jiff::civil::Date;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::reader::required;
use crate::table::{Table, arrow, batch, batches};

/// Stands for no word: in how many documents one could look.
const ALL: i64 = 0;

/// In how many of a table's documents each word stands. Tables of several parts of an archive, put together, are that of the
/// whole.
#[pyfunction]
pub(crate) fn word_counts(py: Python<'_>, documents: &Bound<'_, PyAny>) -> PyResult<Table> {
    let mut counted = Frequencies::default();
    for found in batches(documents)? {
        let found = found.map_err(arrow)?;
        py.detach(|| count(&found, &mut counted)).map_err(PyValueError::new_err)?;
    }
    counts(&counted)
}

fn count(documents: &RecordBatch, counted: &mut Frequencies) -> Result<(), String> {
    (0..documents.num_rows()).try_for_each(|row| {
        counted.add(&distinct_words(required(documents, "text", row)?));
        Ok(())
    })
}

fn counts(counted: &Frequencies) -> PyResult<Table> {
    let all = counted.all();
    let words = std::iter::once(ALL).chain(all.iter().map(|(word, _)| word.cast_signed()));
    let documents = std::iter::once(counted.documents().cast_signed()).chain(all.iter().map(|(_, n)| i64::from(*n)));
    let columns: Vec<ArrayRef> =
        vec![Arc::new(words.collect::<Int64Array>()), Arc::new(documents.collect::<Int64Array>())];
    let fields = ["word", "documents"].map(|name| Field::new(name, DataType::Int64, false));
    let schema = schema("words", fields.to_vec());
    let rows = batch(&schema, columns)?;
    Ok(Table::new(schema, vec![rows]))
}

/// How rare words are in an archive: tables of [`word_counts`], added up.
#[pyclass(frozen, module = "dateline._dateline")]
pub(crate) struct Words {
    inner: Frequencies,
}

#[pymethods]
impl Words {
    #[new]
    fn new(counts: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut of_word: BTreeMap<i64, i64> = BTreeMap::new();
        for found in batches(counts)? {
            let found = found.map_err(arrow)?;
            let column = |name: &str| {
                let column = found.column_by_name(name).and_then(|column| column.as_primitive_opt::<Int64Type>());
                column.ok_or_else(|| PyValueError::new_err(format!("no column {name:?} of 64-bit integers")))
            };
            let (words, documents) = (column("word")?, column("documents")?);
            for (word, documents) in words.values().iter().zip(documents.values()) {
                *of_word.entry(*word).or_default() += documents;
            }
        }
        let documents = of_word.remove(&ALL).unwrap_or_default().cast_unsigned();
        let seen = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        let seen = of_word.into_iter().map(|(word, count)| (word.cast_unsigned(), seen(count)));
        Ok(Self { inner: Frequencies::new(documents, seen) })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyAny>,))> {
        let table = Bound::new(slf.py(), counts(&slf.get().inner)?)?;
        Ok((slf.get_type().into_any(), (Table::to_pyarrow(&table)?,)))
    }

    fn __repr__(&self) -> String {
        format!("<dateline.Words of {} documents>", self.inner.documents())
    }
}

/// What makes a block.
#[derive(Clone, Copy)]
enum Key {
    Month,
    Country,
    Type,
}

impl Key {
    fn of(name: &str) -> PyResult<Self> {
        match name {
            "month" => Ok(Self::Month),
            "country" => Ok(Self::Country),
            "type" => Ok(Self::Type),
            _ => Err(PyValueError::new_err(format!("blocks are made by month, country and type, not by {name:?}"))),
        }
    }

    /// What an event has of it: the blocks that it stands in.
    fn parts(self, reading: &Reading, event: &Event) -> BTreeSet<String> {
        match self {
            Self::Month => months(reading, event),
            Self::Country => countries(reading, event),
            Self::Type => [event.kind.plover.clone()].into(),
        }
    }
}

/// The days of two accounts of one event may differ by twice as many.
const EDGE: i64 = 2;
/// What is dated to more days than these ("in 1989") is dated too vaguely to be looked for in the months that it touches.
const LONG: i64 = 31;

/// The months of an event, and of its report's publication.
fn months(reading: &Reading, event: &Event) -> BTreeSet<String> {
    let days = event.when.as_ref().and_then(|when| Some((when.from.or(when.to)?, when.to.or(when.from)?)));
    let days = days.filter(|(from, to)| *to <= from.saturating_add(LONG.days()));
    let mut months = BTreeSet::new();
    let mut add = |day: Date, edge: i64| {
        for day in [day.saturating_sub(edge.days()), day.saturating_add(edge.days())] {
            months.insert(day.strftime("%Y-%m").to_string());
        }
    };
    days.into_iter().for_each(|(from, to)| [from, to].into_iter().for_each(|day| add(day, EDGE)));
    match &reading.document.published {
        Some(published) => add(published.date, if days.is_none() { EDGE } else { 0 }),
        None => _ = months.insert("undated".into()),
    }
    months
}

/// The countries of an event.
fn countries(reading: &Reading, event: &Event) -> BTreeSet<String> {
    let place = |id: &str| reading.places.iter().find(|p| p.id == id);
    let own = event.places.iter().filter_map(|at| place(&at.place)?.country.clone());
    let mut countries: BTreeSet<String> = own.collect();
    if countries.is_empty() {
        countries.insert(Country::UNKNOWN.code().to_owned());
    }
    countries
}

/// One row for each document of a table `documents` and each block that it has events in: the block's name, the document's key, its
/// text, its reading with the events of that block alone, and which of these stand in other blocks too. `by` is what makes a
/// block: `month`, `country`, `type`. Words are as rare as `words` says.
#[pyfunction]
#[pyo3(signature = (documents, words, *, by))]
#[expect(clippy::needless_pass_by_value, reason = "as Python gives it")]
pub(crate) fn blocks(py: Python<'_>, documents: &Bound<'_, PyAny>, words: &Words, by: Vec<String>) -> PyResult<Table> {
    let by: Vec<Key> = by.iter().map(|name| Key::of(name)).collect::<PyResult<_>>()?;
    let mut rows = Rows::default();
    for found in batches(documents)? {
        let found = found.map_err(arrow)?;
        py.detach(|| rows.add(&found, &by, &words.inner)).map_err(PyValueError::new_err)?;
    }
    rows.finish()
}

/// Rows of blocks.
#[derive(Default)]
struct Rows {
    /// Block, document, text, reading.
    words: [StringBuilder; 4],
    elsewhere: ListBuilder<StringBuilder>,
    seen: ListBuilder<Int32Builder>,
    among: Int64Builder,
}

impl Rows {
    fn add(&mut self, documents: &RecordBatch, by: &[Key], words: &Frequencies) -> Result<(), String> {
        for row in 0..documents.num_rows() {
            let text = |name| required(documents, name, row);
            let mut reading: Reading =
                serde_json::from_str(text("reading")?).map_err(|e| format!("row {row}: no reading: {e}"))?;
            let mut of_block: BTreeMap<String, Vec<Event>> = BTreeMap::new();
            let mut shared: BTreeSet<String> = BTreeSet::new();
            for event in std::mem::take(&mut reading.events) {
                // What may happen is no account of what did.
                if !event.status.is_live() && !matches!(event.status, Status::Background | Status::Denied) {
                    continue;
                }
                let blocks = names(&reading, &event, by);
                if blocks.len() > 1 {
                    shared.insert(event.id.clone());
                }
                blocks.into_iter().for_each(|block| of_block.entry(block).or_default().push(event.clone()));
            }
            // What merging does not look at need not travel.
            let slim = Reading {
                sentences: Vec::new(),
                times: Vec::new(),
                claims: Vec::new(),
                links: Vec::new(),
                relations: Vec::new(),
                outlook: Vec::new(),
                ..reading
            };
            let seen: Vec<Option<i32>> = distinct_words(text("text")?)
                .into_iter()
                .map(|word| Some(i32::try_from(words.of(word)).unwrap_or(i32::MAX)))
                .collect();
            for (block, events) in of_block {
                let reading = Reading { events, ..slim.clone() };
                let json = serde_json::to_string(&reading).expect("readings have no maps with keys other than strings");
                let cells = [block.as_str(), text("document")?, text("text")?, &json];
                self.words.iter_mut().zip(cells).for_each(|(column, cell)| column.append_value(cell));
                let ids = reading.events.iter().map(|event| &event.id).filter(|id| shared.contains(*id));
                self.elsewhere.append_value(ids.map(Some));
                self.seen.append_value(seen.iter().copied());
                self.among.append_value(words.documents().cast_signed());
            }
        }
        Ok(())
    }

    fn finish(mut self) -> PyResult<Table> {
        let list = |name, of| Field::new_list(name, Field::new_list_field(of, true), false);
        let mut fields =
            ["block", "document", "text", "reading"].map(|name| Field::new(name, DataType::Utf8, false)).to_vec();
        fields.push(list("elsewhere", DataType::Utf8));
        fields.push(list("seen", DataType::Int32));
        fields.push(Field::new("among", DataType::Int64, false));
        let mut columns: Vec<ArrayRef> = Vec::new();
        for column in &mut self.words {
            columns.push(Arc::new(column.finish()));
        }
        columns.push(Arc::new(self.elsewhere.finish()));
        columns.push(Arc::new(self.seen.finish()));
        columns.push(Arc::new(self.among.finish()));
        let schema = schema("blocks", fields);
        let rows = batch(&schema, columns)?;
        Ok(Table::new(schema, vec![rows]))
    }
}

/// The names of the blocks that an event stands in: `2026-04 ASSAULT`.
fn names(reading: &Reading, event: &Event, by: &[Key]) -> Vec<String> {
    by.iter().fold(vec![String::new()], |names, key| {
        let parts = key.parts(reading, event);
        let with = |name: &String| {
            let space = if name.is_empty() { "" } else { " " };
            parts.iter().map(|part| format!("{name}{space}{part}")).collect::<Vec<_>>()
        };
        names.iter().flat_map(with).collect()
    })
}

pub(crate) fn schema(table: &str, fields: Vec<Field>) -> SchemaRef {
    let metadata = [("dateline.table".to_owned(), table.to_owned())].into();
    Arc::new(Schema::new_with_metadata(fields, metadata))
}
