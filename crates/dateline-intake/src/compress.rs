//! Compressed streams, known by their first bytes and not by their names.

use std::io::{self, BufRead, BufReader, Read};

use crate::zipped;
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

/// A stream of bytes that can be peeked into.
pub(crate) type Source = Box<dyn BufRead + Send>;

/// The most memory that an xz stream may ask for, in KiB: what `xz -9` makes needs 65 MiB.
#[cfg(feature = "feeds")]
const XZ_MEMORY: u32 = 192 << 10;

/// Unpacks a stream that is gzip, Zstandard, bzip2, xz or a zip archive of one file, and says whether it was.
pub(crate) fn unpack(mut source: Source) -> io::Result<(Source, bool)> {
    let head = source.fill_buf()?;
    if head.starts_with(b"\x1f\x8b") {
        return Ok((Box::new(BufReader::new(MultiGzDecoder::new(source))), true));
    }
    if head.starts_with(b"\x28\xb5\x2f\xfd") {
        return Ok((Box::new(BufReader::new(Frames { source: Some(source), frame: None })), true));
    }
    // Ten bytes, of which the last are those of a block or of the end: "BZh" may begin a word.
    #[cfg(feature = "feeds")]
    if head.starts_with(b"BZh")
        && head.get(4..).is_some_and(|h| h.starts_with(b"1AY&SY") || h.starts_with(b"\x17rE8P\x90"))
    {
        return Ok((Box::new(BufReader::new(bzip2::bufread::MultiBzDecoder::new(source))), true));
    }
    #[cfg(feature = "feeds")]
    if head.starts_with(b"\xfd7zXZ\0") {
        let reader = lzma_rust2::XzReader::new_mem_limit(source, true, XZ_MEMORY);
        return Ok((Box::new(BufReader::new(reader)), true));
    }
    if zipped::is_archive(head) {
        return Ok((zipped::only_file(source)?, true));
    }
    Ok((source, false))
}

/// All frames of a Zstandard file, one after the other; the decoder knows only one.
struct Frames {
    /// Where the next frame begins; none while one is being read.
    source: Option<Source>,
    frame: Option<StreamingDecoder<Source, FrameDecoder>>,
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let count = frame.read(buffer)?;
                if count > 0 || buffer.is_empty() {
                    return Ok(count);
                }
                self.source = self.frame.take().map(StreamingDecoder::into_inner);
            }
            let Some(source) = &mut self.source else {
                return Ok(0);
            };
            match source.fill_buf()?.first() {
                None => return Ok(0),
                Some(first) if first & 0xf0 == 0x50 => skip_frame(source)?,
                Some(_) => {
                    self.frame = self.source.take().map(StreamingDecoder::new).transpose().map_err(io::Error::other)?;
                }
            }
        }
    }
}

/// Passes over a skippable frame: four bytes of magic, four of length, and so many of somebody's own data.
fn skip_frame(source: &mut Source) -> io::Result<()> {
    let mut head = [0; 8];
    source.read_exact(&mut head)?;
    let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
    io::copy(&mut source.take(length.into()), &mut io::sink())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    fn unpacked(bytes: Vec<u8>) -> io::Result<(String, bool)> {
        let (mut source, packed) = unpack(Box::new(io::Cursor::new(bytes)))?;
        let mut text = String::new();
        source.read_to_string(&mut text)?;
        Ok((text, packed))
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[cfg(feature = "feeds")]
    fn bzip2(text: &str) -> Vec<u8> {
        let mut encoder = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[cfg(feature = "feeds")]
    fn xz(text: &str) -> Vec<u8> {
        let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    #[cfg(feature = "feeds")]
    fn streams_of_bzip2_and_xz_follow_each_other() {
        for pack in [bzip2, xz] {
            assert_eq!(unpacked([pack("one "), pack("two")].concat()).unwrap(), ("one two".into(), true));
            assert_eq!(unpacked(pack("")).unwrap(), (String::new(), true));
            let packed = pack("some words that end");
            for keep in [packed.len() - 1, packed.len() / 2, 14] {
                assert!(unpacked(packed[..keep].to_vec()).is_err(), "{keep}");
            }
        }
        assert_eq!(unpacked(b"BZh is no word".to_vec()).unwrap(), ("BZh is no word".into(), false));
        assert_eq!(unpacked(b"BZh".to_vec()).unwrap(), ("BZh".into(), false));
    }

    #[cfg(feature = "feeds")]
    proptest::proptest! {
        /// What is damaged is an error or other bytes, and never the end of the program.
        #[test]
        fn damaged_streams_are_told(text in "[a-z ]{0,300}", at in 0usize..400, to: u8, cut in 0usize..40) {
            for mut packed in [bzip2(&text), xz(&text)] {
                let length = packed.len();
                packed[at % length] = to;
                packed.truncate(length.saturating_sub(cut / 2));
                let Ok((mut source, _)) = unpack(Box::new(io::Cursor::new(packed))) else { continue };
                let _ = io::copy(&mut (&mut source).take(1 << 20), &mut io::sink());
            }
        }
    }

    fn zstd(text: &str) -> Vec<u8> {
        compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
    }

    #[test]
    fn members_and_frames_follow_each_other() {
        let skippable = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"own"].concat();
        assert_eq!(unpacked([gzip("one "), gzip("two")].concat()).unwrap(), ("one two".into(), true));
        assert_eq!(unpacked([zstd("one "), skippable, zstd("two")].concat()).unwrap(), ("one two".into(), true));
        assert_eq!(unpacked(b"one two".to_vec()).unwrap(), ("one two".into(), false));
        assert_eq!(unpacked(Vec::new()).unwrap(), (String::new(), false));
    }

    #[test]
    fn a_stream_that_ends_early_is_an_error() {
        for packed in [gzip("some words that end"), zstd("some words that end")] {
            for keep in [packed.len() - 1, packed.len() / 2, 3] {
                let cut = packed[..keep].to_vec();
                // Three bytes are not enough to be told for Zstandard; they are then no text, which is found out later.
                assert!(unpacked(cut.clone()).is_err() || keep == 3, "{cut:?}");
            }
        }
    }
}
