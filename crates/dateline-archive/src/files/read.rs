//! Documents and readings out of an archive.

use std::fs::{self, File};
use std::io::Seek as _;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use dateline::Document;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::archive::{manifest, read_json};
use super::error::{Error, Result};
use super::manifest::{Manifest, Part, Shard};
use super::part::{file_name, sha256};
use crate::given::Given;
use crate::schema::Table;

/// Documents that are held at a time.
const ROWS: usize = 64;

/// The columns that make a document and its reading again.
const COLUMNS: [&str; 9] = ["content", "source_id", "path", "url", "title", "publisher", "given", "text", "reading"];

/// A document and what was read from it.
#[derive(Clone, Debug)]
pub struct StoredDocument {
    /// The document, as it was when it was read.
    pub document: Document,
    /// The reading as JSON.
    pub reading: String,
}

/// All documents of a finished archive, in their order, some of them in memory at a time.
///
/// # Errors
/// There is no finished archive in the folder. Later, that a file is not as it was written.
pub fn documents(folder: &Path) -> Result<(Manifest, impl Iterator<Item = Result<StoredDocument>> + use<>)> {
    let path = manifest(folder);
    let Some(manifest) = read_json::<Manifest>(&path)? else {
        fs::read_dir(folder).map_err(Error::io(folder))?;
        return Err(Error::damaged(&path, &"there is none, so this is no archive, or not a whole one"));
    };
    let folder = folder.join(Table::Documents.name());
    let file = |shard: &Shard| (folder.join(file_name(shard.shard)), shard.parts.get(Table::Documents.name()).cloned());
    let files: Vec<(PathBuf, Option<Part>)> = manifest.shards.iter().map(file).collect();
    let all = files.into_iter().flat_map(|(path, part)| match open(&path, part) {
        Ok(batches) => Documents { path, batches: Some(batches), batch: None, failed: None },
        Err(error) => Documents { path, batches: None, batch: None, failed: Some(error) },
    });
    Ok((manifest, all))
}

/// Opens a file that is as it was written.
fn open(path: &Path, part: Option<Part>) -> Result<ParquetRecordBatchReader> {
    let mut file = File::open(path).map_err(Error::io(path))?;
    let hash = sha256(&mut file).map_err(Error::io(path))?;
    if part.is_none_or(|part| part.sha256 != hash) {
        return Err(Error::damaged(path, &"its SHA-256 is not that of the manifest"));
    }
    file.rewind().map_err(Error::io(path))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(Error::parquet(path))?;
    let columns = ProjectionMask::columns(builder.parquet_schema(), COLUMNS);
    builder.with_projection(columns).with_batch_size(ROWS).build().map_err(Error::parquet(path))
}

/// The documents of one file.
struct Documents {
    path: PathBuf,
    batches: Option<ParquetRecordBatchReader>,
    /// The batch that is being given out, and the next row.
    batch: Option<(RecordBatch, usize)>,
    failed: Option<Error>,
}

impl Iterator for Documents {
    type Item = Result<StoredDocument>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.failed.take() {
            return Some(Err(error));
        }
        loop {
            if let Some((batch, row)) = &mut self.batch
                && *row < batch.num_rows()
            {
                *row += 1;
                return Some(document(batch, *row - 1, &self.path));
            }
            match self.batches.as_mut()?.next()? {
                Ok(batch) => self.batch = Some((batch, 0)),
                Err(error) => {
                    self.batches = None;
                    return Some(Err(Error::damaged(&self.path, &error)));
                }
            }
        }
    }
}

fn document(batch: &RecordBatch, row: usize, path: &Path) -> Result<StoredDocument> {
    let cell = |name: &str| {
        let column = batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let column = column.ok_or_else(|| Error::damaged(path, &format!("it has no column of words {name:?}")))?;
        Ok(column.is_valid(row).then(|| column.value(row).to_owned()))
    };
    let words = |name: &str| Ok(cell(name)?.unwrap_or_default());
    let mut document = Document {
        id: words("content")?,
        source_id: cell("source_id")?,
        path: cell("path")?,
        url: cell("url")?,
        title: cell("title")?,
        publisher: cell("publisher")?,
        text: words("text")?,
        ..Document::default()
    };
    let given: Given = serde_json::from_str(&words("given")?).map_err(|error| Error::damaged(path, &error))?;
    given.fill(&mut document);
    Ok(StoredDocument { document, reading: words("reading")? })
}
