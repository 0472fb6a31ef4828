//! What each head learns from a batch: its loss, its gradient, and that of the context vectors.

use dateline::syntax::transition::{FACTS, Move, POSITIONS, State, fact_sizes};

use super::{Dressed, Net};
use crate::corpus::NAME_LABELS;
use crate::teach::{Teachers, allow};
use crate::tensor::softmax;

impl Net {
    pub(super) fn learn_tags(
        &mut self,
        batch: &[Dressed],
        top: &[f32],
        n: usize,
        teachers: Option<&Teachers>,
        gradient: &mut [f32],
    ) -> f32 {
        let Some(head) = &mut self.tags else { return 0.0 };
        let share = 1.0 / n as f32;
        let mut loss = 0.0;
        let mut upos = head.upos.forward(top, n);
        let mut feats = head.feats.forward(top, n);
        let (rows, sets) = (head.upos.rows, head.feats.rows);
        let taught = teachers.map(|t| (t.trust, t.tags(rows, sets)));
        let mut at = 0;
        for Dressed { sentence, .. } in batch {
            for word in 0..sentence.words.len() {
                let gold = sentence.tags.get(word);
                let (row, set) = (&mut upos[at * rows..][..rows], &mut feats[at * sets..][..sets]);
                let upos = gold.map(|gold| gold.0 as usize);
                let feats = gold.and_then(|gold| head.index.get(gold).copied());
                let taught = taught
                    .as_ref()
                    .map(|(trust, (upos, feats))| (*trust, &upos[at * rows..][..rows], &feats[at * sets..][..sets]));
                loss += towards(row, upos, taught.map(|t| (t.0, t.1)));
                if gold.is_some() && feats.is_none() {
                    // A set too rare to be known.
                    set.fill(0.0);
                } else {
                    loss += towards(set, feats, taught.map(|t| (t.0, t.2)));
                }
                at += 1;
            }
        }
        upos.iter_mut().chain(&mut feats).for_each(|g| *g *= share * 0.5);
        head.upos.backward(top, &upos, n, Some(gradient));
        head.feats.backward(top, &feats, n, Some(gradient));
        loss * share
    }

    /// Lets the parser walk through each sentence, mostly by its own choice, and pushes it at every step towards the
    /// moves that cost least.
    pub(super) fn learn_parser(
        &mut self,
        batch: &[Dressed],
        top: &[f32],
        n: usize,
        explore: f32,
        mut teachers: Option<&mut Teachers>,
        gradient: &mut [f32],
    ) -> f32 {
        let Some(mut head) = self.parser.take() else { return 0.0 };
        let hidden = self.config.hidden;
        let labels = head.labels.len();
        let moves = head.out.rows;
        let sizes = fact_sizes(labels);
        let width = POSITIONS * hidden;
        let share = 1.0 / n as f32;
        let trust = teachers.as_ref().map_or(0.0, |t| t.trust);
        let projected = head.project.forward(top, n);
        let keep = 1.0 / (1.0 - self.config.hidden_dropout);

        let mut steps: Vec<([usize; POSITIONS], [usize; FACTS])> = Vec::with_capacity(2 * n);
        let mut hiddens: Vec<f32> = Vec::with_capacity(2 * n * hidden);
        let mut errors: Vec<f32> = Vec::with_capacity(2 * n * moves);
        let mut loss = 0.0;
        let mut state = State::default();
        let mut row = vec![0.0; hidden];
        let mut scores = vec![0.0; moves];
        let mut taught = vec![0.0; moves];
        let mut at = 0;
        for Dressed { sentence, .. } in batch {
            let count = sentence.words.len();
            // Raw sentences have no tree, only teachers.
            let is_raw = sentence.heads.is_empty();
            let mut children = vec![Vec::new(); count + 1];
            for (word, governor) in sentence.heads.iter().enumerate() {
                children[*governor as usize].push(word as u32);
            }
            let gold: Vec<usize> = sentence.deprels.iter().map(|d| usize::from(head.index[d])).collect();
            state.begin(count);
            while !state.is_done() {
                let mut positions = [usize::MAX; POSITIONS];
                row.fill(0.0);
                for (p, word) in state.positions().into_iter().enumerate() {
                    let word = word as usize;
                    let from = if word < count {
                        positions[p] = at + word;
                        &projected[(at + word) * width + p * hidden..][..hidden]
                    } else {
                        head.absent.row(p)
                    };
                    row.iter_mut().zip(from).for_each(|(r, x)| *r += x);
                }
                let mut facts = [0; FACTS];
                let mut start = 0;
                for (f, (fact, size)) in state.facts().into_iter().zip(sizes).enumerate() {
                    facts[f] = start + usize::from(fact);
                    start += size;
                    row.iter_mut().zip(head.facts.row(facts[f])).for_each(|(r, x)| *r += x);
                }
                for r in &mut row {
                    *r = if *r > 0.0 && self.random.unit() >= self.config.hidden_dropout { *r * keep } else { 0.0 };
                }
                scores.copy_from_slice(&head.out.b.w);
                for (score, weights) in scores.iter_mut().zip(head.out.w.w.chunks_exact(hidden)) {
                    *score += dot(weights, &row);
                }
                allow(&state, labels, &mut scores);
                softmax(&mut scores);
                let from = errors.len();
                errors.extend_from_slice(&scores);
                let own = if is_raw { 0.0 } else { 1.0 - trust };
                let mut best_good = 0;
                if !is_raw {
                    let costs = state.costs(&sentence.heads, &children);
                    // The moves that lose nothing, each with its gold relation.
                    let least = costs.iter().copied().min().unwrap_or(0);
                    let topmost = state.positions()[0] as usize;
                    let index = |step: usize| if step == 0 { 0 } else { 1 + (step - 1) * labels + gold[topmost] };
                    let good = (0..3).filter(|s| costs[*s] == least).map(index);
                    let mass: f32 = good.clone().map(|g| scores[g]).sum::<f32>().max(1e-9);
                    loss -= own * mass.ln();
                    best_good = good.clone().max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0);
                    for g in good {
                        errors[from + g] -= own * scores[g] / mass;
                    }
                }
                if let Some(teachers) = &mut teachers {
                    teachers.moves(at, &state, labels, &mut taught);
                    for (i, p) in taught.iter().enumerate().filter(|(_, p)| **p > 1e-6) {
                        errors[from + i] -= (1.0 - own) * p;
                        loss -= (1.0 - own) * p * scores[i].max(1e-9).ln();
                    }
                    if is_raw {
                        best_good = best(&taught);
                    }
                }
                let chosen = if self.random.unit() < explore { best(&scores) } else { best_good };
                steps.push((positions, facts));
                hiddens.extend_from_slice(&row);
                match chosen {
                    0 => state.make(Move::Shift, 0),
                    i if i <= labels => state.make(Move::Left, (i - 1) as u8),
                    i => state.make(Move::Right, (i - 1 - labels) as u8),
                }
            }
            at += count;
        }
        errors.iter_mut().for_each(|e| *e *= share);
        let total = steps.len();
        let mut hidden_gradient = vec![0.0; total * hidden];
        head.out.backward(&hiddens, &errors, total, Some(&mut hidden_gradient));
        for (g, h) in hidden_gradient.iter_mut().zip(&hiddens) {
            *g = if *h > 0.0 { *g * keep } else { 0.0 };
        }
        let mut projected_gradient = vec![0.0; n * width];
        for ((positions, facts), g) in steps.iter().zip(hidden_gradient.chunks_exact(hidden)) {
            for (p, word) in positions.iter().enumerate() {
                if *word == usize::MAX {
                    head.absent.add_row(p, g);
                } else {
                    let target = &mut projected_gradient[word * width + p * hidden..][..hidden];
                    target.iter_mut().zip(g).for_each(|(t, x)| *t += x);
                }
            }
            for fact in facts {
                head.facts.add_row(*fact, g);
            }
        }
        head.project.backward(top, &projected_gradient, n, Some(gradient));
        self.parser = Some(head);
        loss * share
    }

    /// Names as a chain (conditional random field, Lafferty et al. 2001).
    pub(super) fn learn_names(&mut self, batch: &[Dressed], top: &[f32], n: usize, gradient: &mut [f32]) -> f32 {
        let Some(head) = &mut self.names else { return 0.0 };
        let share = 1.0 / n as f32;
        if batch.iter().any(|d| d.sentence.names.is_empty()) {
            return 0.0;
        }
        let mut scores = head.forward(top, n);
        let mut loss = 0.0;
        let mut at = 0;
        for Dressed { sentence, .. } in batch {
            let rows = &mut scores[at * NAME_LABELS..(at + sentence.names.len()) * NAME_LABELS];
            loss += crate::chain::errors(rows, &sentence.names, &mut self.moves, share);
            at += sentence.names.len();
        }
        head.backward(top, &scores, n, Some(gradient));
        loss * share
    }
}

/// Turns scores into their gradient towards a gold choice and what teachers think, and gives the loss. Teachers count for
/// the share of the loss that is beside them, and for all of it where there is no gold.
fn towards(scores: &mut [f32], gold: Option<usize>, taught: Option<(f32, &[f32])>) -> f32 {
    softmax(scores);
    let own = match (gold, taught) {
        (None, _) => 0.0,
        (_, None) => 1.0,
        (_, Some((trust, _))) => 1.0 - trust,
    };
    let mut loss = 0.0;
    if let Some((_, taught)) = taught {
        for (score, p) in scores.iter_mut().zip(taught) {
            loss -= (1.0 - own) * p * score.max(1e-9).ln();
        }
    }
    if let Some(gold) = gold {
        loss -= own * scores[gold].max(1e-9).ln();
        scores[gold] -= own;
    }
    if let Some((_, taught)) = taught {
        scores.iter_mut().zip(taught).for_each(|(score, p)| *score -= (1.0 - own) * p);
    }
    loss
}

fn best(scores: &[f32]) -> usize {
    (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0)
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 16];
    for (a, b) in a.chunks_exact(16).zip(b.chunks_exact(16)) {
        for i in 0..16 {
            lanes[i] += a[i] * b[i];
        }
    }
    lanes.iter().sum()
}
