//! What a caller may name, and in what form the bytes come.

use std::path::{Path, PathBuf};

/// One thing that a caller names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file or folder.
    Path(PathBuf),
    /// An address, `http://` or `https://`.
    Url(String),
    /// A feed that is known to be one.
    #[cfg(feature = "feeds")]
    Feed(crate::feed::Source),
    /// Standard input, written `-`.
    Stdin,
}

impl From<&str> for Input {
    fn from(name: &str) -> Self {
        match name {
            "-" => Self::Stdin,
            _ if name.starts_with("http://") || name.starts_with("https://") => Self::Url(name.to_owned()),
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
    /// One web page.
    Html,
    /// One document a line.
    Jsonl,
    /// One document a row: CSV, also with semicolons or tabs. The first line names the columns.
    #[cfg(feature = "rows")]
    Table,
    /// One document a row of a Parquet file.
    #[cfg(feature = "rows")]
    Parquet,
    /// RSS, Atom or a JSON Feed: an article an entry.
    #[cfg(feature = "feeds")]
    Feed,
    /// Articles by their addresses: GDELT's tables, tables with a column of addresses, bare lists.
    #[cfg(feature = "feeds")]
    List,
    /// Files that are such lists, by their addresses: GDELT's `lastupdate.txt` and `masterfilelist.txt`.
    #[cfg(feature = "feeds")]
    Files,
    /// A web archive.
    #[cfg(feature = "feeds")]
    Warc,
    /// One message.
    #[cfg(feature = "feeds")]
    Mail,
    /// Messages one after the other.
    #[cfg(feature = "feeds")]
    Mailbox,
}

/// The endings that a folder is searched for, for messages.
pub(crate) const ENDINGS: &str =
    ".txt, .text, .md, .html, .htm, .xhtml, .jsonl, .ndjson, .csv, .tsv, .parquet, .warc, .eml, .mbox";

impl Format {
    /// The format that a file's name tells, if it does.
    pub(crate) fn of_name(path: &Path) -> Option<Self> {
        let mut name = path.file_name()?.to_str()?.to_ascii_lowercase();
        for packed in [".gz", ".zst", ".bz2", ".xz", ".zip"] {
            if let Some(inner) = name.strip_suffix(packed) {
                name = inner.to_owned();
            }
        }
        match name.rsplit_once('.')?.1 {
            "txt" | "text" | "md" => Some(Self::Text),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            #[cfg(feature = "rows")]
            "parquet" => Some(Self::Parquet),
            #[cfg(feature = "feeds")]
            "rss" | "atom" => Some(Self::Feed),
            #[cfg(feature = "feeds")]
            "warc" | "wet" => Some(Self::Warc),
            #[cfg(feature = "feeds")]
            "eml" => Some(Self::Mail),
            #[cfg(feature = "feeds")]
            "mbox" => Some(Self::Mailbox),
            #[cfg(feature = "feeds")]
            "csv" if [".mentions.", ".gkg.", ".export."].iter().any(|table| name.contains(table)) => Some(Self::List),
            #[cfg(feature = "rows")]
            "csv" | "tsv" => Some(Self::Table),
            _ => None,
        }
    }

    /// Whether a file of this form is read without asking the network: only these are taken out of a folder.
    pub(crate) fn is_local(self) -> bool {
        match self {
            #[cfg(feature = "feeds")]
            Self::Feed | Self::List | Self::Files => false,
            _ => true,
        }
    }

    /// The format that the first bytes tell.
    pub(crate) fn of_bytes(head: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let object = head.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        let begins = |tag: &[u8]| head.get(..tag.len()).is_some_and(|h| h.eq_ignore_ascii_case(tag));
        #[cfg(feature = "rows")]
        if head.starts_with(b"PAR1") {
            return Self::Parquet;
        }
        #[cfg(feature = "feeds")]
        for (is, format) in [
            (crate::feed::is_feed(head), Self::Feed),
            (crate::list::is_list(head), Self::List),
            (crate::files::is_files(head), Self::Files),
            (head.starts_with(b"WARC/"), Self::Warc),
            (crate::mail::is_message(head), Self::Mail),
            (crate::mail::is_mailbox(head), Self::Mailbox),
        ] {
            if is {
                return format;
            }
        }
        if object.is_some_and(|o| o.starts_with(b"\"")) {
            Self::Jsonl
        } else if begins(b"<!doctype html") || begins(b"<html") || is_xhtml(head) {
            Self::Html
        } else {
            Self::Text
        }
    }
}

/// A page that says first that it is XML.
fn is_xhtml(head: &[u8]) -> bool {
    head.starts_with(b"<?xml") && memchr::memmem::find(&head[..head.len().min(1024)], b"<html").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_format() {
        for (name, format) in [
            ("a.txt", Some(Format::Text)),
            ("a.TXT.gz", Some(Format::Text)),
            ("page.html", Some(Format::Html)),
            ("b/c.jsonl.zst", Some(Format::Jsonl)),
            ("notes", None),
            #[cfg(feature = "rows")]
            ("table.csv.gz", Some(Format::Table)),
            #[cfg(feature = "rows")]
            ("part-0.parquet", Some(Format::Parquet)),
            (".gz", None),
        ] {
            assert_eq!(Format::of_name(Path::new(name)), format, "{name}");
        }
    }

    #[test]
    #[cfg(feature = "feeds")]
    fn feeds_are_known_by_their_first_bytes() {
        for (head, format) in [
            ("<?xml version='1.0'?>\n<!-- made by hand -->\n<rss version='2.0'>", Format::Feed),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", Format::Feed),
            ("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", Format::Feed),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\"", Format::Feed),
            ("{\"id\": 1, \"text\": \"a <rss> of jsonfeed.org\"", Format::Jsonl),
            ("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", Format::Html),
            ("<!doctype html><p>the tag &lt;rss>", Format::Html),
            ("How to write <rss>", Format::Text),
        ] {
            assert_eq!(Format::of_bytes(head.as_bytes()), format, "{head}");
        }
    }

    #[test]
    fn first_bytes_tell_the_format() {
        for (head, format) in [
            ("\u{feff}{ \"id\": 1", Format::Jsonl),
            ("  <!DOCTYPE html>", Format::Html),
            ("<HTML lang=en>", Format::Html),
            ("{curly} news", Format::Text),
            ("", Format::Text),
        ] {
            assert_eq!(Format::of_bytes(head.as_bytes()), format, "{head}");
        }
    }
}
