//! The one file of a zip archive, as GDELT gives out its tables. An archive tells at its end what it holds, so it is put aside on the
//! disk, and so is what it holds, within bounds.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;

use crate::compress::Source;

/// The most bytes of an archive, and of what it holds: a day of GDELT has some hundred million.
const MOST_PACKED: u64 = 1 << 30;
const MOST_UNPACKED: u64 = 4 << 30;
/// The most files that an archive is looked through for the one.
const MOST_FILES: u16 = 64;
/// The most bytes in which an archive ends: what it says of itself, and a comment.
const ENDING: u64 = 22 + (1 << 16);

/// Whether bytes begin as a zip archive does.
pub(crate) fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// The bytes of an archive's only file.
pub(crate) fn only_file(source: Source) -> io::Result<Source> {
    let mut packed = aside(source, MOST_PACKED)?;
    few_files(&mut packed)?;
    let mut archive = ZipArchive::new(BufReader::new(packed)).map_err(io::Error::other)?;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        if archive.by_index_raw(index).map_err(io::Error::other)?.is_file() {
            files.push(index);
        }
    }
    let [only] = files[..] else {
        return Err(wrong(format!(
            "a zip archive of {} files: only one of a single file is read; unpack it",
            files.len()
        )));
    };
    let member = archive.by_index(only).map_err(io::Error::other)?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, aside(member, MOST_UNPACKED)?)))
}

/// All bytes of a stream in a file that is gone when it is closed.
pub(crate) fn aside(source: impl Read, most: u64) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    if io::copy(&mut source.take(most + 1), &mut file)? > most {
        return Err(wrong(format!("it has more than {} GiB", most >> 30)));
    }
    file.rewind()?;
    Ok(file)
}

/// An archive may say that it holds millions of files, each of which would take memory.
fn few_files(packed: &mut File) -> io::Result<()> {
    let length = packed.metadata()?.len();
    packed.seek(SeekFrom::Start(length.saturating_sub(ENDING)))?;
    let mut ending = Vec::new();
    packed.read_to_end(&mut ending)?;
    packed.rewind()?;
    let ends = memchr::memmem::find_iter(&ending, b"PK\x05\x06");
    let counts =
        ends.filter_map(|at| ending.get(at + 10..at + 12)).map(|count| u16::from_le_bytes([count[0], count[1]]));
    match counts.max() {
        Some(count) if count <= MOST_FILES => Ok(()),
        Some(_) => Err(wrong(format!("a zip archive of more than {MOST_FILES} files: unpack it"))),
        None => Err(wrong("a zip archive that is cut off".into())),
    }
}

fn wrong(words: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn unpacked(bytes: Vec<u8>) -> Result<String, String> {
        let mut text = String::new();
        let mut file = only_file(Box::new(Cursor::new(bytes))).map_err(|error| error.to_string())?;
        file.read_to_string(&mut text).map_err(|error| error.to_string())?;
        Ok(text)
    }

    #[test]
    fn the_only_file_is_read_and_others_are_told() {
        let one = archive(&[("20260425.export.CSV", b"1\t2\n")]);
        assert!(is_archive(&one));
        assert_eq!(unpacked(one.clone()).unwrap(), "1\t2\n");
        let two = archive(&[("a.txt", b"a"), ("b.txt", b"b")]);
        assert!(unpacked(two).unwrap_err().contains("of 2 files"));
        for keep in [4, one.len() / 2, one.len() - 1] {
            assert!(unpacked(one[..keep].to_vec()).is_err(), "{keep}");
        }
        let names: Vec<String> = (0..100).map(|at| format!("{at}.txt")).collect();
        let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
        assert!(unpacked(archive(&many)).unwrap_err().contains("more than 64 files"));
    }

    #[test]
    fn what_unpacks_to_more_than_is_allowed_is_no_file() {
        let bytes = archive(&[("bomb", &vec![0; 1 << 20])]);
        assert!(bytes.len() < 4096);
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert!(aside(zip.by_index(0).unwrap(), 1 << 19).unwrap_err().to_string().contains("more than"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_file_or_an_error(bytes: Vec<u8>, cut in 0usize..200, at in 0usize..150, to: u8) {
            let _ = unpacked(bytes.clone());
            let mut archive = archive(&[("a", &bytes)]);
            let length = archive.len();
            archive[at % length] = to;
            archive.truncate(length.saturating_sub(cut / 2));
            let _ = unpacked(archive);
        }
    }
}
