//! What the processor multiplies with, and in what portions.

/// Rows of a panel of weights.
pub(super) const PANEL: usize = 16;
/// Vectors that pass a panel together.
pub(super) const TILE: usize = 6;

/// What the processor multiplies with. All give the same sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    #[cfg(target_arch = "x86_64")]
    Vnni,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Unit {
    #[inline]
    pub(super) fn of_this_machine() -> Self {
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx512vnni") && std::is_x86_feature_detected!("avx512vl") {
            return Self::Vnni;
        } else if std::is_x86_feature_detected!("avx2") {
            return Self::Avx2;
        }
        Self::Portable
    }

    /// Every unit that this machine has.
    #[cfg(test)]
    pub(super) fn all() -> Vec<Self> {
        #[allow(unused_mut, reason = "some processors have no other")]
        let mut units = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            units.push(Self::of_this_machine());
            if std::is_x86_feature_detected!("avx2") {
                units.push(Self::Avx2);
            }
        }
        units
    }
}
