//! Finds the expressions of a sentence. Hand-written rules over [atoms](super::atom): at each atom every rule that can
//! begin there is tried, and the one that reads furthest wins. A rule looks a few atoms ahead, so cost is linear.

mod clock;
mod count;
mod date;
mod fixed;
mod period;
mod relative;
mod stretch;

use super::atom::{Atom, Kind};
use super::phrase::{Meaning, Phrase};
use crate::lexicon::times::{TimeWords, Word};

/// What a rule found, and the atom after it.
type Found<T> = Option<(T, usize)>;

/// The atoms of one sentence, and the words to read them with.
#[derive(Clone, Copy)]
pub(crate) struct Scan<'a> {
    atoms: &'a [Atom<'a>],
    words: &'a TimeWords,
}

/// The expressions of one sentence, left to right. `first` is the document's index of its first atom.
pub(crate) fn sentence(atoms: &[Atom<'_>], words: &TimeWords, first: usize, out: &mut Vec<Phrase>) {
    let scan = Scan { atoms, words };
    let mut at = 0;
    while at < atoms.len() {
        match scan.expression(at) {
            Some((meaning, end)) => {
                debug_assert!(end > at);
                if let Some(meaning) = meaning {
                    out.push(Phrase { atoms: first + at..first + end, meaning });
                }
                at = end;
            }
            None => at += 1,
        }
    }
}

impl<'a> Scan<'a> {
    /// The longest expression that begins at an atom; of equal ones the first rule's. `None` inside: words that look
    /// like a time and are none.
    fn expression(&self, at: usize) -> Found<Option<Meaning>> {
        if !self.may_begin(at) {
            return None;
        }
        let point = |found: Found<super::phrase::Point>| found.map(|(p, end)| (Some(Meaning::Point(p)), end));
        let mut best: Found<Option<Meaning>> = None;
        for found in [
            self.fixed(at),
            self.repeat(at).map(|(r, end)| (Some(Meaning::Repeat(r)), end)),
            point(self.point(at)),
            self.stretch(at),
        ] {
            let Some((_, end)) = found else { continue };
            if best.as_ref().is_none_or(|(_, longest)| end > *longest) {
                best = found;
            }
        }
        best
    }

    /// Whether an atom can begin an expression at all: numbers, words that the lexicon knows, and a few others. Most
    /// words of a text end here.
    fn may_begin(&self, at: usize) -> bool {
        let atom = &self.atoms[at];
        match atom.kind {
            Kind::Number(..) => true,
            Kind::Mark(c) => c == '\'',
            Kind::Word => {
                matches!(atom.text, "the" | "a" | "an" | "half" | "every" | "each" | "another" | "fiscal" | "q")
                    || atom.word.is_known()
                    || !self.words.phrases(atom.text).is_empty()
            }
        }
    }

    fn atom(&self, at: usize) -> Option<&'a Atom<'a>> {
        self.atoms.get(at)
    }

    /// What the lexicon knows of the word at an atom.
    fn word(&self, at: usize) -> Word {
        self.atoms.get(at).map_or_else(Word::default, |a| a.word)
    }

    fn is(&self, at: usize, text: &str) -> bool {
        self.atoms.get(at).is_some_and(|a| a.text == text)
    }

    fn any(&self, at: usize, texts: &[&str]) -> bool {
        self.atoms.get(at).is_some_and(|a| texts.contains(&a.text))
    }

    fn mark(&self, at: usize, mark: char) -> bool {
        self.atoms.get(at).is_some_and(|a| a.kind == Kind::Mark(mark))
    }

    /// Value and number of digits.
    fn digits(&self, at: usize) -> Option<(u32, u8)> {
        match self.atoms.get(at)?.kind {
            Kind::Number(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    /// Whether no blank stands before the atom.
    fn glued(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|a| a.glued)
    }

    /// Past an atom if it has this text.
    fn skip(&self, at: usize, text: &str) -> usize {
        if self.is(at, text) { at + 1 } else { at }
    }

    /// Past a mark if it stands there.
    fn skip_mark(&self, at: usize, mark: char) -> usize {
        if self.mark(at, mark) { at + 1 } else { at }
    }

    /// Past the full stop of an abbreviation.
    fn skip_dot(&self, at: usize) -> usize {
        if self.mark(at, '.') && self.glued(at) { at + 1 } else { at }
    }

    /// Whether a number may begin here: it is no tail of another number, sum, or code.
    fn fresh(&self, at: usize) -> bool {
        if at == 0 || !self.glued(at) {
            return true;
        }
        match self.atoms[at - 1].kind {
            Kind::Mark(mark) => matches!(mark, '(' | '[' | '"' | '“' | '\'' | '-' | ')' | ';' | '|' | '>' | '•' | '*'),
            Kind::Word | Kind::Number(..) => false,
        }
    }

    /// Whether a number or name that ends before `at` ends there as a word does, too: "25" in "25-strong", "April" in
    /// "Aprils".
    fn ends(&self, at: usize) -> bool {
        match self.atoms.get(at) {
            Some(next) if next.glued => match next.kind {
                Kind::Word | Kind::Number(..) => false,
                Kind::Mark('/' | '%' | '$' | '€' | '°') => false,
                Kind::Mark('.' | ',' | ':') => {
                    !self.atoms.get(at + 1).is_some_and(|a| a.glued && matches!(a.kind, Kind::Number(..)))
                }
                Kind::Mark(_) => true,
            },
            _ => true,
        }
    }
}
