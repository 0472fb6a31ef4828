//! Numbers below a hundred in one word.

/// Nought to nineteen.
const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The number that a word names, in any case of letters: `seven`, `Thirty`.
pub(crate) fn numeral(word: &str) -> Option<u32> {
    let unit = UNITS.iter().position(|w| word.eq_ignore_ascii_case(w)).map(|n| n as u32);
    unit.or_else(|| TENS.iter().position(|w| word.eq_ignore_ascii_case(w)).map(|n| n as u32 * 10 + 20))
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn words_name_numbers() {
        for (word, number) in [("seven", Some(7)), ("Thirty", Some(30)), ("NINETEEN", Some(19)), ("many", None)] {
            assert_eq!(numeral(word), number, "{word}");
        }
    }
}
