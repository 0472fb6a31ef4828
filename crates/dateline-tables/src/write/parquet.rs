//! Apache Parquet: a column of its own type each, and null where nothing is known. Several values of one cell stand between
//! the profile's separator, as in its text tables.

use std::io::Write;
use std::sync::Arc;

use dateline::lexicon::export::Form;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use crate::{Row, Table, Value};

/// Rows of one group: its columns are held in memory.
const GROUP: usize = 65_536;

pub(super) fn write(table: &Table<'_>, out: impl Write + Send) -> Result<(), ParquetError> {
    let forms: Vec<Form> = table.forms().collect();
    let columns = table.profile.columns.iter().zip(&forms);
    let fields = columns.map(|(column, form)| Ok(Arc::new(field(&column.name, *form)?)));
    let schema =
        Type::group_type_builder("incidents").with_fields(fields.collect::<Result<_, ParquetError>>()?).build()?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
    for rows in table.rows.chunks(GROUP) {
        let mut group = writer.next_row_group()?;
        let mut at = 0;
        while let Some(column) = group.next_column()? {
            fill(column, rows, at, forms[at], table)?;
            at += 1;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

fn field(name: &str, form: Form) -> Result<Type, ParquetError> {
    let (physical, logical) = match form {
        Form::Integer => (Physical::INT64, None),
        Form::Real => (Physical::DOUBLE, None),
        Form::Text | Form::List | Form::Objects => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    Type::primitive_type_builder(name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL)
        .build()
}

/// Writes the values of one column: those that are known, and for each row whether its is.
fn fill(
    mut column: SerializedColumnWriter<'_>,
    rows: &[Row],
    at: usize,
    form: Form,
    table: &Table<'_>,
) -> Result<(), ParquetError> {
    let cells = || rows.iter().map(|row| &row.cells[at]);
    let known: Vec<i16> = cells().map(|value| i16::from(!value.is_null())).collect();
    let there = || cells().filter(|value| !value.is_null());
    match form {
        Form::Integer => {
            let integer = |value: &Value| if let Value::Integer(n) = value { *n } else { 0 };
            let values: Vec<i64> = there().map(integer).collect();
            column.typed::<Int64Type>().write_batch(&values, Some(&known), None)?;
        }
        Form::Real => {
            let real = |value: &Value| if let Value::Real(n) = value { *n } else { 0.0 };
            let values: Vec<f64> = there().map(real).collect();
            column.typed::<DoubleType>().write_batch(&values, Some(&known), None)?;
        }
        Form::Text | Form::List | Form::Objects => {
            let bytes = |value: &Value| ByteArray::from(value.cell(&table.profile.separator, "").into_bytes());
            let values: Vec<ByteArray> = there().map(bytes).collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&known), None)?;
        }
    }
    column.close()
}
