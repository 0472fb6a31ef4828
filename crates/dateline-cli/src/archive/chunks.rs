//! Documents in pieces of work: enough that packing them together pays, few enough to be held for every thread. Where one
//! ends depends on the input alone, and so do the bytes that come of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dateline_intake::{Error, Format, Intake, Raw};

/// The most documents of a piece.
const DOCUMENTS: usize = 1000;
/// A piece ends with the document that brings it to so many bytes of text. What is read from them has about ten times as many.
const BYTES: usize = 4 << 20;
/// A page has so many bytes for one of its text, or more.
const MARKUP: usize = 8;

/// Some documents.
pub(super) struct Chunk {
    pub(super) documents: Vec<Result<Raw, Error>>,
    /// How many bytes of the inputs were read when it was taken.
    pub(super) consumed: u64,
    /// Whether a shard ends with it.
    pub(super) ends_shard: bool,
}

/// Cuts documents into pieces; no piece goes over the end of a shard.
pub(super) struct Chunks {
    documents: std::iter::Peekable<Intake>,
    shard_size: usize,
    /// How many documents of the shard were taken.
    taken: usize,
    consumed: Arc<AtomicU64>,
}

impl Chunks {
    pub(super) fn new(documents: Intake, shard_size: usize, consumed: Arc<AtomicU64>) -> Self {
        Self { documents: documents.peekable(), shard_size, taken: 0, consumed }
    }
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let most = DOCUMENTS.min(self.shard_size - self.taken);
        let (mut documents, mut bytes) = (Vec::new(), 0);
        while documents.len() < most && bytes < BYTES {
            let Some(document) = self.documents.next() else { break };
            bytes += document.as_ref().map_or(0, text_bytes);
            documents.push(document);
        }
        if documents.is_empty() {
            return None;
        }
        self.taken += documents.len();
        let consumed = self.consumed.load(Ordering::Relaxed);
        let ends_shard = self.taken == self.shard_size || self.documents.peek().is_none();
        self.taken %= self.shard_size;
        Some(Chunk { documents, consumed, ends_shard })
    }
}

/// About how many bytes of text a document has.
fn text_bytes(raw: &Raw) -> usize {
    raw.bytes().len() / if raw.format() == Format::Html { MARKUP } else { 1 }
}
