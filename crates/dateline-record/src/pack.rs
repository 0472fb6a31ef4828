//! Bytes as the record holds them: packed where that saves room, with the hash by which they are found again.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Row, types::Type};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// A SHA-256.
pub(crate) type Hash = [u8; 32];

/// Shorter bytes are left as they are.
const WORTH_PACKING: usize = 256;

/// The hash of some bytes.
pub(crate) fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// A hash as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Bytes, packed or not, and what is known of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Packed {
    /// Of the bytes before packing.
    pub(crate) sha256: Hash,
    /// `plain` or `zlib` (RFC 1950).
    pub(crate) packing: &'static str,
    /// Before packing.
    pub(crate) length: u64,
    pub(crate) bytes: Vec<u8>,
}

impl Packed {
    /// Packs some bytes.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let (sha256, length) = (hash(bytes), bytes.len() as u64);
        let packed = (bytes.len() >= WORTH_PACKING).then(|| {
            let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(5));
            encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory")
        });
        match packed.filter(|packed| packed.len() < bytes.len()) {
            Some(bytes) => Self { sha256, packing: "zlib", length, bytes },
            None => Self { sha256, packing: "plain", length, bytes: bytes.to_vec() },
        }
    }

    /// The check sum of the bytes as they are held: a changed bit that unpacking would pass over is found too.
    pub(crate) fn crc(&self) -> u32 {
        crc(&self.bytes)
    }

    /// From the columns `sha256, packing, length, crc, bytes`, the first of which is at `at`. Bytes that are not what they
    /// were are an error.
    pub(crate) fn read(row: &Row<'_>, at: usize) -> Result<Vec<u8>> {
        let sha256: Hash = row.get(at)?;
        let packing: String = row.get(at + 1)?;
        let (length, sum): (u64, u32) = (row.get(at + 2)?, row.get(at + 3)?);
        let bytes = row.get_ref(at + 4)?.as_blob().map_err(|_| wrong_type(at + 4))?;
        unpack(&sha256, &packing, length, sum, bytes)
    }
}

impl Packed {
    /// From the columns `packing, length, bytes`, without a look at hash and check sum: for what is read again before it is used.
    pub(crate) fn read_unchecked(row: &Row<'_>, at: usize) -> Result<Vec<u8>> {
        let packing: String = row.get(at)?;
        let bytes = row.get_ref(at + 2)?.as_blob().map_err(|_| wrong_type(at + 2))?;
        inflate(&packing, row.get(at + 1)?, bytes).map_err(|what| Error::Damaged(format!("bytes {what}")))
    }
}

fn wrong_type(at: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(at, "bytes".into(), Type::Blob)
}

/// Unpacks and checks.
fn unpack(sha256: &Hash, packing: &str, length: u64, sum: u32, bytes: &[u8]) -> Result<Vec<u8>> {
    let damaged = |what: &str| Error::Damaged(format!("bytes whose hash is {} {what}", hex(sha256)));
    if crc(bytes) != sum {
        return Err(damaged("have another check sum"));
    }
    let plain = inflate(packing, length, bytes).map_err(damaged)?;
    if plain.len() as u64 != length {
        return Err(damaged("have another length"));
    }
    if hash(&plain) != *sha256 {
        return Err(damaged("have another hash"));
    }
    Ok(plain)
}

/// Unpacks.
fn inflate(packing: &str, length: u64, bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    match packing {
        "plain" => Ok(bytes.to_vec()),
        "zlib" => {
            // What was changed may claim any length.
            let mut plain = Vec::with_capacity(length.min(1 << 20) as usize);
            // No more than was packed: a changed stream cannot fill the memory.
            let mut decoder = ZlibDecoder::new(bytes).take(length + 1);
            decoder.read_to_end(&mut plain).map_err(|_| "cannot be unpacked")?;
            Ok(plain)
        }
        _ => Err("are packed in an unknown way"),
    }
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn round_trip(packed: &Packed) -> Result<Vec<u8>> {
        unpack(&packed.sha256, packed.packing, packed.length, packed.crc(), &packed.bytes)
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes: Vec<u8>, times in 1usize..40) {
            let bytes = bytes.repeat(times);
            let packed = Packed::new(&bytes);
            prop_assert!(packed.bytes.len() <= bytes.len());
            prop_assert_eq!(round_trip(&packed).unwrap(), bytes);
        }

        #[test]
        fn one_changed_bit_is_found(words in "[a-d ]{300,600}", at: prop::sample::Index, bit in 0u8..8) {
            let mut packed = Packed::new(words.as_bytes());
            let sum = packed.crc();
            let at = at.index(packed.bytes.len());
            packed.bytes[at] ^= 1 << bit;
            let Packed { sha256, packing, length, bytes } = &packed;
            prop_assert!(unpack(sha256, packing, *length, sum, bytes).is_err());
        }
    }
}
