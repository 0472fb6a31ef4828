//! Krippendorff's alpha: how far coders agree, beyond what chance would bring. 1 is full agreement, 0 what chance brings.
//!
//! Klaus Krippendorff, *Computing Krippendorff's Alpha-Reliability* (University of Pennsylvania, 2011), whose worked examples
//! are the tests below.

use std::collections::BTreeMap;

/// How much two values differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// They are the same or not.
    Nominal,
    /// By how many values, as often as they were given, lie between them.
    Ordinal,
    /// By the square of their difference.
    Interval,
    /// By the square of their difference over their sum.
    Ratio,
}

/// The alpha of some units, each with the values that coders gave it; units with fewer than two values say nothing. None
/// where no two values can be compared, or all are the same: there is then nothing on which coders could have differed.
pub fn alpha(units: &[Vec<f64>], metric: Metric) -> Option<f64> {
    let mut values: Vec<f64> = units.iter().filter(|unit| unit.len() > 1).flatten().copied().collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let place = |value: f64| values.partition_point(|v| v.total_cmp(&value).is_lt());
    // The coincidence matrix: each pair of values in a unit, in both orders, counts 1 / (values - 1).
    let mut coincidences: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for unit in units.iter().filter(|unit| unit.len() > 1) {
        let share = 1.0 / (unit.len() - 1) as f64;
        for (i, a) in unit.iter().enumerate() {
            for (j, b) in unit.iter().enumerate() {
                if i != j {
                    *coincidences.entry((place(*a), place(*b))).or_default() += share;
                }
            }
        }
    }
    let mut totals = vec![0.0; values.len()];
    coincidences.iter().for_each(|((a, _), count)| totals[*a] += count);
    let all: f64 = totals.iter().sum();
    let distance = |a: usize, b: usize| -> f64 {
        let (low, high) = (a.min(b), a.max(b));
        let (x, y) = (values[low], values[high]);
        match metric {
            _ if low == high => 0.0,
            Metric::Nominal => 1.0,
            Metric::Ordinal => {
                let between: f64 = totals[low..=high].iter().sum();
                (between - f64::midpoint(totals[low], totals[high])).powi(2)
            }
            Metric::Interval => (x - y).powi(2),
            Metric::Ratio => ((x - y) / (x + y)).powi(2),
        }
    };
    let observed: f64 = coincidences.iter().map(|((a, b), count)| count * distance(*a, *b)).sum();
    let mut expected = 0.0;
    for a in 0..values.len() {
        for b in 0..values.len() {
            expected += totals[a] * totals[b] * distance(a, b);
        }
    }
    (expected > 0.0).then(|| 1.0 - (all - 1.0) * observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units from the coders' rows: a character a value, a dot where a coder gave none.
    fn units(rows: &[&str]) -> Vec<Vec<f64>> {
        let value = |row: &&str, at: usize| row.as_bytes().get(at).filter(|b| **b != b'.').map(|b| f64::from(b - b'0'));
        (0..rows[0].len()).map(|at| rows.iter().filter_map(|row| value(row, at)).collect()).collect()
    }

    fn check(rows: &[&str], metric: Metric, expected: f64) {
        let alpha = alpha(&units(rows), metric).unwrap();
        assert!((alpha - expected).abs() < 0.0005, "{metric:?}: {alpha}");
    }

    #[test]
    fn worked_examples() {
        // A: binary data, two coders, nothing missing.
        check(&["0100000010", "1110010000"], Metric::Nominal, 0.095);
        // B: nominal data, two coders: a to e as 1 to 5.
        check(&["112243335441", "212223335444"], Metric::Nominal, 0.692);
        // C and D: four coders, values missing, in each metric.
        let four = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];
        check(&four, Metric::Nominal, 0.743);
        check(&four, Metric::Ordinal, 0.815);
        check(&four, Metric::Interval, 0.849);
        check(&four, Metric::Ratio, 0.797);
    }

    #[test]
    fn agreement_and_its_absence() {
        check(&["1212", "1212"], Metric::Nominal, 1.0);
        assert!(alpha(&units(&["1122", "2211"]), Metric::Nominal).unwrap() < 0.0);
        assert_eq!(alpha(&units(&["1111", "1111"]), Metric::Nominal), None);
        assert_eq!(alpha(&units(&["12..", "..34"]), Metric::Nominal), None);
        assert_eq!(alpha(&[], Metric::Ratio), None);
    }
}
