//! Squashing functions of the networks. Plain sums and products in a fixed order: the same bits on every machine.

/// Hyperbolic tangent, to about 1e-6: the rational approximation that Eigen uses.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it must be compiled anew inside of functions for wider vector units")]
pub fn tanh(x: f32) -> f32 {
    let x = x.clamp(-7.9, 7.9);
    let s = x * x;
    let p = s * -2.760_768_4e-16 + 2.000_188e-13;
    let p = s * p + -8.604_672e-11;
    let p = s * p + 5.122_297_1e-8;
    let p = s * p + 1.485_722_4e-5;
    let p = s * p + 6.372_619_3e-4;
    let p = s * p + 4.893_524_6e-3;
    let q = s * 1.198_258_4e-6 + 1.185_347_1e-4;
    let q = s * q + 2.268_434_6e-3;
    let q = s * q + 4.893_525e-3;
    x * p / q
}

/// Logistic function.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it must be compiled anew inside of functions for wider vector units")]
pub fn sigmoid(x: f32) -> f32 {
    0.5 * tanh(0.5 * x) + 0.5
}

#[cfg(test)]
mod tests {
    #[test]
    fn tanh_is_tanh() {
        for i in -1000..=1000 {
            let x = i as f32 / 100.0;
            assert!((super::tanh(x) - x.tanh()).abs() < 2e-6, "{x}");
        }
    }
}
