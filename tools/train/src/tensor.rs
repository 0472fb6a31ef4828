//! Matrices of weights, their gradients, and the optimiser (Adam, Kingma and Ba 2015).

use crate::random::Random;

/// A matrix of weights, row by row.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) w: Vec<f32>,
    pub(crate) g: Vec<f32>,
    m: Vec<f32>,
    v: Vec<f32>,
    /// The running mean of the weights; empty until it is asked for.
    mean: Vec<f32>,
    pub(crate) columns: usize,
    /// The rows that this batch has used, where the matrix is a table of which a batch uses little.
    touched: Option<Vec<u32>>,
    seen: Vec<bool>,
}

/// How fast to learn, at one step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    pub(crate) rate: f32,
    pub(crate) step: i32,
}

impl Param {
    pub(crate) fn zeros(rows: usize, columns: usize) -> Self {
        let size = rows * columns;
        let zeros = || vec![0.0; size];
        Self {
            w: zeros(),
            g: zeros(),
            m: zeros(),
            v: zeros(),
            mean: Vec::new(),
            columns,
            touched: None,
            seen: Vec::new(),
        }
    }

    /// Uniform numbers up to `range`.
    pub(crate) fn uniform(rows: usize, columns: usize, range: f32, random: &mut Random) -> Self {
        let mut param = Self::zeros(rows, columns);
        param.w.iter_mut().for_each(|w| *w = (random.unit() * 2.0 - 1.0) * range);
        param
    }

    /// Uniform numbers scaled by the matrix's size (Glorot and Bengio 2010).
    pub(crate) fn glorot(rows: usize, columns: usize, random: &mut Random) -> Self {
        Self::uniform(rows, columns, (6.0 / (rows + columns) as f32).sqrt(), random)
    }

    /// A table of which each batch uses few rows.
    pub(crate) fn table(rows: usize, columns: usize, range: f32, random: &mut Random) -> Self {
        let mut param = Self::uniform(rows, columns, range, random);
        param.touched = Some(Vec::new());
        param.seen = vec![false; rows];
        param
    }

    pub(crate) fn row(&self, row: usize) -> &[f32] {
        &self.w[row * self.columns..(row + 1) * self.columns]
    }

    /// Adds to the gradient of a row.
    pub(crate) fn add_row(&mut self, row: usize, gradient: &[f32]) {
        if let Some(touched) = &mut self.touched
            && !self.seen[row]
        {
            self.seen[row] = true;
            touched.push(row as u32);
        }
        let target = &mut self.g[row * self.columns..(row + 1) * self.columns];
        target.iter_mut().zip(gradient).for_each(|(g, x)| *g += x);
    }

    /// Moves the weights and empties the gradient.
    pub(crate) fn update(&mut self, rate: Rate) {
        let columns = self.columns;
        match self.touched.take() {
            None => self.adam(0, self.w.len(), rate),
            Some(mut rows) => {
                for row in rows.drain(..) {
                    self.seen[row as usize] = false;
                    self.adam(row as usize * columns, columns, rate);
                }
                self.touched = Some(rows);
            }
        }
    }

    /// Moves the running mean towards the weights by the given share of what lies between.
    pub(crate) fn follow(&mut self, share: f32) {
        if self.mean.is_empty() {
            self.mean.clone_from(&self.w);
        }
        self.mean.iter_mut().zip(&self.w).for_each(|(mean, w)| *mean += share * (w - *mean));
    }

    /// Puts the running mean in the place of the weights, and back.
    pub(crate) fn swap_mean(&mut self) {
        if !self.mean.is_empty() {
            std::mem::swap(&mut self.mean, &mut self.w);
        }
    }

    fn adam(&mut self, from: usize, count: usize, rate: Rate) {
        const KEEP: f32 = 0.9;
        const KEEP_SQUARE: f32 = 0.99;
        let warm = 1.0 - KEEP.powi(rate.step.min(10_000));
        let warm_square = 1.0 - KEEP_SQUARE.powi(rate.step.min(10_000));
        let rate = rate.rate * warm_square.sqrt() / warm;
        let range = from..from + count;
        let (w, g) = (&mut self.w[range.clone()], &mut self.g[range.clone()]);
        let (m, v) = (&mut self.m[range.clone()], &mut self.v[range]);
        for i in 0..count {
            m[i] = KEEP * m[i] + (1.0 - KEEP) * g[i];
            v[i] = KEEP_SQUARE * v[i] + (1.0 - KEEP_SQUARE) * g[i] * g[i];
            w[i] -= rate * m[i] / (v[i].sqrt() + 1e-8);
            g[i] = 0.0;
        }
    }
}

/// `out[n × rows] = input[n × columns] · weightsᵀ`, added to what is there where `keep`.
pub(crate) fn forward(
    input: &[f32],
    weights: &[f32],
    n: usize,
    columns: usize,
    rows: usize,
    out: &mut [f32],
    keep: bool,
) {
    assert!(input.len() >= n * columns && weights.len() >= rows * columns && out.len() >= n * rows);
    let beta = f32::from(u8::from(keep));
    // SAFETY: the sizes were checked.
    unsafe {
        matrixmultiply::sgemm(
            n,
            columns,
            rows,
            1.0,
            input.as_ptr(),
            columns as isize,
            1,
            weights.as_ptr(),
            1,
            columns as isize,
            beta,
            out.as_mut_ptr(),
            rows as isize,
            1,
        );
    }
}

/// `gradient[n × columns] += out_gradient[n × rows] · weights`.
pub(crate) fn backward_input(
    out_gradient: &[f32],
    weights: &[f32],
    n: usize,
    columns: usize,
    rows: usize,
    gradient: &mut [f32],
) {
    assert!(gradient.len() >= n * columns && weights.len() >= rows * columns && out_gradient.len() >= n * rows);
    // SAFETY: the sizes were checked.
    unsafe {
        matrixmultiply::sgemm(
            n,
            rows,
            columns,
            1.0,
            out_gradient.as_ptr(),
            rows as isize,
            1,
            weights.as_ptr(),
            columns as isize,
            1,
            1.0,
            gradient.as_mut_ptr(),
            columns as isize,
            1,
        );
    }
}

/// `gradient[rows × columns] += out_gradientᵀ · input`.
pub(crate) fn backward_weights(
    out_gradient: &[f32],
    input: &[f32],
    n: usize,
    columns: usize,
    rows: usize,
    gradient: &mut [f32],
) {
    assert!(input.len() >= n * columns && gradient.len() >= rows * columns && out_gradient.len() >= n * rows);
    // SAFETY: the sizes were checked.
    unsafe {
        matrixmultiply::sgemm(
            rows,
            n,
            columns,
            1.0,
            out_gradient.as_ptr(),
            1,
            rows as isize,
            input.as_ptr(),
            columns as isize,
            1,
            1.0,
            gradient.as_mut_ptr(),
            columns as isize,
            1,
        );
    }
}

/// Turns scores into probabilities, in place.
pub(crate) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for x in scores.iter_mut() {
        *x = (*x - most).exp();
        sum += *x;
    }
    scores.iter_mut().for_each(|x| *x /= sum);
}
