//! Bytes to text.

use crate::error::Problem;

/// The text of some bytes.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err(Problem::Binary("a binary file"));
    }
    Ok(String::from_utf8_lossy(bytes).into_owned())
}
