//! Reading texts and tables of texts.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use arrow_array::RecordBatch;
use dateline::lexicon::File;
use dateline::{Document, Lexicon, Reading};
use dateline_archive::{Failure, Given, Rows, Table as Named};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::incidents;
use crate::input::{Input, Metadata, cell};
use crate::table::{Table, arrow, batches, named};

/// Rows whose readings are held at a time before they become rows of tables.
const WINDOW: usize = 1024;

/// Bytes of texts and readings after which a batch is full.
const FULL: usize = 256 << 20;

/// Reads documents with a lexicon. Built once (some hundredths of a second), used by many threads.
#[pyclass(frozen, module = "dateline._dateline")]
pub(crate) struct Reader {
    inner: dateline::Reader,
}

#[pymethods]
impl Reader {
    /// A reader; `lexicon` are files to lay over the built-in ones, by their paths below the lexicon's folder.
    #[new]
    #[pyo3(signature = (lexicon=None))]
    fn new(py: Python<'_>, lexicon: Option<BTreeMap<String, String>>) -> PyResult<Self> {
        let files = lexicon.unwrap_or_default().into_iter().map(|(path, text)| File { path, text }).collect();
        let lexicon = py.detach(|| Lexicon::with_gazetteer(files, Vec::new())).map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            PyValueError::new_err(format!("the lexicon has mistakes:\n{}", lines.join("\n")))
        })?;
        Ok(Self { inner: dateline::Reader::new(lexicon) })
    }

    /// What reads: program, version, hashes of lexicon and models, as JSON.
    #[getter]
    fn coder(&self) -> String {
        serde_json::to_string(self.inner.coder()).expect("words by words")
    }

    /// The reading of a text, as JSON.
    #[pyo3(signature = (text, *, published=None, title=None, url=None, publisher=None, language=None, translated_from=None, country=None,
        id=None))]
    #[expect(clippy::too_many_arguments, reason = "Python's are named")]
    fn read(
        &self,
        py: Python<'_>,
        text: String,
        published: Option<String>,
        title: Option<String>,
        url: Option<String>,
        publisher: Option<String>,
        language: Option<String>,
        translated_from: Option<String>,
        country: Option<String>,
        id: Option<String>,
    ) -> PyResult<String> {
        let metadata =
            Metadata { id, path: None, url, title, publisher, published, language, translated_from, country };
        let document = metadata.document(text).map_err(PyValueError::new_err)?;
        let reading = py.detach(|| unharmed(|| self.inner.read(&document))).map_err(PyValueError::new_err)?;
        Ok(serde_json::to_string(&reading).expect("readings have no maps with keys other than strings"))
    }

    /// Tables of what is read from the texts of a table, in the order of `tables`. `columns` are those that have another name
    /// than what they hold. A row that is no document is a `ValueError`, or with `skip` a row of the table `errors`.
    #[pyo3(signature = (data, tables, *, columns=None, threads=None, skip=false))]
    #[expect(clippy::needless_pass_by_value, reason = "as Python gives it")]
    fn tables(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        tables: Vec<String>,
        columns: Option<HashMap<String, String>>,
        threads: Option<NonZero<usize>>,
        skip: bool,
    ) -> PyResult<Vec<Table>> {
        let threads = threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN));
        let columns = columns.unwrap_or_default();
        let mut made = Made::new(&tables)?;
        let mut before = 0;
        for batch in batches(data)? {
            let batch = batch.map_err(arrow)?;
            let input = Input::new(&batch, &columns).map_err(PyValueError::new_err)?;
            for start in (0..batch.num_rows()).step_by(WINDOW) {
                let rows = start..batch.num_rows().min(start + WINDOW);
                py.detach(|| self.window(&input, rows, before, threads, skip, &mut made))
                    .map_err(PyValueError::new_err)?;
                // Whoever waits may have had enough.
                py.check_signals()?;
            }
            before += batch.num_rows();
        }
        Ok(made.finish())
    }

    /// Incidents of blocks, as [`blocks`] gives them: the events of one block that are one, merged by a named rule.
    #[pyo3(signature = (blocks, *, rule="standard"))]
    fn merge_blocks(&self, py: Python<'_>, blocks: &Bound<'_, PyAny>, rule: &str) -> PyResult<Table> {
        let rules = &self.inner.lexicon().merge;
        let profile = rules.get(rule).ok_or_else(|| {
            let names: Vec<&str> = rules.iter().map(|(name, _)| name).collect();
            PyValueError::new_err(format!("no merge rule {rule:?}; there are {}", names.join(", ")))
        })?;
        incidents::merge(py, blocks, profile)
    }
}

impl Reader {
    /// Reads some rows with several threads, and adds what was read in the order of the rows.
    fn window(
        &self,
        input: &Input,
        rows: std::ops::Range<usize>,
        before: usize,
        threads: NonZero<usize>,
        skip: bool,
        made: &mut Made,
    ) -> Result<(), String> {
        let read: Vec<OnceLock<Result<(Document, Reading), String>>> = rows.clone().map(|_| OnceLock::new()).collect();
        let next = AtomicUsize::new(0);
        let work = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(slot) = read.get(at) else { break };
                let done = input.document(rows.start + at).and_then(|document| {
                    let reading = unharmed(|| self.inner.read(&document))?;
                    Ok((document, reading))
                });
                _ = slot.set(done);
            }
        };
        // The thread that asks does its share; one alone needs no other.
        thread::scope(|scope| {
            for _ in 1..threads.get().min(rows.len()) {
                scope.spawn(work);
            }
            work();
        });
        for (row, done) in rows.zip(read) {
            match done.into_inner().unwrap_or_else(|| Err("it was not read".into())) {
                Ok((document, reading)) => made.push(&document, &reading)?,
                Err(error) if skip => {
                    let id = input.id(row);
                    made.fail(&Failure {
                        source_id: id.as_deref(),
                        line: Some((before + row + 1) as u64),
                        error: &error,
                        ..Failure::default()
                    });
                }
                Err(error) => return Err(format!("row {}: {error}", before + row)),
            }
        }
        Ok(())
    }
}

/// Tables as they grow.
struct Made {
    rows: Rows,
    tables: Vec<(Named, Vec<RecordBatch>)>,
}

impl Made {
    fn new(tables: &[String]) -> PyResult<Self> {
        let tables = tables.iter().map(|name| Ok((named(name)?, Vec::new()))).collect::<PyResult<_>>()?;
        Ok(Self { rows: Rows::default(), tables })
    }

    fn push(&mut self, document: &Document, reading: &Reading) -> Result<(), String> {
        if self.rows.push(document, reading).is_err() {
            self.close();
            self.rows.push(document, reading).map_err(|e| e.to_string())?;
        }
        if self.rows.bytes() >= FULL {
            self.close();
        }
        Ok(())
    }

    fn fail(&mut self, failure: &Failure<'_>) {
        self.rows.fail(failure);
    }

    fn close(&mut self) {
        let batches = self.rows.finish();
        for (table, made) in &mut self.tables {
            let batch = batches.get(*table);
            if batch.num_rows() > 0 {
                made.push(batch.clone());
            }
        }
    }

    fn finish(mut self) -> Vec<Table> {
        self.close();
        self.tables.into_iter().map(|(table, batches)| Table::new(table.schema(), batches)).collect()
    }
}

/// Tables of the readings that a table `documents` holds: nothing is read anew.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "as Python gives it")]
pub(crate) fn tables_of(py: Python<'_>, documents: &Bound<'_, PyAny>, tables: Vec<String>) -> PyResult<Vec<Table>> {
    let mut made = Made::new(&tables)?;
    for batch in batches(documents)? {
        let batch = batch.map_err(arrow)?;
        py.detach(|| again(&batch, &mut made)).map_err(PyValueError::new_err)?;
    }
    Ok(made.finish())
}

/// Adds the documents of a batch as they were when they were read.
fn again(batch: &RecordBatch, made: &mut Made) -> Result<(), String> {
    for row in 0..batch.num_rows() {
        let own = |name| Ok::<_, String>(optional(batch, name, row)?.map(str::to_owned));
        let reading = required(batch, "reading", row)?;
        let reading: Reading = serde_json::from_str(reading).map_err(|e| format!("row {row}: no reading: {e}"))?;
        let mut document = Document {
            id: required(batch, "content", row)?.to_owned(),
            source_id: own("source_id")?,
            path: own("path")?,
            url: own("url")?,
            title: own("title")?,
            publisher: own("publisher")?,
            text: required(batch, "text", row)?.to_owned(),
            ..Document::default()
        };
        let given: Given =
            serde_json::from_str(required(batch, "given", row)?).map_err(|e| format!("row {row}: {e}"))?;
        given.fill(&mut document);
        made.push(&document, &reading)?;
    }
    Ok(())
}

/// The text in a column that must be there.
pub(crate) fn required<'b>(batch: &'b RecordBatch, name: &str, row: usize) -> Result<&'b str, String> {
    optional(batch, name, row)?.ok_or_else(|| format!("row {row}: nothing in the column {name:?}"))
}

fn optional<'b>(batch: &'b RecordBatch, name: &str, row: usize) -> Result<Option<&'b str>, String> {
    let column = batch.column_by_name(name).ok_or_else(|| format!("no column {name:?}"))?;
    match cell(column, row) {
        None => Ok(None),
        Some(std::borrow::Cow::Borrowed(words)) => Ok(Some(words)),
        Some(std::borrow::Cow::Owned(_)) => Err(format!("the column {name:?} holds {}, not text", column.data_type())),
    }
}

/// Does some reading; of a panic in there, gives the words: it costs one document.
fn unharmed<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(read)).map_err(|payload| {
        let words = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
        format!("the program failed on this document: {}", words.unwrap_or("no words"))
    })
}
