//! The trained network: hashed parts of words go in, tags, trees and name labels come out.
//!
//! A word is the sum of the vectors of its features. Layers of gated averages run over the sentence in both directions
//! (quasi-recurrent networks, Bradbury et al. 2016; the first layer sees a word with its neighbours), and give each word
//! a vector that knows its context. Heads read tags from it, and a transition parser scores its moves from the vectors
//! of a few words (Kiperwasser and Goldberg 2016).
//!
//! All products are in whole numbers, and what is not (gates, scales) is done number by number in a fixed order: the same
//! weights give the same answer on every machine. Time and memory grow linearly with the sentence.

use super::features::{Case, Extractor};
use super::lemma::Lemmas;
use super::linear::{Linear, whole};
use super::math::{sigmoid, tanh};
use super::store::Source;
use super::transition::{FACTS, Move, NONE, POSITIONS, State, fact_sizes};
use super::{Deprel, Feats, Upos};

/// First bytes of a weights file.
pub const MAGIC: &[u8] = b"dateline network 1\n";

/// Word vectors are kept in units of 1/4096, which leaves room for ±8; context vectors in 1/8192, for ±4; the parser's
/// hidden vectors in 1/1024, for 32.
const WORD_UNIT: f32 = 4096.0;
const CONTEXT_UNIT: f32 = 8192.0;
const HIDDEN_UNIT: f32 = 1024.0;

/// A network with its weights.
#[derive(Debug)]
pub struct Network {
    width: usize,
    vocabulary: Vocabulary,
    vectors: Vec<i8>,
    scales: Vec<i32>,
    layers: Vec<Linear>,
    half: usize,
    tags: Option<Tags>,
    parser: Option<Parser>,
    names: Option<Names>,
}

#[derive(Debug)]
struct Names {
    scores: Linear,
    /// Of one label after another, from row to column.
    moves: Vec<f32>,
}

#[derive(Debug)]
struct Tags {
    upos: Linear,
    feats: Linear,
    sets: Vec<(Upos, Feats)>,
    lemmas: Lemmas,
}

#[derive(Debug)]
struct Parser {
    labels: Vec<Deprel>,
    hidden: usize,
    project: Linear,
    absent: Vec<f32>,
    facts: Vec<f32>,
    fact_starts: [usize; FACTS],
    out: Linear,
}

/// Rows of feature hashes: open addressing, since a lookup per feature is most of the time spent on words.
#[derive(Debug)]
struct Vocabulary {
    mask: usize,
    slots: Vec<(u32, u32)>,
}

impl Vocabulary {
    fn new(hashes: &[u32]) -> Self {
        let size = (hashes.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![(0, NONE); size];
        for (row, hash) in hashes.iter().enumerate() {
            let mut at = *hash as usize & (size - 1);
            while slots[at].1 != NONE {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (*hash, row as u32);
        }
        Self { mask: size - 1, slots }
    }

    #[inline]
    fn row(&self, hash: u32) -> Option<usize> {
        let mut at = hash as usize & self.mask;
        loop {
            match self.slots[at] {
                (_, NONE) => return None,
                (known, row) if known == hash => return Some(row as usize),
                _ => at = (at + 1) & self.mask,
            }
        }
    }
}

/// What the network says of one sentence, and the room it needs for that; one value serves all sentences of a document.
#[derive(Debug, Default)]
pub struct Scratch {
    extractor: Extractor,
    features: Vec<u32>,
    sum: Vec<i32>,
    words: Vec<i16>,
    gates: Vec<f32>,
    context: Vec<f32>,
    small: Vec<i16>,
    scores: Vec<f32>,
    other: Vec<f32>,
    projected: Vec<f32>,
    running: Vec<f32>,
    hidden: Vec<f32>,
    hidden_small: Vec<i16>,
    state: State,
    /// Part of speech and features of each word.
    pub tags: Vec<(Upos, Feats)>,
    /// Governor of each word; the root's number is the count of words.
    pub heads: Vec<u32>,
    /// Relation of each word.
    pub deprels: Vec<Deprel>,
    /// Name label of each word: none, then B and I of each kind in the order of [`super::NameKind`].
    pub labels: Vec<u8>,
    back: Vec<u8>,
}

impl Network {
    /// Reads a weights file; `None` where it is none, or is damaged.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut source = Source::new(bytes);
        if source.bytes(MAGIC.len())? != MAGIC {
            return None;
        }
        let (width, half, depth) = (source.number()?, source.number()?, source.number()?);
        let hashes = source.numbers()?;
        let vectors: Vec<i8> = source.small()?.iter().map(|b| *b as i8).collect();
        let scales = source.floats()?;
        if width == 0
            || half == 0
            || hashes.len() != scales.len()
            || vectors.len() != hashes.len().checked_mul(width)?
        {
            return None;
        }
        // In 1/2^12 of a word unit: the sum of a word's few rows stays far below 2^31.
        let scales = scales.iter().map(|s| (s * WORD_UNIT * 4096.0).round() as i32).collect();
        let mut layers = Vec::new();
        for layer in 0..depth {
            let (columns, unit) = if layer == 0 { (3 * width, WORD_UNIT) } else { (2 * half, CONTEXT_UNIT) };
            layers.push(Linear::read(&mut source, columns, unit).filter(|l| l.rows == 6 * half)?);
        }
        let tags = if source.number()? == 1 { Some(Tags::read(&mut source, 2 * half)?) } else { None };
        let parser = if source.number()? == 1 { Some(Parser::read(&mut source, 2 * half)?) } else { None };
        let names = if source.number()? == 1 { Some(Names::read(&mut source, 2 * half)?) } else { None };
        Some(Self { width, vocabulary: Vocabulary::new(&hashes), vectors, scales, layers, half, tags, parser, names })
    }

    /// Reads one sentence; the answers lie in `scratch`. `tags` are the words' parts of speech, if the network was
    /// trained to see them, and else none.
    pub fn run<'w>(&self, words: impl Iterator<Item = &'w str> + Clone, tags: &[Upos], scratch: &mut Scratch) {
        let count = self.encode(words, tags, scratch);
        if let Some(tags) = &self.tags {
            tags.run(count, scratch);
        }
        if let Some(parser) = &self.parser {
            parser.run(count, scratch);
        }
        if let Some(names) = &self.names {
            names.run(count, scratch);
        }
    }

    /// The lemma table, if the network tags.
    pub fn lemmas(&self) -> Option<&Lemmas> {
        self.tags.as_ref().map(|t| &t.lemmas)
    }

    fn encode<'w>(&self, words: impl Iterator<Item = &'w str> + Clone, tags: &[Upos], s: &mut Scratch) -> usize {
        let case = Case::of(words.clone());
        let width = self.width;
        // An empty word stands before the first and behind the last, so that each word with its neighbours is one slice.
        s.words.clear();
        s.words.resize(width, 0);
        let mut count = 0;
        for word in words {
            s.extractor.extract(word, case, tags.get(count).copied(), &mut s.features);
            s.sum.clear();
            s.sum.resize(width, 0);
            for row in s.features.iter().filter_map(|f| self.vocabulary.row(*f)) {
                let scale = self.scales[row];
                for (sum, x) in s.sum.iter_mut().zip(&self.vectors[row * width..(row + 1) * width]) {
                    *sum += i32::from(*x) * scale;
                }
            }
            s.words.extend(s.sum.iter().map(|x| (x >> 12).clamp(-32767, 32767) as i16));
            count += 1;
        }
        s.words.resize((count + 2) * width, 0);

        let half = self.half;
        s.context.clear();
        s.context.resize(count * 2 * half, 0.0);
        for (depth, layer) in self.layers.iter().enumerate() {
            if depth == 0 {
                layer.apply(&s.words, width, count, &mut s.gates);
            } else {
                layer.apply(&s.small, 2 * half, count, &mut s.gates);
            }
            average(&s.gates, half, &mut s.running, &mut s.context);
            s.small.clear();
            s.small.extend(s.context.iter().map(|x| whole(*x, CONTEXT_UNIT)));
        }
        count
    }
}

/// Adds to each word's context vector the gated running averages of one layer, from the left in its first half and
/// from the right in its second. `gates` holds for each word and direction: what is new, how much is kept of what was,
/// how much is shown.
fn average(gates: &[f32], half: usize, running: &mut Vec<f32>, context: &mut [f32]) {
    running.clear();
    running.resize(2 * half, 0.0);
    let (left, right) = running.split_at_mut(half);
    let step = |gates: &[f32], running: &mut [f32], out: &mut [f32]| {
        let (new, rest) = gates.split_at(half);
        let (keep, show) = rest.split_at(half);
        for i in 0..half {
            let keep = sigmoid(keep[i]);
            running[i] = keep * running[i] + (1.0 - keep) * tanh(new[i]);
            out[i] += sigmoid(show[i]) * running[i];
        }
    };
    for (gates, out) in gates.chunks_exact(6 * half).zip(context.chunks_exact_mut(2 * half)) {
        step(&gates[..3 * half], left, &mut out[..half]);
    }
    for (gates, out) in gates.chunks_exact(6 * half).zip(context.chunks_exact_mut(2 * half)).rev() {
        step(&gates[3 * half..], right, &mut out[half..]);
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
        let upos = Linear::read(source, columns, CONTEXT_UNIT)?;
        let feats = Linear::read(source, columns, CONTEXT_UNIT)?;
        let lemmas = Lemmas::parse(source.text()?)?;
        let fits = upos.rows == Upos::ALL.len() && feats.rows == sets.len();
        fits.then_some(Self { upos, feats, sets, lemmas })
    }

    /// The part of speech first, then the best set of features that goes with it.
    fn run(&self, count: usize, s: &mut Scratch) {
        self.upos.apply(&s.small, self.upos.columns, count, &mut s.scores);
        self.feats.apply(&s.small, self.feats.columns, count, &mut s.other);
        s.tags.clear();
        for (upos, feats) in s.scores.chunks_exact(self.upos.rows).zip(s.other.chunks_exact(self.feats.rows)) {
            let upos = Upos::ALL[best(upos.iter().copied())];
            let fits = |(set, score): (&(Upos, Feats), &f32)| if set.0 == upos { *score } else { f32::NEG_INFINITY };
            let set = self.sets.get(best(self.sets.iter().zip(feats).map(fits))).filter(|set| set.0 == upos);
            s.tags.push((upos, set.map_or(Feats::default(), |set| set.1)));
        }
    }
}

/// None, and the beginning and inside of each kind of name.
const NAME_LABELS: usize = 7;

impl Names {
    fn read(source: &mut Source<'_>, columns: usize) -> Option<Self> {
        let names = Self { scores: Linear::read(source, columns, CONTEXT_UNIT)?, moves: source.floats()? };
        (names.scores.rows == NAME_LABELS && names.moves.len() == NAME_LABELS * NAME_LABELS).then_some(names)
    }

    /// The best chain of labels (Viterbi 1967) in which no name goes on that has not begun.
    fn run(&self, count: usize, s: &mut Scratch) {
        self.scores.apply(&s.small, self.scores.columns, count, &mut s.scores);
        s.labels.clear();
        s.labels.resize(count, 0);
        s.back.clear();
        let mut best_so_far = [0.0_f32; NAME_LABELS];
        for (i, scores) in s.scores.chunks_exact(NAME_LABELS).enumerate() {
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
        for i in (0..count).rev() {
            s.labels[i] = label as u8;
            label = usize::from(s.back[i * NAME_LABELS + label]);
        }
    }
}

impl Parser {
    fn read(source: &mut Source<'_>, columns: usize) -> Option<Self> {
        let labels = source.text()?.lines().map(Deprel::parse).collect::<Option<Vec<_>>>()?;
        let project = Linear::read(source, columns, CONTEXT_UNIT)?;
        let absent = source.floats()?;
        let facts = source.floats()?;
        let hidden = project.rows / POSITIONS;
        let out = Linear::read(source, hidden, HIDDEN_UNIT)?;
        let mut fact_starts = [0; FACTS];
        let mut rows = 0;
        for (start, size) in fact_starts.iter_mut().zip(fact_sizes(labels.len())) {
            *start = rows * hidden;
            rows += size;
        }
        let fits = absent.len() == project.rows && facts.len() == rows * hidden && out.rows == 1 + 2 * labels.len();
        fits.then_some(Self { labels, hidden, project, absent, facts, fact_starts, out })
    }

    fn run(&self, count: usize, s: &mut Scratch) {
        self.project.apply(&s.small, self.project.columns, count, &mut s.projected);
        let (hidden, labels) = (self.hidden, self.labels.len());
        s.state.begin(count);
        while !s.state.is_done() {
            s.hidden.clear();
            s.hidden.resize(hidden, 0.0);
            for (position, word) in s.state.positions().into_iter().enumerate() {
                // The root, which has no words of its own, looks like no word.
                let row = match word as usize {
                    word if word < count => &s.projected[word * self.project.rows + position * hidden..][..hidden],
                    _ => &self.absent[position * hidden..][..hidden],
                };
                s.hidden.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
            }
            for (start, fact) in self.fact_starts.iter().zip(s.state.facts()) {
                let row = &self.facts[start + usize::from(fact) * hidden..][..hidden];
                s.hidden.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
            }
            s.hidden_small.clear();
            s.hidden_small.extend(s.hidden.iter().map(|x| whole(x.max(0.0), HIDDEN_UNIT)));
            self.out.apply(&s.hidden_small, hidden, 1, &mut s.scores);
            let allowed = [Move::Shift, Move::Left, Move::Right].map(|m| s.state.allows(m));
            let score = |(i, score): (usize, &f32)| {
                let step = i.saturating_sub(1) / labels + usize::from(i > 0);
                if allowed[step] { *score } else { f32::NEG_INFINITY }
            };
            match best(s.scores.iter().enumerate().map(score)) {
                0 => s.state.make(Move::Shift, 0),
                i if i <= labels => s.state.make(Move::Left, (i - 1) as u8),
                i => s.state.make(Move::Right, (i - 1 - labels) as u8),
            }
        }
        s.heads.clear();
        s.heads.extend_from_slice(&s.state.heads[..count]);
        s.deprels.clear();
        s.deprels.extend(s.state.labels[..count].iter().map(|l| self.labels[*l as usize]));
        for (head, deprel) in s.heads.iter().zip(&mut s.deprels) {
            // The root's dependent, and it alone, is `root`.
            let is_root = *head as usize == count;
            if is_root {
                *deprel = Deprel::Root;
            } else if *deprel == Deprel::Root {
                *deprel = Deprel::Dep;
            }
        }
    }
}
