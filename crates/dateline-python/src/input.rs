//! Documents out of a table's columns, by the rules that hold for lines of JSON.

use std::borrow::Cow;
use std::collections::HashMap;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use dateline::country::Country;
use dateline::document::{Basis, Document, Published, content_id, language, translated_from};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// What a document has, and the columns that hold it unless the caller names others.
const FIELDS: [&str; 10] =
    ["text", "id", "path", "url", "title", "publisher", "published", "language", "translated_from", "country"];

/// The columns of one batch.
pub(crate) struct Input {
    columns: HashMap<&'static str, ArrayRef>,
}

impl Input {
    /// Finds the columns in a batch; `renamed` are those that have other names than the field.
    pub(crate) fn new(batch: &RecordBatch, renamed: &HashMap<String, String>) -> Result<Self, String> {
        if let Some(wrong) = renamed.keys().find(|field| !FIELDS.contains(&field.as_str())) {
            return Err(format!("a document has no {wrong:?}; it has {}", FIELDS.join(", ")));
        }
        let mut columns = HashMap::new();
        for field in FIELDS {
            let asked = renamed.get(field);
            let name = asked.map_or(field, String::as_str);
            let Some(column) = batch.column_by_name(name) else {
                if asked.is_some() || field == "text" {
                    let names: Vec<&str> = batch.schema_ref().fields().iter().map(|f| f.name().as_str()).collect();
                    return Err(format!("no column {name:?}; there are {}", names.join(", ")));
                }
                continue;
            };
            let is_day = matches!(column.data_type(), DataType::Date32 | DataType::Timestamp(..));
            let fits = match column.data_type() {
                DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
                DataType::Int32 | DataType::Int64 => field == "id",
                _ => is_day && field == "published",
            };
            if !fits {
                return Err(format!("the column {name:?} holds {}, not text", column.data_type()));
            }
            columns.insert(field, column.clone());
        }
        Ok(Self { columns })
    }

    fn cell(&self, field: &str, row: usize) -> Option<Cow<'_, str>> {
        self.columns.get(field).and_then(|column| cell(column, row))
    }

    /// The document of a row.
    pub(crate) fn document(&self, row: usize) -> Result<Document, String> {
        let text = self.cell("text", row).ok_or("no text")?.into_owned();
        let own = |field| self.cell(field, row).map(Cow::into_owned);
        Metadata {
            id: own("id"),
            path: own("path"),
            url: own("url"),
            title: own("title"),
            publisher: own("publisher"),
            published: own("published"),
            language: own("language"),
            translated_from: own("translated_from"),
            country: own("country"),
        }
        .document(text)
    }

    /// A row's own id.
    pub(crate) fn id(&self, row: usize) -> Option<Cow<'_, str>> {
        self.cell("id", row)
    }
}

/// A cell as words; none where it is null.
pub(crate) fn cell(column: &ArrayRef, row: usize) -> Option<Cow<'_, str>> {
    if column.is_null(row) {
        return None;
    }
    let day = |days: i64| date(1970, 1, 1).checked_add(days.days()).ok().map(|day| Cow::Owned(day.to_string()));
    let moment = |count: i64, each_day: i64| day(count.div_euclid(each_day));
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(row).into()),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(row).into()),
        DataType::Utf8View => Some(column.as_string_view().value(row).into()),
        DataType::Int32 => Some(column.as_primitive::<Int32Type>().value(row).to_string().into()),
        DataType::Int64 => Some(column.as_primitive::<Int64Type>().value(row).to_string().into()),
        DataType::Date32 => day(column.as_primitive::<Date32Type>().value(row).into()),
        DataType::Timestamp(unit, _) => match unit {
            TimeUnit::Second => moment(column.as_primitive::<TimestampSecondType>().value(row), 86_400),
            TimeUnit::Millisecond => moment(column.as_primitive::<TimestampMillisecondType>().value(row), 86_400_000),
            TimeUnit::Microsecond => {
                moment(column.as_primitive::<TimestampMicrosecondType>().value(row), 86_400_000_000)
            }
            TimeUnit::Nanosecond => {
                moment(column.as_primitive::<TimestampNanosecondType>().value(row), 86_400_000_000_000)
            }
        },
        _ => None,
    }
}

/// What is known of a document besides its text, in words.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) id: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) translated_from: Option<String>,
    pub(crate) country: Option<String>,
}

impl Metadata {
    /// The document of a text, by the rules for lines of JSON: its id is the hash of the text, and a day is ISO 8601, with or
    /// without a time after it.
    pub(crate) fn document(self, text: String) -> Result<Document, String> {
        let day = self.published.filter(|day| !day.trim().is_empty());
        let published = day.map(|day| {
            let date: Option<Date> = day.trim().get(..10).and_then(|day| day.parse().ok());
            date.ok_or_else(|| format!("\"published\" is {day:?}, not a date like 2026-04-25"))
        });
        let country = self.country.filter(|code| !code.is_empty()).map(|code| {
            Country::parse(&code).ok_or_else(|| format!("\"country\" is {code:?}, not three letters as MLI"))
        });
        Ok(Document {
            id: content_id(text.as_bytes()),
            source_id: self.id,
            path: self.path,
            url: self.url,
            title: self.title,
            publisher: self.publisher,
            published: published.transpose()?.map(|date| Published { date, basis: Basis::Given }),
            language: self.language.as_deref().and_then(language),
            translated_from: translated_from(self.translated_from.as_deref(), self.language.as_deref()),
            country: country.transpose()?,
            text,
            ..Document::default()
        })
    }
}
