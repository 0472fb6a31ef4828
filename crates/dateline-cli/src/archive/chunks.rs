//! Documents in pieces of work: enough that packing them together pays, few enough to be held for every thread. Where one
//! ends depends on the input alone, and so do the bytes that come of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::bail;
use dateline_intake::{Error, Format, Intake, Raw};
use indicatif::ProgressBar;

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
    /// The shard that it belongs to.
    pub(super) shard: u32,
    /// Whether that shard ends with it.
    pub(super) ends_shard: bool,
}

/// Cuts documents into pieces; no piece goes over the end of a shard, and those of shards that are done are passed over.
pub(super) struct Chunks {
    documents: std::iter::Peekable<Intake>,
    shard_size: usize,
    /// Shards that are done, and how many documents each holds.
    done: BTreeMap<u32, u64>,
    /// The shard that documents are taken for, and how many were.
    shard: u32,
    taken: usize,
    consumed: Arc<AtomicU64>,
    bar: ProgressBar,
}

impl Chunks {
    pub(super) fn new(
        documents: Intake,
        shard_size: usize,
        done: BTreeMap<u32, u64>,
        consumed: Arc<AtomicU64>,
        bar: ProgressBar,
    ) -> Self {
        Self { documents: documents.peekable(), shard_size, done, shard: 0, taken: 0, consumed, bar }
    }

    /// Passes over the shards that are done, up to one that is not.
    fn pass_over(&mut self) -> anyhow::Result<()> {
        while let Some(count) = self.done.get(&self.shard).copied() {
            for passed in 0..count {
                if self.documents.next().is_none() {
                    bail!(
                        "shard {} was made of {count} documents, and the inputs end after {passed} of them",
                        self.shard
                    );
                }
                if passed % 1024 == 0 {
                    self.bar.set_position(self.consumed.load(Ordering::Relaxed));
                }
            }
            self.shard += 1;
            // What was only passed over says nothing about how long the rest will take.
            self.bar.reset_eta();
        }
        Ok(())
    }
}

impl Iterator for Chunks {
    type Item = anyhow::Result<Chunk>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.taken == 0
            && let Err(error) = self.pass_over()
        {
            return Some(Err(error));
        }
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
        let (shard, ends_shard) = (self.shard, self.taken == self.shard_size || self.documents.peek().is_none());
        if ends_shard {
            (self.shard, self.taken) = (shard + 1, 0);
        }
        Some(Ok(Chunk { documents, consumed, shard, ends_shard }))
    }
}

/// About how many bytes of text a document has.
fn text_bytes(raw: &Raw) -> usize {
    raw.bytes().len() / if raw.format() == Format::Html { MARKUP } else { 1 }
}
