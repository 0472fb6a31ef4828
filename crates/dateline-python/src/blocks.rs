//! The second pass over an archive on many machines: events that may be one are brought together in blocks, and each block is
//! merged alone.
//!
//! A block is a month and a type of event, and a country too where a month has more events of a type than one worker holds. That
//! is coarse on purpose: accounts of one event differ in day and place, and merging a block costs about as much as it has rows.
//! What is lost are incidents whose accounts differ in what makes a block, and rare words are counted within the block;
//! docs/QUALITY.md says how much that is.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::{Int32Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use dateline::Reading;
use dateline::country::Country;
use dateline::incident::{self, Incident, Report};
use dateline::lexicon::merge::Profile;
use dateline::reading::{Event, Status};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::reader::required;
use crate::table::{Table, arrow, batch, batches};

/// One row for each document of a table `documents` and each block that it has events in: the block's name, the document's key, its
/// text, and its reading with the events of that block alone. `by` is what makes a block: `month`, `country`, `type`.
#[pyfunction]
#[pyo3(signature = (documents, *, by))]
#[expect(clippy::needless_pass_by_value, reason = "as Python gives it")]
pub(crate) fn blocks(py: Python<'_>, documents: &Bound<'_, PyAny>, by: Vec<String>) -> PyResult<Table> {
    if let Some(wrong) = by.iter().find(|part| !["month", "country", "type"].contains(&part.as_str())) {
        return Err(PyValueError::new_err(format!("blocks are made by month, country and type, not by {wrong:?}")));
    }
    let fields = ["block", "document", "text", "reading"].map(|name| Field::new(name, DataType::Utf8, false));
    let schema = schema("blocks", fields.to_vec());
    let mut made = Vec::new();
    for found in batches(documents)? {
        let found = found.map_err(arrow)?;
        let rows = py.detach(|| rows_of(&found, &by)).map_err(PyValueError::new_err)?;
        let column = |at: usize| Arc::new(rows.iter().map(|row| Some(row[at].as_str())).collect::<StringArray>()) as _;
        made.push(batch(&schema, (0..4).map(column).collect())?);
    }
    Ok(Table::new(schema, made))
}

fn rows_of(documents: &RecordBatch, by: &[String]) -> Result<Vec<[String; 4]>, String> {
    let mut rows = Vec::new();
    for row in 0..documents.num_rows() {
        let text = |name| required(documents, name, row);
        let mut reading: Reading =
            serde_json::from_str(text("reading")?).map_err(|e| format!("row {row}: no reading: {e}"))?;
        let mut of_block: BTreeMap<String, Vec<Event>> = BTreeMap::new();
        for event in std::mem::take(&mut reading.events) {
            // What may happen is no account of what did.
            if event.status.is_live() || matches!(event.status, Status::Background | Status::Denied) {
                of_block.entry(block(&reading, &event, by)).or_default().push(event);
            }
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
        for (block, events) in of_block {
            let reading = Reading { events, ..slim.clone() };
            let json = serde_json::to_string(&reading).expect("readings have no maps with keys other than strings");
            rows.push([block, text("document")?.to_owned(), text("text")?.to_owned(), json]);
        }
    }
    Ok(rows)
}

/// The name of an event's block: `2026-04 ASSAULT`.
fn block(reading: &Reading, event: &Event, by: &[String]) -> String {
    let part = |part: &String| match part.as_str() {
        "month" => {
            let day = event.when.as_ref().and_then(|when| when.from.or(when.to));
            let day = day.or_else(|| reading.document.published.as_ref().map(|published| published.date));
            day.map_or("undated".into(), |day| day.strftime("%Y-%m").to_string())
        }
        "country" => {
            let place = |id: &str| reading.places.iter().find(|p| p.id == id);
            let country = event.places.iter().find_map(|at| place(&at.place)?.country.as_deref());
            country.unwrap_or(Country::UNKNOWN.code()).to_owned()
        }
        _ => event.kind.plover.clone(),
    };
    by.iter().map(part).collect::<Vec<_>>().join(" ")
}

/// Incidents of blocks, in the order of the blocks' names; within a block, in that of the documents' keys.
pub(crate) fn merge(py: Python<'_>, blocks: &Bound<'_, PyAny>, profile: &Profile) -> PyResult<Table> {
    let mut of_block: BTreeMap<String, Vec<(String, Report)>> = BTreeMap::new();
    for found in batches(blocks)? {
        let found = found.map_err(arrow)?;
        py.detach(|| gather(&found, &mut of_block)).map_err(PyValueError::new_err)?;
    }
    py.detach(|| {
        let mut rows = Rows::default();
        for (block, mut reports) in of_block {
            // Whatever order a shuffle brings, the same rows give the same incidents.
            reports.sort_by(|a, b| a.0.cmp(&b.0));
            reports.dedup_by(|a, b| a.0 == b.0);
            let reports: Vec<Report> = reports.into_iter().map(|(_, report)| report).collect();
            incident::merge(&reports, profile).iter().for_each(|incident| rows.push(&block, incident));
        }
        rows.finish()
    })
}

fn gather(rows: &RecordBatch, of_block: &mut BTreeMap<String, Vec<(String, Report)>>) -> Result<(), String> {
    for row in 0..rows.num_rows() {
        let text = |name| required(rows, name, row);
        let mut reading: Reading =
            serde_json::from_str(text("reading")?).map_err(|e| format!("row {row}: no reading: {e}"))?;
        let document = text("document")?.to_owned();
        // Incidents name their reports by the key that joins all tables.
        reading.document.source_id = Some(document.clone());
        let report = Report::new(text("text")?, &reading);
        of_block.entry(text("block")?.to_owned()).or_default().push((document, report));
    }
    Ok(())
}

/// Rows of the table `incidents`.
#[derive(Default)]
struct Rows {
    words: [StringBuilder; 4],
    sources: Int32Builder,
    documents: ListBuilder<StringBuilder>,
    events: ListBuilder<StringBuilder>,
    json: StringBuilder,
}

impl Rows {
    fn push(&mut self, block: &str, incident: &Incident) {
        let status = incident.status.map(Status::word);
        let words = [Some(block), Some(incident.incident.as_str()), incident.plover.as_deref(), status];
        self.words.iter_mut().zip(words).for_each(|(column, word)| column.append_option(word));
        self.sources.append_value(i32::try_from(incident.sources.len()).unwrap_or(i32::MAX));
        for member in &incident.members {
            self.documents.values().append_value(&member.source_id);
            self.events.values().append_option(member.event.as_deref());
        }
        self.documents.append(true);
        self.events.append(true);
        self.json.append_value(serde_json::to_string(incident).expect("strings and numbers"));
    }

    fn finish(mut self) -> PyResult<Table> {
        let text = |name, nullable| Field::new(name, DataType::Utf8, nullable);
        let list = |name| Field::new_list(name, Field::new_list_field(DataType::Utf8, true), false);
        let fields = vec![
            text("block", false),
            text("incident", false),
            text("plover", true),
            text("status", true),
            Field::new("sources", DataType::Int32, false),
            list("documents"),
            list("events"),
            text("json", false),
        ];
        let mut columns: Vec<ArrayRef> = Vec::new();
        for column in &mut self.words {
            columns.push(Arc::new(column.finish()));
        }
        columns.push(Arc::new(self.sources.finish()));
        columns.push(Arc::new(self.documents.finish()));
        columns.push(Arc::new(self.events.finish()));
        columns.push(Arc::new(self.json.finish()));
        let schema = schema("incidents", fields);
        let rows = batch(&schema, columns)?;
        Ok(Table::new(schema, vec![rows]))
    }
}

fn schema(table: &str, fields: Vec<Field>) -> SchemaRef {
    let metadata = [("dateline.table".to_owned(), table.to_owned())].into();
    Arc::new(Schema::new_with_metadata(fields, metadata))
}
