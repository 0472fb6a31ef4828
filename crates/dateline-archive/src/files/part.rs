//! The files of one shard while they are written.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use parquet::file::writer::SerializedFileWriter;
use sha2::{Digest, Sha256};

use super::durable;
use super::encode::{Encoded, Encoder, Form};
use super::error::{Error, Result};
use super::manifest::{Counts, Part, Shard};
use crate::schema::Table;

/// A shard that is being written.
pub struct ShardWriter {
    number: u32,
    counts: Counts,
    files: Vec<PartWriter>,
}

impl ShardWriter {
    /// Begins the shard of a number, with a file in the folder of each table.
    pub(super) fn new(folder: &Path, number: u32, encoder: &Encoder) -> Result<Self> {
        let file = |table: Table| PartWriter::new(&folder.join(table.name()), number, encoder.form(table));
        let files = Table::ALL.into_iter().map(file).collect::<Result<_>>()?;
        Ok(Self { number, counts: Counts::default(), files })
    }

    /// Adds what was read from some documents.
    ///
    /// # Errors
    /// The disk is full or fails.
    pub fn append(&mut self, encoded: Encoded, counts: Counts) -> Result<()> {
        self.counts += counts;
        self.files.iter_mut().zip(encoded.0).try_for_each(|(file, (rows, chunks))| file.append(rows, chunks))
    }

    /// Makes all files durable and gives them their names.
    pub(super) fn finish(self) -> Result<Shard> {
        let parts: Vec<Part> = self.files.into_iter().map(PartWriter::finish).collect::<Result<_>>()?;
        let names = Table::ALL.iter().map(|table| table.name().to_owned());
        Ok(Shard { shard: self.number, counts: self.counts, parts: names.zip(parts).collect::<BTreeMap<_, _>>() })
    }
}

/// The name of a shard's file in the folder of each table.
pub(super) fn file_name(shard: u32) -> String {
    format!("part-{shard:06}.parquet")
}

/// A hash as hexadecimal digits.
fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of what a file holds.
pub(super) fn sha256(file: &mut File) -> io::Result<String> {
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hash.finalize())),
            count => hash.update(&buffer[..count]),
        }
    }
}

struct PartWriter {
    /// The name it gets.
    path: PathBuf,
    /// The name it has until it is whole; engines pass over names that begin with a dot.
    new: PathBuf,
    rows: u64,
    writer: SerializedFileWriter<Hashing>,
}

impl PartWriter {
    fn new(folder: &Path, shard: u32, form: &Form) -> Result<Self> {
        let name = file_name(shard);
        let new = folder.join(format!(".{name}.new"));
        let file = File::create(&new).map_err(Error::io(&new))?;
        let out = Hashing { file: BufWriter::with_capacity(1 << 16, file), hash: Sha256::new(), bytes: 0 };
        let writer = SerializedFileWriter::new(out, form.root.clone(), form.properties.clone());
        Ok(Self { writer: writer.map_err(Error::parquet(&new))?, path: folder.join(name), new, rows: 0 })
    }

    fn append(&mut self, rows: u64, chunks: Vec<parquet::arrow::arrow_writer::ArrowColumnChunk>) -> Result<()> {
        if rows == 0 {
            return Ok(());
        }
        self.rows += rows;
        let written = self.writer.next_row_group().and_then(|mut group| {
            chunks.into_iter().try_for_each(|chunk| chunk.append_to_row_group(&mut group))?;
            group.close().map(drop)
        });
        written.map_err(Error::parquet(&self.new))
    }

    fn finish(self) -> Result<Part> {
        let out = self.writer.into_inner().map_err(Error::parquet(&self.new))?;
        let Hashing { file, hash, bytes } = out;
        let synced = file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all());
        synced.map_err(Error::io(&self.new))?;
        durable::rename(&self.new, &self.path)?;
        Ok(Part { rows: self.rows, bytes, sha256: hex(&hash.finalize()) })
    }
}

/// Hashes what is written.
struct Hashing {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
