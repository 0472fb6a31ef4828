//! Readings as Arrow tables, by a schema that is a public contract ([`Table`], `docs/ARCHIVE.md`). The conversion is pure: a
//! reading gives the same rows on a laptop, in a notebook and on a cluster.
//!
//! ```
//! use dateline::{Document, Lexicon, Reader};
//! use dateline_archive::{Rows, Table};
//!
//! let document = Document::new("Gunmen attacked a village on Monday, killing three people.");
//! let reading = Reader::new(Lexicon::built_in()).read(&document);
//! let mut rows = Rows::default();
//! rows.push(&document, &reading)?;
//! let batches = rows.finish();
//! assert_eq!(batches.get(Table::Documents).num_rows(), 1);
//! assert_eq!(batches.get(Table::Events).num_rows(), reading.events.len());
//! # Ok::<(), dateline_archive::TooLong>(())
//! ```

pub mod describe;
#[cfg(feature = "files")]
pub mod files;
mod given;
mod key;
mod kind;
mod rows;
mod schema;
mod table;

pub use given::Given;
pub use key::key;
pub use rows::{Batches, Failure, Rows, TooLong};
pub use schema::Table;
pub use table::Column;

/// The name of the contract that the tables follow.
pub const SCHEMA: &str = "dateline/archive/1";
