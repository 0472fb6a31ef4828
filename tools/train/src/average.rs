//! Gated running averages: how a word's context is summed up from both sides, and the gradient of that.

use dateline::syntax::math::{sigmoid, tanh};

/// Squashes the gates: what is new by tanh, how much is kept and shown by the logistic function.
pub(crate) fn squash(gates: &mut [f32], half: usize) {
    for third in gates.chunks_exact_mut(3 * half) {
        let (new, rest) = third.split_at_mut(half);
        new.iter_mut().for_each(|x| *x = tanh(*x));
        rest.iter_mut().for_each(|x| *x = sigmoid(*x));
    }
}

/// Gated running averages over one sentence in both directions; adds what is shown to `context`.
pub(crate) fn average(gates: &[f32], running: &mut [f32], context: &mut [f32], at: usize, count: usize, half: usize) {
    for direction in 0..2 {
        let mut last: Option<usize> = None;
        for i in 0..count {
            let word = at + if direction == 0 { i } else { count - 1 - i };
            let gate = &gates[word * 6 * half + direction * 3 * half..][..3 * half];
            for k in 0..half {
                let before = last.map_or(0.0, |last| running[last * 2 * half + direction * half + k]);
                let keep = gate[half + k];
                let now = keep * before + (1.0 - keep) * gate[k];
                running[word * 2 * half + direction * half + k] = now;
                context[word * 2 * half + direction * half + k] += gate[2 * half + k] * now;
            }
            last = Some(word);
        }
    }
}

/// The gradient of [`average`] with respect to the gates before they were squashed.
pub(crate) fn average_back(
    gates: &[f32],
    running: &[f32],
    gradient: &[f32],
    out: &mut [f32],
    at: usize,
    count: usize,
    half: usize,
) {
    let mut carried = vec![0.0_f32; half];
    for direction in 0..2 {
        carried.fill(0.0);
        for i in (0..count).rev() {
            let word = at + if direction == 0 { i } else { count - 1 - i };
            let before = (i > 0).then(|| if direction == 0 { word - 1 } else { word + 1 });
            let gate = &gates[word * 6 * half + direction * 3 * half..][..3 * half];
            let out = &mut out[word * 6 * half + direction * 3 * half..][..3 * half];
            for k in 0..half {
                let slot = direction * half + k;
                let g = gradient[word * 2 * half + slot];
                let now = running[word * 2 * half + slot];
                let was = before.map_or(0.0, |b| running[b * 2 * half + slot]);
                let (new, keep, show) = (gate[k], gate[half + k], gate[2 * half + k]);
                let total = carried[k] + g * show;
                out[k] = total * (1.0 - keep) * (1.0 - new * new);
                out[half + k] = total * (was - new) * keep * (1.0 - keep);
                out[2 * half + k] = g * now * show * (1.0 - show);
                carried[k] = total * keep;
            }
        }
    }
}
