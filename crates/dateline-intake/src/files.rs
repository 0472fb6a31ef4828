//! Lists of files that are lists of articles: GDELT's `lastupdate.txt`, which names those of the last quarter of an hour, and
//! `masterfilelist.txt`, which names all since 2015. A line has a file's size in bytes, its MD5 and its address.
//!
//! Of the three tables of each quarter of an hour the mentions are followed: they name every article in which an event was found.
//! Those that the events name are among them, and the knowledge graph names many more in which none was.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, Write};

use md5::{Digest, Md5};

use crate::bytes::{Line, read_line};
use crate::compress::{self, Source};
use crate::error::{Error, Origin, Problem};
use crate::list::List;

/// The most bytes of a line, and of a file that one names: GDELT's largest mentions have some million.
const LONGEST_LINE: u64 = 4096;
const LARGEST_FILE: u64 = 256 << 20;

/// A file that a line names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) url: String,
    size: u64,
    /// In hexadecimal, in small letters.
    md5: String,
}

impl Named {
    fn parse(line: &[u8]) -> Option<Self> {
        let mut parts = std::str::from_utf8(line).ok()?.split_ascii_whitespace();
        let (size, md5, url) = (parts.next()?.parse().ok()?, parts.next()?.to_ascii_lowercase(), parts.next()?);
        let is_hash = md5.len() == 32 && md5.bytes().all(|b| b.is_ascii_hexdigit());
        let is_web = url.starts_with("http://") || url.starts_with("https://");
        (is_hash && is_web && parts.next().is_none()).then(|| Self { url: url.to_owned(), size, md5 })
    }

    /// Whether it is a table that is followed.
    fn is_mentions(&self) -> bool {
        self.url.to_ascii_lowercase().contains(".mentions.csv")
    }

    /// The bytes that its address gave, put aside on the disk, where they are those that the list names.
    pub(crate) fn checked(&self, mut body: impl Read) -> Result<File, Problem> {
        let other = |what: String| {
            Problem::List(format!("{} {what}, which is not what the list states: fetch the list anew", self.url))
        };
        let mut file = tempfile::tempfile().map_err(Problem::Io)?;
        let (mut md5, mut size) = (Md5::new(), 0);
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = match body.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Problem::Fetch(error.to_string())),
            };
            size += count as u64;
            if size > self.size {
                return Err(other(format!("has more than {} bytes", self.size)));
            }
            md5.update(&buffer[..count]);
            file.write_all(&buffer[..count]).map_err(Problem::Io)?;
        }
        if size < self.size {
            return Err(other(format!("has {size} bytes and not {}", self.size)));
        }
        let hash: String = md5.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        if hash != self.md5 {
            return Err(other(format!("has the MD5 {hash} and not {}", self.md5)));
        }
        file.rewind().map_err(Problem::Io)?;
        Ok(file)
    }
}

/// Whether bytes begin as such a list does.
pub(crate) fn is_files(head: &[u8]) -> bool {
    let end = memchr::memchr(b'\n', head).unwrap_or(head.len());
    Named::parse(&head[..end]).is_some()
}

/// The lists that a list of files names, one after the other.
pub(crate) struct Files {
    origin: Origin,
    source: Source,
    line: u64,
    ended: bool,
    /// The one that is being read.
    list: Option<List>,
}

impl Files {
    pub(crate) fn new(origin: Origin, source: Source) -> Self {
        Self { origin, source, line: 0, ended: false, list: None }
    }

    /// The list that is being read; where that has ended, the next one, which `fetch` gets.
    pub(crate) fn list(
        &mut self,
        limit: u64,
        fetch: impl FnOnce(&Named) -> Result<File, Problem>,
    ) -> Option<Result<&mut List, Error>> {
        if self.list.as_ref().is_none_or(List::has_ended) {
            let named = match self.next_named()? {
                Ok(named) => named,
                Err(problem) => return Some(Err(problem.at(&self.here()))),
            };
            let opened = fetch(&named).and_then(|file| {
                compress::unpack(Box::new(BufReader::new(file))).map(|(source, _)| source).map_err(Problem::Damaged)
            });
            match opened {
                Ok(source) => self.list = Some(List::new(Origin::url(named.url), source, limit)),
                Err(problem) => return Some(Err(problem.at(&self.here()))),
            }
        }
        self.list.as_mut().map(Ok)
    }

    fn here(&self) -> Origin {
        Origin { line: Some(self.line), ..self.origin.clone() }
    }

    /// The next file that is followed.
    fn next_named(&mut self) -> Option<Result<Named, Problem>> {
        while !self.ended {
            self.line += 1;
            let line = match read_line(&mut self.source, LONGEST_LINE) {
                Ok(Line::Bytes(line)) => line,
                Ok(Line::TooLong) => return Some(Err(Problem::List("a line of more than 4 KiB".into()))),
                Ok(Line::End) => {
                    self.ended = true;
                    break;
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(Problem::Io(error)));
                }
            };
            if line.trim_ascii().is_empty() {
                continue;
            }
            match Named::parse(&line) {
                Some(named) if !named.is_mentions() => {}
                Some(named) if named.size > LARGEST_FILE => {
                    return Some(Err(Problem::List(format!("{} has more than {} MiB", named.url, LARGEST_FILE >> 20))));
                }
                Some(named) => return Some(Ok(named)),
                None => {
                    return Some(Err(Problem::List("expected a size, an MD5 and an address".into())));
                }
            }
        }
        self.list = None;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_files_are_known() {
        let md5 = "297a16b493de7cf6ca809a7cc31d0b93";
        for (line, expected) in [
            (format!("150383 {md5} http://data.example/20260425093000.mentions.CSV.zip\n"), true),
            (format!("150383 {md5} http://data.example/20260425093000.gkg.csv.zip"), true),
            (format!("150383 {md5}\n"), false),
            (format!("-1 {md5} http://data.example/a\n"), false),
            (format!("1 {md5}0 http://data.example/a\n"), false),
            (format!("1 {md5} ftp://data.example/a\n"), false),
            (format!("1 {md5} http://data.example/a b\n"), false),
            ("https://news.example/a\n".into(), false),
            (String::new(), false),
        ] {
            assert_eq!(is_files(line.as_bytes()), expected, "{line}");
        }
    }

    #[test]
    fn a_file_is_what_the_list_states() {
        // The MD5 of "abc", after RFC 1321.
        let named = |size, md5: &str| Named { url: "http://data.example/a".into(), size, md5: md5.into() };
        let right = named(3, "900150983cd24fb0d6963f7d28e17f72");
        let mut words = String::new();
        right.checked(&b"abc"[..]).unwrap().read_to_string(&mut words).unwrap();
        assert_eq!(words, "abc");
        for (named, body, expected) in [
            (&right, &b"abcd"[..], "more than 3 bytes"),
            (&right, b"ab", "2 bytes and not 3"),
            (&right, b"abd", "MD5"),
            (&right, b"", "0 bytes"),
        ] {
            assert!(named.checked(body).unwrap_err().to_string().contains(expected));
        }
    }
}
