//! What is drawn from a document's current reading, so that it can be searched: events, claims, actors, places, words.

use dateline::Reading;
use rusqlite::Connection;

use crate::account::event_ids;
use crate::error::Result;

/// A current reading and where it belongs.
pub(crate) struct Current<'a> {
    /// The row of the document.
    pub(crate) row: i64,
    /// Its id.
    pub(crate) id: &'a str,
    pub(crate) text: &'a str,
    pub(crate) reading: &'a Reading,
}

/// Takes out what was drawn from an earlier reading of a document.
pub(crate) fn clear(connection: &Connection, document: i64) -> Result<()> {
    let places_at = "DELETE FROM places_at WHERE place IN (SELECT place FROM places WHERE document = ?1)";
    connection.prepare_cached(places_at)?.execute([document])?;
    for table in ["events", "claims", "actors", "places"] {
        connection.prepare_cached(&format!("DELETE FROM {table} WHERE document = ?1"))?.execute([document])?;
    }
    connection.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([document])?;
    Ok(())
}

/// Puts in what a reading holds.
pub(crate) fn write(connection: &Connection, current: &Current<'_>) -> Result<()> {
    let Current { row, id, text, reading } = *current;
    let mut insert = connection.prepare_cached(
        "INSERT INTO events (id, document, local, type, mode, status, first, last, words) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (event, id) in reading.events.iter().zip(event_ids(id, text, reading)) {
        let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string());
        let (first, last) = event.when.as_ref().map_or((None, None), |w| (day(w.from), day(w.to)));
        let (kind, status) = (&event.kind, event.status.word());
        let words = &event.evidence[0].quote;
        insert.execute((id, row, &event.id, &kind.plover, &kind.mode, status, first, last, words))?;
    }
    let name = |id: &str| reading.actors.iter().find(|a| a.id == id).map_or_else(|| id.to_owned(), |a| a.name.clone());
    let mut insert = connection
        .prepare_cached("INSERT INTO claims (document, local, kind, source, words) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for claim in &reading.claims {
        let words = claim.content.as_ref().map(|quote| &quote.quote);
        insert.execute((row, &claim.id, claim.kind.word(), claim.source.as_deref().map(name), words))?;
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO actors (document, local, name, kind, country, known_as) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for actor in &reading.actors {
        insert.execute((row, &actor.id, &actor.name, actor.kind.word(), &actor.country, &actor.known_as))?;
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO places (document, local, name, kind, country, precision, lat, lon) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let mut point = connection
        .prepare_cached("INSERT INTO places_at (place, south, north, west, east) VALUES (?1, ?2, ?2, ?3, ?3)")?;
    for place in &reading.places {
        let (kind, precision) = (place.kind.word(), place.precision.word());
        insert.execute((row, &place.id, &place.name, kind, &place.country, precision, place.lat, place.lon))?;
        if let Some((lat, lon)) = place.lat.zip(place.lon) {
            point.execute((connection.last_insert_rowid(), lat, lon))?;
        }
    }
    let title = reading.document.title.as_deref();
    connection
        .prepare_cached("INSERT INTO words (rowid, title, text) VALUES (?1, ?2, ?3)")?
        .execute((row, title, text))?;
    Ok(())
}
