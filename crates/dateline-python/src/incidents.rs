//! Incidents of blocks, and how an event that several blocks hold comes into one incident alone.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Int32Builder, ListBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field};
use dateline::Reading;
use dateline::incident::{self, Frequencies, Incident, Report, distinct_words};
use dateline::lexicon::merge::Profile;
use dateline::reading::Status;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::blocks::schema;
use crate::reader::required;
use crate::table::{Table, arrow, batch, batches};

/// A block while its rows come together: what is known of its documents, by their keys.
#[derive(Default)]
struct Block {
    reports: BTreeMap<String, Report>,
    /// Events that stand in other blocks too, with their documents.
    shared: HashSet<(String, String)>,
    seen: HashMap<u64, u32>,
    among: u64,
}

/// Incidents of blocks, in the order of the blocks' names; within a block, in that of the documents' keys.
pub(crate) fn merge(py: Python<'_>, rows: &Bound<'_, PyAny>, profile: &Profile) -> PyResult<Table> {
    let mut of_block: BTreeMap<String, Block> = BTreeMap::new();
    for found in batches(rows)? {
        let found = found.map_err(arrow)?;
        py.detach(|| gather(&found, &mut of_block)).map_err(PyValueError::new_err)?;
    }
    py.detach(|| {
        let mut rows = Rows::default();
        for (name, block) in of_block {
            let Block { reports, shared, seen, among } = block;
            // Whatever order a shuffle brings, the same rows give the same incidents.
            let reports: Vec<Report> = reports.into_values().collect();
            for incident in incident::merge_part(&reports, profile, Frequencies::new(among, seen)) {
                let mut events = incident.members.iter().filter_map(|m| Some((m.source_id.clone(), m.event.clone()?)));
                rows.push(&name, events.any(|event| shared.contains(&event)), &incident);
            }
        }
        rows.finish()
    })
}

fn gather(rows: &RecordBatch, of_block: &mut BTreeMap<String, Block>) -> Result<(), String> {
    let missing = |name: &str| format!("no column {name:?} as blocks have it");
    let lists = |name: &str| {
        rows.column_by_name(name).and_then(|column| column.as_list_opt::<i32>()).ok_or_else(|| missing(name))
    };
    let (elsewhere, seen) = (lists("elsewhere")?, lists("seen")?);
    let among = rows.column_by_name("among").and_then(|column| column.as_primitive_opt::<Int64Type>());
    let among = among.ok_or_else(|| missing("among"))?;
    for row in 0..rows.num_rows() {
        let text = |name| required(rows, name, row);
        let mut reading: Reading =
            serde_json::from_str(text("reading")?).map_err(|e| format!("row {row}: no reading: {e}"))?;
        let document = text("document")?.to_owned();
        // Incidents name their reports by the key that joins all tables.
        reading.document.source_id = Some(document.clone());
        let block = of_block.entry(text("block")?.to_owned()).or_default();
        let ids = elsewhere.value(row);
        let ids = ids.as_string_opt::<i32>().ok_or_else(|| missing("elsewhere"))?;
        block.shared.extend(ids.iter().flatten().map(|id| (document.clone(), id.to_owned())));
        let counts = seen.value(row);
        let counts = counts.as_primitive_opt::<Int32Type>().ok_or_else(|| missing("seen"))?;
        let words = distinct_words(text("text")?);
        block.seen.extend(words.into_iter().zip(counts.values().iter().map(|count| count.cast_unsigned())));
        block.among = among.value(row).cast_unsigned();
        block.reports.insert(document, Report::new(text("text")?, &reading));
    }
    Ok(())
}

/// Where incidents of several blocks that share events are to meet, for [`settle`]: a row for each of `ties` (the columns `block`,
/// `incident`, `documents` and `events` of incidents that are shared) that has to move, with the block `to` which it moves.
#[pyfunction]
pub(crate) fn meet(py: Python<'_>, ties: &Bound<'_, PyAny>) -> PyResult<Table> {
    let mut all = Vec::new();
    for found in batches(ties)? {
        let found = found.map_err(arrow)?;
        py.detach(|| take(&found, &mut all)).map_err(PyValueError::new_err)?;
    }
    all.sort_unstable_by(|a, b| (&a.block, &a.incident).cmp(&(&b.block, &b.incident)));
    let group = groups(&all);
    let moved: Vec<(&Tie, &Tie)> = all
        .iter()
        .zip(&group)
        .map(|(tie, first)| (tie, &all[*first]))
        .filter(|(tie, to)| tie.block != to.block)
        .collect();
    let column = |of: fn(&(&Tie, &Tie)) -> String| -> ArrayRef {
        Arc::new(moved.iter().map(|pair| Some(of(pair))).collect::<StringArray>())
    };
    let fields = ["block", "incident", "to"].map(|name| Field::new(name, DataType::Utf8, false));
    let schema = schema("meetings", fields.to_vec());
    let columns = vec![
        column(|(own, _)| own.block.clone()),
        column(|(own, _)| own.incident.clone()),
        column(|(_, to)| to.block.clone()),
    ];
    let rows = batch(&schema, columns)?;
    Ok(Table::new(schema, vec![rows]))
}

/// Incidents of which each event is in one alone: of those that hold it in the one with the most accounts, where most spoke for
/// it. Uniting all that share an event would make chains of incidents that no block took for one.
#[pyfunction]
pub(crate) fn settle(py: Python<'_>, incidents: &Bound<'_, PyAny>) -> PyResult<Table> {
    let mut all = Vec::new();
    for found in batches(incidents)? {
        let found = found.map_err(arrow)?;
        py.detach(|| take(&found, &mut all)).map_err(PyValueError::new_err)?;
    }
    py.detach(|| {
        // Where those that share events met, they have one block; where they did not, that is where they would.
        let (group, mut block_of) = (groups(&all), HashMap::new());
        for (tie, first) in all.iter().zip(&group) {
            let least = block_of.entry(*first).or_insert_with(|| tie.block.clone());
            if tie.block < *least {
                least.clone_from(&tie.block);
            }
        }
        all.iter_mut().zip(group).for_each(|(tie, first)| tie.block.clone_from(&block_of[&first]));
        let size = |tie: &Tie| Reverse(tie.events.len());
        all.sort_unstable_by(|a, b| (size(a), &a.incident, &a.json).cmp(&(size(b), &b.incident, &b.json)));
        let mut taken: HashSet<&(String, String)> = HashSet::new();
        let mut settled: Vec<(&str, Incident)> = Vec::new();
        for tie in &all {
            let json = tie.json.as_deref().unwrap_or_default();
            let incident: Incident =
                serde_json::from_str(json).map_err(|e| PyValueError::new_err(format!("no incident: {e}")))?;
            // No two events of an incident are of one report.
            let gone: HashSet<&str> = tie
                .events
                .iter()
                .filter(|event| taken.contains(event))
                .map(|(document, _)| document.as_str())
                .collect();
            let left = if gone.is_empty() {
                Some(incident)
            } else {
                incident.without(|report| gone.contains(report)).map(Incident::renamed)
            };
            settled.extend(left.map(|left| (tie.block.as_str(), left)));
            taken.extend(&tie.events);
        }
        settled.sort_by(|a, b| (a.0, &a.1.incident).cmp(&(b.0, &b.1.incident)));
        let mut rows = Rows::default();
        settled.iter().for_each(|(block, incident)| rows.push(block, false, incident));
        rows.finish()
    })
}

/// An incident by the events that it has, some of which other incidents may have too.
struct Tie {
    block: String,
    incident: String,
    events: Vec<(String, String)>,
    json: Option<String>,
}

fn take(rows: &RecordBatch, all: &mut Vec<Tie>) -> Result<(), String> {
    let lists = |name: &str| {
        let column = rows.column_by_name(name).and_then(|column| column.as_list_opt::<i32>());
        column.ok_or_else(|| format!("no column {name:?} of lists"))
    };
    let (documents, events) = (lists("documents")?, lists("events")?);
    for row in 0..rows.num_rows() {
        let words = |of: ArrayRef| -> Result<Vec<Option<String>>, String> {
            let column = of.as_string_opt::<i32>().ok_or("lists of other than text")?;
            Ok(column.iter().map(|word| word.map(str::to_owned)).collect())
        };
        let pairs = words(documents.value(row))?.into_iter().zip(words(events.value(row))?);
        let json = rows.column_by_name("json").map(|_| required(rows, "json", row).map(str::to_owned)).transpose()?;
        all.push(Tie {
            block: required(rows, "block", row)?.to_owned(),
            incident: required(rows, "incident", row)?.to_owned(),
            events: pairs.filter_map(|(document, event)| document.zip(event)).collect(),
            json,
        });
    }
    Ok(())
}

/// For each incident the first that it shares events with, directly or by others between.
fn groups(all: &[Tie]) -> Vec<usize> {
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    let mut group: Vec<usize> = (0..all.len()).collect();
    let mut holder: HashMap<&(String, String), usize> = HashMap::new();
    for (own, tie) in all.iter().enumerate() {
        for event in &tie.events {
            let other = *holder.entry(event).or_insert(own);
            let (a, b) = (root(&mut group, own), root(&mut group, other));
            group[a.max(b)] = a.min(b);
        }
    }
    (0..all.len()).map(|at| root(&mut group, at)).collect()
}

/// Rows of the table `incidents`.
#[derive(Default)]
struct Rows {
    /// Block, incident, type, status.
    words: [StringBuilder; 4],
    shared: BooleanBuilder,
    sources: Int32Builder,
    documents: ListBuilder<StringBuilder>,
    events: ListBuilder<StringBuilder>,
    json: StringBuilder,
}

impl Rows {
    fn push(&mut self, block: &str, shared: bool, incident: &Incident) {
        let status = incident.status.map(Status::word);
        let words = [Some(block), Some(incident.incident.as_str()), incident.plover.as_deref(), status];
        self.words.iter_mut().zip(words).for_each(|(column, word)| column.append_option(word));
        self.shared.append_value(shared);
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
            Field::new("shared", DataType::Boolean, false),
            Field::new("sources", DataType::Int32, false),
            list("documents"),
            list("events"),
            text("json", false),
        ];
        let mut columns: Vec<ArrayRef> = Vec::new();
        for column in &mut self.words {
            columns.push(Arc::new(column.finish()));
        }
        columns.push(Arc::new(self.shared.finish()));
        columns.push(Arc::new(self.sources.finish()));
        columns.push(Arc::new(self.documents.finish()));
        columns.push(Arc::new(self.events.finish()));
        columns.push(Arc::new(self.json.finish()));
        let schema = schema("incidents", fields);
        let rows = batch(&schema, columns)?;
        Ok(Table::new(schema, vec![rows]))
    }
}
