//! What stands around a name and says whether it is a place's.

use std::ops::Range;

use super::Finder;

impl Finder<'_, '_> {
    /// Whether a name is a part of a known group's: the Levant in `the Islamic State of Iraq and the Levant`.
    pub(super) fn is_of_group(&self, tokens: &Range<u32>) -> bool {
        /// How many words before it a group's name may begin.
        const BACK: u32 = 7;
        /// How many words a group's name may have.
        const WORDS: u32 = 12;
        let sentence = &self.parsed.sentence(tokens.start).tokens;
        let capital = |t: &u32| self.parsed.word(*t).starts_with(char::is_uppercase);
        (tokens.start.saturating_sub(BACK).max(sentence.start)..tokens.start).filter(capital).any(|start| {
            let text = self.parsed.span(&(start..sentence.end.min(start + WORDS))).of(self.parsed.text);
            let words: Vec<_> = crate::lexicon::actors::Word::all(text).collect();
            let keys: Vec<_> = words.iter().map(|(_, word)| word.clone()).collect();
            let Some((count, _)) = self.lexicon.actors.longest(&keys, None, None) else { return false };
            let end = words[count - 1].0 + words[count - 1].1.form.len();
            self.parsed[start].span.start as usize + end >= self.parsed[tokens.end - 1].span.end as usize
        })
    }

    /// Whether a name in capitals opens the report, up to a dash: `TORRINGTON — A fire ...`
    pub(super) fn is_dateline(&self, at: u32, end: u32, sentence: &Range<u32>) -> bool {
        let dash = |t: u32| matches!(self.parsed.word(t), "—" | "–" | "-" | "--");
        at == sentence.start
            && end < sentence.end
            && (at..end).all(|t| !self.parsed.word(t).chars().any(char::is_lowercase))
            && self.parsed.word(at).len() > 3
            && (dash(end)
                || self.parsed.word(end) == "("
                || self.parsed.word(end) == "," && (end..end + 6).any(|t| t < sentence.end && dash(t)))
    }

    /// Whether what stands before says that somebody lives there: `34, of X`.
    pub(super) fn is_home(&self, at: u32) -> bool {
        at >= 3
            && self.parsed.is_one_of(at - 1, &["of"])
            && self.parsed.word(at - 2) == ","
            && self.parsed.word(at - 3).bytes().all(|b| b.is_ascii_digit())
    }
}
