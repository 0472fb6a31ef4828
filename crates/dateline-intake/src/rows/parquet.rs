//! Rows of a Parquet file.

use std::fs::File;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use parquet::basic::{LogicalType, TimeUnit, TimestampType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;

use super::columns::{Columns, Places};
use super::{Next, Row};
use crate::error::Problem;
use crate::walk::Consumed;

/// Rows whose cells are held at a time.
const BATCH: usize = 64;

/// The rows of a file.
pub(super) struct Rows {
    iter: RowIter<'static>,
    /// Where each column of the file stands among those that are read.
    taken: Vec<Option<usize>>,
    /// Columns of nanoseconds, which come as mere numbers.
    nanoseconds: Vec<bool>,
    places: Places,
    row: u64,
    count: u64,
    bytes: u64,
    consumed: Consumed,
}

impl Rows {
    pub(super) fn new(file: File, columns: &Columns, consumed: Consumed) -> Result<Self, Problem> {
        let bytes = file.metadata().map_err(Problem::Io)?.len();
        let reader = SerializedFileReader::new(file).map_err(failed)?;
        let metadata = reader.metadata().file_metadata();
        let count = u64::try_from(metadata.num_rows()).unwrap_or_default();
        let schema = metadata.schema().clone();
        let names: Vec<String> = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
        let places = Places::find(&names, columns)?;
        let mut taken = vec![None; names.len()];
        places.all().for_each(|at| taken[at] = Some(0));
        let mut fields = Vec::new();
        for (at, place) in taken.iter_mut().enumerate().filter(|(_, place)| place.is_some()) {
            if !schema.get_fields()[at].is_primitive() {
                return Err(Problem::Table(format!("the column {:?} holds more than one value a row", names[at])));
            }
            *place = Some(fields.len());
            fields.push(schema.get_fields()[at].clone());
        }
        let nanoseconds = fields.iter().map(is_nanoseconds).collect();
        let projection = Type::group_type_builder(schema.name()).with_fields(fields).build().map_err(failed)?;
        let rows = RowIter::from_file_into(Box::new(reader)).project(Some(projection)).map_err(failed)?;
        Ok(Self { iter: rows.with_batch_size(BATCH), taken, nanoseconds, places, row: 0, count, bytes, consumed })
    }

    /// The next row and its number, from 1.
    pub(super) fn next(&mut self) -> Option<(u64, Next)> {
        let next = self.iter.next()?;
        self.row += 1;
        // The bytes of a row are not known; those of the file are.
        self.consumed.reach((u128::from(self.bytes) * u128::from(self.row) / u128::from(self.count.max(1))) as u64);
        Some((self.row, next.map_err(failed).map(|row| self.row(&row))))
    }

    fn row(&self, row: &parquet::record::Row) -> Result<Row, Problem> {
        let cells: Vec<&Field> = row.get_column_iter().map(|(_, cell)| cell).collect();
        let cell = |at: usize| self.taken[at].map_or(Ok(None), |at| words(cells[at], self.nanoseconds[at]));
        Row::of(&self.places, cell)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn failed(error: ParquetError) -> Problem {
    Problem::Table(format!("not a Parquet file that can be read: {error}"))
}

fn is_nanoseconds(field: &Arc<Type>) -> bool {
    let logical = field.get_basic_info().logical_type_ref();
    matches!(logical, Some(LogicalType::Timestamp(TimestampType { unit: TimeUnit::NANOS, .. })))
}

/// A cell in words; nothing where it is null.
fn words(cell: &Field, is_nanoseconds: bool) -> Result<Option<String>, Problem> {
    const EPOCH: Date = date(1970, 1, 1);
    let moment =
        |at: Result<Timestamp, jiff::Error>| at.map(|at| at.to_string()).map_err(|e| Problem::Table(e.to_string()));
    Ok(Some(match cell {
        Field::Null => return Ok(None),
        Field::Str(words) => words.clone(),
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(words) => words.to_owned(),
            Err(_) => return Err(Problem::Table("a cell of this row is not UTF-8".into())),
        },
        Field::Date(days) => {
            let day = EPOCH.checked_add(jiff::Span::new().days(*days));
            day.map_err(|e| Problem::Table(e.to_string()))?.to_string()
        }
        Field::Long(nanoseconds) if is_nanoseconds => moment(Timestamp::from_nanosecond(i128::from(*nanoseconds)))?,
        Field::TimestampMillis(at) => moment(Timestamp::from_millisecond(*at))?,
        Field::TimestampMicros(at) => moment(Timestamp::from_microsecond(*at))?,
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => {
            return Err(Problem::Table("a cell of this row holds more than one value".into()));
        }
        number => number.to_string(),
    }))
}
