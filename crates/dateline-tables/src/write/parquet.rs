//! Apache Parquet: a column of its own type each, and null where nothing is known. Several values of one cell stand between
//! the profile's separator, as in its text tables.

use std::io::Write;
use std::sync::Arc;

use dateline::lexicon::export::Form;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use crate::{Table, Value};

/// Rows of one group: its columns are held in memory.
const GROUP: usize = 65_536;

pub(super) fn write(table: &Table<'_>, out: impl Write + Send) -> Result<(), ParquetError> {
    let columns: Vec<(&str, Form)> = table.profile.columns.iter().map(|c| c.name.as_str()).zip(table.forms()).collect();
    let rows = table.rows.iter().map(|row| row.cells.as_slice());
    write_rows("incidents", &columns, &table.profile.separator, rows, &[], out)
}

/// Writes rows of cells, a group at a time, and what is to be known of them.
pub(crate) fn write_rows<R: AsRef<[Value]>>(
    name: &str,
    columns: &[(&str, Form)],
    separator: &str,
    mut rows: impl Iterator<Item = R>,
    about: &[(&str, String)],
    out: impl Write + Send,
) -> Result<(), ParquetError> {
    let fields = columns.iter().map(|(name, form)| Ok(Arc::new(field(name, *form)?)));
    let schema = Type::group_type_builder(name).with_fields(fields.collect::<Result<_, ParquetError>>()?).build()?;
    let about = about.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
    let about = Some(about.collect::<Vec<_>>()).filter(|about| !about.is_empty());
    let properties =
        WriterProperties::builder().set_compression(Compression::SNAPPY).set_key_value_metadata(about).build();
    let mut writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
    loop {
        let rows: Vec<R> = rows.by_ref().take(GROUP).collect();
        if rows.is_empty() {
            break;
        }
        let mut group = writer.next_row_group()?;
        let mut at = 0;
        while let Some(column) = group.next_column()? {
            fill(column, &rows.iter().map(|row| &row.as_ref()[at]), columns[at].1, separator)?;
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
fn fill<'v>(
    mut column: SerializedColumnWriter<'_>,
    cells: &(impl Iterator<Item = &'v Value> + Clone),
    form: Form,
    separator: &str,
) -> Result<(), ParquetError> {
    let known: Vec<i16> = cells.clone().map(|value| i16::from(!value.is_null())).collect();
    let there = || cells.clone().filter(|value| !value.is_null());
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
            let bytes = |value: &Value| ByteArray::from(value.cell(separator, "").into_bytes());
            let values: Vec<ByteArray> = there().map(bytes).collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&known), None)?;
        }
    }
    column.close()
}
