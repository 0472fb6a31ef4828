//! Sums over vectors, number by number in a fixed order, compiled once more for wider vector units where the processor
//! has them: no two operations are ever drawn into one, so the answer is the same.

use super::math::{sigmoid, tanh};
use super::narrow::ZERO;

/// Added to a number below 2^22, it rounds that to the nearest whole number, even where two are as near, and leaves it in
/// the lowest bits.
const ROUND: f32 = 12_582_912.0;

/// Compiles a function twice and calls what the processor can do.
macro_rules! vectorised {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$meta])*
        $vis fn $name($($arg: $type),*) {
            #[inline(always)]
            #[allow(clippy::inline_always, reason = "it must be compiled anew inside of the wide one")]
            fn plain($($arg: $type),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn wide($($arg: $type),*) {
                    plain($($arg),*);
                }
                if std::is_x86_feature_detected!("avx2") {
                    // SAFETY: the processor has AVX2.
                    return unsafe { wide($($arg),*) };
                }
            }
            plain($($arg),*);
        }
    };
}

vectorised! {
    /// Adds a scaled row of small numbers.
    pub(super) fn add_scaled(sum: &mut [i32], row: &[i8], scale: i32) {
        for (sum, x) in sum.iter_mut().zip(row) {
            *sum += i32::from(*x) * scale;
        }
    }
}

vectorised! {
    /// Adds a row.
    pub(super) fn add(sum: &mut [f32], row: &[f32]) {
        for (sum, x) in sum.iter_mut().zip(row) {
            *sum += x;
        }
    }
}

vectorised! {
    /// Puts into `out` the sums of rows of its length, from the first to the last.
    pub(super) fn sum(out: &mut [f32], rows: &[&[f32]]) {
        const BLOCK: usize = 16;
        let size = out.len();
        let mut at = 0;
        while at + BLOCK <= size {
            let mut sums = [0.0_f32; BLOCK];
            for row in rows {
                for (sum, x) in sums.iter_mut().zip(&row[at..at + BLOCK]) {
                    *sum += x;
                }
            }
            out[at..at + BLOCK].copy_from_slice(&sums);
            at += BLOCK;
        }
        for i in at..size {
            out[i] = rows.iter().fold(0.0, |sum, row| sum + row[i]);
        }
    }
}

vectorised! {
    /// Puts into `out` the scaled sums of three vectors of one length.
    pub(super) fn combine(out: &mut [f32], three: [&[i32]; 3], scales: &[f32], bias: &[f32]) {
        let size = out.len();
        let (a, b, c) = (&three[0][..size], &three[1][..size], &three[2][..size]);
        let (scales, bias) = (&scales[..size], &bias[..size]);
        for i in 0..size {
            out[i] = (a[i] + b[i] + c[i]) as f32 * scales[i] + bias[i];
        }
    }
}

vectorised! {
    /// Puts into `out` the sums of products less what is too much in them, scaled.
    pub(super) fn scale(out: &mut [f32], sums: &[i32], excess: &[i32], scales: &[f32], bias: &[f32]) {
        let size = out.len();
        let (sums, excess, scales, bias) = (&sums[..size], &excess[..size], &scales[..size], &bias[..size]);
        for i in 0..size {
            out[i] = (sums[i] - excess[i]) as f32 * scales[i] + bias[i];
        }
    }
}

vectorised! {
    /// Whole numbers of 1/`unit` as bytes, where [`ZERO`] stands for zero; cut to what they hold.
    pub(super) fn bytes(from: &[f32], unit: f32, out: &mut [u8]) {
        for (out, x) in out.iter_mut().zip(from) {
            *out = ((x * unit).clamp(-127.0, 127.0) + ROUND).to_bits() as u8 ^ ZERO;
        }
    }
}

vectorised! {
    /// Whole numbers of 1/`unit` of what is above zero, cut to what 16 bits hold.
    pub(super) fn whole_positive(from: &[f32], unit: f32, out: &mut [i16]) {
        for (out, x) in out.iter_mut().zip(from) {
            *out = ((x * unit).clamp(0.0, 32767.0) + ROUND).to_bits() as i16;
        }
    }
}

vectorised! {
    /// Adds to each word's context vector the gated running averages of one layer over one sentence, from the left in its
    /// first half and from the right in its second. `gates` holds for each word and direction: what is new, how much is
    /// kept of what was, how much is shown.
    pub(super) fn average(gates: &[f32], half: usize, running: &mut [f32], context: &mut [f32]) {
        running.fill(0.0);
        let (left, right) = running.split_at_mut(half);
        for (gates, out) in gates.chunks_exact(6 * half).zip(context.chunks_exact_mut(2 * half)) {
            step(&gates[..3 * half], half, left, &mut out[..half]);
        }
        for (gates, out) in gates.chunks_exact(6 * half).zip(context.chunks_exact_mut(2 * half)).rev() {
            step(&gates[3 * half..], half, right, &mut out[half..]);
        }
    }
}

/// One word of [`average`] in one direction.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it must be compiled anew inside of the wide one")]
fn step(gates: &[f32], half: usize, running: &mut [f32], out: &mut [f32]) {
    let (new, keep, show) = (&gates[..half], &gates[half..2 * half], &gates[2 * half..3 * half]);
    let (running, out) = (&mut running[..half], &mut out[..half]);
    for i in 0..half {
        let keep = sigmoid(keep[i]);
        running[i] = keep * running[i] + (1.0 - keep) * tanh(new[i]);
        out[i] += sigmoid(show[i]) * running[i];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_and_cut() {
        let from = [0.0, 0.24, -0.26, 1.25, 3.0, 99.0, -99.0];
        let mut out = [0; 7];
        bytes(&from, 2.0, &mut out);
        assert_eq!(out.map(|x| i32::from(x) - 128), [0, 0, -1, 2, 6, 127, -127]);
        let mut out = [0; 7];
        whole_positive(&from, 1024.0, &mut out);
        assert_eq!(out, [0, 246, 0, 1280, 3072, 32767, 0]);
    }
}
