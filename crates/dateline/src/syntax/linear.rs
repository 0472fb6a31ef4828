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
        let mut at = 0;
        while at < count {
            // Four vectors at a time, so that each weight is fetched once for the four; at the end, one of them more often.
            let vectors = [0, 1, 2, 3].map(|n| {
                let start = (at + n).min(count - 1) * step;
                &input[start..start + self.columns]
            });
            let four = &mut out[at * self.rows..count.min(at + 4) * self.rows];
            if at + 1 < count {
                self.four(vectors, four);
            } else {
                self.one(vectors[0], four);
            }
            at += 4;
        }
    }

    fn four(&self, vectors: [&[i16]; 4], out: &mut [f32]) {
        for (row, weights) in self.weights.chunks_exact(self.columns).enumerate() {
            let sums = dots(weights, vectors);
            for (result, sum) in out.iter_mut().skip(row).step_by(self.rows).zip(sums) {
                *result = sum as f32 * self.scales[row] + self.bias[row];
            }
        }
    }

    fn one(&self, vector: &[i16], out: &mut [f32]) {
        for (row, weights) in self.weights.chunks(self.columns * 4).enumerate() {
            let rows = weights.len() / self.columns;
            // Four rows at a time: the product does not mind which side is which.
            let side = [0, 1, 2, 3].map(|n: usize| {
                let start = n.min(rows - 1) * self.columns;
                &weights[start..start + self.columns]
            });
            let sums = dots(vector, side);
            for n in 0..rows {
                let row = row * 4 + n;
                out[row] = sums[n] as f32 * self.scales[row] + self.bias[row];
            }
        }
    }
}

/// The products of one vector with four, all of one length.
#[inline]
fn dots(one: &[i16], four: [&[i16]; 4]) -> [i32; 4] {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") && four.iter().all(|v| v.len() >= one.len()) {
        // SAFETY: the processor has AVX2, and the four are as long as the one, as the line above made sure.
        return unsafe { dots_avx2(one, four) };
    }
    dots_portable(one, four)
}

fn dots_portable(one: &[i16], four: [&[i16]; 4]) -> [i32; 4] {
    four.map(|v| one.iter().zip(v).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum())
}

/// Sixteen products at a time.
///
/// # Safety
/// The processor has AVX2, and none of the four is shorter than the one.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[expect(clippy::cast_ptr_alignment, reason = "the loads and the store used here ask for no alignment")]
unsafe fn dots_avx2(one: &[i16], four: [&[i16]; 4]) -> [i32; 4] {
    use std::arch::x86_64::{
        __m128i, __m256i, _mm_add_epi32, _mm_storeu_si128, _mm256_add_epi32, _mm256_castsi256_si128,
        _mm256_extracti128_si256, _mm256_hadd_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_setzero_si256,
    };
    let whole = one.len() / 16 * 16;
    let mut sums = [_mm256_setzero_si256(); 4];
    let mut i = 0;
    while i < whole {
        // SAFETY: `i + 16` is at most the length of the one, and so of each of the four; loads need no alignment.
        unsafe {
            let a = _mm256_loadu_si256(one.as_ptr().add(i).cast::<__m256i>());
            for n in 0..4 {
                let b = _mm256_loadu_si256(four[n].as_ptr().add(i).cast::<__m256i>());
                sums[n] = _mm256_add_epi32(sums[n], _mm256_madd_epi16(a, b));
            }
        }
        i += 16;
    }
    let pairs = _mm256_hadd_epi32(_mm256_hadd_epi32(sums[0], sums[1]), _mm256_hadd_epi32(sums[2], sums[3]));
    let total = _mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256::<1>(pairs));
    let mut out = [0i32; 4];
    // SAFETY: `out` has room for four numbers of 32 bits.
    unsafe { _mm_storeu_si128(out.as_mut_ptr().cast::<__m128i>(), total) };
    for (sum, v) in out.iter_mut().zip(four) {
        *sum += one[whole..].iter().zip(&v[whole..]).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum::<i32>();
    }
    out
}

/// A number as whole number of 1/`unit`, cut to what 16 bits hold.
#[inline]
pub(super) fn whole(x: f32, unit: f32) -> i16 {
    (x * unit).clamp(-32767.0, 32767.0) as i16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn vector_units_agree(numbers in proptest::collection::vec(-127i16..=127, 5 * 40), length in 0usize..=40) {
            let at = |n: usize| &numbers[n * 40..n * 40 + length];
            let four = [at(1), at(2), at(3), at(4)];
            prop_assert_eq!(dots(at(0), four), dots_portable(at(0), four));
        }
    }

    #[test]
    fn every_count_of_vectors_gives_the_same() {
        let (columns, rows) = (20, 7);
        let weights = (0..columns * rows).map(|i| (i as i16 * 37).rem_euclid(255) - 127).collect();
        let linear = Linear { columns, rows, weights, scales: vec![0.5; rows], bias: vec![1.0; rows] };
        let input: Vec<i16> = (0..columns as i16 * 9).map(|i| (i * 171).rem_euclid(4001)).collect();
        let (mut all, mut some) = (Vec::new(), Vec::new());
        linear.apply(&input, columns, 9, &mut all);
        for count in 0..=9 {
            linear.apply(&input, columns, count, &mut some);
            assert_eq!(some, all[..count * rows]);
        }
    }
}
