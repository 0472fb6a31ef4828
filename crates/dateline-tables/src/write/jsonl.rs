//! A JSON object a line; a column's name with dots makes objects within.

use std::io::{self, Write};

use serde_json::{Map, Value as Json};

use crate::{Row, Table};

pub(super) fn write(table: &Table<'_>, mut out: impl Write) -> io::Result<()> {
    for row in &table.rows {
        serde_json::to_writer(&mut out, &object(table, row))?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// A row as an object, its fields in the order of the columns.
pub(super) fn object(table: &Table<'_>, row: &Row) -> Json {
    let mut object = Map::new();
    for (column, value) in table.profile.columns.iter().zip(&row.cells) {
        let mut within = &mut object;
        let mut parts = column.name.split('.').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                within.insert(part.to_owned(), value.json());
                break;
            }
            let inner = within.entry(part.to_owned()).or_insert_with(|| Json::Object(Map::new()));
            if !inner.is_object() {
                *inner = Json::Object(Map::new());
            }
            match inner {
                Json::Object(inner) => within = inner,
                _ => break,
            }
        }
    }
    Json::Object(object)
}
