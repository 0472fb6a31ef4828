//! Tables of text: commas with quotes, or tabs without.
//!
//! Words come from strangers. A cell that a spreadsheet would take for a formula gets an apostrophe before it. Between tabs, where
//! there are no quotes, tabs and ends of lines within a cell become blanks: files that did not were unreadable.

use std::io::Write;

use super::Error;
use crate::{Table, Value};

pub(super) fn write(table: &Table<'_>, out: impl Write) -> Result<(), Error> {
    let profile = table.profile;
    let tabs = profile.delimiter == '\t';
    let style = if tabs { csv::QuoteStyle::Never } else { csv::QuoteStyle::Necessary };
    let delimiter = u8::try_from(profile.delimiter).unwrap_or(b',');
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).quote_style(style).from_writer(out);
    if profile.header {
        writer.write_record(profile.columns.iter().map(|c| &c.name))?;
    }
    if profile.tags {
        writer.write_record(profile.columns.iter().map(|c| c.tag.as_deref().unwrap_or_default()))?;
    }
    for row in &table.rows {
        writer.write_record(row.cells.iter().map(|value| {
            let cell = value.cell(&profile.separator, &profile.missing);
            let cell = if tabs { cell.replace(['\t', '\n', '\r'], " ") } else { cell };
            match value {
                Value::Text(_) | Value::List(_) => harmless(cell),
                _ => cell,
            }
        }))?;
    }
    writer.flush()?;
    Ok(())
}

/// Words that no spreadsheet takes for a formula.
pub(crate) fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_cell_is_a_formula() {
        for (words, cell) in [("=1+2", "'=1+2"), ("@a", "'@a"), ("-x", "'-x"), ("a=b", "a=b"), ("", "")] {
            assert_eq!(super::harmless(words.into()), cell);
        }
    }
}
