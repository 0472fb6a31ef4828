//! What a caller may name, and in what form the bytes come.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// One thing that a caller names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file or folder.
    Path(PathBuf),
    /// Standard input, written `-`.
    Stdin,
}

impl From<&str> for Input {
    fn from(name: &str) -> Self {
        match name {
            "-" => Self::Stdin,
            _ => Self::Path(name.into()),
        }
    }
}

/// In what form the bytes of an input come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// By the name's ending, else by the first bytes.
    #[default]
    Auto,
    /// One plain text.
    Text,
    /// One document a line.
    Jsonl,
}

/// The endings that a folder is searched for, for messages.
pub(crate) const ENDINGS: &str = ".txt, .text, .md, .jsonl, .ndjson";

impl Format {
    /// The format that a file's name tells, if it does.
    pub(crate) fn of_name(path: &Path) -> Option<Self> {
        let mut name = path.file_name()?.to_str()?.to_ascii_lowercase();
        for packed in [".gz", ".zst"] {
            if let Some(inner) = name.strip_suffix(packed) {
                name = inner.to_owned();
            }
        }
        match name.rsplit_once('.')?.1 {
            "txt" | "text" | "md" => Some(Self::Text),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            _ => None,
        }
    }

    /// The format that the first bytes tell.
    pub(crate) fn of_bytes(head: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let object = head.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        if object.is_some_and(|o| o.starts_with(b"\"")) { Self::Jsonl } else { Self::Text }
    }
}

impl FromStr for Format {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "auto" => Ok(Self::Auto),
            "text" => Ok(Self::Text),
            "jsonl" => Ok(Self::Jsonl),
            _ => Err("expected auto, text or jsonl".into()),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Auto => "auto",
            Self::Text => "text",
            Self::Jsonl => "jsonl",
        })
    }
}
