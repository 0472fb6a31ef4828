//! A text by its characters: the API counts Unicode scalar values, as readings do.

/// A text that can be cut by characters.
pub(crate) struct Characters<'t> {
    text: &'t str,
    /// The byte at which each character begins, and the text's length.
    starts: Vec<u32>,
}

impl<'t> Characters<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let starts = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        Self { text, starts }
    }

    /// The characters from `start` to `end`, as far as the text has them.
    pub(crate) fn slice(&self, start: u32, end: u32) -> &'t str {
        let byte = |at: u32| self.starts[(at as usize).min(self.starts.len() - 1)] as usize;
        &self.text[byte(start.min(end))..byte(end)]
    }
}
