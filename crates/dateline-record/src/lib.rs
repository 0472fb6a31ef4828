//! The record: documents with all their revisions, what was read from them, and what people decided, in one SQLite file.
//!
//! Everything that is stored is stored in one transaction of the [`journal`]: whole or not at all, and durable once
//! [`Batch::commit`] returns. Originals are kept byte for byte by their SHA-256. What is evidence is only ever added to;
//! what is drawn from it for searching can be made anew.
//!
//! ```
//! use dateline::{Document, Lexicon, Reader};
//! use dateline_record::{Entry, Form, Moment, Outcome, Record};
//!
//! let folder = tempfile::tempdir()?;
//! let mut record = Record::open_or_create(folder.path().join("war.db"))?;
//! let document = Document::new("Gunmen attacked a village on Monday.");
//! let reading = Reader::new(Lexicon::built_in()).read(&document);
//! let entry = Entry::new(document.text.clone().as_bytes(), Form::Text, document, reading);
//! let mut batch = record.batch()?;
//! assert_eq!(batch.store(&entry)?, Outcome::New);
//! batch.commit()?;
//! assert_eq!(record.status(Moment::NOW)?.documents, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod about;
mod account;
mod agree;
pub mod alpha;
mod appeal;
mod decide;
mod diff;
mod error;
pub mod field;
mod incidents;
mod index;
mod journal;
mod local;
mod notes;
mod open;
mod pack;
mod read;
mod review;
mod ruling;
mod search;
mod status;
mod store;
mod takedown;
mod verify;

pub use about::{Form, document_id};
pub use agree::{Agreement, FieldAgreement, agree};
pub use appeal::Appeal;
pub use decide::{Decision, Draft, Target, Verb};
pub use diff::{ChangeKind, Difference, EventChange};
pub use error::{Error, Result};
pub use field::Field;
pub use incidents::{Account, Head, Incidents, Merged, RecordedIncident};
pub use local::Find;
pub use open::Record;
pub use read::{Handle, Moment, Stored};
pub use review::{Correction, Review, State};
pub use search::Search;
pub use status::{Last, Status};
pub use store::{Batch, Entry, Outcome, Rereading};
pub use takedown::{Erased, Takedown, Tombstone};
pub use verify::{Flaw, Verified};
