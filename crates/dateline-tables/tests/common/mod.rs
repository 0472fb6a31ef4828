//! Tables of texts, for tests.
#![allow(dead_code, reason = "each test uses a part")]

use std::sync::LazyLock;

use dateline::incident::{self, Incident};
use dateline::lexicon::merge::Profiles;
use dateline::reading::Reading;
use dateline::{Basis, Lexicon, Published};
use dateline::{Document, Reader};
use dateline_tables::{Accounts, Format, Options, Report, Review, Table, write};

pub(crate) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(Lexicon::built_in()));

pub(crate) const PROFILES: &[&str] = &["acled", "gdelt", "hxl", "plover", "polecat", "ucdp"];

/// A report of a day.
pub(crate) fn document(id: &str, published: &str, text: &str) -> Document {
    Document {
        source_id: Some(id.to_owned()),
        published: Some(Published { date: published.parse().unwrap(), basis: Basis::Given }),
        url: Some(format!("https://{id}.example/news/{published}")),
        publisher: Some(format!("The {id}")),
        ..Document::new(text)
    }
}

/// Two reports of one invented raid, which differ about its toll.
pub(crate) fn raid() -> Vec<Document> {
    vec![
        document(
            "agency",
            "2026-03-10",
            "At least 14 villagers were killed when gunmen on motorcycles attacked Sampara, a village near Mopti in central \
             Mali, on Monday, the army said. The attackers burned a granary and drove off cattle.",
        ),
        document(
            "radio",
            "2026-03-11",
            "Residents of Sampara, in the Mopti region of Mali, buried 21 people on Tuesday. Armed men had raided the village \
             on Monday, killing 21 people, a local official said.",
        ),
    ]
}

/// The incidents of some documents, with what tables need of them.
pub(crate) fn merged(documents: &[Document], names: bool) -> (Vec<Incident>, Accounts) {
    let lexicon = READER.lexicon();
    let readings: Vec<Reading> = documents.iter().map(|d| READER.read(d)).collect();
    let reports: Vec<_> = documents.iter().zip(&readings).map(|(d, r)| incident::Report::new(&d.text, r)).collect();
    let mut accounts = Accounts::default();
    for (document, reading) in documents.iter().zip(&readings) {
        let id = document.source_id.as_deref().unwrap();
        accounts.add(Report::new(id, &document.text, reading, lexicon, names));
    }
    let rule = lexicon.merge.get(Profiles::STANDARD).unwrap();
    (incident::merge(&reports, rule), accounts)
}

/// The bytes of a table.
pub(crate) fn export(documents: &[Document], profile: &str, format: Format, options: Options, names: bool) -> Vec<u8> {
    let lexicon = READER.lexicon();
    let (incidents, accounts) = merged(documents, names);
    let profile = lexicon.exports.get(profile).unwrap();
    let table = Table::new(&incidents, &accounts, lexicon, profile, options, |_| Review::Unreviewed);
    let mut out = Vec::new();
    write(&table, format, &mut out).unwrap();
    out
}

/// Rows of a text table with their columns' names.
pub(crate) fn rows(documents: &[Document], profile: &str) -> Vec<std::collections::HashMap<String, String>> {
    let bytes = export(documents, profile, Format::Csv, Options::default(), false);
    let own = READER.lexicon().exports.get(profile).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(own.delimiter as u8)
        .has_headers(false)
        .quoting(own.delimiter != '\t')
        .from_reader(bytes.as_slice());
    let skip = usize::from(own.header) + usize::from(own.tags);
    let names: Vec<&str> = own.columns.iter().map(|c| c.name.as_str()).collect();
    let records = reader.records().skip(skip);
    records.map(|r| names.iter().map(|n| (*n).to_owned()).zip(r.unwrap().iter().map(str::to_owned)).collect()).collect()
}
