//! The forms that readings are printed in.

use clap::ValueEnum;

pub(crate) mod json;

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object, indented.
    Json,
    /// One JSON object a line.
    Jsonl,
}
