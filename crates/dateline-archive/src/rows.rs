//! From readings to the rows of all tables.

use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchOptions};
use dateline::reading::{Anchor, Bearing, Event, LinkKind, PlaceAlternative, Reading, TimeKind};
use dateline::{Document, Reading as Whole};

use crate::given::Given;
use crate::key::key;
use crate::schema::{
    Gathered, Table, actors, assertions, casualties, claims, documents, errors, events, outlook, participants, places,
    relations, times,
};

/// The most bytes that texts and readings of one batch may have together: Arrow counts the bytes of a column in 32 bits, and
/// no column holds more than they do.
const MOST: usize = i32::MAX as usize;

/// Gathers readings, and gives them as a batch of rows for each table.
#[derive(Default)]
pub struct Rows {
    gathered: Gathered,
    bytes: usize,
    documents: usize,
}

/// A document that could not be read, and why.
#[derive(Clone, Copy, Debug, Default)]
pub struct Failure<'a> {
    /// The caller's own id, where that could be read.
    pub source_id: Option<&'a str>,
    /// The file.
    pub path: Option<&'a str>,
    /// The address.
    pub url: Option<&'a str>,
    /// The line or row, from 1, in a file that holds many documents.
    pub line: Option<u64>,
    /// What is wrong, and what to do.
    pub error: &'a str,
}

/// A text and its reading are too long together for the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text and what was read from it are too long for one batch: {bytes} bytes of at most {MOST}")]
pub struct TooLong {
    bytes: usize,
}

impl Rows {
    /// Adds what was read from a document.
    ///
    /// # Errors
    /// It does not fit any more; where nothing else is in the batch, it is too long for any. Nothing was added.
    pub fn push(&mut self, document: &Document, reading: &Reading) -> Result<(), TooLong> {
        let json = serde_json::to_string(reading).expect("readings have no maps with keys other than strings");
        let bytes = self.bytes + json.len() + document.text.len();
        if bytes > MOST {
            return Err(TooLong { bytes });
        }
        self.bytes = bytes;
        self.documents += 1;
        let key = key(document);
        self.document(&key, document, reading, &json);
        reading.events.iter().for_each(|event| self.event(&key, event));
        self.claims(&key, reading);
        self.actors(&key, reading);
        self.places(&key, reading);
        self.times(&key, reading);
        self.outlook(&key, reading);
        self.relations(&key, reading);
        Ok(())
    }

    /// Adds a document that could not be read.
    pub fn fail(&mut self, failure: &Failure<'_>) {
        let Failure { source_id, path, url, line, error } = *failure;
        self.gathered.errors.push(errors::Row { source_id, path, url, line, error });
    }

    /// How many documents were added that could be read.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// How many bytes their texts and readings have.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// All that was added, as one batch a table; begins anew.
    pub fn finish(&mut self) -> Batches {
        self.bytes = 0;
        self.documents = 0;
        let batch = |table: Table| {
            let (columns, rows) = self.gathered.finish(table);
            let options = RecordBatchOptions::new().with_row_count(Some(rows));
            RecordBatch::try_new_with_options(table.schema(), columns, &options).expect("columns as declared")
        };
        Batches(Table::ALL.map(batch))
    }

    fn document(&mut self, key: &str, document: &Document, reading: &Whole, json: &str) {
        let published = reading.document.published.as_ref();
        self.gathered.documents.push(documents::Row {
            document: key,
            content: &document.id,
            source_id: document.source_id.as_deref(),
            path: document.path.as_deref(),
            url: document.url.as_deref(),
            title: document.title.as_deref(),
            publisher: document.publisher.as_deref(),
            language: &reading.document.language,
            translated_from: reading.document.translated_from.as_deref(),
            published: published.map(|p| p.date),
            published_basis: published.map(|p| p.basis.as_str()),
            published_span: published.and_then(|p| p.span.as_ref()),
            published_alternatives: published.map_or(&[], |p| p.alternatives.as_slice()),
            published_confidence: published.and_then(|p| p.confidence),
            characters: document.text.chars().count() as u32,
            sentences: reading.sentences.len() as u32,
            events: reading.events.len() as u32,
            notes: words(&reading.notes),
            version: &reading.coder.version,
            lexicon: &reading.coder.lexicon,
            models: &serde_json::to_string(&reading.coder.models).expect("words by words"),
            given: &serde_json::to_string(&Given::of(document)).expect("words and days"),
            text: &document.text,
            reading: json,
        });
    }

    fn event(&mut self, document: &str, event: &Event) {
        let when = event.when.as_ref();
        let place = event.places.first();
        let acled = event.kind.acled.as_ref();
        self.gathered.events.push(events::Row {
            document,
            event: &event.id,
            plover: &event.kind.plover,
            mode: event.kind.mode.as_deref(),
            contexts: words(&event.kind.contexts),
            cameo: event.kind.cameo.as_deref(),
            acled_event_type: acled.map(|a| a.event_type.as_str()),
            acled_sub_event_type: acled.map(|a| a.sub_event_type.as_str()),
            status: event.status.word(),
            start_date: when.and_then(|w| w.from),
            end_date: when.and_then(|w| w.to),
            date_precision: when.map(|w| w.precision.word()),
            time: when.and_then(|w| w.time.as_deref()),
            date_inferred: when.map(|w| w.inferred),
            place: place.map(|p| p.place.as_str()),
            place_inferred: place.map(|p| p.inferred),
            further_places: event.places.iter().skip(1).map(|p| p.place.as_str()).collect(),
            part_of: event.part_of.as_deref(),
            outcome: event.outcome.as_ref().map(|o| o.value.word()),
            outcome_span: event.outcome.as_ref().and_then(|o| o.span.as_ref()),
            trigger: event.evidence.first(),
            evidence: &event.evidence,
            confidence: event.confidence,
            rule: event.rule.as_deref(),
        });
        for one in &event.participants {
            self.gathered.participants.push(participants::Row {
                document,
                event: &event.id,
                role: one.role.word(),
                kind: one.kind.word(),
                actor: one.actor.as_deref(),
                span: one.span.as_ref(),
                inferred: one.inferred,
            });
        }
        for toll in &event.casualties {
            self.gathered.casualties.push(casualties::Row {
                document,
                event: &event.id,
                kind: toll.kind.word(),
                low: toll.low,
                best: toll.best,
                high: toll.high,
                victims: toll.victims.as_deref(),
                source: toll.source.as_deref(),
                span: toll.span.as_ref(),
            });
        }
        for assertion in &event.assertions {
            self.gathered.assertions.push(assertions::Row {
                document,
                event: &event.id,
                field: assertion.field.word(),
                stance: assertion.stance.word(),
                source: &assertion.source,
                claim: assertion.claim.as_deref(),
            });
        }
    }

    fn claims(&mut self, document: &str, reading: &Reading) {
        for claim in &reading.claims {
            let linked = |kind| {
                let from_it = reading.links.iter().filter(|link| link.from == claim.id && link.kind == kind);
                from_it.map(|link| link.to.as_str()).collect()
            };
            self.gathered.claims.push(claims::Row {
                document,
                claim: &claim.id,
                source: claim.source.as_deref(),
                source_span: claim.source_span.as_ref(),
                cue: claim.cue.as_ref(),
                content: claim.content.as_ref(),
                kind: claim.kind.word(),
                direct: claim.direct,
                within: claim.within.as_deref(),
                events: words(&claim.events),
                disputes: linked(LinkKind::Disputes),
                supports: linked(LinkKind::Supports),
                repeats: linked(LinkKind::Repeats),
            });
        }
    }

    fn actors(&mut self, document: &str, reading: &Reading) {
        for actor in &reading.actors {
            self.gathered.actors.push(actors::Row {
                document,
                actor: &actor.id,
                name: &actor.name,
                kind: actor.kind.word(),
                country: actor.country.as_deref(),
                sector: actor.sector.as_deref(),
                known_as: actor.known_as.as_deref(),
                office: actor.office.as_deref(),
                affiliation: actor.affiliation.as_deref(),
                members: words(&actor.members),
                public_role: actor.public_role.word(),
                mentions: &actor.mentions,
            });
        }
    }

    fn places(&mut self, document: &str, reading: &Reading) {
        for place in &reading.places {
            let anchor: Option<&Anchor> = place.anchor.as_ref();
            let other = |other: &PlaceAlternative| other.gazetteer.as_ref().unwrap_or(&other.name).clone();
            let alternatives: Vec<String> = place.alternatives.iter().map(other).collect();
            self.gathered.places.push(places::Row {
                document,
                place: &place.id,
                name: &place.name,
                kind: place.kind.word(),
                country: place.country.as_deref(),
                admin1: place.admin1.as_deref(),
                admin2: place.admin2.as_deref(),
                lat: place.lat,
                lon: place.lon,
                gazetteer: place.gazetteer.as_deref(),
                precision: place.precision.word(),
                anchor: anchor.map(|a| a.place.as_str()),
                anchor_bearing: anchor.and_then(|a| a.bearing).map(bearing),
                anchor_km: anchor.and_then(|a| a.distance_km),
                alternatives: words(&alternatives),
                confidence: place.confidence,
                mentions: &place.mentions,
            });
        }
    }

    fn times(&mut self, document: &str, reading: &Reading) {
        for time in &reading.times {
            self.gathered.times.push(times::Row {
                document,
                time: &time.id,
                r#type: match time.kind {
                    TimeKind::Date => "DATE",
                    TimeKind::Time => "TIME",
                    TimeKind::Duration => "DURATION",
                    TimeKind::Set => "SET",
                },
                value: &time.value,
                start_date: time.from,
                end_date: time.to,
                anchor: time.anchor.as_deref(),
                span: &time.span,
            });
        }
    }

    fn outlook(&mut self, document: &str, reading: &Reading) {
        for item in &reading.outlook {
            self.gathered.outlook.push(outlook::Row {
                document,
                outlook: &item.id,
                speaker: item.speaker.as_deref(),
                modality: item.modality.word(),
                polarity: item.polarity.word(),
                start_date: item.horizon.as_ref().and_then(|h| h.from),
                end_date: item.horizon.as_ref().and_then(|h| h.to),
                events: words(&item.events),
                evidence: item.evidence.as_ref(),
            });
        }
    }

    fn relations(&mut self, document: &str, reading: &Reading) {
        for relation in &reading.relations {
            self.gathered.relations.push(relations::Row {
                document,
                subject: &relation.subject,
                r#type: relation.kind.word(),
                object: &relation.object,
                tense: relation.tense.word(),
                source: relation.source.as_deref(),
                evidence: relation.evidence.as_ref(),
            });
        }
    }
}

fn words(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

fn bearing(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::N => "N",
        Bearing::NE => "NE",
        Bearing::E => "E",
        Bearing::SE => "SE",
        Bearing::S => "S",
        Bearing::SW => "SW",
        Bearing::W => "W",
        Bearing::NW => "NW",
        Bearing::Near => "near",
    }
}

/// One batch of rows for each table, with the schema that [`Table::schema`] gives.
#[derive(Clone, Debug)]
pub struct Batches([RecordBatch; Table::ALL.len()]);

impl Batches {
    /// The batch of a table.
    pub fn get(&self, table: Table) -> &RecordBatch {
        &self.0[table as usize]
    }

    /// Every table with its batch, in the order of [`Table::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Table, &RecordBatch)> {
        Table::ALL.into_iter().zip(&self.0)
    }
}

impl Table {
    /// Its schema in Arrow's terms, with the name of the contract and of the table as metadata.
    pub fn schema(self) -> arrow_schema::SchemaRef {
        let fields: Vec<arrow_schema::Field> = self.columns().into_iter().map(|column| column.field).collect();
        let metadata = [("dateline.schema", crate::SCHEMA), ("dateline.table", self.name())];
        let metadata = metadata.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Arc::new(arrow_schema::Schema::new_with_metadata(fields, metadata))
    }
}
