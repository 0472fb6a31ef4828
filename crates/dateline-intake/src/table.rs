//! Tables of facts, line by line: a file or an address, plain, gzip, Zstandard, or the one table of a zip archive.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};

use crate::bytes::{Line, read_line};
use crate::compress;
use crate::error::{Error, Origin, Problem};
use crate::fetch;
use crate::input::Input;

/// The most bytes that are fetched: the largest file of GeoNames' dump has a tenth of it.
const MOST_FETCHED: u64 = 4 << 30;
/// The most bytes of a table.
const MOST_BYTES: u64 = 16 << 30;
/// The most bytes of a line.
const MOST_LINE: u64 = 1 << 20;
/// What is told about an archive, not by it.
const NO_TABLES: &[&str] = &["readme", "license", "iso-languagecodes"];

/// How far the work is: what is done, and how many bytes of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Whether the bytes are being fetched; else they are being read.
    pub fetching: bool,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all, where that is known.
    pub total: Option<u64>,
}

/// Hands each line of a table that is not blank to `each`, with its number from 1. A line that `each` has a complaint about
/// ends the reading, and the complaint is told with file and line. An address outside the public internet is fetched only where
/// that is allowed.
///
/// # Errors
/// If the table cannot be fetched or read, or is none.
pub fn for_each_line(
    input: &Input,
    allow_private: bool,
    progress: &mut dyn FnMut(Progress),
    each: &mut dyn FnMut(&str) -> Result<(), String>,
) -> Result<(), Error> {
    let (origin, file) = match input {
        Input::Path(path) => {
            let origin = Origin::path(path.to_string_lossy());
            let file = File::open(path).map_err(|e| match e.kind() {
                io::ErrorKind::NotFound => Problem::NotFound.at(&origin),
                _ => Problem::Io(e).at(&origin),
            })?;
            (origin, file)
        }
        Input::Url(url) => {
            let origin = Origin::url(url.as_str());
            let file = download(url, allow_private, progress).map_err(|problem| problem.at(&origin))?;
            (origin, file)
        }
        #[cfg(feature = "feeds")]
        Input::Feed(feed) => {
            return Err(Problem::Table("a feed is no table".into()).at(&Origin::url(feed.url.as_str())));
        }
        Input::Stdin => {
            let origin = Origin::path("-");
            let lines = Lines { source: Box::new(BufReader::new(io::stdin())), total: None, packed: false };
            return lines.read(&origin, progress, each);
        }
    };
    let io = |error| Problem::Io(error).at(&origin);
    let mut file = file;
    let mut head = [0; 4];
    let count = file.read(&mut head).map_err(io)?;
    file.rewind().map_err(io)?;
    if head[..count] == *b"PK\x03\x04" {
        return archive(file, &origin, progress, each);
    }
    let total = file.metadata().map_err(io)?.len();
    let source: compress::Source = Box::new(BufReader::with_capacity(1 << 16, file));
    let (source, packed) = compress::unpack(source).map_err(io)?;
    Lines { source, total: Some(total).filter(|_| !packed), packed }.read(&origin, progress, each)
}

/// The one table of a zip archive.
fn archive(
    file: File,
    origin: &Origin,
    progress: &mut dyn FnMut(Progress),
    each: &mut dyn FnMut(&str) -> Result<(), String>,
) -> Result<(), Error> {
    let damaged = |error: zip::result::ZipError| Problem::Damaged(io::Error::other(error)).at(origin);
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let mut table: Option<(usize, u64)> = None;
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(damaged)?;
        let name = member.name().map_err(damaged)?.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let is_table = member.is_file() && !NO_TABLES.iter().any(|no| name.starts_with(no));
        if is_table && table.is_none_or(|(_, size)| member.size() > size) {
            table = Some((index, member.size()));
        }
    }
    let Some((index, size)) = table else {
        return Err(Problem::Table("the archive holds no table".into()).at(origin));
    };
    let member = archive.by_index(index).map_err(damaged)?;
    Lines { source: Box::new(BufReader::with_capacity(1 << 16, member)), total: Some(size), packed: true }
        .read(origin, progress, each)
}

struct Lines<'s> {
    source: Box<dyn BufRead + 's>,
    total: Option<u64>,
    packed: bool,
}

impl Lines<'_> {
    fn read(
        mut self,
        origin: &Origin,
        progress: &mut dyn FnMut(Progress),
        each: &mut dyn FnMut(&str) -> Result<(), String>,
    ) -> Result<(), Error> {
        let mut done = 0;
        let mut number = 0;
        loop {
            number += 1;
            let at = Origin { line: Some(number), ..origin.clone() };
            let line = match read_line(&mut self.source, MOST_LINE) {
                Ok(Line::Bytes(line)) => line,
                Ok(Line::End) => return Ok(()),
                Ok(Line::TooLong) => {
                    return Err(Problem::Table("a line of more than 1 MiB: this is no table".into()).at(&at));
                }
                Err(error) if self.packed => return Err(Problem::Damaged(error).at(origin)),
                Err(error) => return Err(Problem::Io(error).at(origin)),
            };
            done += line.len() as u64 + 1;
            if done > MOST_BYTES {
                return Err(Problem::Table("more than 16 GiB: this is no table of GeoNames'".into()).at(&at));
            }
            if number % 4096 == 0 {
                progress(Progress { fetching: false, done, total: self.total });
            }
            let text = std::str::from_utf8(&line).map_err(|_| Problem::Table("not UTF-8".into()).at(&at))?;
            let text = text.strip_prefix('\u{feff}').filter(|_| number == 1).unwrap_or(text);
            if !text.trim().is_empty() {
                each(text).map_err(|complaint| Problem::Table(complaint).at(&at))?;
            }
        }
    }
}

/// Fetches an address into a file without a name, which is gone when it is closed.
fn download(url: &str, allow_private: bool, progress: &mut dyn FnMut(Progress)) -> Result<File, Problem> {
    let (mut body, total) = fetch::large(url, allow_private)?;
    let mut file = tempfile::tempfile().map_err(Problem::Io)?;
    let mut buffer = vec![0; 1 << 16];
    let mut done = 0;
    loop {
        let count = body.read(&mut buffer).map_err(|e| Problem::Fetch(format!("the connection broke off: {e}")))?;
        if count == 0 {
            break;
        }
        done += count as u64;
        if done > MOST_FETCHED {
            return Err(Problem::Fetch("more than 4 GiB: this is no file of GeoNames'".into()));
        }
        file.write_all(&buffer[..count]).map_err(Problem::Io)?;
        progress(Progress { fetching: true, done, total });
    }
    if total.is_some_and(|total| total != done) {
        return Err(Problem::Fetch("the connection broke off; try again".into()));
    }
    file.rewind().map_err(Problem::Io)?;
    Ok(file)
}
