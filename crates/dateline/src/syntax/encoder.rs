//! From words to vectors that know their context.
//!
//! A word is the sum of the vectors of its features. Layers of gated averages run over the sentence in both directions
//! (quasi-recurrent networks, Bradbury et al. 2016) and add to what lies below them. The first layer sees a word with
//! its neighbours; what each word contributes there does not depend on its context: it is computed once a document, and once
//! for all for the most frequent words.

use std::collections::HashMap;

use super::features::{Case, Extractor, SOURCE};
use super::linear::Linear;
use super::narrow::{Narrow, ZERO};
use super::network::{Batch, CONTEXT_UNIT, WORD_UNIT};
use super::store::Source;
use super::vector;

/// The greatest number in a word vector: what three of them sum up to in a product must fit 32 bits.
const MOST_WORD: i32 = 16383;

/// How many different words are remembered at once.
const REMEMBERED: usize = 2048;

/// The layers below all heads.
#[derive(Debug)]
pub(super) struct Encoder {
    width: usize,
    vocabulary: Vocabulary,
    vectors: Vec<i8>,
    scales: Vec<i32>,
    first: Linear,
    layers: Vec<Narrow>,
    /// What a word contributes to its neighbour on the right, to itself, and to its neighbour on the left.
    shares: Linear,
    /// What the context vectors of another network contribute to the first layer.
    outer: Option<Narrow>,
    half: usize,
    /// The most frequent words, as they stand in running text.
    frequent: Words,
}

/// Words with their numbers, from 1 on, for each [`Case`] that they were met in; their vectors, and what they contribute.
/// Number 0 is no word.
#[derive(Debug, Default)]
struct Words {
    numbers: HashMap<Box<str>, [u32; 3]>,
    vectors: Vec<i16>,
    shares: Vec<i32>,
}

/// Rows of feature hashes: open addressing, since a lookup per feature is most of the time spent on words.
#[derive(Debug)]
struct Vocabulary {
    mask: usize,
    slots: Vec<(u32, u32)>,
}

const NONE: u32 = u32::MAX;

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

/// The words met so far with what they contribute, and the room that the layers need.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    extractor: Extractor,
    features: Vec<u32>,
    sum: Vec<i32>,
    known: Words,
    /// Number of each word of the batch among the frequent words, or behind these among those met here.
    numbers: Vec<u32>,
    gates: Vec<f32>,
    outer: Vec<f32>,
    running: Vec<f32>,
    context: Vec<f32>,
    /// The context vector of each word, in whole numbers of 1/[`CONTEXT_UNIT`], [`ZERO`] for zero.
    pub(super) small: Vec<u8>,
}

impl Encoder {
    /// Reads the beginning of a weights file.
    pub(super) fn read(source: &mut Source<'_>) -> Option<Self> {
        let (width, half, depth) = (source.number()?, source.number()?, source.number()?);
        let outer = source.number()?;
        let frequent = source.text()?;
        let hashes = source.numbers()?;
        let vectors: Vec<i8> = source.small()?.iter().map(|b| *b as i8).collect();
        let scales = source.floats()?;
        let fits = half > 0
            && width == 2 * half
            && depth > 0
            && hashes.len() == scales.len()
            && vectors.len() == hashes.len().checked_mul(width)?;
        if !fits {
            return None;
        }
        // In 1/2^12 of a word unit: the sum of a word's few rows stays far below 2^31.
        let scales = scales.iter().map(|s| (s * WORD_UNIT * 4096.0).round() as i32).collect();
        let first = Linear::read(source, 3 * width, WORD_UNIT, MOST_WORD)?;
        let shares = first.split(3);
        let mut layers = Vec::new();
        for _ in 1..depth {
            layers.push(Narrow::read(source, 2 * half, CONTEXT_UNIT)?);
        }
        let outer = if outer == 0 { None } else { Some(Narrow::read(source, outer, CONTEXT_UNIT)?) };
        if first.rows != 6 * half || layers.iter().chain(&outer).any(|l| l.rows != 6 * half) {
            return None;
        }
        let (vocabulary, words) = (Vocabulary::new(&hashes), Words::default());
        let mut encoder =
            Self { width, vocabulary, vectors, scales, first, layers, shares, outer, half, frequent: words };
        let mut w = Workspace::default();
        encoder.forget(&mut w.known);
        for word in frequent.lines() {
            encoder.meet(word, Case::Mixed, &mut w);
        }
        encoder.share(1, &mut w.known);
        encoder.frequent = w.known;
        Some(encoder)
    }

    /// Length of a context vector.
    pub(super) fn context(&self) -> usize {
        2 * self.half
    }

    /// Puts the context vectors of a batch into `w.small`. `outer` are those of the network that this one looks at.
    pub(super) fn run(&self, batch: &Batch<'_>, outer: &[u8], w: &mut Workspace) {
        self.number(batch, w);
        let (half, width, count) = (self.half, self.width, w.numbers.len());
        let rows = 6 * half;
        w.context.resize(count * width, 0.0);
        let frequent = self.frequent.len(width);
        for (number, context) in w.numbers.iter().zip(w.context.chunks_exact_mut(width)) {
            let number = *number as usize;
            let (words, at) = if number < frequent { (&self.frequent, number) } else { (&w.known, number - frequent) };
            let word = &words.vectors[at * width..][..width];
            context.iter_mut().zip(word).for_each(|(c, x)| *c = f32::from(*x) / WORD_UNIT);
        }
        w.gates.resize(count * rows, 0.0);
        w.running.resize(2 * half, 0.0);
        let first = &self.first;
        for range in batch.ranges() {
            for i in range.clone() {
                let share = |word: Option<usize>, part: usize| {
                    let number = word.map_or(0, |at| w.numbers[at] as usize);
                    let (words, at) =
                        if number < frequent { (&self.frequent, number) } else { (&w.known, number - frequent) };
                    &words.shares[(at * 3 + part) * rows..][..rows]
                };
                let left = i.checked_sub(1).filter(|at| *at >= range.start);
                let right = Some(i + 1).filter(|at| *at < range.end);
                let three = [share(left, 0), share(Some(i), 1), share(right, 2)];
                vector::combine(&mut w.gates[i * rows..][..rows], three, &first.scales, &first.bias);
            }
        }
        if let Some(matrix) = self.outer.as_ref().filter(|m| outer.len() >= count * m.columns) {
            matrix.apply(outer, count, &mut w.outer);
            vector::add(&mut w.gates, &w.outer);
        }
        self.average(batch, w);
        for layer in &self.layers {
            layer.apply(&w.small, count, &mut w.gates);
            self.average(batch, w);
        }
    }

    /// Adds to the context vectors what a layer's gates make of them.
    fn average(&self, batch: &Batch<'_>, w: &mut Workspace) {
        let (rows, width) = (6 * self.half, self.width);
        for range in batch.ranges() {
            let gates = &w.gates[range.start * rows..range.end * rows];
            let context = &mut w.context[range.start * width..range.end * width];
            vector::average(gates, self.half, &mut w.running, context);
        }
        w.small.resize(w.context.len(), ZERO);
        vector::bytes(&w.context, CONTEXT_UNIT, &mut w.small);
    }

    /// Numbers the words of a batch, and computes what the new ones among them contribute.
    fn number(&self, batch: &Batch<'_>, w: &mut Workspace) {
        if w.known.vectors.is_empty() || w.known.len(self.width) > REMEMBERED {
            self.forget(&mut w.known);
        }
        let frequent = self.frequent.len(self.width) as u32;
        let before = w.known.len(self.width);
        w.numbers.clear();
        for range in batch.ranges() {
            let words = &batch.words[range];
            let case = Case::of(words.iter().copied());
            for word in words {
                let number = match self.frequent.number(word, case) {
                    0 => match w.known.number(word, case) {
                        0 => frequent + self.meet(word, case, w),
                        number => frequent + number,
                    },
                    number => number,
                };
                w.numbers.push(number);
            }
        }
        self.share(before, &mut w.known);
    }

    fn forget(&self, words: &mut Words) {
        words.numbers.clear();
        words.vectors.clear();
        words.vectors.resize(self.width, 0);
        words.shares.clear();
        words.shares.resize(self.shares.rows, 0);
    }

    /// Sums up a word's vector.
    fn meet(&self, word: &str, case: Case, w: &mut Workspace) -> u32 {
        let width = self.width;
        w.extractor.extract(word, case, &mut w.features);
        w.features.push(SOURCE);
        w.sum.clear();
        w.sum.resize(width, 0);
        for row in w.features.iter().filter_map(|f| self.vocabulary.row(*f)) {
            vector::add_scaled(&mut w.sum, &self.vectors[row * width..][..width], self.scales[row]);
        }
        let number = w.known.len(width) as u32;
        w.known.vectors.extend(w.sum.iter().map(|x| (x >> 12).clamp(-MOST_WORD, MOST_WORD) as i16));
        w.known.numbers.entry(word.into()).or_default()[case as usize] = number;
        number
    }

    /// Computes what words contribute, from number `first` on.
    fn share(&self, first: usize, words: &mut Words) {
        let (width, rows, count) = (self.width, self.shares.rows, words.len(self.width));
        words.shares.resize(count * rows, 0);
        self.shares.sums(&words.vectors[first * width..], width, count - first, &mut words.shares[first * rows..]);
    }
}

impl Workspace {
    /// How many words there is room for.
    pub(super) fn words(&self) -> usize {
        self.numbers.capacity()
    }
}

impl Words {
    /// How many there are, number 0 included.
    fn len(&self, width: usize) -> usize {
        self.vectors.len() / width
    }

    fn number(&self, word: &str, case: Case) -> u32 {
        self.numbers.get(word).map_or(0, |numbers| numbers[case as usize])
    }
}
