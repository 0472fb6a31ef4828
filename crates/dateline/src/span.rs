//! Places in a text: byte spans inside the program, code points at its edges.

/// A half-open range of bytes `[start, end)` of a document's text, on character boundaries.
///
/// Layers work in bytes, because slicing is then free; [`CharIndex`] turns a span into the code-point offsets of the
/// output contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start: start as u32, end: end as u32 }
    }

    /// The words that the span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Byte offsets to code-point offsets, in constant time and about 1/16 of the text's size.
#[derive(Debug)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// Number of code points before each 64th byte; empty where the text is ASCII and the two offsets are one.
    marks: Vec<u32>,
}

const STEP: usize = 64;

impl<'t> CharIndex<'t> {
    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            marks.reserve(text.len() / STEP + 1);
            let mut seen = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                marks.push(seen);
                seen += first_bytes(chunk);
            }
            marks.push(seen);
        }
        Self { text, marks }
    }

    /// The code-point offset of a byte offset that is on a character boundary.
    pub fn chars(&self, byte: u32) -> u32 {
        if self.marks.is_empty() {
            return byte;
        }
        let block = byte as usize / STEP;
        self.marks[block] + first_bytes(&self.text.as_bytes()[block * STEP..byte as usize])
    }
}

/// How many code points begin in these bytes.
fn first_bytes(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn offsets_count_code_points(text in any::<String>()) {
            let index = CharIndex::new(&text);
            for (chars, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.chars(byte as u32), chars as u32);
            }
            prop_assert_eq!(index.chars(text.len() as u32), text.chars().count() as u32);
        }
    }

    #[test]
    fn long_text_crosses_blocks() {
        let text = "Sévaré – ".repeat(40);
        let index = CharIndex::new(&text);
        assert_eq!(index.chars(text.len() as u32) as usize, text.chars().count());
    }
}
