//! A table in the forms that others read.

use std::io::{self, Write};

use crate::Table;

mod geojson;
mod jsonl;
pub(crate) mod parquet;
mod text;

pub(crate) use text::harmless;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text, a row a line, with the profile's delimiter.
    Csv,
    /// A JSON object a line.
    Jsonl,
    /// GeoJSON (RFC 7946): points, areas around points, and rows without a place on the map.
    Geojson,
    /// Apache Parquet, with the columns' types.
    Parquet,
}

/// What can go wrong while a table is written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A text table could not be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// A Parquet file could not be written.
    #[error(transparent)]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// There is no such form of this table.
    #[error("this table is written as {0} alone")]
    Form(&'static str),
}

/// Writes a table.
///
/// # Errors
/// The output could not be written.
pub fn write(table: &Table<'_>, format: Format, out: impl Write + Send) -> Result<(), Error> {
    match format {
        Format::Csv => text::write(table, out),
        Format::Jsonl => Ok(jsonl::write(table, out)?),
        Format::Geojson => Ok(geojson::write(table, out)?),
        Format::Parquet => Ok(parquet::write(table, out)?),
    }
}
