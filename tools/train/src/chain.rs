//! Chains of labels: the loss of a conditional random field and its gradient.

use crate::corpus::NAME_LABELS as N;
use crate::tensor::Param;

/// Turns the label scores of a sentence into their gradient (times `share`), adds that of the scores of one label after
/// another, and gives the loss.
pub(crate) fn errors(scores: &mut [f32], gold: &[u8], moves: &mut Param, share: f32) -> f32 {
    let count = gold.len();
    let at = |i: usize, label: usize| i * N + label;
    let mut forward = vec![0.0_f32; count * N];
    let mut backward = vec![0.0_f32; count * N];
    forward[..N].copy_from_slice(&scores[..N]);
    for i in 1..count {
        for to in 0..N {
            let sum = log_sum((0..N).map(|from| forward[at(i - 1, from)] + moves.w[from * N + to]));
            forward[at(i, to)] = sum + scores[at(i, to)];
        }
    }
    for i in (0..count - 1).rev() {
        for from in 0..N {
            backward[at(i, from)] =
                log_sum((0..N).map(|to| moves.w[from * N + to] + scores[at(i + 1, to)] + backward[at(i + 1, to)]));
        }
    }
    let total = log_sum((0..N).map(|label| forward[at(count - 1, label)]));
    let mut path = 0.0;
    for (i, label) in gold.iter().enumerate() {
        path += scores[at(i, usize::from(*label))];
        if i > 0 {
            path += moves.w[usize::from(gold[i - 1]) * N + usize::from(*label)];
        }
    }
    for i in 1..count {
        for from in 0..N {
            for to in 0..N {
                let edge = forward[at(i - 1, from)] + moves.w[from * N + to] + scores[at(i, to)] + backward[at(i, to)];
                moves.g[from * N + to] += (edge - total).exp() * share;
            }
        }
        moves.g[usize::from(gold[i - 1]) * N + usize::from(gold[i])] -= share;
    }
    for i in 0..count {
        for label in 0..N {
            let mass = (forward[at(i, label)] + backward[at(i, label)] - total).exp();
            scores[at(i, label)] = (mass - f32::from(u8::from(usize::from(gold[i]) == label))) * share;
        }
    }
    total - path
}

fn log_sum(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = values.clone().fold(f32::NEG_INFINITY, f32::max);
    most + values.map(|v| (v - most).exp()).sum::<f32>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradient_is_the_slope_of_the_loss() {
        let gold = [1, 2, 0, 3];
        let base: Vec<f32> = (0..gold.len() * N).map(|i| ((i * 7919) % 13) as f32 / 5.0 - 1.0).collect();
        let loss = |scores: &[f32]| errors(&mut scores.to_vec(), &gold, &mut Param::zeros(N, N), 1.0);
        let mut gradient = base.clone();
        errors(&mut gradient, &gold, &mut Param::zeros(N, N), 1.0);
        for i in 0..base.len() {
            let (mut up, mut down) = (base.clone(), base.clone());
            up[i] += 0.01;
            down[i] -= 0.01;
            let slope = (loss(&up) - loss(&down)) / 0.02;
            assert!((slope - gradient[i]).abs() < 5e-3, "{i}: {slope} {}", gradient[i]);
        }
    }
}
