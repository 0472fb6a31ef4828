//! How fast incidents become rows. `cargo bench -p dateline-tables`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::incident::{self, Incident};
use dateline::lexicon::merge::Profiles;
use dateline::{Basis, Document, Lexicon, Published, Reader};
use dateline_tables::{Accounts, Digest, Format, Options, Report, Review, Table, write};

const PLACES: [&str; 6] = ["Mopti", "Gao", "Timbuktu", "Segou", "Kidal", "Sikasso"];
const REPORTS: usize = 400;

/// Invented reports of invented attacks, each on a day and at a place of its own.
fn report(n: usize) -> Document {
    let (place, dead, day) = (PLACES[n % PLACES.len()], 2 + n % 40, 1 + n % 28);
    let month = 1 + n / 28 % 12;
    let text = format!(
        "Gunmen attacked a village near {place} in Mali on {day} 2025-{month:02}, killing {dead} people and wounding several \
         others, the army said. Residents said the attackers had burned houses. Police arrested {} suspects in {place}.",
        1 + n % 9
    );
    let date = format!("2025-{month:02}-{day:02}").parse().expect("a day");
    Document {
        source_id: Some(format!("r{n}")),
        published: Some(Published { date, basis: Basis::Given }),
        ..Document::new(text)
    }
}

fn incidents(reader: &Reader) -> (Vec<Incident>, Accounts) {
    let (mut reports, mut accounts) = (Vec::new(), Accounts::default());
    for document in (0..REPORTS).map(report) {
        let reading = reader.read(&document);
        let own = incident::Report::new(&document.text, &reading);
        accounts.add(Report::new(&own.id, &document.text, &reading, reader.lexicon(), false));
        reports.push(own);
    }
    let rule = reader.lexicon().merge.get(Profiles::STANDARD).expect("the rule that is there by default");
    (incident::merge(&reports, rule), accounts)
}

fn rows(c: &mut Criterion) {
    let reader = Reader::new(Lexicon::built_in());
    let lexicon = reader.lexicon();
    let (incidents, accounts) = incidents(&reader);
    let mut group = c.benchmark_group("rows");
    for (name, profile) in lexicon.exports.iter() {
        let make = || Table::new(&incidents, &accounts, lexicon, profile, Options::default(), |_| Review::Unreviewed);
        group.throughput(Throughput::Elements(make().rows.len() as u64));
        group.bench_function(name, |b| b.iter(|| black_box(make())));
    }
    group.finish();

    let profile = lexicon.exports.get("acled").expect("a built-in profile");
    let table = Table::new(&incidents, &accounts, lexicon, profile, Options::default(), |_| Review::Unreviewed);
    let mut group = c.benchmark_group("write");
    group.throughput(Throughput::Elements(table.rows.len() as u64));
    for format in [Format::Csv, Format::Jsonl, Format::Geojson, Format::Parquet] {
        group.bench_function(format!("{format:?}"), |b| {
            b.iter(|| {
                let mut out = Vec::new();
                write(&table, format, &mut out).expect("writing to memory");
                out
            });
        });
    }
    group.finish();

    c.bench_function("digest", |b| {
        b.iter(|| Digest::new(&incidents, &accounts, lexicon, None, |_| Review::Unreviewed).markdown());
    });
}

criterion_group!(benches, rows);
criterion_main!(benches);
