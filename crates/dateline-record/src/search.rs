//! Finding documents by their words, and by where and when the events in them took place.

use dateline::place::distance_km;
use jiff::civil::Date;
use rusqlite::Row;

use crate::error::{Error, Result};
use crate::open::Record;
use crate::read::Handle;

/// What to look for; what is not given does not restrict. Dates and places must be those of one document, not of one event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// Words of title or text, all of which must be there; a `"phrase in quotes"` as it stands, a `stem*` by its beginning.
    pub words: Option<String>,
    /// A place with coordinates so many kilometres from a latitude and longitude, at most.
    pub near: Option<(f64, f64, f64)>,
    /// An event that lasted to this day or longer.
    pub from: Option<Date>,
    /// An event that began on this day or earlier.
    pub to: Option<Date>,
}

/// Kilometres of a degree of latitude, and of a degree of longitude at the equator; a little less than either is.
const DEGREE: f64 = 110.5;

impl Record {
    /// Documents whose current texts and readings hold what is looked for, in the order in which they first came.
    ///
    /// # Errors
    /// The words are no search (in words), or the record cannot be read.
    pub fn search(&self, search: &Search) -> Result<Vec<Handle>> {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let query = "SELECT d.document, r.revision, g.reading FROM documents d \
             JOIN revisions r ON r.revision = (SELECT max(revision) FROM revisions WHERE document = d.document) \
             JOIN readings g ON g.reading = (SELECT max(reading) FROM readings WHERE revision = r.revision) \
             WHERE NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.document = d.document) \
             AND (?1 IS NULL OR d.document IN (SELECT rowid FROM words WHERE words MATCH ?1)) \
             AND (?2 IS NULL AND ?3 IS NULL OR EXISTS (SELECT 1 FROM events WHERE document = d.document \
                  AND last >= coalesce(?2, last) AND first <= coalesce(?3, first))) ORDER BY d.document";
        let words = search.words.as_deref().map(quoted);
        let mut statement = self.connection.prepare_cached(query)?;
        let rows = statement.query_map((words, day(search.from), day(search.to)), Handle::of_row);
        let mut found: Vec<Handle> = rows.and_then(Iterator::collect).map_err(no_search)?;
        if let Some((lat, lon, km)) = search.near {
            let near = self.near(lat, lon, km)?;
            found.retain(|handle| near.binary_search(&handle.document).is_ok());
        }
        Ok(found)
    }

    /// The ids of documents whose current texts or titles hold some words, written as for [`Search::words`].
    ///
    /// # Errors
    /// The words are no search (in words), or the record cannot be read.
    pub fn documents_with(&self, words: &str) -> Result<Vec<String>> {
        let query = "SELECT d.id FROM words JOIN documents d ON d.document = words.rowid WHERE words MATCH ?1";
        let mut statement = self.connection.prepare_cached(query)?;
        let rows = statement.query_map([quoted(words)], |row| row.get(0));
        rows.and_then(Iterator::collect).map_err(no_search)
    }

    /// Documents with a place within some kilometres, sorted.
    fn near(&self, lat: f64, lon: f64, km: f64) -> Result<Vec<i64>> {
        let high = km / DEGREE;
        // Near a pole, all meridians are.
        let narrow = (lat.abs() + high).min(90.0).to_radians().cos();
        let wide = if narrow > 0.01 { high / narrow } else { 360.0 };
        let query = "SELECT p.document, p.lat, p.lon FROM places_at a JOIN places p USING (place) \
                     WHERE a.north >= ?1 AND a.south <= ?2 AND a.east >= ?3 AND a.west <= ?4";
        let mut statement = self.connection.prepare_cached(query)?;
        let mut documents: Vec<i64> = Vec::new();
        // The antimeridian parts what is near: the box is looked for on its other side too.
        for turn in [-360.0, 0.0, 360.0] {
            let bounds = (lat - high, lat + high, lon - wide + turn, lon + wide + turn);
            let place = |row: &Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
            for row in statement.query_map(bounds, place)? {
                let (document, point): (i64, (f64, f64)) = row?;
                if distance_km((lat, lon), point) <= km {
                    documents.push(document);
                }
            }
        }
        documents.sort_unstable();
        documents.dedup();
        Ok(documents)
    }
}

/// What SQLite says of a search, where that is what is wrong.
fn no_search(error: rusqlite::Error) -> Error {
    match error.to_string() {
        words if words.contains("fts5") => Error::Decision(format!("this is no search: {words}")),
        _ => error.into(),
    }
}

/// A person's words as a search of FTS5: each a string of its own, but for quotation marks and a star at the end.
fn quoted(words: &str) -> String {
    // A string ends for SQLite where it has a zero.
    let words = words.replace('\0', " ");
    let mut out = Vec::new();
    for (at, part) in words.split('"').enumerate() {
        if at % 2 == 1 {
            out.push(format!("\"{part}\""));
            continue;
        }
        for word in part.split_whitespace() {
            match word.strip_suffix('*') {
                Some(stem) if !stem.is_empty() => out.push(format!("\"{stem}\" *")),
                _ => out.push(format!("\"{word}\"")),
            }
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_searched_as_they_stand() {
        for (words, expected) in [
            ("raid on Koro", r#""raid" "on" "Koro""#),
            (r#""the mayor" kill*"#, r#""the mayor" "kill" *"#),
            ("AND NOT x:y * -", r#""AND" "NOT" "x:y" "*" "-""#),
            ("", ""),
            ("Koro\0<b>", r#""Koro" "<b>""#),
            ("\"the\0mayor", "\"the mayor\""),
        ] {
            assert_eq!(quoted(words), expected);
        }
    }
}
