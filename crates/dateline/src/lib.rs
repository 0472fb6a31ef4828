//! Reads news about armed conflict and political unrest: who did what to whom, where, when, with what toll, and who
//! says so. Each field of a [`Reading`] points to the very words it rests on.
//!
//! Reading one document is a pure function: no I/O, no clock, no threads. It never fails; what could not be done is
//! left out and noted. Open [`pipeline`] first: it shows the flow on one page.

pub mod actor;
mod assemble;
pub mod claim;
pub mod country;
pub mod document;
pub mod entity;
pub mod event;
pub mod incident;
pub mod lexicon;
pub mod outlook;
pub mod pipeline;
pub mod place;
pub mod reading;
pub mod relation;
pub mod span;
pub mod syntax;
pub mod text;
pub mod time;

pub use document::{Basis, Document, Published};
pub use lexicon::Lexicon;
pub use pipeline::Reader;
pub use reading::Reading;
pub use span::Span;
