//! The schema in words.

use std::fmt::Write as _;

use arrow_schema::DataType;

use crate::schema::Table;

/// All tables and columns in Markdown, as they stand in `docs/ARCHIVE.md`.
pub fn markdown() -> String {
    let mut out = String::new();
    for table in Table::ALL {
        let _ = write!(out, "#### `{}`\n\n{}\n\n| column | type | |\n|---|---|---|\n", table.name(), table.about());
        for column in table.columns() {
            let null = if column.field.is_nullable() { ", or null" } else { "" };
            let kind = kind(column.field.data_type());
            let _ = writeln!(out, "| `{}` | {kind}{null} | {} |", column.name, column.about);
        }
        out.push('\n');
    }
    out
}

fn kind(data_type: &DataType) -> String {
    match data_type {
        DataType::Utf8 => "text".into(),
        DataType::Date32 => "date".into(),
        DataType::Int32 => "int32".into(),
        DataType::Int64 => "int64".into(),
        DataType::Float64 => "float64".into(),
        DataType::Boolean => "bool".into(),
        DataType::Struct(_) => "words".into(),
        DataType::List(item) => format!("list of {}", kind(item.data_type())),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `UPDATE_ARCHIVE=1 cargo test -p dateline-archive` writes the description anew.
    #[test]
    fn the_description_is_that_of_the_code() {
        const BEGIN: &str = "<!-- made from the code: begin -->\n";
        const END: &str = "<!-- made from the code: end -->\n";
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/ARCHIVE.md");
        let document = std::fs::read_to_string(&path).unwrap();
        let (before, rest) = document.split_once(BEGIN).unwrap();
        let (described, after) = rest.split_once(END).unwrap();
        let (described, expected) = (described.trim(), markdown());
        if std::env::var_os("UPDATE_ARCHIVE").is_some() {
            std::fs::write(&path, format!("{before}{BEGIN}\n{}\n\n{END}{after}", expected.trim())).unwrap();
        } else {
            assert_eq!(described, expected.trim(), "UPDATE_ARCHIVE=1 writes it anew");
        }
    }
}
