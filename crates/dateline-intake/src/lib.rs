//! Turns what a caller names (files, folders, pages, JSON Lines, tables, addresses, standard input) into
//! [`dateline::Document`]s.
//!
//! Reading in is split in two, so that many threads can share the work: an [`Intake`] is an iterator that only fetches
//! bytes, one [`Raw`] a document and bounded in size, and [`Raw::document`] turns these bytes into text. Whatever goes
//! wrong is an [`Error`] for that one document; the iterator goes on.

mod bytes;
mod compress;
mod error;
#[cfg(feature = "feeds")]
pub mod feed;
mod fetch;
#[cfg(feature = "feeds")]
mod files;
mod html;
mod input;
mod jsonl;
#[cfg(feature = "feeds")]
mod list;
#[cfg(feature = "feeds")]
mod mail;
mod many;
mod raw;
#[cfg(feature = "rows")]
mod rows;
mod table;
mod text;
mod walk;
#[cfg(feature = "feeds")]
mod warc;
mod zipped;

pub use error::{Error, Origin, Problem};
#[cfg(feature = "feeds")]
pub use fetch::post_json;
pub use input::{Format, Input};
pub use raw::Raw;
#[cfg(feature = "rows")]
pub use rows::Columns;
pub use table::{Progress, for_each_line};
pub use walk::{Intake, Options, files_in};
