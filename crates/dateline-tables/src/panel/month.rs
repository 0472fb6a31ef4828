//! Months of the calendar, numbered as ViEWS numbers them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// A month: 1 is January 1980, as in ViEWS' `month_id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Self::new(i32::from(day.year()), i32::from(day.month()))
    }

    fn new(year: i32, month: i32) -> Self {
        Self((year - 1980) * 12 + month)
    }

    /// ViEWS' number for it.
    pub fn id(self) -> i32 {
        self.0
    }

    /// This month and those after it, up to and with another.
    pub fn to(self, last: Self) -> impl DoubleEndedIterator<Item = Self> + Clone {
        (self.0..=last.0).map(Self)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from_january = self.0 - 1;
        write!(f, "{:04}-{:02}", 1980 + from_january.div_euclid(12), from_january.rem_euclid(12) + 1)
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let parsed = words.split_once('-').and_then(|(year, month)| {
            let number = |digits: &str, length| {
                (digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit()))
                    .then(|| digits.parse::<i32>().ok())
                    .flatten()
            };
            let (year, month) = (number(year, 4)?, number(month, 2)?);
            (1..=12).contains(&month).then(|| Self::new(year, month))
        });
        parsed.ok_or_else(|| format!("{words:?} is no month as 2026-04"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_the_numbers_of_views() {
        for (words, id) in [("1980-01", 1), ("1979-12", 0), ("1989-01", 109), ("2022-12", 516), ("1900-03", -957)] {
            let month: Month = words.parse().unwrap();
            assert_eq!((month.id(), month.to_string().as_str()), (id, words));
        }
        for words in ["2026", "2026-13", "2026-00", "2026-4", "26-04", "2026-04-01", "+026-04", ""] {
            assert!(words.parse::<Month>().is_err(), "{words}");
        }
    }

    #[test]
    fn months_follow_each_other_over_the_new_year() {
        let months: Vec<String> =
            "2025-11".parse::<Month>().unwrap().to("2026-02".parse().unwrap()).map(|m| m.to_string()).collect();
        assert_eq!(months, ["2025-11", "2025-12", "2026-01", "2026-02"]);
    }
}
