//! Products of a weight matrix with many vectors, in whole numbers: exact, so the order of sums does not matter and
//! every machine gives the same answer, whatever its vector units are.

use super::store::Source;

/// A trained matrix with what its results are scaled by and what is added to them.
#[derive(Debug)]
pub(super) struct Linear {
    /// Length of the vectors it takes.
    pub(super) columns: usize,
    /// Length of the vectors it gives.
    pub(super) rows: usize,
    weights: Vec<i16>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// Reads a matrix whose vectors come multiplied by `unit`. Checks that no sum can overflow.
    pub(super) fn read(source: &mut Source<'_>, columns: usize, unit: f32) -> Option<Self> {
        let small = source.small()?;
        let scales = source.floats()?;
        let bias = source.floats()?;
        let rows = scales.len();
        let fits = columns > 0 && columns <= i32::MAX as usize / (127 * 32768);
        if !fits || small.len() != rows * columns || bias.len() != rows {
            return None;
        }
        let weights = small.iter().map(|b| i16::from(*b as i8)).collect();
        Some(Self { columns, rows, weights, scales: scales.into_iter().map(|s| s / unit).collect(), bias })
    }

    /// Multiplies `count` vectors, each `step` numbers after the last, and puts the results behind one another.
    pub(super) fn apply(&self, input: &[i16], step: usize, count: usize, out: &mut Vec<f32>) {
        out.clear();
        out.resize(count * self.rows, 0.0);
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has AVX2, as the line above made sure.
            unsafe { self.apply_avx2(input, step, count, out) };
            return;
        }
        self.apply_portable(input, step, count, out);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn apply_avx2(&self, input: &[i16], step: usize, count: usize, out: &mut [f32]) {
        self.apply_portable(input, step, count, out);
    }

    /// Four vectors at a time, so that each weight is fetched once for the four.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "so that it is compiled anew for each set of vector units")]
    fn apply_portable(&self, input: &[i16], step: usize, count: usize, out: &mut [f32]) {
        let (rows, columns) = (self.rows, self.columns);
        let mut at = 0;
        while at + 4 <= count {
            let vector = |n: usize| &input[(at + n) * step..(at + n) * step + columns];
            let [first, second, third, fourth] = [vector(0), vector(1), vector(2), vector(3)];
            for (row, weights) in self.weights.chunks_exact(columns).enumerate() {
                let mut sums = [0i32; 4];
                for i in 0..columns {
                    let weight = i32::from(weights[i]);
                    sums[0] += weight * i32::from(first[i]);
                    sums[1] += weight * i32::from(second[i]);
                    sums[2] += weight * i32::from(third[i]);
                    sums[3] += weight * i32::from(fourth[i]);
                }
                for (n, sum) in sums.into_iter().enumerate() {
                    out[(at + n) * rows + row] = sum as f32 * self.scales[row] + self.bias[row];
                }
            }
            at += 4;
        }
        while at < count {
            let vector = &input[at * step..at * step + columns];
            for (row, weights) in self.weights.chunks_exact(columns).enumerate() {
                let sum: i32 = weights.iter().zip(vector).map(|(w, x)| i32::from(*w) * i32::from(*x)).sum();
                out[at * rows + row] = sum as f32 * self.scales[row] + self.bias[row];
            }
            at += 1;
        }
    }
}

/// A number as whole number of 1/`unit`, cut to what 16 bits hold.
#[inline]
pub(super) fn whole(x: f32, unit: f32) -> i16 {
    (x * unit).clamp(-32767.0, 32767.0) as i16
}
