//! Names for a treebank that has none: a trained network's labels, where the treebank's own tags have a say too. A name is
//! made of proper nouns, so that a network which knows these errs less than it does by itself.

use dateline::syntax::Upos;
use dateline::syntax::network::{Batch, Network, Scratch};

use crate::corpus::{NAME_LABELS, Sentence};

/// How much a proper noun takes from the score of being no name, and any other word from that of being one.
const SAY: f32 = 2.0;

/// Names the sentences of a treebank. `below` is the network of syntax that the teacher looks at.
pub(crate) fn label(sentences: &mut [Sentence], teacher: &Network, below: &Network) {
    let (mut scratch, mut other) = (Scratch::default(), Scratch::default());
    for sentence in sentences {
        let batch = Batch::of(sentence.words.iter().map(String::as_str));
        below.run(&batch, &[], &mut other);
        teacher.run(&batch, other.context(), &mut scratch);
        let proper: Vec<bool> = sentence.tags.iter().map(|(upos, _)| *upos == Upos::Propn).collect();
        sentence.names = best(scratch.label_scores(), &proper);
        sentence.corpus = 0;
    }
}

/// The labels of the best scores in which no name goes on that has not begun.
fn best(scores: &[f32], proper: &[bool]) -> Vec<u8> {
    let mut labels: Vec<u8> = Vec::with_capacity(proper.len());
    for (i, scores) in scores.chunks_exact(NAME_LABELS).enumerate() {
        let last = labels.last().copied().unwrap_or(0);
        // What joins proper nouns is part of their name: "Bank of England".
        let joins = last > 0 && proper.get(i + 1).is_some_and(|p| *p);
        let say = |label: usize| match (proper[i], label) {
            (true, 0) => -SAY,
            (false, 1..) if !joins => -SAY,
            _ => 0.0,
        };
        let may =
            |label: &usize| label % 2 == 1 || *label == 0 || last as usize == *label || last as usize + 1 == *label;
        let label = (0..NAME_LABELS)
            .filter(may)
            .max_by(|a, b| (scores[*a] + say(*a)).total_cmp(&(scores[*b] + say(*b))))
            .unwrap_or(0);
        labels.push(label as u8);
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proper_nouns_have_a_say() {
        let row = |none: f32, begins: f32, inside: f32| [none, begins, inside, 0.0, 0.0, 0.0, 0.0];
        let scores = [row(3.0, 2.0, 0.0), row(3.0, 1.0, 2.0), row(1.0, 3.0, 0.5), row(9.0, 0.0, 0.0)].concat();
        assert_eq!(best(&scores, &[true, true, false, true]), [1, 2, 1, 0]);
        assert_eq!(best(&scores, &[false, false, false, false]), [0, 0, 1, 0]);
    }
}
