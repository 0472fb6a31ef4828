//! Products of a weight matrix with many vectors, in whole numbers: exact, so the order of sums does not matter and
//! every machine gives the same answer, whatever its vector units are.
//!
//! The weights lie in panels of sixteen rows, two columns of all sixteen behind one another, as the processors' units for
//! pairs of products want them. A panel stays in the nearest cache while all vectors pass it.

use super::store::Source;
use super::unit::{PANEL, TILE, Unit};

/// A trained matrix with what its results are scaled by and what is added to them.
#[derive(Debug)]
pub(super) struct Linear {
    /// Length of the vectors it takes.
    pub(super) columns: usize,
    /// Length of the vectors it gives.
    pub(super) rows: usize,
    panels: Vec<Panel>,
    pub(super) scales: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

/// Two neighbouring columns of sixteen rows.
#[repr(C, align(64))]
#[derive(Clone, Copy, Debug, Default)]
struct Panel([[i16; 2]; PANEL]);

impl Linear {
    /// Reads a matrix whose vectors come multiplied by `unit` and are no greater than `most`. Checks that no sum can
    /// overflow.
    pub(super) fn read(source: &mut Source<'_>, columns: usize, unit: f32, most: i32) -> Option<Self> {
        let small = source.small()?;
        let scales = source.floats()?;
        let bias = source.floats()?;
        let rows = scales.len();
        let fits = columns > 0 && columns <= (i32::MAX / (127 * most)) as usize;
        if !fits || small.len() != rows * columns || bias.len() != rows {
            return None;
        }
        let scales = scales.into_iter().map(|s| s / unit).collect();
        Some(Self::new(rows, columns, |row, column| small[row * columns + column] as i8, scales, bias))
    }

    fn new(rows: usize, columns: usize, weight: impl Fn(usize, usize) -> i8, scales: Vec<f32>, bias: Vec<f32>) -> Self {
        let pairs = columns.div_ceil(2);
        let mut panels = vec![Panel::default(); rows.div_ceil(PANEL) * pairs];
        for row in 0..rows {
            for column in 0..columns {
                panels[row / PANEL * pairs + column / 2].0[row % PANEL][column % 2] = i16::from(weight(row, column));
            }
        }
        Self { columns, rows, panels, scales, bias }
    }

    /// A matrix of the rows of `parts` beneath one another, where each part is a range of this one's columns. Products
    /// of it are not scaled.
    pub(super) fn split(&self, parts: usize) -> Self {
        let (columns, pairs) = (self.columns / parts, self.columns.div_ceil(2));
        let weight = |row: usize, column: usize| {
            let (part, row) = (row / self.rows, row % self.rows);
            let column = part * columns + column;
            self.panels[row / PANEL * pairs + column / 2].0[row % PANEL][column % 2] as i8
        };
        Self::new(parts * self.rows, columns, weight, Vec::new(), Vec::new())
    }

    /// Multiplies `count` vectors, each `step` numbers after the last, and puts the results behind one another.
    pub(super) fn apply(&self, input: &[i16], step: usize, count: usize, out: &mut Vec<f32>) {
        out.resize(count * self.rows, 0.0);
        let put = |sum: i32, row: usize| sum as f32 * self.scales[row] + self.bias[row];
        self.each(input, step, count, out, put);
    }

    /// As [`Linear::apply`], the sums as they are.
    pub(super) fn sums(&self, input: &[i16], step: usize, count: usize, out: &mut [i32]) {
        self.each(input, step, count, out, |sum, _| sum);
    }

    #[inline]
    fn each<T>(&self, input: &[i16], step: usize, count: usize, out: &mut [T], put: impl Fn(i32, usize) -> T) {
        if count == 0 {
            return;
        }
        assert!(input.len() >= (count - 1) * step + self.columns && out.len() >= count * self.rows);
        let unit = Unit::of_this_machine();
        let pairs = self.columns.div_ceil(2);
        let mut sums = [[0; PANEL]; TILE];
        for (panel, weights) in self.panels.chunks_exact(pairs).enumerate() {
            let rows = panel * PANEL..self.rows.min((panel + 1) * PANEL);
            for at in (0..count).step_by(TILE) {
                let tile = TILE.min(count - at);
                products(unit, weights, &input[at * step..], step, self.columns, tile, &mut sums);
                for (vector, sums) in (at..at + tile).zip(&sums) {
                    let out = &mut out[vector * self.rows..][rows.clone()];
                    for ((out, sum), row) in out.iter_mut().zip(sums).zip(rows.clone()) {
                        *out = put(*sum, row);
                    }
                }
            }
        }
    }
}

/// Products of a panel with `count` vectors, at most [`TILE`], each `step` numbers after the last.
#[inline]
fn products(
    unit: Unit,
    panel: &[Panel],
    input: &[i16],
    step: usize,
    columns: usize,
    count: usize,
    sums: &mut [[i32; PANEL]; TILE],
) {
    assert!(count > 0 && count <= TILE && input.len() >= (count - 1) * step + columns);
    assert!(panel.len() == columns.div_ceil(2));
    match unit {
        // Pairs of columns only: an odd one has nothing beside it in the input.
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the processor has the unit, and the lines above made sure of the lengths.
        Unit::Vnni if columns.is_multiple_of(2) && count > 1 => unsafe {
            x86::vnni(panel, input, step, count, sums);
        },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above; what has VNNI has AVX2, whose chain of sums is shorter for one vector.
        Unit::Vnni | Unit::Avx2 if columns.is_multiple_of(2) => unsafe {
            x86::avx2(panel, input, step, count, sums);
        },
        _ => portable(panel, input, step, columns, count, sums),
    }
}
fn portable(
    panel: &[Panel],
    input: &[i16],
    step: usize,
    columns: usize,
    count: usize,
    sums: &mut [[i32; PANEL]; TILE],
) {
    for (vector, sums) in sums.iter_mut().enumerate().take(count) {
        let vector = &input[vector * step..][..columns];
        *sums = [0; PANEL];
        for (pair, weights) in vector.chunks(2).zip(panel) {
            let (a, b) = (i32::from(pair[0]), pair.get(1).map_or(0, |x| i32::from(*x)));
            for (sum, [v, w]) in sums.iter_mut().zip(&weights.0) {
                *sum += a * i32::from(*v) + b * i32::from(*w);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(clippy::cast_ptr_alignment, reason = "the loads and stores used here ask for no alignment")]
mod x86 {
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi32, _mm256_dpwssd_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_set1_epi32,
        _mm256_setzero_si256, _mm256_storeu_si256,
    };

    use super::{PANEL, Panel, TILE};

    /// One kernel: the products of a panel with a fixed number of vectors, by a step that adds pairs of products.
    ///
    /// # Safety
    /// The processor can do the step; `input` holds that many vectors, each two numbers long for every pair of columns.
    macro_rules! kernels {
        ($name:ident, $fixed:ident, $features:literal, $step:expr) => {
            #[target_feature(enable = $features)]
            pub(super) unsafe fn $name(
                panel: &[Panel],
                input: &[i16],
                step: usize,
                count: usize,
                sums: &mut [[i32; PANEL]; TILE],
            ) {
                // SAFETY: the caller's promise.
                unsafe {
                    match count {
                        1 => $fixed::<1>(panel, input, step, sums),
                        2 => $fixed::<2>(panel, input, step, sums),
                        3 => $fixed::<3>(panel, input, step, sums),
                        4 => $fixed::<4>(panel, input, step, sums),
                        5 => $fixed::<5>(panel, input, step, sums),
                        _ => $fixed::<TILE>(panel, input, step, sums),
                    }
                }
            }

            #[inline]
            #[target_feature(enable = $features)]
            unsafe fn $fixed<const N: usize>(
                panel: &[Panel],
                input: &[i16],
                step: usize,
                sums: &mut [[i32; PANEL]; TILE],
            ) {
                let mut low = [_mm256_setzero_si256(); N];
                let mut high = [_mm256_setzero_si256(); N];
                let vectors: [*const i16; N] = std::array::from_fn(|n| input.as_ptr().wrapping_add(n * step));
                for (pair, weights) in panel.iter().enumerate() {
                    let weights = weights.0.as_ptr().cast::<__m256i>();
                    // SAFETY: a pair of columns of sixteen rows is 64 bytes; each vector has two numbers for it.
                    unsafe {
                        let (a, b) = (_mm256_loadu_si256(weights), _mm256_loadu_si256(weights.add(1)));
                        for n in 0..N {
                            let x = _mm256_set1_epi32(vectors[n].add(2 * pair).cast::<i32>().read_unaligned());
                            low[n] = $step(low[n], a, x);
                            high[n] = $step(high[n], b, x);
                        }
                    }
                }
                for n in 0..N {
                    let out = sums[n].as_mut_ptr().cast::<__m256i>();
                    // SAFETY: sixteen sums are 64 bytes.
                    unsafe {
                        _mm256_storeu_si256(out, low[n]);
                        _mm256_storeu_si256(out.add(1), high[n]);
                    }
                }
            }
        };
    }

    kernels!(avx2, avx2_fixed, "avx2", |sum, a, b| _mm256_add_epi32(sum, _mm256_madd_epi16(a, b)));
    kernels!(vnni, vnni_fixed, "avx2,avx512vnni,avx512vl", |sum, a, b| _mm256_dpwssd_epi32(sum, a, b));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn vector_units_agree(
            numbers in proptest::collection::vec(-32767i16..=32767, TILE * 40),
            weights in proptest::collection::vec(-127i8..=127, PANEL * 40),
            columns in 1usize..=40,
            count in 1usize..=TILE,
        ) {
            let linear = Linear::new(PANEL, columns, |row, column| weights[row * columns + column], vec![], vec![]);
            let mut want = [[0; PANEL]; TILE];
            for n in 0..count {
                for row in 0..PANEL {
                    want[n][row] = (0..columns)
                        .map(|c| i32::from(numbers[n * 40 + c]) * i32::from(weights[row * columns + c]))
                        .sum();
                }
            }
            for unit in Unit::all() {
                let mut sums = [[0; PANEL]; TILE];
                products(unit, &linear.panels, &numbers, 40, columns, count, &mut sums);
                prop_assert_eq!(&sums[..count], &want[..count], "{:?}", unit);
            }
        }
    }

    #[test]
    fn every_count_of_vectors_gives_the_same() {
        let (columns, rows) = (20, 37);
        let weight = |row: usize, column: usize| (((row * columns + column) * 37 % 255) as i16 - 127) as i8;
        let linear = Linear::new(rows, columns, weight, vec![0.5; rows], vec![1.0; rows]);
        let input: Vec<i16> = (0..columns as i16 * 20).map(|i| (i * 71).rem_euclid(4001)).collect();
        let (mut all, mut some) = (Vec::new(), Vec::new());
        linear.apply(&input, columns, 20, &mut all);
        for count in 0..=20 {
            linear.apply(&input, columns, count, &mut some);
            assert_eq!(some, all[..count * rows]);
        }
    }

    #[test]
    fn a_split_matrix_sums_up_to_the_whole() {
        let (columns, rows) = (24, 17);
        let weight = |row: usize, column: usize| ((row * 7 + column * 5) % 100) as i8;
        let linear = Linear::new(rows, columns, weight, vec![1.0; rows], vec![0.0; rows]);
        let input: Vec<i16> = (0..columns as i16).map(|i| i * 11 - 90).collect();
        let mut whole = Vec::new();
        linear.apply(&input, columns, 1, &mut whole);
        let third = linear.split(3);
        let mut parts = vec![0; 3 * rows];
        let mut sums = vec![0; rows];
        for part in 0..3 {
            third.sums(&input[part * 8..], 8, 1, &mut parts);
            sums.iter_mut().zip(&parts[part * rows..]).for_each(|(s, p)| *s += p);
        }
        assert!(sums.iter().zip(&whole).all(|(s, w)| *s == *w as i32));
    }
}
