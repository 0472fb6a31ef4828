//! Bounded reading: nothing from outside may fill the memory.

use std::io::{self, BufRead, Read};

/// Reads to the end, or gives `None` where there are more than `limit` bytes.
pub(crate) fn read_bounded(source: &mut impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    source.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// What the next line was.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Its bytes, without the end of line.
    Bytes(Vec<u8>),
    /// It was longer than the limit, and was skipped.
    TooLong,
    /// There is none.
    End,
}

/// Reads one line; of a line longer than `limit`, no more than that is ever held.
pub(crate) fn read_line(source: &mut impl BufRead, limit: u64) -> io::Result<Line> {
    let mut line = Vec::new();
    source.by_ref().take(limit + 1).read_until(b'\n', &mut line)?;
    if line.pop_if(|last| *last == b'\n').is_some() {
        line.pop_if(|last| *last == b'\r');
        return Ok(Line::Bytes(line));
    }
    if line.is_empty() {
        return Ok(Line::End);
    }
    if line.len() as u64 <= limit {
        return Ok(Line::Bytes(line));
    }
    skip_line(source)?;
    Ok(Line::TooLong)
}

fn skip_line(source: &mut impl BufRead) -> io::Result<()> {
    loop {
        let chunk = source.fill_buf()?;
        if chunk.is_empty() {
            return Ok(());
        }
        let end = memchr::memchr(b'\n', chunk);
        let used = end.map_or(chunk.len(), |at| at + 1);
        source.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_bounded_and_none_is_lost() {
        let mut source = io::BufReader::with_capacity(3, &b"ab\r\nmuch too long\n\ncd"[..]);
        let mut lines = Vec::new();
        loop {
            match read_line(&mut source, 5).unwrap() {
                Line::End => break,
                line => lines.push(line),
            }
        }
        let bytes = |b: &[u8]| Line::Bytes(b.to_vec());
        assert_eq!(lines, [bytes(b"ab"), Line::TooLong, bytes(b""), bytes(b"cd")]);
    }

    #[test]
    fn documents_are_bounded() {
        assert_eq!(read_bounded(&mut &b"12345"[..], 5).unwrap().unwrap(), b"12345");
        assert_eq!(read_bounded(&mut &b"123456"[..], 5).unwrap(), None);
    }
}
