//! An archive while it is made: which shards are done, and what comes next.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::durable::{sync_folder, write_json};
use super::encode::Encoder;
use super::error::{Error, Result};
use super::manifest::{Counts, Manifest, Plan, Shard};
use super::part::{ShardWriter, file_name};
use crate::schema::Table;

/// An archive that is being made.
pub struct Archive {
    folder: PathBuf,
    plan: Plan,
    encoder: Encoder,
    shards: Vec<Shard>,
    /// Held as long as this process works on it; the system lets go of it when the process ends, however it does.
    _lock: File,
}

impl Archive {
    /// Begins an archive in a folder that is empty or not there; with `resume`, goes on with one that was begun there by the
    /// same plan.
    ///
    /// # Errors
    /// The folder holds something else, or an archive of another plan, or files that are not as they were written; another
    /// process is writing there; the disk fails.
    pub fn open(folder: &Path, plan: Plan, resume: bool) -> Result<Self> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries.count(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(Error::io(folder)(error)),
        };
        if entries > 0 && !resume {
            return Err(Error::NotEmpty(folder.into()));
        }
        let progress = progress(folder);
        if entries > 0 && !progress.is_dir() && !manifest(folder).is_file() {
            return Err(Error::NoArchive(folder.into()));
        }
        for folder in Table::ALL.iter().map(|table| folder.join(table.name())).chain([progress.clone()]) {
            fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
        }
        sync_folder(folder)?;
        let lock = lock(&progress)?;
        let encoder = Encoder::new().map_err(Error::parquet(folder))?;
        let mut archive = Self { folder: folder.into(), plan, encoder, shards: Vec::new(), _lock: lock };
        if let Some(manifest) = read_json::<Manifest>(&manifest(folder))? {
            archive.compare(&manifest.plan)?;
            archive.shards = manifest.shards;
        } else if let Some(begun) = read_json::<Plan>(&progress.join("plan.json"))? {
            archive.compare(&begun)?;
            while let Some(shard) = read_json(&archive.record(archive.shards.len()))? {
                archive.shards.push(shard);
            }
        } else {
            write_json(&progress.join("plan.json"), &archive.plan)?;
        }
        archive.shards.iter().try_for_each(|shard| archive.check(shard))?;
        Ok(archive)
    }

    /// Whether all is done already.
    pub fn is_finished(&self) -> bool {
        manifest(&self.folder).is_file()
    }

    /// How much of the input is in shards that are done.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.shards.iter().for_each(|shard| counts += shard.counts);
        counts
    }

    /// Begins the next shard.
    ///
    /// # Errors
    /// The disk is full or fails.
    pub fn begin_shard(&self) -> Result<ShardWriter> {
        ShardWriter::new(&self.folder, self.next(), &self.encoder)
    }

    /// Makes a shard part of the archive, whole and durable.
    ///
    /// # Errors
    /// The disk is full or fails.
    pub fn finish_shard(&mut self, shard: ShardWriter) -> Result<()> {
        let shard = shard.finish()?;
        Table::ALL.iter().try_for_each(|table| sync_folder(&self.folder.join(table.name())))?;
        write_json(&self.record(self.shards.len()), &shard)?;
        self.shards.push(shard);
        Ok(())
    }

    /// Ends the archive: writes its manifest. What was only needed to go on is removed.
    ///
    /// # Errors
    /// The disk is full or fails.
    pub fn finish(mut self) -> Result<Manifest> {
        if self.shards.is_empty() {
            // An engine that is told to read a table wants at least one file.
            let shard = self.begin_shard()?;
            self.finish_shard(shard)?;
        }
        let Self { folder, plan, shards, .. } = self;
        let finished = Manifest::new(plan, shards);
        write_json(&manifest(&folder), &finished)?;
        let progress = progress(&folder);
        fs::remove_dir_all(&progress).map_err(Error::io(&progress))?;
        Ok(finished)
    }

    fn next(&self) -> u32 {
        u32::try_from(self.shards.len()).unwrap_or(u32::MAX)
    }

    fn record(&self, shard: usize) -> PathBuf {
        progress(&self.folder).join(format!("{shard:06}.json"))
    }

    fn compare(&self, begun: &Plan) -> Result<()> {
        match begun.difference(&self.plan) {
            None => Ok(()),
            Some((what, was, is)) => Err(Error::Differs { folder: self.folder.clone(), what, was, is }),
        }
    }

    /// Whether the files of a shard are there as they were written. Their contents are not read: what is under its name is
    /// whole.
    fn check(&self, shard: &Shard) -> Result<()> {
        for (table, part) in &shard.parts {
            let path = self.folder.join(table).join(file_name(shard.shard));
            let bytes = fs::metadata(&path).map_err(Error::io(&path))?.len();
            if bytes != part.bytes {
                return Err(Error::damaged(&path, &format!("it has {bytes} bytes and had {}", part.bytes)));
            }
        }
        Ok(())
    }
}

fn progress(folder: &Path) -> PathBuf {
    folder.join(".progress")
}

pub(super) fn manifest(folder: &Path) -> PathBuf {
    folder.join("manifest.json")
}

fn lock(progress: &Path) -> Result<File> {
    let path = progress.join("lock");
    let file = File::create(&path).map_err(Error::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Busy(progress.parent().unwrap_or(progress).into())),
        Err(TryLockError::Error(error)) => Err(Error::io(&path)(error)),
    }
}

/// What a file says, if it is there.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io(path)(error)),
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|error| Error::damaged(path, &error))
}
