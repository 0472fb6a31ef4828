//! What tells documents apart.

use std::fmt::Write as _;

use dateline::Document;
use dateline::document::content_id;

/// The key of a document: a hash of its content and of what the caller calls it, its id and address; of its path where there
/// is neither. So the same document has the same key in every archive, wherever its file lies, and copies of one text under
/// several names have several.
///
/// It has 128 bits: among a thousand million documents two share one with a chance of 1 in 10^21.
pub fn key(document: &Document) -> String {
    let named = document.source_id.is_some() || document.url.is_some();
    let path = if named { None } else { document.path.as_ref() };
    let mut parts = String::new();
    for part in [Some(&document.id), document.source_id.as_ref(), document.url.as_ref(), path] {
        // With its length before it, no part runs into the next.
        match part {
            Some(part) => write!(parts, "{}:{part}", part.len()).expect("writing to a string"),
            None => parts.push('-'),
        }
    }
    let hash = content_id(parts.as_bytes());
    format!("d{}", &hash["sha256:".len()..][..32])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(id: Option<&str>, url: Option<&str>, path: Option<&str>) -> Document {
        let own = |words: Option<&str>| words.map(str::to_owned);
        Document { source_id: own(id), url: own(url), path: own(path), ..Document::new("Gunmen attacked Koro.") }
    }

    #[test]
    fn documents_of_one_text_are_told_apart_by_their_names() {
        let all = [
            document(None, None, None),
            document(None, None, Some("a.txt")),
            document(None, None, Some("b.txt")),
            document(Some("a.txt"), None, None),
            document(Some("1"), None, None),
            document(None, Some("1"), None),
            document(Some("1"), Some("1"), None),
            document(Some("11"), Some(""), None),
            document(Some("1"), Some("11"), None),
            Document::new("Gunmen attacked Kidal."),
        ];
        let keys: std::collections::BTreeSet<String> = all.iter().map(key).collect();
        assert_eq!(keys.len(), all.len());
        assert!(keys.iter().all(|key| key.len() == 33));
    }

    #[test]
    fn where_a_named_document_lies_does_not_matter() {
        assert_eq!(key(&document(Some("1"), None, Some("a.jsonl"))), key(&document(Some("1"), None, None)));
        // The key is a public contract: it is the same in every version.
        assert_eq!(key(&Document::new("x")), "d82b8a5e5d2f2515e53572e66bf05fd20");
    }
}
