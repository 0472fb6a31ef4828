//! Products of a weight matrix with vectors of bytes, exact as in [`linear`](super::linear), at twice the pace: context
//! vectors lose nothing that can be measured when their numbers are cut to eight bits.

use super::store::Source;
use super::unit::{PANEL, TILE, Unit};
use super::vector;

/// What stands for zero in a vector of bytes.
pub(super) const ZERO: u8 = 128;

/// A trained matrix with what its results are scaled by and what is added to them.
#[derive(Debug)]
pub(super) struct Narrow {
    /// Length of the vectors it takes.
    pub(super) columns: usize,
    /// Length of the vectors it gives.
    pub(super) rows: usize,
    panels: Vec<Panel>,
    /// What [`ZERO`]s in the place of zeros add to each row's sum.
    excess: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

/// Four neighbouring columns of sixteen rows.
#[repr(C, align(64))]
#[derive(Clone, Copy, Debug, Default)]
struct Panel([[i8; 4]; PANEL]);

impl Narrow {
    /// Reads a matrix whose vectors come multiplied by `unit`. Checks that no sum can overflow.
    pub(super) fn read(source: &mut Source<'_>, columns: usize, unit: f32) -> Option<Self> {
        let small = source.small()?;
        let scales = source.floats()?;
        let bias = source.floats()?;
        let rows = scales.len();
        let fits = columns > 0 && columns.is_multiple_of(4) && columns <= i32::MAX as usize / (127 * 255);
        if !fits || small.len() != rows * columns || bias.len() != rows {
            return None;
        }
        let scales = scales.into_iter().map(|s| s / unit).collect();
        Some(Self::new(rows, columns, |row, column| small[row * columns + column] as i8, scales, bias))
    }

    fn new(rows: usize, columns: usize, weight: impl Fn(usize, usize) -> i8, scales: Vec<f32>, bias: Vec<f32>) -> Self {
        let fours = columns / 4;
        let mut panels = vec![Panel::default(); rows.div_ceil(PANEL) * fours];
        let mut excess = vec![0; rows];
        for row in 0..rows {
            for column in 0..columns {
                let weight = weight(row, column);
                panels[row / PANEL * fours + column / 4].0[row % PANEL][column % 4] = weight;
                excess[row] += i32::from(weight) * i32::from(ZERO);
            }
        }
        Self { columns, rows, panels, excess, scales, bias }
    }

    /// Multiplies `count` vectors that lie behind one another, and puts the results behind one another.
    pub(super) fn apply(&self, input: &[u8], count: usize, out: &mut Vec<f32>) {
        out.resize(count * self.rows, 0.0);
        assert!(input.len() >= count * self.columns);
        let unit = Unit::of_this_machine();
        let mut sums = [[0; PANEL]; TILE];
        for (panel, weights) in self.panels.chunks_exact(self.columns / 4).enumerate() {
            let rows = panel * PANEL..self.rows.min((panel + 1) * PANEL);
            let (excess, scales, bias) =
                (&self.excess[rows.clone()], &self.scales[rows.clone()], &self.bias[rows.clone()]);
            let to = Out { excess, scales, bias, stride: self.rows };
            for at in (0..count).step_by(TILE) {
                let tile = TILE.min(count - at);
                let input = &input[at * self.columns..];
                if scaled(unit, weights, input, tile, &to, &mut out[at * self.rows + rows.start..]) {
                    continue;
                }
                products(unit, weights, input, tile, &mut sums);
                for (vector, sums) in (at..at + tile).zip(&sums) {
                    let out = &mut out[vector * self.rows..][rows.clone()];
                    vector::scale(out, sums, excess, scales, bias);
                }
            }
        }
    }
}

/// What becomes of the sums of a panel: less what is too much in them, scaled, with the bias, and how far apart the results of
/// two vectors lie.
struct Out<'m> {
    excess: &'m [i32],
    scales: &'m [f32],
    bias: &'m [f32],
    stride: usize,
}

/// Products of a whole panel with `count` vectors, scaled before they leave the processor's registers, as [`vector::scale`]
/// scales them; false where that is not to be had.
#[inline]
fn scaled(unit: Unit, panel: &[Panel], input: &[u8], count: usize, to: &Out<'_>, out: &mut [f32]) -> bool {
    #[cfg(target_arch = "x86_64")]
    if unit == Unit::Vnni && to.excess.len() == PANEL {
        assert!(count > 0 && count <= TILE && input.len() >= count * panel.len() * 4);
        assert!(to.scales.len() == PANEL && to.bias.len() == PANEL && out.len() >= (count - 1) * to.stride + PANEL);
        // SAFETY: the processor has the unit, and the lines above made sure of the lengths.
        unsafe { x86::vnni_scaled(panel, input, count, to, out) };
        return true;
    }
    let _ = (unit, panel, input, count, to, out);
    false
}

/// Products of a panel with `count` vectors, at most [`TILE`].
#[inline]
fn products(unit: Unit, panel: &[Panel], input: &[u8], count: usize, sums: &mut [[i32; PANEL]; TILE]) {
    assert!(count > 0 && count <= TILE && input.len() >= count * panel.len() * 4);
    match unit {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the processor has the unit, and the line above made sure of the length.
        Unit::Vnni => unsafe { x86::vnni(panel, input, count, sums) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Unit::Avx2 => unsafe { x86::avx2(panel, input, sums, count) },
        Unit::Portable => portable(panel, input, count, sums),
    }
}
fn portable(panel: &[Panel], input: &[u8], count: usize, sums: &mut [[i32; PANEL]; TILE]) {
    for (vector, sums) in input.chunks_exact(panel.len() * 4).zip(sums).take(count) {
        *sums = [0; PANEL];
        for (x, weights) in vector.chunks_exact(4).zip(panel) {
            for (sum, w) in sums.iter_mut().zip(&weights.0) {
                *sum += (0..4).map(|i| i32::from(x[i]) * i32::from(w[i])).sum::<i32>();
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(clippy::cast_ptr_alignment, reason = "the loads and stores used here ask for no alignment")]
mod x86 {
    use std::arch::x86_64::{
        __m128i, __m256i, _mm_cvtepu8_epi16, _mm_cvtsi32_si128, _mm_loadu_si128, _mm256_add_epi32, _mm256_add_ps,
        _mm256_broadcastq_epi64, _mm256_cvtepi8_epi16, _mm256_cvtepi32_ps, _mm256_dpbusd_epi32, _mm256_loadu_ps,
        _mm256_loadu_si256, _mm256_madd_epi16, _mm256_mul_ps, _mm256_set1_epi32, _mm256_setzero_si256,
        _mm256_storeu_ps, _mm256_storeu_si256, _mm256_sub_epi32,
    };

    use super::{Out, PANEL, Panel, TILE};

    /// # Safety
    /// The processor has AVX-512 VNNI and VL; `input` holds `count` vectors, each four bytes long for every element of
    /// the panel.
    #[target_feature(enable = "avx2,avx512vnni,avx512vl")]
    pub(super) unsafe fn vnni(panel: &[Panel], input: &[u8], count: usize, sums: &mut [[i32; PANEL]; TILE]) {
        // SAFETY: the caller's promise.
        unsafe {
            match count {
                1 => vnni_fixed::<1>(panel, input, sums),
                2 => vnni_fixed::<2>(panel, input, sums),
                3 => vnni_fixed::<3>(panel, input, sums),
                4 => vnni_fixed::<4>(panel, input, sums),
                5 => vnni_fixed::<5>(panel, input, sums),
                _ => vnni_fixed::<TILE>(panel, input, sums),
            }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2,avx512vnni,avx512vl")]
    unsafe fn vnni_fixed<const N: usize>(panel: &[Panel], input: &[u8], sums: &mut [[i32; PANEL]; TILE]) {
        // SAFETY: the caller's promise.
        let (low, high) = unsafe { vnni_sums::<N>(panel, input) };
        for n in 0..N {
            let out = sums[n].as_mut_ptr().cast::<__m256i>();
            // SAFETY: sixteen sums are 64 bytes.
            unsafe {
                _mm256_storeu_si256(out, low[n]);
                _mm256_storeu_si256(out.add(1), high[n]);
            }
        }
    }

    /// The sums of eight rows, and of the next eight, for each of the vectors.
    #[inline]
    #[target_feature(enable = "avx2,avx512vnni,avx512vl")]
    unsafe fn vnni_sums<const N: usize>(panel: &[Panel], input: &[u8]) -> ([__m256i; N], [__m256i; N]) {
        let mut low = [_mm256_setzero_si256(); N];
        let mut high = [_mm256_setzero_si256(); N];
        let vectors: [*const u8; N] = std::array::from_fn(|n| input.as_ptr().wrapping_add(n * panel.len() * 4));
        for (four, weights) in panel.iter().enumerate() {
            let weights = weights.0.as_ptr().cast::<__m256i>();
            // SAFETY: four columns of sixteen rows are 64 bytes; each vector has four for them.
            unsafe {
                let (a, b) = (_mm256_loadu_si256(weights), _mm256_loadu_si256(weights.add(1)));
                for n in 0..N {
                    let x = _mm256_set1_epi32(vectors[n].add(4 * four).cast::<i32>().read_unaligned());
                    low[n] = _mm256_dpbusd_epi32(low[n], x, a);
                    high[n] = _mm256_dpbusd_epi32(high[n], x, b);
                }
            }
        }
        (low, high)
    }

    /// As [`vnni`], for a whole panel, whose sums are scaled on the way out.
    ///
    /// # Safety
    /// As for [`vnni`]; `to` is for sixteen rows, and `out` has room for the results of all vectors.
    #[target_feature(enable = "avx2,avx512vnni,avx512vl")]
    pub(super) unsafe fn vnni_scaled(panel: &[Panel], input: &[u8], count: usize, to: &Out<'_>, out: &mut [f32]) {
        // SAFETY: the caller's promise.
        unsafe {
            match count {
                1 => vnni_out::<1>(panel, input, to, out),
                2 => vnni_out::<2>(panel, input, to, out),
                3 => vnni_out::<3>(panel, input, to, out),
                4 => vnni_out::<4>(panel, input, to, out),
                5 => vnni_out::<5>(panel, input, to, out),
                _ => vnni_out::<TILE>(panel, input, to, out),
            }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2,avx512vnni,avx512vl")]
    unsafe fn vnni_out<const N: usize>(panel: &[Panel], input: &[u8], to: &Out<'_>, out: &mut [f32]) {
        // SAFETY: the caller's promise; sixteen numbers of 32 bits are twice eight.
        unsafe {
            let (low, high) = vnni_sums::<N>(panel, input);
            for (eight, sums) in [low, high].into_iter().enumerate() {
                let excess = _mm256_loadu_si256(to.excess.as_ptr().add(eight * 8).cast::<__m256i>());
                let scales = _mm256_loadu_ps(to.scales.as_ptr().add(eight * 8));
                let bias = _mm256_loadu_ps(to.bias.as_ptr().add(eight * 8));
                for (n, sums) in sums.into_iter().enumerate() {
                    let sums = _mm256_cvtepi32_ps(_mm256_sub_epi32(sums, excess));
                    let result = _mm256_add_ps(_mm256_mul_ps(sums, scales), bias);
                    _mm256_storeu_ps(out.as_mut_ptr().add(n * to.stride + eight * 8), result);
                }
            }
        }
    }

    /// Bytes are widened first, since sums of two products of bytes do not fit the sixteen bits that AVX2 has for them.
    ///
    /// # Safety
    /// The processor has AVX2; `input` as for [`vnni`].
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn avx2(panel: &[Panel], input: &[u8], sums: &mut [[i32; PANEL]; TILE], count: usize) {
        for at in (0..count).step_by(3) {
            let sums = &mut sums[at..];
            // SAFETY: the caller's promise; the vectors from `at` on.
            unsafe {
                let input = input.as_ptr().add(at * panel.len() * 4);
                match count - at {
                    1 => avx2_fixed::<1>(panel, input, sums),
                    2 => avx2_fixed::<2>(panel, input, sums),
                    _ => avx2_fixed::<3>(panel, input, sums),
                }
            }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn avx2_fixed<const N: usize>(panel: &[Panel], input: *const u8, sums: &mut [[i32; PANEL]]) {
        // Two sums for each row.
        let mut halves = [[_mm256_setzero_si256(); 4]; N];
        for (four, weights) in panel.iter().enumerate() {
            let weights = weights.0.as_ptr().cast::<__m128i>();
            // SAFETY: four columns of four rows are 16 bytes; each vector has four for them.
            unsafe {
                let x: [__m256i; N] = std::array::from_fn(|n| {
                    let bytes = input.add((n * panel.len() + four) * 4).cast::<i32>().read_unaligned();
                    _mm256_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(bytes)))
                });
                for quarter in 0..4 {
                    let w = _mm256_cvtepi8_epi16(_mm_loadu_si128(weights.add(quarter)));
                    for n in 0..N {
                        halves[n][quarter] = _mm256_add_epi32(halves[n][quarter], _mm256_madd_epi16(x[n], w));
                    }
                }
            }
        }
        for n in 0..N {
            for quarter in 0..4 {
                let mut out = [0i32; 8];
                // SAFETY: eight sums are 32 bytes.
                unsafe { _mm256_storeu_si256(out.as_mut_ptr().cast::<__m256i>(), halves[n][quarter]) };
                for (sum, pair) in sums[n][quarter * 4..].iter_mut().zip(out.chunks_exact(2)) {
                    *sum = pair[0] + pair[1];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn vector_units_agree(
            numbers in proptest::collection::vec(any::<u8>(), TILE * 40),
            weights in proptest::collection::vec(-127i8..=127, PANEL * 40),
            fours in 1usize..=10,
            count in 1usize..=TILE,
        ) {
            let columns = fours * 4;
            let matrix = Narrow::new(PANEL, columns, |row, column| weights[row * columns + column], vec![], vec![]);
            let mut want = [[0; PANEL]; TILE];
            for n in 0..count {
                for row in 0..PANEL {
                    want[n][row] = (0..columns)
                        .map(|c| i32::from(numbers[n * columns + c]) * i32::from(weights[row * columns + c]))
                        .sum();
                }
            }
            for unit in Unit::all() {
                let mut sums = [[0; PANEL]; TILE];
                products(unit, &matrix.panels, &numbers, count, &mut sums);
                prop_assert_eq!(&sums[..count], &want[..count], "{:?}", unit);
                let (excess, scales, bias) = ([77; PANEL], [0.37; PANEL], [0.1; PANEL]);
                let to = Out { excess: &excess, scales: &scales, bias: &bias, stride: PANEL };
                let mut out = [0.0; PANEL * TILE];
                if scaled(unit, &matrix.panels, &numbers, count, &to, &mut out) {
                    for (out, sums) in out.chunks_exact(PANEL).zip(&sums).take(count) {
                        let mut one = [0.0; PANEL];
                        vector::scale(&mut one, sums, &excess, &scales, &bias);
                        prop_assert_eq!(out, one);
                    }
                }
            }
        }
    }

    #[test]
    fn every_count_of_vectors_gives_the_same() {
        let (columns, rows) = (20, 37);
        let weight = |row: usize, column: usize| (((row * columns + column) * 37 % 255) as i16 - 127) as i8;
        let matrix = Narrow::new(rows, columns, weight, vec![0.5; rows], vec![1.0; rows]);
        let input: Vec<u8> = (0..columns * 20).map(|i| (i * 71 % 256) as u8).collect();
        let (mut all, mut some) = (Vec::new(), Vec::new());
        matrix.apply(&input, 20, &mut all);
        let first: i32 = (0..columns).map(|c| i32::from(weight(3, c)) * (i32::from(input[c]) - 128)).sum();
        assert!((all[3] - (first as f32 * 0.5 + 1.0)).abs() < 1e-3);
        for count in 0..=20 {
            matrix.apply(&input, count, &mut some);
            assert_eq!(some, all[..count * rows]);
        }
    }
}
