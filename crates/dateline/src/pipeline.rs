//! The flow, on one page: a document's words go through the layers, and what they found becomes a reading.

use std::collections::BTreeMap;

use crate::actor::{self, Actors};
use crate::assemble;
use crate::claim::{self, Claims};
use crate::document::Document;
use crate::entity;
use crate::event::{self, Event};
use crate::lexicon::Lexicon;
use crate::outlook::{self, Outlook};
use crate::place::{self, Places};
use crate::reading::{Coder, Reading};
use crate::relation::{self, Relation};
use crate::syntax::conllu::Pretokenised;
use crate::syntax::{self, Parsed};
use crate::text;
use crate::time::{self, Times};

/// Reads documents. Built once; shared between threads.
///
/// ```
/// let reader = dateline::Reader::new(dateline::Lexicon::built_in());
/// let reading = reader.read(&dateline::Document::new("Gunmen attacked a village on Monday."));
/// assert_eq!(reading.schema, "dateline/reading/1");
/// ```
#[derive(Debug)]
pub struct Reader {
    lexicon: Lexicon,
    coder: Coder,
    workspaces: syntax::Workspaces,
}

/// Everything that the layers found in one document, before it is put into the contract's words.
#[derive(Debug, Default)]
pub struct Analysis<'t> {
    /// Words, trees, names.
    pub parsed: Parsed<'t>,
    /// Times and the publication date.
    pub times: Times,
    /// Places.
    pub places: Places,
    /// Actors.
    pub actors: Actors,
    /// Events.
    pub events: Vec<Event>,
    /// Claims, links, and who asserts what.
    pub claims: Claims,
    /// What is expected, intended or feared.
    pub outlook: Vec<Outlook>,
    /// How actors stand to each other.
    pub relations: Vec<Relation>,
    /// ISO 639-1, or `und`.
    pub language: String,
    /// The language that it was translated from, or `und`; none where it is no translation.
    pub translated_from: Option<String>,
    /// What could not be done, in words.
    pub notes: Vec<String>,
}

impl Reader {
    /// A reader with a lexicon and the built-in models and gazetteer.
    pub fn new(lexicon: Lexicon) -> Self {
        let coder = Coder {
            name: "dateline".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            lexicon: lexicon.hash.clone(),
            models: BTreeMap::from([("names".into(), entity::version()), ("syntax".into(), syntax::version())]),
        };
        Self { lexicon, coder, workspaces: syntax::Workspaces::default() }
    }

    /// Reads one document. Never fails: what could not be read is left out and noted.
    pub fn read(&self, document: &Document) -> Reading {
        assemble::reading(document, &self.analyse(document), self.coder.clone())
    }

    /// What this reader reads with, as its readings name it.
    pub fn coder(&self) -> &Coder {
        &self.coder
    }

    /// The lexicon that this reader reads with.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Runs the layers, in order; on a text in another language than English, none.
    pub fn analyse<'t>(&self, document: &'t Document) -> Analysis<'t> {
        let language = document.language.clone().unwrap_or_else(|| text::language(&document.text).into());
        let translated_from =
            document.translated_from.clone().or_else(|| self.lexicon.translation.source(&document.text));
        let mut notes = document.notes.clone();
        if language != "en" {
            if !document.text.trim().is_empty() {
                notes.push(not_read(&language));
            }
            return Analysis { language, translated_from, notes, ..Analysis::default() };
        }
        let parsed = self.parse(&document.text);
        let times = time::read(&parsed, document, &self.lexicon);
        let places = place::read(&parsed, document.country, &self.lexicon);
        let mut actors = actor::read(&parsed, &places, times.published.as_ref().map(|p| p.date), &self.lexicon);
        let events = event::read(&parsed, &times, &places, &actors, &self.lexicon);
        actor::tell(&mut actors, &events);
        let claims = claim::read(&parsed, &actors, &events, &self.lexicon);
        let outlook = outlook::read(&parsed, &times, &actors, &events, &claims, &self.lexicon);
        let relations = relation::read(&parsed, &places, &actors, &events, &claims, &self.lexicon);
        Analysis { parsed, times, places, actors, events, claims, outlook, relations, language, translated_from, notes }
    }

    /// What became of every word of a text that may name an event, and why: the events, and the words in reading order.
    pub fn explain<'t>(&self, document: &'t Document) -> (Analysis<'t>, Vec<event::Considered>) {
        let mut analysis = self.analyse(document);
        let Analysis { parsed, times, places, actors, .. } = &analysis;
        let (events, considered) = event::explain(parsed, times, places, actors, &self.lexicon);
        analysis.events = events;
        (analysis, considered)
    }

    /// Sentences, words, tags, trees and names alone.
    pub fn parse<'t>(&self, text: &'t str) -> Parsed<'t> {
        self.annotate(text::segment(text))
    }

    /// Tags, trees and names of words that are given.
    pub fn parse_pretokenised<'t>(&self, document: &'t Pretokenised) -> Parsed<'t> {
        self.annotate(document.segmented())
    }

    fn annotate<'t>(&self, mut parsed: Parsed<'t>) -> Parsed<'t> {
        syntax::annotate(&mut parsed, &self.workspaces);
        syntax::repair(&mut parsed, &self.lexicon);
        parsed
    }
}

/// The note on a text that is left unread.
fn not_read(language: &str) -> String {
    match language {
        "und" => "the text was not read: its language could not be told".into(),
        _ => format!("the text was not read: language not supported: {language}"),
    }
}
