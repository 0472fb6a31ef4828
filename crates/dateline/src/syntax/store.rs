//! How trained weights lie in their file: little-endian numbers, one tensor after another, each with its size before it.
//!
//! The trainer writes with the same functions that the library reads with.

use sha2::{Digest, Sha256};

/// What tells one weights file from another: the first twelve digits of its SHA-256.
pub fn version(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..6].iter().map(|b| format!("{b:02x}")).collect()
}

/// Reads a weights file. Each answer is `None` where the file is shorter than it should be.
#[derive(Debug)]
pub struct Source<'b> {
    bytes: &'b [u8],
}

impl<'b> Source<'b> {
    /// From the file's first byte.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// The next `count` bytes.
    pub fn bytes(&mut self, count: usize) -> Option<&'b [u8]> {
        let (head, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(head)
    }

    /// A number.
    pub fn number(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?) as usize)
    }

    /// Whole numbers.
    pub fn numbers(&mut self) -> Option<Vec<u32>> {
        let count = self.number()?;
        let four = |b: &[u8]| u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
        Some(self.bytes(count.checked_mul(4)?)?.chunks_exact(4).map(four).collect())
    }

    /// Numbers with fractions.
    pub fn floats(&mut self) -> Option<Vec<f32>> {
        Some(self.numbers()?.into_iter().map(f32::from_bits).collect())
    }

    /// Small whole numbers, as the bytes that they are.
    pub fn small(&mut self) -> Option<&'b [u8]> {
        let count = self.number()?;
        self.bytes(count)
    }

    /// Text.
    pub fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.small()?).ok()
    }
}

/// Writes a weights file.
#[derive(Debug, Default)]
pub struct Sink {
    /// What was written so far.
    pub bytes: Vec<u8>,
}

impl Sink {
    /// A number.
    pub fn number(&mut self, number: usize) {
        self.bytes.extend((number as u32).to_le_bytes());
    }

    /// Whole numbers.
    pub fn numbers(&mut self, numbers: &[u32]) {
        self.number(numbers.len());
        self.bytes.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
    }

    /// Numbers with fractions.
    pub fn floats(&mut self, numbers: &[f32]) {
        self.number(numbers.len());
        self.bytes.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
    }

    /// Small whole numbers.
    pub fn small(&mut self, numbers: &[i8]) {
        self.number(numbers.len());
        self.bytes.extend(numbers.iter().map(|n| *n as u8));
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        self.number(text.len());
        self.bytes.extend(text.as_bytes());
    }

    /// A matrix, quantised row by row: whole numbers from -127 to 127, and what each row's must be multiplied by.
    pub fn quantised(&mut self, matrix: &[f32], columns: usize) {
        let mut small = Vec::with_capacity(matrix.len());
        let mut scales = Vec::new();
        for row in matrix.chunks_exact(columns) {
            let most = row.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
            let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
            scales.push(scale);
            small.extend(row.iter().map(|x| (x / scale).round() as i8));
        }
        self.small(&small);
        self.floats(&scales);
    }
}
