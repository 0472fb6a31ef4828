//! A panel as a file: CSV, or Parquet with what made it in the file's own metadata.

use std::io::Write;

use dateline::Lexicon;

use super::Panel;
use crate::write::{Error, Format, harmless, parquet};
use crate::{Value, panel};

/// Writes a panel as CSV or Parquet.
///
/// # Errors
/// The output could not be written, or the form is neither.
pub fn write(panel: &Panel, lexicon: &Lexicon, format: Format, out: impl Write + Send) -> Result<(), Error> {
    match format {
        Format::Csv => text(panel, lexicon, out),
        Format::Parquet => {
            let about = [("dateline.vintage", panel.vintage.clone()), ("dateline.about", panel::note(panel))];
            Ok(parquet::write_rows("panel", &panel.columns(), "; ", panel.rows(lexicon), &about, out)?)
        }
        Format::Jsonl | Format::Geojson => Err(Error::Form("CSV or Parquet")),
    }
}

fn text(panel: &Panel, lexicon: &Lexicon, out: impl Write) -> Result<(), Error> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(panel.columns().iter().map(|(name, _)| name))?;
    for row in panel.rows(lexicon) {
        writer.write_record(row.iter().map(|value| match value {
            Value::Text(words) => harmless(words.clone()),
            other => other.cell("; ", ""),
        }))?;
    }
    writer.flush()?;
    Ok(())
}
