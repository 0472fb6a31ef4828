//! The network in training: the same computation as `dateline::syntax::network`, in floating point, with its gradients
//! written out by hand.

mod heads;

use std::collections::{BTreeSet, HashMap};

use dateline::syntax::features::{Case, Extractor, source};
use dateline::syntax::lemma::Lemmas;
use dateline::syntax::network::MAGIC;
use dateline::syntax::store::Sink;
use dateline::syntax::transition::{POSITIONS, fact_sizes};
use dateline::syntax::{Deprel, Feats, Upos};

use crate::affine::Affine;
use crate::average::{average, average_back, squash};
use crate::corpus::{NAME_LABELS, Sentence};
use crate::random::Random;
use crate::teach::Teachers;
use crate::tensor::{Param, Rate};

/// Sizes and rates of dropout.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) half: usize,
    pub(crate) depth: usize,
    pub(crate) hidden: usize,
    pub(crate) word_dropout: f32,
    pub(crate) dropout: f32,
    pub(crate) hidden_dropout: f32,
    /// Over how many batches the weights that are written are averaged; 0 writes the last.
    pub(crate) mean: f32,
}

#[derive(Clone, Debug)]
struct TagHead {
    sets: Vec<(Upos, Feats)>,
    index: HashMap<(Upos, Feats), usize>,
    upos: Affine,
    feats: Affine,
}

#[derive(Clone, Debug)]
struct ParserHead {
    labels: Vec<Deprel>,
    index: HashMap<Deprel, u8>,
    project: Affine,
    absent: Param,
    facts: Param,
    out: Affine,
}

/// The network and what it is trained with.
pub(crate) struct Net {
    pub(crate) config: Config,
    vocabulary: HashMap<u32, u32>,
    hashes: Vec<u32>,
    /// The most frequent words, which the library keeps at hand.
    frequent: Vec<String>,
    /// How often each feature stands in the training data.
    counts: Vec<u32>,
    is_word: Vec<bool>,
    table: Param,
    layers: Vec<Affine>,
    /// What the context vectors of another network contribute to the first layer.
    outer: Option<Affine>,
    tags: Option<TagHead>,
    parser: Option<ParserHead>,
    names: Option<Affine>,
    /// Scores of one name label after another, for the training of names.
    pub(crate) moves: Param,
    extractor: Extractor,
    pub(crate) random: Random,
    step: i32,
}

/// A sentence as it goes into a batch.
pub(crate) struct Dressed {
    pub(crate) sentence: Sentence,
    /// Its words, in the case of this pass.
    pub(crate) words: Vec<String>,
    /// The context vectors that another network gives them, where the network is to look at these.
    pub(crate) outer: Vec<f32>,
}

/// What one layer needs to go back.
struct Trace {
    input: Vec<f32>,
    mask: Vec<f32>,
    gates: Vec<f32>,
    running: Vec<f32>,
}

/// The loss of a batch, by head.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Loss {
    pub(crate) tags: f32,
    pub(crate) parser: f32,
    pub(crate) names: f32,
}

impl Net {
    /// A network for the given data, with random weights. `outer` is the length of the context vectors of another
    /// network that it is to look at, or 0. `raw` sentences, which teachers are to annotate, tell what other words there
    /// are.
    pub(crate) fn new(
        config: Config,
        data: &[Sentence],
        raw: &[Sentence],
        syntax: bool,
        outer: usize,
        mut random: Random,
    ) -> Self {
        let names = !syntax;
        let mut extractor = Extractor::default();
        // How often each feature stands in the data and in raw text, and whether it is a word.
        let mut seen: HashMap<u32, (u32, u32, bool)> = HashMap::new();
        let mut features = Vec::new();
        for (sentences, is_raw) in [(data, false), (raw, true)] {
            for word in sentences.iter().flat_map(|s| &s.words) {
                // Letters are the same in every case; shapes in capitals and in headlines come up in training.
                for case in [Case::Mixed, Case::Upper, Case::Title] {
                    extractor.extract(word, case, &mut features);
                    let letters = features.len() - 1;
                    for (i, hash) in features.iter().enumerate().filter(|(i, _)| case == Case::Mixed || *i == letters) {
                        let counts = seen.entry(*hash).or_insert((0, 0, i == 0));
                        *(if is_raw { &mut counts.1 } else { &mut counts.0 }) += 1;
                    }
                }
            }
        }
        // What stands in raw text alone is worth less room.
        let kept = seen.into_iter().filter(|(_, (n, raw, word))| 3 * n + raw >= if *word { 6 } else { 12 });
        let mut kept: Vec<(u32, u32, bool)> = kept.map(|(hash, (n, raw, word))| (hash, n + raw, word)).collect();
        let corpora: BTreeSet<u8> = data.iter().map(|s| s.corpus).collect();
        if corpora.len() > 1 {
            kept.extend(corpora.into_iter().map(|corpus| (source(corpus), u32::MAX, false)));
        }
        kept.sort_unstable();
        let hashes: Vec<u32> = kept.iter().map(|k| k.0).collect();
        let vocabulary = hashes.iter().enumerate().map(|(i, h)| (*h, i as u32)).collect();
        let half = config.half;
        let width = 2 * half;
        let table = Param::table(hashes.len(), width, 0.15, &mut random);
        let layers = (0..config.depth)
            .map(|layer| {
                let mut affine = Affine::new(6 * half, if layer == 0 { 3 * width } else { 2 * half }, &mut random);
                // Half of what was is kept at first; more in some places than in others.
                for direction in 0..2 {
                    for i in 0..half {
                        affine.b.w[direction * 3 * half + half + i] = 2.0 * i as f32 / half as f32 - 0.5;
                    }
                }
                affine
            })
            .collect();
        let outer = (outer > 0).then(|| Affine::new(6 * half, outer, &mut random));
        let tags = syntax.then(|| {
            let mut sets: HashMap<(Upos, Feats), u32> = HashMap::new();
            data.iter().flat_map(|s| &s.tags).for_each(|t| *sets.entry(*t).or_default() += 1);
            let mut sets: Vec<_> = sets.into_iter().filter(|(_, n)| *n >= 3).map(|(t, _)| t).collect();
            sets.sort_unstable();
            let index = sets.iter().enumerate().map(|(i, t)| (*t, i)).collect();
            let upos = Affine::new(Upos::ALL.len(), 2 * half, &mut random);
            let feats = Affine::new(sets.len(), 2 * half, &mut random);
            TagHead { sets, index, upos, feats }
        });
        let parser = syntax.then(|| {
            let mut labels: Vec<Deprel> = data.iter().flat_map(|s| s.deprels.iter().copied()).collect();
            labels.sort_unstable();
            labels.dedup();
            let index = labels.iter().enumerate().map(|(i, l)| (*l, i as u8)).collect();
            let hidden = config.hidden;
            let rows = fact_sizes(labels.len()).iter().sum();
            ParserHead {
                project: Affine::new(POSITIONS * hidden, 2 * half, &mut random),
                absent: Param::uniform(POSITIONS, hidden, 0.1, &mut random),
                facts: Param::table(rows, hidden, 0.1, &mut random),
                out: Affine::new(1 + 2 * labels.len(), hidden, &mut random),
                labels,
                index,
            }
        });
        let names = names.then(|| Affine::new(NAME_LABELS, 2 * half, &mut random));
        Self {
            config,
            vocabulary,
            counts: kept.iter().map(|k| k.1).collect(),
            is_word: kept.iter().map(|k| k.2).collect(),
            hashes,
            frequent: frequent(data),
            table,
            layers,
            outer,
            tags,
            parser,
            names,
            moves: Param::zeros(NAME_LABELS, NAME_LABELS),
            extractor: Extractor::default(),
            random,
            step: 0,
        }
    }

    /// How many features the network knows.
    pub(crate) fn vocabulary(&self) -> usize {
        self.hashes.len()
    }

    /// Learns from a batch, and of `teachers`.
    pub(crate) fn learn(
        &mut self,
        batch: &[Dressed],
        rate: f32,
        explore: f32,
        mut teachers: Option<&mut Teachers>,
    ) -> Loss {
        if let Some(teachers) = &mut teachers {
            teachers.view(batch);
        }
        let count: usize = batch.iter().map(|d| d.words.len()).sum();
        let half = self.config.half;
        let width = 2 * half;

        // Words.
        let mut rows: Vec<Vec<u32>> = Vec::with_capacity(count);
        let mut features = Vec::new();
        for dressed in batch {
            let case = Case::of(dressed.words.iter().map(String::as_str));
            for word in &dressed.words {
                self.extractor.extract(word, case, &mut features);
                features.push(source(dressed.sentence.corpus));
                let mut known: Vec<u32> = features.iter().filter_map(|f| self.vocabulary.get(f).copied()).collect();
                // A rare word is now and then not known, so that its parts learn to speak for it.
                known.retain(|row| {
                    let n = self.counts[*row as usize] as f32;
                    !self.is_word[*row as usize] || self.random.unit() >= 0.4 / (0.4 + n)
                });
                rows.push(known);
            }
        }
        let mut words = vec![0.0; count * width];
        for (known, vector) in rows.iter().zip(words.chunks_exact_mut(width)) {
            for row in known {
                vector.iter_mut().zip(self.table.row(*row as usize)).for_each(|(v, x)| *v += x);
            }
        }
        let word_mask = self.mask(words.len(), self.config.word_dropout);
        words.iter_mut().zip(&word_mask).for_each(|(x, m)| *x *= m);
        // Each word with its neighbours.
        let mut input = vec![0.0; count * 3 * width];
        let mut at = 0;
        for Dressed { words: sentence, .. } in batch {
            for i in at..at + sentence.len() {
                for (slot, j) in [i.wrapping_sub(1), i, i + 1].into_iter().enumerate() {
                    if j >= at && j < at + sentence.len() {
                        input[(i * 3 + slot) * width..][..width].copy_from_slice(&words[j * width..][..width]);
                    }
                }
            }
            at += sentence.len();
        }

        // Layers.
        let mut traces: Vec<Trace> = Vec::new();
        // The layers add to the words themselves.
        let mut context = words;
        let mut outer: Vec<f32> = batch.iter().flat_map(|d| d.outer.iter().copied()).collect();
        let outer_mask = self.mask(outer.len(), self.config.dropout);
        outer.iter_mut().zip(&outer_mask).for_each(|(x, m)| *x *= m);
        for depth in 0..self.layers.len() {
            let mask = if depth == 0 { Vec::new() } else { self.mask(input.len(), self.config.dropout) };
            input.iter_mut().zip(&mask).for_each(|(x, m)| *x *= m);
            let mut gates = self.layers[depth].forward(&input, count);
            if let Some(matrix) = self.outer.as_ref().filter(|_| depth == 0) {
                gates.iter_mut().zip(matrix.forward(&outer, count)).for_each(|(g, x)| *g += x);
            }
            let mut running = vec![0.0; count * 2 * half];
            squash(&mut gates, half);
            let mut at = 0;
            for Dressed { words: sentence, .. } in batch {
                average(&gates, &mut running, &mut context, at, sentence.len(), half);
                at += sentence.len();
            }
            traces.push(Trace { input: std::mem::replace(&mut input, context.clone()), mask, gates, running });
        }
        let top_mask = self.mask(context.len(), self.config.dropout);
        let top: Vec<f32> = context.iter().zip(&top_mask).map(|(x, m)| x * m).collect();

        // Heads.
        let mut gradient = vec![0.0; top.len()];
        let loss = Loss {
            tags: self.learn_tags(batch, &top, count, teachers.as_deref(), &mut gradient),
            parser: self.learn_parser(batch, &top, count, explore, teachers, &mut gradient),
            names: self.learn_names(batch, &top, count, &mut gradient),
        };

        // And back.
        let mut word_gradient = Vec::new();
        gradient.iter_mut().zip(&top_mask).for_each(|(g, m)| *g *= m);
        for depth in (0..self.layers.len()).rev() {
            let trace = &traces[depth];
            let mut gates = vec![0.0; count * 6 * half];
            let mut at = 0;
            for Dressed { words: sentence, .. } in batch {
                average_back(&trace.gates, &trace.running, &gradient, &mut gates, at, sentence.len(), half);
                at += sentence.len();
            }
            let columns = self.layers[depth].w.columns;
            let mut below = vec![0.0; count * columns];
            self.layers[depth].backward(&trace.input, &gates, count, Some(&mut below));
            if depth > 0 {
                below.iter_mut().zip(&trace.mask).for_each(|(g, m)| *g *= m);
                // The layer adds to what was below it.
                gradient.iter_mut().zip(&below).for_each(|(g, b)| *g += b);
            } else {
                std::mem::swap(&mut gradient, &mut below);
                word_gradient = below;
                if let Some(matrix) = &mut self.outer {
                    matrix.backward(&outer, &gates, count, None);
                }
            }
        }
        let mut at = 0;
        for Dressed { words: sentence, .. } in batch {
            for i in at..at + sentence.len() {
                for (slot, j) in [i.wrapping_sub(1), i, i + 1].into_iter().enumerate() {
                    if j >= at && j < at + sentence.len() {
                        let from = &gradient[(i * 3 + slot) * width..][..width];
                        word_gradient[j * width..][..width].iter_mut().zip(from).for_each(|(g, x)| *g += x);
                    }
                }
            }
            at += sentence.len();
        }
        word_gradient.iter_mut().zip(&word_mask).for_each(|(g, m)| *g *= m);
        for (known, gradient) in rows.iter().zip(word_gradient.chunks_exact(width)) {
            for row in known {
                self.table.add_row(*row as usize, gradient);
            }
        }
        self.update(rate);
        loss
    }

    fn mask(&mut self, count: usize, rate: f32) -> Vec<f32> {
        let keep = 1.0 / (1.0 - rate);
        (0..count).map(|_| if self.random.unit() < rate { 0.0 } else { keep }).collect()
    }

    fn params(&mut self) -> Vec<&mut Param> {
        let mut all = vec![&mut self.table, &mut self.moves];
        for affine in self.layers.iter_mut().chain(&mut self.outer) {
            all.extend([&mut affine.w, &mut affine.b]);
        }
        if let Some(t) = &mut self.tags {
            all.extend([&mut t.upos.w, &mut t.upos.b, &mut t.feats.w, &mut t.feats.b]);
        }
        if let Some(p) = &mut self.parser {
            all.extend([&mut p.project.w, &mut p.project.b, &mut p.absent, &mut p.facts, &mut p.out.w, &mut p.out.b]);
        }
        if let Some(names) = &mut self.names {
            all.extend([&mut names.w, &mut names.b]);
        }
        all
    }

    fn update(&mut self, rate: f32) {
        // Every so many batches is often enough for a mean of hundreds.
        const STRIDE: i32 = 8;
        self.step += 1;
        let step = self.step;
        for param in self.params() {
            param.update(Rate { rate, step });
        }
        if self.config.mean > 0.0 && step % STRIDE == 0 {
            let share = (STRIDE as f32 / self.config.mean.min(step as f32 / 4.0)).min(1.0);
            self.params().into_iter().for_each(|param| param.follow(share));
        }
    }

    /// The weights file, of the running mean of the weights where one is kept (Polyak and Juditsky 1992).
    pub(crate) fn write_mean(&mut self, lemmas: &Lemmas) -> Vec<u8> {
        self.params().into_iter().for_each(Param::swap_mean);
        let bytes = self.write(lemmas);
        self.params().into_iter().for_each(Param::swap_mean);
        bytes
    }

    fn write(&self, lemmas: &Lemmas) -> Vec<u8> {
        let mut sink = Sink::default();
        sink.bytes.extend(MAGIC);
        sink.number(2 * self.config.half);
        sink.number(self.config.half);
        sink.number(self.config.depth);
        sink.number(self.outer.as_ref().map_or(0, |outer| outer.w.columns));
        sink.text(&self.frequent.join("\n"));
        sink.numbers(&self.hashes);
        sink.quantised(&self.table.w, 2 * self.config.half);
        for layer in self.layers.iter().chain(&self.outer) {
            layer.write(&mut sink);
        }
        sink.number(usize::from(self.tags.is_some()));
        if let Some(tags) = &self.tags {
            let lines: Vec<String> = tags.sets.iter().map(|(upos, feats)| feat_line(*upos, *feats)).collect();
            sink.text(&lines.join("\n"));
            tags.upos.write(&mut sink);
            tags.feats.write(&mut sink);
            sink.text(&lemmas.table());
        }
        sink.number(usize::from(self.parser.is_some()));
        if let Some(parser) = &self.parser {
            let lines: Vec<&str> = parser.labels.iter().map(|l| l.label()).collect();
            sink.text(&lines.join("\n"));
            parser.project.write(&mut sink);
            sink.floats(&parser.absent.w);
            sink.floats(&parser.facts.w);
            parser.out.write(&mut sink);
        }
        sink.number(usize::from(self.names.is_some()));
        if let Some(names) = &self.names {
            names.write(&mut sink);
            sink.floats(&self.moves.w);
        }
        sink.bytes
    }
}

/// A tag set as a line, each value of a feature on its own, so that it can be read back.
fn feat_line(upos: Upos, feats: Feats) -> String {
    let each: Vec<String> =
        (0..64).map(|bit| Feats(feats.0 & 1 << bit)).filter(|f| f.0 != 0).map(|f| f.to_string()).collect();
    format!("{} {}", upos.label(), if each.is_empty() { "_".into() } else { each.join("|") })
}

/// The thousand most frequent words.
fn frequent(data: &[Sentence]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    data.iter().flat_map(|s| &s.words).for_each(|w| *counts.entry(w).or_default() += 1);
    let mut words: Vec<(&str, usize)> = counts.into_iter().collect();
    words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    words.into_iter().take(1000).map(|w| w.0.to_owned()).collect()
}
