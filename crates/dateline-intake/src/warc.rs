//! Web archives (WARC, ISO 28500): the pages of a crawl, one record after the other, however many there are.

use std::io::{self, Read};

use encoding_rs::Encoding;
use flate2::read::{GzDecoder, ZlibDecoder};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ruzstd::decoding::StreamingDecoder;

use crate::bytes::{Line, read_bounded, read_line};
use crate::compress::Source;
use crate::error::{Error, Origin, Problem};
use crate::html;
use crate::raw::{About, Form, Raw};

/// The most bytes of one line of a header, and of all of them.
const LONGEST_LINE: u64 = 64 << 10;
const LONGEST_HEAD: usize = 256 << 10;
/// The most fields of an answer's head.
const MOST_FIELDS: usize = 256;

/// The pages of an archive. Pictures, scripts, requests and answers other than 200 are passed over.
pub(crate) struct Archive {
    origin: Origin,
    source: Source,
    limit: u64,
    ended: bool,
}

/// What a record's header says.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    url: Option<String>,
    taken: Option<Date>,
    media: String,
    length: u64,
}

/// A page of an answer: its form, its encoding, its bytes.
type Page = (Form, Option<&'static Encoding>, Vec<u8>);

impl Archive {
    pub(crate) fn new(origin: Origin, source: Source, limit: u64) -> Self {
        Self { origin, source, limit, ended: false }
    }

    /// The next record's header; nothing at the end.
    fn head(&mut self) -> Result<Option<Head>, Problem> {
        let first = loop {
            match read_line(&mut self.source, LONGEST_LINE).map_err(Problem::Archive)? {
                Line::End => return Ok(None),
                Line::Bytes(line) if line.trim_ascii().is_empty() => {}
                Line::Bytes(line) => break line,
                Line::TooLong => return Err(damaged("a line without end where a record should begin")),
            }
        };
        if !first.starts_with(b"WARC/") {
            return Err(damaged("a record does not begin with WARC/"));
        }
        let (mut head, mut length, mut all) = (Head::default(), None, 0);
        loop {
            let line = match read_line(&mut self.source, LONGEST_LINE).map_err(Problem::Archive)? {
                Line::Bytes(line) => line,
                Line::End => return Err(damaged("it ends within a record's header")),
                Line::TooLong => return Err(damaged("a header's line is longer than 64 KiB")),
            };
            all += line.len();
            if line.is_empty() {
                break;
            }
            if all > LONGEST_HEAD {
                return Err(damaged("a record's header is longer than 256 KiB"));
            }
            let line = String::from_utf8_lossy(&line);
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                // Some programs write the address in angle brackets.
                "warc-target-uri" => head.url = Some(value.trim_start_matches('<').trim_end_matches('>').to_owned()),
                "warc-date" => head.taken = value.parse::<Timestamp>().ok().map(|at| at.to_zoned(TimeZone::UTC).date()),
                "content-type" => head.media = value.to_ascii_lowercase(),
                "content-length" => length = value.parse().ok(),
                _ => {}
            }
        }
        head.length = length.ok_or_else(|| damaged("a record does not tell its length"))?;
        Ok(Some(head))
    }

    /// Passes over what is left of a record.
    fn skip(&mut self, length: u64) -> Result<(), Problem> {
        let passed = io::copy(&mut self.source.by_ref().take(length), &mut io::sink()).map_err(Problem::Archive)?;
        if passed < length { Err(damaged("it ends within a record")) } else { Ok(()) }
    }

    /// The page that a record holds, if it holds one.
    fn page(&mut self, head: &Head) -> Result<Option<Page>, Problem> {
        let direct = match (head.kind.as_str(), media(&head.media)) {
            ("response", "application/http") => None,
            ("resource" | "conversion", "text/html" | "application/xhtml+xml") => Some(Form::Html),
            ("resource" | "conversion", "text/plain") => Some(Form::Text),
            _ => return self.skip(head.length).map(|()| None),
        };
        // The head of an answer comes on top of its body.
        if head.length > self.limit + LONGEST_HEAD as u64 {
            self.skip(head.length)?;
            return Err(Problem::TooLarge(self.limit));
        }
        let mut bytes = Vec::new();
        self.source.by_ref().take(head.length).read_to_end(&mut bytes).map_err(Problem::Archive)?;
        if (bytes.len() as u64) < head.length {
            return Err(damaged("it ends within a record"));
        }
        match direct {
            Some(form) => Ok(Some((form, charset(&head.media), bytes))),
            None => answer(&bytes, self.limit),
        }
    }

    fn next_page(&mut self) -> Option<Result<Raw, Error>> {
        loop {
            let head = match self.head() {
                Ok(Some(head)) => head,
                Ok(None) => return None,
                Err(problem) => {
                    self.ended = true;
                    return Some(Err(problem.at(&self.origin)));
                }
            };
            let origin = Origin { url: head.url.clone(), ..self.origin.clone() };
            match self.page(&head) {
                Ok(None) => {}
                Ok(Some((form, encoding, bytes))) => {
                    let about = About { published: head.taken, by_capture: true, ..About::default() };
                    return Some(Ok(Raw { encoding, about, ..Raw::new(origin, form, bytes) }));
                }
                Err(problem) => {
                    self.ended = matches!(problem, Problem::Archive(_));
                    return Some(Err(problem.at(&origin)));
                }
            }
        }
    }
}

impl Iterator for Archive {
    type Item = Result<Raw, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended { None } else { self.next_page() }
    }
}

/// The page of a server's answer, if it is one and the server had it.
fn answer(bytes: &[u8], limit: u64) -> Result<Option<Page>, Problem> {
    let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut answer = httparse::Response::new(&mut fields);
    // An answer that nobody can read is no page.
    let Ok(httparse::Status::Complete(start)) = answer.parse(bytes) else { return Ok(None) };
    if answer.code != Some(200) {
        return Ok(None);
    }
    let field = |name: &str| {
        let found = answer.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name));
        found.map(|field| String::from_utf8_lossy(field.value).to_ascii_lowercase()).unwrap_or_default()
    };
    let kind = field("content-type");
    let form = match media(&kind) {
        "text/html" | "application/xhtml+xml" => Form::Html,
        "text/plain" => Form::Text,
        _ => return Ok(None),
    };
    let body = &bytes[start..];
    // Some programs keep the answer as it came, others take the chunks out and leave the word.
    let joined = if field("transfer-encoding").contains("chunked") { unchunked(body) } else { None };
    let body = joined.as_deref().unwrap_or(body);
    let packing = field("content-encoding");
    let unpacked = match packing.trim() {
        "" | "identity" => read_bounded(&mut &body[..], limit),
        // Likewise: what was unpacked already does not begin as packed bytes do.
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => read_bounded(&mut GzDecoder::new(body), limit),
        "deflate" if body.first() == Some(&0x78) => read_bounded(&mut ZlibDecoder::new(body), limit),
        "gzip" | "x-gzip" | "deflate" => read_bounded(&mut &body[..], limit),
        "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => match StreamingDecoder::new(body) {
            Ok(mut frame) => read_bounded(&mut frame, limit),
            Err(error) => Err(io::Error::other(error)),
        },
        // Brotli has no beginning by which it is known: what cannot be unpacked may have been unpacked already.
        "br" => match read_bounded(&mut brotli_decompressor::Decompressor::new(body, 4096), limit) {
            Err(_) if std::str::from_utf8(body).is_ok() => read_bounded(&mut &body[..], limit),
            unpacked => unpacked,
        },
        // Packed in another way: text, if it was unpacked already.
        _ if std::str::from_utf8(body).is_ok() => read_bounded(&mut &body[..], limit),
        other => {
            let why = format!("a page is packed as {other}, which is not known here");
            return Err(Problem::Io(io::Error::new(io::ErrorKind::Unsupported, why)));
        }
    };
    let bytes = unpacked.map_err(Problem::Io)?.ok_or(Problem::TooLarge(limit))?;
    Ok(Some((form, charset(&kind), bytes)))
}

/// A body that came in chunks (RFC 9112, 7.1), joined; nothing where it is none.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(bytes.len());
    loop {
        let end = memchr::memchr(b'\n', bytes)?;
        let line = std::str::from_utf8(&bytes[..end]).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        bytes = &bytes[end + 1..];
        if length == 0 {
            return Some(whole);
        }
        whole.extend(bytes.get(..length)?);
        bytes = bytes[length..].strip_prefix(b"\r\n").or_else(|| bytes[length..].strip_prefix(b"\n"))?;
    }
}

/// A media type without its parameters.
fn media(words: &str) -> &str {
    words.split(';').next().unwrap_or_default().trim()
}

fn charset(kind: &str) -> Option<&'static Encoding> {
    kind.split_once("charset").and_then(|(_, after)| html::charset(after.as_bytes()))
}

fn damaged(what: &'static str) -> Problem {
    Problem::Archive(io::Error::new(io::ErrorKind::InvalidData, what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_and_what_is_no_chunk_is_left() {
        for (bytes, whole) in [
            ("5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n", Some("hello world")),
            ("0\r\n\r\n", Some("")),
            ("<html>\n", None),
            ("ff\r\nshort", None),
            ("fffffffffffffffff\r\n", None),
            ("5\r\nhelloXX", None),
        ] {
            assert_eq!(unchunked(bytes.as_bytes()).as_deref(), whole.map(str::as_bytes), "{bytes}");
        }
    }

    /// Bytes as hexadecimal digits.
    fn bytes(digits: &str) -> Vec<u8> {
        let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
    }

    #[test]
    fn pages_are_unpacked_as_they_were_packed() {
        const TEXT: &str =
            "<p>Gunmen raided Toro on Monday, killing four people. The mayor said so to the press in the morning.</p>";
        let brotli = bytes(
            "1b6700e815a1d22d6fa95e0aa64a9a507efb0f1fdc1904b00107eca5830e34209f3e4f5e9dd4f535e62dabb6c719c4b6f4700c6d414417ddbe7204\
             1accc24a8810ed085709c9223934c95501",
        );
        let zstd = ruzstd::encoding::compress_to_vec(TEXT.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
        let page = |packing: &str, body: &[u8]| {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {packing}\r\n\r\n");
            answer(&[head.as_bytes(), body].concat(), 1 << 20).map(|page| page.unwrap().2)
        };
        // What says that it is packed may have been unpacked already.
        for (packing, body) in [
            ("br", &brotli[..]),
            ("zstd", &zstd),
            ("br", TEXT.as_bytes()),
            ("zstd", TEXT.as_bytes()),
            ("", TEXT.as_bytes()),
        ] {
            assert_eq!(page(packing, body).unwrap(), TEXT.as_bytes(), "{packing}");
        }
        assert!(page("br", &brotli[..brotli.len() / 2]).is_err());
        assert!(page("zstd", &zstd[..zstd.len() - 2]).is_err());
        // Four mebibytes of nothing.
        assert!(matches!(page("br", &bytes("9bffff3ff82700e2b14020f7fe07")), Err(Problem::TooLarge(_))));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_pages_or_errors_and_end(bytes: Vec<u8>, head in "WARC/1.0\r\n(WARC-Type: response\r\n)?(Content-Type: application/http\r\n)?(Content-Length: [0-9]{1,20}\r\n)?\r\n") {
            let all = [head.as_bytes(), &bytes].concat();
            let archive = Archive::new(Origin::path("a"), Box::new(io::Cursor::new(all)), 100);
            proptest::prop_assert!(archive.take(1000).count() < 1000);
        }
    }
}
