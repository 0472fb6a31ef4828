//! Bytes to text, in whatever encoding they come.
//!
//! Valid UTF-8 is believed before anything a page says of itself: text of another encoding is hardly ever valid UTF-8 by
//! chance, and pages misname their encoding often. What was guessed is noted.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::Problem;

/// A text and what had to be guessed to get at it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) notes: Vec<String>,
}

/// The text of some bytes, whose encoding may be declared outside or inside them.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, Problem> {
    if let Some(kind) = binary_kind(bytes) {
        return Err(Problem::Binary(kind));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[mark..], encoding, None);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(bytes, encoding, Some("guessed from its zero bytes"));
    }
    if bytes.contains(&0) {
        return Err(Problem::Binary("a binary file"));
    }
    if mostly_utf8(bytes) {
        return decode_as(bytes, UTF_8, None);
    }
    if let Some(encoding) = declared {
        return decode_as(bytes, encoding, None);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    decode_as(bytes, detector.guess(None, Utf8Detection::Deny), Some("guessed from its letters"))
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding, guess: Option<&str>) -> Result<Decoded, Problem> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if mostly_controls(&text) {
        return Err(Problem::Binary("a binary file"));
    }
    let mut notes = Vec::new();
    if let Some(how) = guess {
        notes.push(format!("the text is in {}, {how}", encoding.name()));
    }
    if broken {
        let count = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
        notes.push(format!("{count} places in the text are no {} and stand as \u{fffd}", encoding.name()));
    }
    Ok(Decoded { text: text.into_owned(), notes })
}

/// What a file is by its first bytes, where these tell that it is no text. It is named, so that a person knows what to
/// do with it.
fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\xd0\xcf\x11\xe0", "an office document"),
        (b"{\\rtf", "a rich text document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3", "a database"),
        (b"\x1f\x8b", "compressed twice or damaged"),
        (b"\x28\xb5\x2f\xfd", "compressed twice or damaged"),
    ];
    KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| *kind)
}

/// UTF-16 in a language of the Latin alphabet has a zero in every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    match half {
        0..4 => None,
        _ if even == 0 && odd * 2 > half => Some(UTF_16LE),
        _ if odd == 0 && even * 2 > half => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the bytes are UTF-8, but for a few broken ones beside many good ones: a text cut in the middle of a letter.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken * 10 <= good
}

/// Whether there are more control characters than in any text: one in twenty.
fn mostly_controls(text: &str) -> bool {
    let is_control = |c: char| c.is_control() && !c.is_whitespace();
    let controls = text.chars().filter(|c| is_control(*c) || *c == char::REPLACEMENT_CHARACTER).count();
    controls * 20 > text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{WINDOWS_1252, WINDOWS_1256};

    fn check(bytes: &[u8], text: &str, notes: usize) {
        let decoded = decode(bytes, None).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.notes.len()), (text, notes), "{:?}", decoded.notes);
    }

    #[test]
    fn texts_in_many_encodings() {
        let french = "L’armée a repoussé une attaque près de Sévaré, où deux soldats ont été tués à l’aube.";
        let arabic = "قال الجيش إنه صد هجوما على مواقعه في شمال البلاد ووسطها فجر السبت";
        check(b"", "", 0);
        check(french.as_bytes(), french, 0);
        check(format!("\u{feff}{french}").as_bytes(), french, 0);
        check(&WINDOWS_1252.encode(french).0, french, 1);
        check(&WINDOWS_1256.encode(arabic).0, arabic, 1);
        let little: Vec<u8> = french.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = french.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&[b"\xff\xfe", &little[..]].concat(), french, 0);
        check(&[b"\xfe\xff", &big[..]].concat(), french, 0);
        check(&little, french, 1);
        check(&big, french, 1);
    }

    #[test]
    fn declared_encodings_are_used_where_the_bytes_are_no_utf8() {
        let text = "deux soldats tués";
        let decoded = decode(&WINDOWS_1252.encode(text).0, Some(WINDOWS_1252)).unwrap();
        assert_eq!(decoded, Decoded { text: text.into(), notes: Vec::new() });
        assert_eq!(decode(text.as_bytes(), Some(WINDOWS_1252)).unwrap().text, text);
    }

    #[test]
    fn a_text_cut_inside_a_letter_stays_utf8() {
        let text = "Sévaré, Kéniéroba, Ménaka, Ségou, Sévaré, Tombouctou, né, à, é, ê, ô, ç";
        let cut = &text.as_bytes()[..text.len() - 1];
        let decoded = decode(cut, None).unwrap();
        assert!(decoded.text.starts_with("Sévaré") && decoded.text.ends_with('\u{fffd}'));
        assert_eq!(decoded.notes, ["1 places in the text are no UTF-8 and stand as \u{fffd}"]);
    }

    #[test]
    fn binary_files_are_named() {
        for (bytes, kind) in [
            (&b"%PDF-1.7\n"[..], "a PDF file"),
            (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
            (b"some\0thing that is no text", "a binary file"),
            (b"\x01\x02\x03\x04\x05\x06\x07\x08", "a binary file"),
        ] {
            let error = decode(bytes, None).unwrap_err();
            assert!(matches!(error, Problem::Binary(k) if k == kind), "{error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_text_or_refused(bytes: Vec<u8>) {
            let _ = decode(&bytes, None);
        }

        #[test]
        fn utf8_is_taken_as_it_stands(text in r"[^\x00-\x08\x0e-\x1f\u{7f}-\u{9f}\u{feff}\u{fffd}%\{]*") {
            proptest::prop_assert_eq!(decode(text.as_bytes(), None).unwrap().text, text);
        }
    }
}
