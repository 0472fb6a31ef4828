//! The trained network: hashed parts of words go in, tags, trees and name labels come out.
//!
//! An [encoder](super::encoder) gives each word a vector that knows its context. Heads read tags and name labels from it,
//! and a transition parser scores its moves from the vectors of a few words (Kiperwasser and Goldberg 2016).
//!
//! All products are in whole numbers, and what is not (gates, scales) is done number by number in a fixed order: the same
//! weights give the same answer on every machine. Time and memory grow linearly with the sentence.

use std::ops::Range;

use super::encoder::{Encoder, Workspace};
use super::lemma::Lemmas;
use super::linear::Linear;
use super::narrow::{Narrow, ZERO};
use super::store::Source;
use super::transition::{FACTS, Move, POSITIONS, State, fact_sizes};
use super::vector;
use super::{Deprel, Feats, Upos};

/// First bytes of a weights file.
pub const MAGIC: &[u8] = b"dateline network 2\n";

/// Word vectors are kept in units of 1/2048 and cut at 8; context vectors in 1/32 and cut at 4; the parser's hidden vectors
/// in 1/1024 and cut at 32.
pub(super) const WORD_UNIT: f32 = 2048.0;
pub(super) const CONTEXT_UNIT: f32 = 32.0;
const HIDDEN_UNIT: f32 = 1024.0;

/// Sentences that are read together, so that weights are fetched once for many words.
#[derive(Debug, Default)]
pub struct Batch<'w> {
    /// The words of all sentences.
    pub words: Vec<&'w str>,
    ends: Vec<usize>,
}

impl<'w> Batch<'w> {
    /// So many words are worth a batch of their own.
    pub const FULL: usize = 96;

    /// A batch of one sentence.
    pub fn of(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut batch = Self::default();
        batch.push(words);
        batch
    }

    /// Adds a sentence.
    pub fn push(&mut self, words: impl IntoIterator<Item = &'w str>) {
        self.words.extend(words);
        self.ends.push(self.words.len());
    }

    /// Leaves no sentence.
    pub fn clear(&mut self) {
        self.words.clear();
        self.ends.clear();
    }

    /// The words of each sentence.
    pub fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied()).map(|(start, end)| start..end)
    }
}

/// A network with its weights.
#[derive(Debug)]
pub struct Network {
    encoder: Encoder,
    tags: Option<Tags>,
    parser: Option<Parser>,
    names: Option<Names>,
}

#[derive(Debug)]
struct Names {
    scores: Narrow,
    /// Of one label after another, from row to column.
    moves: Vec<f32>,
}

#[derive(Debug)]
struct Tags {
    upos: Narrow,
    feats: Narrow,
    sets: Vec<(Upos, Feats)>,
    /// Where each part of speech's sets lie.
    ranges: Vec<Range<usize>>,
    lemmas: Lemmas,
}

#[derive(Debug)]
struct Parser {
    labels: Vec<Deprel>,
    hidden: usize,
    project: Narrow,
    absent: Vec<f32>,
    facts: Vec<f32>,
    fact_starts: [usize; FACTS],
    out: Linear,
}

/// What the network says of one batch, and the room it needs for that; one value serves all batches of a document.
#[derive(Debug, Default)]
pub struct Scratch {
    encoder: Workspace,
    scores: Vec<f32>,
    other: Vec<f32>,
    moves: Vec<f32>,
    projected: Vec<f32>,
    hidden: Vec<f32>,
    hidden_small: Vec<i16>,
    state: State,
    /// Part of speech and features of each word.
    pub tags: Vec<(Upos, Feats)>,
    /// Governor of each word in its sentence, whose words are numbered from 0; the root's number is the count of words.
    pub heads: Vec<u32>,
    /// Relation of each word.
    pub deprels: Vec<Deprel>,
    /// Name label of each word: none, then B and I of each kind in the order of [`super::NameKind`].
    pub labels: Vec<u8>,
    back: Vec<u8>,
}

impl Scratch {
    /// Whether a sentence without end has taken more room than is worth keeping.
    pub(super) fn is_vast(&self) -> bool {
        self.encoder.words() > 64 * Batch::FULL
    }

    /// The context vectors of the batch that was run last, which another network may look at.
    pub fn context(&self) -> &[u8] {
        &self.encoder.small
    }

    /// Scores of each word's part of speech and of its set of features, of the batch that was run last by a network that
    /// tags and names nothing.
    pub fn tag_scores(&self) -> (&[f32], &[f32]) {
        (&self.scores, &self.other)
    }

    /// Scores of each word's name labels, of the batch that was run last by a network that names.
    pub fn label_scores(&self) -> &[f32] {
        &self.scores
    }

    /// As [`Scratch::context`], as the numbers that they stand for.
    pub fn context_numbers(&self) -> Vec<f32> {
        self.encoder.small.iter().map(|x| (f32::from(*x) - f32::from(ZERO)) / CONTEXT_UNIT).collect()
    }
}

impl Network {
    /// Reads a weights file; `None` where it is none, or is damaged.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut source = Source::new(bytes);
        if source.bytes(MAGIC.len())? != MAGIC {
            return None;
        }
        let encoder = Encoder::read(&mut source)?;
        let context = encoder.context();
        let tags = if source.number()? == 1 { Some(Tags::read(&mut source, context)?) } else { None };
        let parser = if source.number()? == 1 { Some(Parser::read(&mut source, context)?) } else { None };
        let names = if source.number()? == 1 { Some(Names::read(&mut source, context)?) } else { None };
        Some(Self { encoder, tags, parser, names })
    }

    /// Reads a batch of sentences; the answers lie in `scratch`. `outer` are the context vectors of the network that this
    /// one was trained to look at, if any.
    pub fn run(&self, batch: &Batch<'_>, outer: &[u8], scratch: &mut Scratch) {
        self.view(batch, outer, scratch);
        if let Some(parser) = &self.parser {
            parser.run(batch, scratch);
        }
        if let Some(names) = &self.names {
            names.run(batch, scratch);
        }
    }

    /// Reads a batch as far as it can be read without a parse: tags, and what each word tells the parser.
    pub fn view(&self, batch: &Batch<'_>, outer: &[u8], scratch: &mut Scratch) {
        self.encoder.run(batch, outer, &mut scratch.encoder);
        if let Some(tags) = &self.tags {
            tags.run(batch.words.len(), scratch);
        }
        if let Some(parser) = &self.parser {
            parser.project.apply(&scratch.encoder.small, batch.words.len(), &mut scratch.projected);
        }
    }

    /// The scores of all moves in a state of a sentence whose first word is word `first` of the batch that was viewed
    /// last: shift, then each relation to the next word, then each to the word below. Moves that the state does not allow
    /// have scores as well. None if the network does not parse.
    pub fn move_scores<'s>(&self, first: usize, state: &State, scratch: &'s mut Scratch) -> &'s [f32] {
        let Some(parser) = &self.parser else { return &[] };
        parser.score(first, state, scratch);
        &scratch.moves
    }

    /// The lemma table, if the network tags.
    pub fn lemmas(&self) -> Option<&Lemmas> {
        self.tags.as_ref().map(|t| &t.lemmas)
    }

    /// Length of its context vectors.
    pub fn context(&self) -> usize {
        self.encoder.context()
    }
}

/// The index of the greatest number, the first of them where several are equal.
fn best(scores: impl Iterator<Item = f32>) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (i, score) in scores.enumerate() {
        if score > best.1 {
            best = (i, score);
        }
    }
    best.0
}

impl Tags {
    fn read(source: &mut Source<'_>, columns: usize) -> Option<Self> {
        let set = |line: &str| {
            let (upos, feats) = line.split_once(' ')?;
            Some((Upos::parse(upos)?, Feats::parse(feats)))
        };
        let sets = source.text()?.lines().map(set).collect::<Option<Vec<_>>>()?;
        let upos = Narrow::read(source, columns, CONTEXT_UNIT)?;
        let feats = Narrow::read(source, columns, CONTEXT_UNIT)?;
        let lemmas = Lemmas::parse(source.text()?)?;
        let fits = upos.rows == Upos::ALL.len() && feats.rows == sets.len() && sets.is_sorted_by_key(|s| s.0);
        let start = |upos: Upos| sets.partition_point(|s| s.0 < upos);
        let ranges = Upos::ALL.iter().map(|u| start(*u)..sets.partition_point(|s| s.0 <= *u)).collect();
        fits.then_some(Self { upos, feats, sets, ranges, lemmas })
    }

    /// The part of speech first, then the best set of features that goes with it.
    fn run(&self, count: usize, s: &mut Scratch) {
        let input = &s.encoder.small;
        self.upos.apply(input, count, &mut s.scores);
        self.feats.apply(input, count, &mut s.other);
        s.tags.clear();
        for (upos, feats) in s.scores.chunks_exact(self.upos.rows).zip(s.other.chunks_exact(self.feats.rows)) {
            let upos = best(upos.iter().copied());
            let range = self.ranges[upos].clone();
            let set = range.start + best(feats[range.clone()].iter().copied());
            let feats = if range.is_empty() { Feats::default() } else { self.sets[set].1 };
            s.tags.push((Upos::ALL[upos], feats));
        }
    }
}

/// None, and the beginning and inside of each kind of name.
const NAME_LABELS: usize = 7;

impl Names {
    fn read(source: &mut Source<'_>, columns: usize) -> Option<Self> {
        let names = Self { scores: Narrow::read(source, columns, CONTEXT_UNIT)?, moves: source.floats()? };
        (names.scores.rows == NAME_LABELS && names.moves.len() == NAME_LABELS * NAME_LABELS).then_some(names)
    }

    /// The best chain of labels (Viterbi 1967) in which no name goes on that has not begun.
    fn run(&self, batch: &Batch<'_>, s: &mut Scratch) {
        let count = batch.words.len();
        self.scores.apply(&s.encoder.small, count, &mut s.scores);
        s.labels.clear();
        s.labels.resize(count, 0);
        for range in batch.ranges() {
            s.back.clear();
            let mut best_so_far = [0.0_f32; NAME_LABELS];
            let scores = &s.scores[range.start * NAME_LABELS..range.end * NAME_LABELS];
            for (i, scores) in scores.chunks_exact(NAME_LABELS).enumerate() {
                let mut next = [f32::NEG_INFINITY; NAME_LABELS];
                for to in 0..NAME_LABELS {
                    let inside = to > 0 && to % 2 == 0;
                    let from = |from: usize| match (inside, i) {
                        (true, 0) => f32::NEG_INFINITY,
                        (true, _) if from != to && from + 1 != to => f32::NEG_INFINITY,
                        (_, 0) => 0.0,
                        _ => best_so_far[from] + self.moves[from * NAME_LABELS + to],
                    };
                    let before = best((0..NAME_LABELS).map(from));
                    next[to] = from(before) + scores[to];
                    s.back.push(before as u8);
                }
                best_so_far = next;
            }
            let mut label = best(best_so_far.into_iter());
            for i in (0..range.len()).rev() {
                s.labels[range.start + i] = label as u8;
                label = usize::from(s.back[i * NAME_LABELS + label]);
            }
        }
    }
}

impl Parser {
    fn read(source: &mut Source<'_>, columns: usize) -> Option<Self> {
        let labels = source.text()?.lines().map(Deprel::parse).collect::<Option<Vec<_>>>()?;
        let project = Narrow::read(source, columns, CONTEXT_UNIT)?;
        let absent = source.floats()?;
        let facts = source.floats()?;
        let hidden = project.rows / POSITIONS;
        let out = Linear::read(source, hidden, HIDDEN_UNIT, 32767)?;
        let mut fact_starts = [0; FACTS];
        let mut rows = 0;
        for (start, size) in fact_starts.iter_mut().zip(fact_sizes(labels.len())) {
            *start = rows * hidden;
            rows += size;
        }
        let fits = absent.len() == project.rows && facts.len() == rows * hidden && out.rows == 1 + 2 * labels.len();
        fits.then_some(Self { labels, hidden, project, absent, facts, fact_starts, out })
    }

    fn run(&self, batch: &Batch<'_>, s: &mut Scratch) {
        s.heads.clear();
        s.deprels.clear();
        let mut state = std::mem::take(&mut s.state);
        for range in batch.ranges() {
            self.parse(range, &mut state, s);
        }
        s.state = state;
    }

    /// Puts the scores of all moves in a state into `s.moves`.
    fn score(&self, first: usize, state: &State, s: &mut Scratch) {
        let hidden = self.hidden;
        s.hidden.resize(hidden, 0.0);
        s.hidden_small.resize(hidden, 0);
        let mut rows: [&[f32]; POSITIONS + FACTS] = [&[]; POSITIONS + FACTS];
        for (position, (row, word)) in rows.iter_mut().zip(state.positions()).enumerate() {
            // The root, which has no words of its own, looks like no word.
            *row = match word {
                word if word < state.count() => {
                    &s.projected[(first + word as usize) * self.project.rows + position * hidden..][..hidden]
                }
                _ => &self.absent[position * hidden..][..hidden],
            };
        }
        for ((row, start), fact) in rows[POSITIONS..].iter_mut().zip(self.fact_starts).zip(state.facts()) {
            *row = &self.facts[start + usize::from(fact) * hidden..][..hidden];
        }
        vector::sum(&mut s.hidden, &rows);
        vector::whole_positive(&s.hidden, HIDDEN_UNIT, &mut s.hidden_small);
        self.out.apply(&s.hidden_small, hidden, 1, &mut s.moves);
    }

    /// Takes the best possible move until every word of the sentence has its governor.
    fn parse(&self, range: Range<usize>, state: &mut State, s: &mut Scratch) {
        let (labels, count) = (self.labels.len(), range.len());
        state.begin(count);
        while !state.is_done() {
            self.score(range.start, state, s);
            // Shift, then the relations to the next word, then those to the word below.
            let mut chosen = (Move::Shift, 0);
            let mut most = f32::NEG_INFINITY;
            let ranges = [(Move::Shift, 0..1), (Move::Left, 1..1 + labels), (Move::Right, 1 + labels..1 + 2 * labels)];
            for (step, range) in ranges.into_iter().filter(|(step, _)| state.allows(*step)) {
                let scores = &s.moves[range];
                let label = best(scores.iter().copied());
                if scores[label] > most {
                    (chosen, most) = ((step, label as u8), scores[label]);
                }
            }
            state.make(chosen.0, chosen.1);
        }
        s.heads.extend_from_slice(&state.heads[..count]);
        for (head, label) in state.heads[..count].iter().zip(&state.labels) {
            // The root's dependent, and it alone, is `root`.
            let deprel = match self.labels[usize::from(*label)] {
                _ if *head as usize == count => Deprel::Root,
                Deprel::Root => Deprel::Dep,
                deprel => deprel,
            };
            s.deprels.push(deprel);
        }
    }
}
