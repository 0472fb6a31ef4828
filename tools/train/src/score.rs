//! Scores on held-out sentences, with the words given; the weights are those that ship, quantised.

use dateline::syntax::network::{Batch, Network, Scratch};

use crate::corpus::Sentence;

/// Shares of words whose tag, features, base form, governor, and governor with relation (without subtype) are right.
pub(crate) fn syntax(network: &Network, sentences: &[Sentence]) -> String {
    let mut scratch = Scratch::default();
    let mut lower = String::new();
    let (mut words, mut upos, mut feats, mut lemmas, mut uas, mut las) = (0, 0, 0, 0, 0, 0);
    for sentence in sentences {
        network.run(&Batch::of(sentence.words.iter().map(String::as_str)), &[], &mut scratch);
        words += sentence.words.len();
        for i in 0..sentence.words.len() {
            let (gold, found) = (sentence.tags[i], scratch.tags[i]);
            upos += usize::from(gold.0 == found.0);
            feats += usize::from(gold.1 == found.1);
            let lemma = network.lemmas().map(|l| l.lemma(&sentence.words[i], found.0, found.1, &mut lower));
            let asked = &sentence.lemmas[i];
            lemmas += usize::from(asked == "_" || lemma.is_some_and(|l| *l == **asked));
            let head = scratch.heads[i] == sentence.heads[i];
            uas += usize::from(head);
            las += usize::from(head && universal(scratch.deprels[i].label()) == universal(sentence.deprels[i].label()));
        }
    }
    let share = |n: usize| 100.0 * n as f32 / words as f32;
    format!(
        "UPOS {:.2} feats {:.2} lemmas {:.2} UAS {:.2} LAS {:.2}",
        share(upos),
        share(feats),
        share(lemmas),
        share(uas),
        share(las)
    )
}

fn universal(label: &str) -> &str {
    label.split(':').next().unwrap_or(label)
}

/// F1 of exact names.
pub(crate) fn names(network: &Network, below: &Network, sentences: &[Sentence]) -> String {
    let (mut scratch, mut other) = (Scratch::default(), Scratch::default());
    let (mut right, mut found, mut gold) = (0, 0, 0);
    for sentence in sentences {
        let batch = Batch::of(sentence.words.iter().map(String::as_str));
        below.run(&batch, &[], &mut other);
        network.run(&batch, other.context(), &mut scratch);
        let answer = spans(&scratch.labels);
        let asked = spans(&sentence.names);
        right += answer.iter().filter(|s| asked.contains(s)).count();
        found += answer.len();
        gold += asked.len();
    }
    let (precision, recall) = (right as f32 / found.max(1) as f32, right as f32 / gold.max(1) as f32);
    let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
    format!("precision {:.2} recall {:.2} F1 {:.2}", 100.0 * precision, 100.0 * recall, 100.0 * f1)
}

/// First word, one past the last, kind.
fn spans(labels: &[u8]) -> Vec<(usize, usize, u8)> {
    let mut out: Vec<(usize, usize, u8)> = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        if *label == 0 {
            continue;
        }
        let kind = (*label - 1) / 2;
        match out.last_mut() {
            Some(last) if label.is_multiple_of(2) && last.1 == i && last.2 == kind => last.1 = i + 1,
            _ => out.push((i, i + 1, kind)),
        }
    }
    out
}
