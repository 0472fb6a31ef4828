//! How fast each layer reads, and the whole: `cargo bench -p dateline`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::{Document, Lexicon, Reader, actor, claim, event, outlook, place, relation, text, time};

const REPORTS: [&str; 2] = [include_str!("../../../examples/wire.txt"), include_str!("../../../examples/analysis.txt")];

fn layers(criterion: &mut Criterion) {
    let text = REPORTS.join("\n\n");
    let document = Document::new(text.as_str());
    let reader = Reader::new(Lexicon::built_in());
    let lexicon = reader.lexicon();
    let parsed = reader.parse(&text);
    let times = time::read(&parsed, &document, lexicon);
    let places = place::read(&parsed, None, lexicon);
    let actors = actor::read(&parsed, &places, None, lexicon);
    let events = event::read(&parsed, &times, &places, &actors, lexicon);
    let claims = claim::read(&parsed, &actors, &events, lexicon);

    let mut group = criterion.benchmark_group("layer");
    group.throughput(Throughput::Elements(parsed.tokens.len() as u64));
    group.bench_function("text", |b| b.iter(|| text::segment(black_box(&text))));
    group.bench_function("text, syntax and names", |b| b.iter(|| reader.parse(black_box(&text))));
    group.bench_function("time", |b| b.iter(|| time::read(black_box(&parsed), &document, lexicon)));
    group.bench_function("place", |b| b.iter(|| place::read(black_box(&parsed), None, lexicon)));
    group.bench_function("actor", |b| b.iter(|| actor::read(black_box(&parsed), &places, None, lexicon)));
    group.bench_function("event", |b| b.iter(|| event::read(black_box(&parsed), &times, &places, &actors, lexicon)));
    group.bench_function("claim", |b| b.iter(|| claim::read(black_box(&parsed), &actors, &events, lexicon)));
    group.bench_function("outlook", |b| {
        b.iter(|| outlook::read(black_box(&parsed), &times, &actors, &events, &claims, lexicon));
    });
    group.bench_function("relation", |b| {
        b.iter(|| relation::read(black_box(&parsed), &places, &actors, &events, &claims, lexicon));
    });
    group.finish();

    let mut group = criterion.benchmark_group("whole");
    group.throughput(Throughput::Elements(parsed.tokens.len() as u64));
    group.bench_function("read", |b| b.iter(|| reader.read(black_box(&document))));
    group.finish();
    criterion.bench_function("start", |b| b.iter(|| Reader::new(Lexicon::built_in())));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = layers
}
criterion_main!(benches);
