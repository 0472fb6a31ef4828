//! Several trained networks as the teachers of one (Hinton, Vinyals and Dean 2015): what they think of each word's tags
//! and of each state that the learner's parser comes to (Liu et al. 2018), as the mean of their probabilities. They tell
//! more of a word than its one gold label, and something of sentences that nobody has annotated.

use std::path::PathBuf;

use anyhow::Result;
use dateline::syntax::network::{Batch, Network, Scratch};
use dateline::syntax::transition::{Move, State};

use crate::net::Dressed;
use crate::tensor::softmax;

/// Networks with what they say of the present batch.
pub(crate) struct Teachers {
    of: Vec<(Network, Scratch)>,
    /// How much of the loss is theirs where there is a gold annotation, from 0 to 1.
    pub(crate) trust: f32,
    probabilities: Vec<f32>,
}

impl Teachers {
    /// Reads the weights files.
    pub(crate) fn read(paths: &[PathBuf], trust: f32) -> Result<Self> {
        let of = paths.iter().map(|path| Ok((crate::read(path)?, Scratch::default()))).collect::<Result<_>>()?;
        Ok(Self { of, trust, probabilities: Vec::new() })
    }

    /// Lets them read a batch: in its own case, since they need not learn to do without capitals.
    pub(crate) fn view(&mut self, batch: &[Dressed]) {
        let mut words = Batch::default();
        batch.iter().for_each(|dressed| words.push(dressed.sentence.words.iter().map(String::as_str)));
        for (network, scratch) in &mut self.of {
            network.view(&words, &[], scratch);
        }
    }

    /// Probabilities of each word's part of speech and of its set of features.
    pub(crate) fn tags(&self, upos: usize, feats: usize) -> (Vec<f32>, Vec<f32>) {
        let scores: Vec<_> = self.of.iter().map(|(_, scratch)| scratch.tag_scores()).collect();
        (mean(scores.iter().map(|s| s.0), upos), mean(scores.iter().map(|s| s.1), feats))
    }

    /// Puts the probabilities of all moves into `out`, as `Network::move_scores` numbers them.
    pub(crate) fn moves(&mut self, first: usize, state: &State, labels: usize, out: &mut [f32]) {
        out.fill(0.0);
        let share = 1.0 / self.of.len() as f32;
        for (network, scratch) in &mut self.of {
            self.probabilities.clear();
            self.probabilities.extend_from_slice(network.move_scores(first, state, scratch));
            assert_eq!(self.probabilities.len(), out.len(), "a teacher with other relations");
            allow(state, labels, &mut self.probabilities);
            softmax(&mut self.probabilities);
            out.iter_mut().zip(&self.probabilities).for_each(|(o, p)| *o += p * share);
        }
    }
}

/// Leaves no chance to moves that a state does not allow.
pub(crate) fn allow(state: &State, labels: usize, scores: &mut [f32]) {
    let ranges = [(Move::Shift, 0..1), (Move::Left, 1..1 + labels), (Move::Right, 1 + labels..1 + 2 * labels)];
    for (step, range) in ranges {
        if !state.allows(step) {
            scores[range].fill(f32::NEG_INFINITY);
        }
    }
}

/// The mean of the probabilities that lists of scores stand for, in portions of `size`.
fn mean<'s>(lists: impl ExactSizeIterator<Item = &'s [f32]>, size: usize) -> Vec<f32> {
    let share = 1.0 / lists.len() as f32;
    let mut sum: Vec<f32> = Vec::new();
    for list in lists {
        sum.resize(list.len(), 0.0);
        let mut list = list.to_vec();
        list.chunks_exact_mut(size).for_each(softmax);
        sum.iter_mut().zip(&list).for_each(|(s, p)| *s += p * share);
    }
    sum
}
