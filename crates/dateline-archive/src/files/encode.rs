//! Rows to Parquet. Packing them is the dear part and happens on the threads that read; the one that writes only puts pieces one
//! after the other.

use std::sync::Arc;

use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, TypePtr};

use crate::rows::Batches;
use crate::schema::Table;

/// Long texts, which seldom come again: a dictionary and least values would only cost.
const LONG: [&str; 2] = ["text", "reading"];

/// Turns batches into row groups.
pub struct Encoder {
    tables: Vec<Form>,
}

/// How the files of a table are written.
pub(super) struct Form {
    pub(super) root: TypePtr,
    pub(super) properties: WriterPropertiesPtr,
    rows: ArrowRowGroupWriterFactory,
}

/// A batch as row groups, one for each table, ready to be put into files.
pub struct Encoded(pub(super) Vec<(u64, Vec<ArrowColumnChunk>)>);

impl Encoder {
    /// An encoder for all tables.
    ///
    /// # Errors
    /// Never for the tables as they are.
    pub fn new() -> Result<Self, ParquetError> {
        Ok(Self { tables: Table::ALL.into_iter().map(Form::new).collect::<Result<_, _>>()? })
    }

    /// Packs a batch.
    ///
    /// # Errors
    /// It does not fit into memory or into the format's limits.
    pub fn encode(&self, batches: &Batches) -> Result<Encoded, ParquetError> {
        let tables = batches.iter().zip(&self.tables).map(|((_, batch), form)| {
            let mut writers = form.rows.create_column_writers(0)?.into_iter();
            let mut chunks = Vec::with_capacity(writers.len());
            if batch.num_rows() == 0 {
                return Ok((0, chunks));
            }
            for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
                for leaf in compute_leaves(field, column)? {
                    let mut writer = writers.next().expect("a writer for every leaf of the schema");
                    writer.write(&leaf)?;
                    chunks.push(writer.close()?);
                }
            }
            Ok((batch.num_rows() as u64, chunks))
        });
        tables.collect::<Result<_, ParquetError>>().map(Encoded)
    }

    pub(super) fn form(&self, table: Table) -> &Form {
        &self.tables[table as usize]
    }
}

impl Form {
    fn new(table: Table) -> Result<Self, ParquetError> {
        let schema = table.schema();
        let described = ArrowSchemaConverter::new().with_coerce_types(true).schema_root("row").convert(&schema)?;
        let named = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
        let mut properties = WriterProperties::builder()
            .set_created_by(concat!("dateline ", env!("CARGO_PKG_VERSION")).into())
            .set_key_value_metadata(Some(vec![
                named("dateline.schema", crate::SCHEMA),
                named("dateline.table", table.name()),
            ]))
            .set_coerce_types(true)
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?));
        if table == Table::Documents {
            for name in LONG {
                let path = || ColumnPath::from(name);
                properties = properties
                    .set_column_dictionary_enabled(path(), false)
                    .set_column_statistics_enabled(path(), EnabledStatistics::None);
            }
        }
        let properties = Arc::new(properties.build());
        let root = described.root_schema_ptr();
        let nowhere = SerializedFileWriter::new(std::io::sink(), root.clone(), properties.clone())?;
        let rows = ArrowRowGroupWriterFactory::new(&nowhere, schema);
        Ok(Self { root, properties, rows })
    }
}
