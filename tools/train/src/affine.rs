//! A layer: weights and a bias.

use dateline::syntax::store::Sink;

use crate::random::Random;
use crate::tensor::{Param, backward_input, backward_weights, forward};

/// A matrix and what is added to its products.
#[derive(Clone, Debug)]
pub(crate) struct Affine {
    pub(crate) w: Param,
    pub(crate) b: Param,
    pub(crate) rows: usize,
}

impl Affine {
    pub(crate) fn new(rows: usize, columns: usize, random: &mut Random) -> Self {
        Self { w: Param::glorot(rows, columns, random), b: Param::zeros(1, rows), rows }
    }

    pub(crate) fn forward(&self, input: &[f32], n: usize) -> Vec<f32> {
        let mut out = self.b.w.repeat(n);
        forward(input, &self.w.w, n, self.w.columns, self.rows, &mut out, true);
        out
    }

    /// Adds to the gradients of the weights and, where wanted, of the input.
    pub(crate) fn backward(&mut self, input: &[f32], gradient: &[f32], n: usize, input_gradient: Option<&mut [f32]>) {
        backward_weights(gradient, input, n, self.w.columns, self.rows, &mut self.w.g);
        for row in gradient.chunks_exact(self.rows) {
            self.b.g.iter_mut().zip(row).for_each(|(g, x)| *g += x);
        }
        if let Some(input_gradient) = input_gradient {
            backward_input(gradient, &self.w.w, n, self.w.columns, self.rows, input_gradient);
        }
    }

    pub(crate) fn write(&self, sink: &mut Sink) {
        sink.quantised(&self.w.w, self.w.columns);
        sink.floats(&self.b.w);
    }
}
