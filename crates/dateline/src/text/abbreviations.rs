//! Words that carry a full stop of their own.

/// What a full stop after a word says about the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Always followed by more of the same name or phrase: `Gen.`, `Mt.`
    Leads,
    /// May end a sentence: `Inc.`, `p.m.`
    May,
    /// An abbreviation only before a figure: `No. 4`, `Jan. 3`, `Art. 12`.
    BeforeFigure,
}

use Abbreviation::{BeforeFigure, Leads, May};

/// In order, for binary search; lower case, without the stop.
const KNOWN: &[(&str, Abbreviation)] = &[
    ("adj", Leads),
    ("adm", Leads),
    ("approx", Leads),
    ("apr", BeforeFigure),
    ("art", BeforeFigure),
    ("assn", May),
    ("asst", Leads),
    ("atty", Leads),
    ("aug", BeforeFigure),
    ("ave", May),
    ("bldg", May),
    ("blvd", May),
    ("brig", Leads),
    ("bros", May),
    ("capt", Leads),
    ("ch", BeforeFigure),
    ("cmdr", Leads),
    ("cmdt", Leads),
    ("co", May),
    ("col", Leads),
    ("comdr", Leads),
    ("corp", May),
    ("cpl", Leads),
    ("dec", BeforeFigure),
    ("dept", May),
    ("det", Leads),
    ("dist", May),
    ("dr", Leads),
    ("drs", Leads),
    ("eg", Leads),
    ("esp", Leads),
    ("est", May),
    ("etc", May),
    ("ext", May),
    ("feb", BeforeFigure),
    ("fig", BeforeFigure),
    ("figs", BeforeFigure),
    ("fr", Leads),
    ("ft", May),
    ("gen", Leads),
    ("gens", Leads),
    ("gov", Leads),
    ("govs", Leads),
    ("govt", May),
    ("hon", Leads),
    ("ie", Leads),
    ("inc", May),
    ("incl", Leads),
    ("insp", Leads),
    ("jan", BeforeFigure),
    ("jr", May),
    ("jul", BeforeFigure),
    ("jun", BeforeFigure),
    ("km", May),
    ("lieut", Leads),
    ("lt", Leads),
    ("ltd", May),
    ("maj", Leads),
    ("mar", BeforeFigure),
    ("messrs", Leads),
    ("mgr", Leads),
    ("mr", Leads),
    ("mrs", Leads),
    ("ms", Leads),
    ("msgr", Leads),
    ("mt", Leads),
    ("no", BeforeFigure),
    ("nos", BeforeFigure),
    ("nov", BeforeFigure),
    ("oct", BeforeFigure),
    ("op", BeforeFigure),
    ("par", BeforeFigure),
    ("pp", BeforeFigure),
    ("pres", Leads),
    ("prof", Leads),
    ("pvt", Leads),
    ("rep", Leads),
    ("reps", Leads),
    ("rev", Leads),
    ("rs", BeforeFigure),
    ("rt", Leads),
    ("sen", Leads),
    ("sens", Leads),
    ("sep", BeforeFigure),
    ("sept", BeforeFigure),
    ("sgt", Leads),
    ("spc", Leads),
    ("sr", May),
    ("st", Leads),
    ("ste", Leads),
    ("sts", Leads),
    ("supt", Leads),
    ("univ", May),
    ("viz", Leads),
    ("vol", BeforeFigure),
    ("vs", Leads),
];

/// The kind of abbreviation that `word`, given without its full stop, is.
pub(super) fn kind(word: &str) -> Option<Abbreviation> {
    let mut lower = [0u8; 8];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    KNOWN.binary_search_by(|(known, _)| known.as_bytes().cmp(lower)).ok().map(|i| KNOWN[i].1)
}

/// Capitalised words that begin a sentence far more often than they follow an abbreviation inside one.
const STARTERS: &[&str] = &[
    "a",
    "after",
    "all",
    "also",
    "although",
    "an",
    "and",
    "another",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "despite",
    "during",
    "each",
    "even",
    "every",
    "few",
    "for",
    "from",
    "he",
    "her",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "it",
    "its",
    "last",
    "many",
    "meanwhile",
    "more",
    "most",
    "no",
    "on",
    "once",
    "one",
    "only",
    "other",
    "others",
    "our",
    "she",
    "since",
    "so",
    "some",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "thus",
    "to",
    "two",
    "under",
    "until",
    "we",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "why",
    "with",
    "yet",
    "you",
];

/// Whether a capitalised `word` after an abbreviation tells that a sentence begins there.
pub(super) fn starts_sentence(word: &str) -> bool {
    let mut lower = [0u8; 16];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    STARTERS.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_found() {
        assert!(KNOWN.is_sorted_by(|a, b| a.0 < b.0));
        assert!(STARTERS.is_sorted_by(|a, b| a < b));
        for (word, known) in KNOWN {
            assert_eq!(kind(&word.to_uppercase()), Some(*known));
        }
        assert_eq!(kind("general"), None);
        assert!(starts_sentence("The") && !starts_sentence("Nations"));
    }
}
