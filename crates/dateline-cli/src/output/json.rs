//! Readings and errors as JSON, in the contract's words.

use dateline_intake::Error;
use serde::Serialize;

/// A document that could not be read.
#[derive(Serialize)]
struct ErrorLine<'a> {
    schema: &'static str,
    source_id: Option<&'a str>,
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    error: String,
}

/// The contract's object for a document that could not be read.
pub(crate) fn error(error: &Error) -> impl Serialize + '_ {
    ErrorLine {
        schema: "dateline/error/1",
        source_id: error.source_id.as_deref(),
        path: error.origin.path.as_deref(),
        url: error.origin.url.as_deref(),
        line: error.origin.line,
        error: error.problem.to_string(),
    }
}

/// One object, on one line or indented, with the end of line.
pub(crate) fn line(value: &impl Serialize, indented: bool) -> Vec<u8> {
    let bytes = if indented { serde_json::to_vec_pretty(value) } else { serde_json::to_vec(value) };
    let mut bytes = bytes.expect("readings have no maps with keys other than strings");
    bytes.push(b'\n');
    bytes
}
