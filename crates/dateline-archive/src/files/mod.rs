//! Archives on a disk: a folder for each table, in it one Parquet file a shard, and a manifest that says what was read, by
//! what, and what came of it.
//!
//! A *shard* is a fixed number of documents in the order of the input, so the same input gives the same files. Its files are
//! written under temporary names, made durable and renamed, and then its record is, in the folder `.progress`: the shard is
//! done. A run that is killed goes on with the first shard that is not, and one whose files are not those of its record counts
//! as not done.

mod archive;
mod durable;
mod encode;
mod error;
mod manifest;
mod part;
mod read;

pub use archive::Archive;
pub use encode::{Encoded, Encoder};
pub use error::{Error, Result};
pub use manifest::{Counts, Input, Manifest, Part, Plan, Shard};
pub use part::ShardWriter;
pub use read::{StoredDocument, documents};
