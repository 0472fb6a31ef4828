//! Files that are there whole or not at all, whenever the machine stops.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use serde::Serialize;

use super::error::{Error, Result};

/// Gives a file that is whole and on the disk its name.
pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(Error::io(to))
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    // Elsewhere a folder cannot be opened, and its names are durable when the files are.
    if cfg!(unix) { File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::io(folder)) } else { Ok(()) }
}

/// Writes a value as indented JSON.
pub(super) fn write_json(path: &Path, value: &impl Serialize) -> Result<()> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("maps with keys that are strings");
    bytes.push(b'\n');
    let new = path.with_added_extension("new");
    let written = File::create(&new).and_then(|mut file| {
        file.write_all(&bytes)?;
        file.sync_all()
    });
    written.map_err(Error::io(&new))?;
    rename(&new, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}
