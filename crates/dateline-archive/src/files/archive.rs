//! An archive while it is made: which shards are done, and what comes next.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::durable::{sync_folder, write_json};
use super::encode::Encoder;
use super::error::{Error, Result};
use super::manifest::{Counts, Manifest, Plan, Shard};
use super::part::{ShardWriter, file_name, sha256};
use crate::schema::Table;

/// An archive that is being made.
pub struct Archive {
    folder: PathBuf,
    plan: Plan,
    encoder: Encoder,
    /// Shards that are done and as they were written, by their numbers.
    shards: BTreeMap<u32, Shard>,
    damaged: Vec<PathBuf>,
    /// Held as long as this process works on it; the system lets go of it when the process ends, however it does.
    _lock: File,
}

impl Archive {
    /// Begins an archive in a folder that is empty or not there; with `resume`, goes on with one that was begun there by the
    /// same plan. All files of what is done are read then, and a shard of which one is not as it was written counts as not done.
    ///
    /// # Errors
    /// The folder holds something else, or an archive of another plan; another process is writing there; the disk fails.
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
        let (shards, damaged) = (BTreeMap::new(), Vec::new());
        let mut archive = Self { folder: folder.into(), plan, encoder, shards, damaged, _lock: lock };
        let manifest = read_json::<Manifest>(&manifest(folder))?;
        let was_finished = manifest.is_some();
        let done = if let Some(manifest) = manifest {
            archive.compare(&manifest.plan)?;
            manifest.shards
        } else if let Some(begun) = read_json::<Plan>(&progress.join("plan.json"))? {
            archive.compare(&begun)?;
            records(&progress)?
        } else {
            write_json(&progress.join("plan.json"), &archive.plan)?;
            Vec::new()
        };
        for shard in done {
            match archive.damage(&shard)? {
                None => drop(archive.shards.insert(shard.shard, shard)),
                Some(path) => archive.damaged.push(path),
            }
        }
        if was_finished && !archive.damaged.is_empty() {
            archive.reopen()?;
        }
        Ok(archive)
    }

    /// Of each shard that was done and is not as it was written the first file that shows it.
    pub fn damaged(&self) -> &[PathBuf] {
        &self.damaged
    }

    /// The numbers of the shards that are done, and how many documents of the input each holds.
    pub fn done(&self) -> BTreeMap<u32, u64> {
        self.shards.iter().map(|(number, shard)| (*number, shard.counts.all())).collect()
    }

    /// Whether all is done already.
    pub fn is_finished(&self) -> bool {
        manifest(&self.folder).is_file()
    }

    /// How much of the input is in shards that are done.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.shards.values().for_each(|shard| counts += shard.counts);
        counts
    }

    /// Begins the shard of a number.
    ///
    /// # Errors
    /// The disk is full or fails.
    pub fn begin_shard(&self, number: u32) -> Result<ShardWriter> {
        ShardWriter::new(&self.folder, number, &self.encoder)
    }

    /// Makes a shard part of the archive, whole and durable.
    ///
    /// # Errors
    /// The disk is full or fails.
    pub fn finish_shard(&mut self, shard: ShardWriter) -> Result<()> {
        let shard = shard.finish()?;
        Table::ALL.iter().try_for_each(|table| sync_folder(&self.folder.join(table.name())))?;
        write_json(&record(&progress(&self.folder), shard.shard), &shard)?;
        self.shards.insert(shard.shard, shard);
        Ok(())
    }

    /// Ends the archive: writes its manifest. What was only needed to go on is removed.
    ///
    /// # Errors
    /// The disk is full or fails.
    pub fn finish(mut self) -> Result<Manifest> {
        if self.shards.is_empty() {
            // An engine that is told to read a table wants at least one file.
            let shard = self.begin_shard(0)?;
            self.finish_shard(shard)?;
        }
        let Self { folder, plan, shards, .. } = self;
        let finished = Manifest::new(plan, shards.into_values().collect());
        write_json(&manifest(&folder), &finished)?;
        let progress = progress(&folder);
        fs::remove_dir_all(&progress).map_err(Error::io(&progress))?;
        Ok(finished)
    }

    fn compare(&self, begun: &Plan) -> Result<()> {
        match begun.difference(&self.plan) {
            None => Ok(()),
            Some((what, was, is)) => Err(Error::Differs { folder: self.folder.clone(), what, was, is }),
        }
    }

    /// The file of a shard that is not there as it was written, if one is not.
    fn damage(&self, shard: &Shard) -> Result<Option<PathBuf>> {
        for table in Table::ALL.map(Table::name) {
            let path = self.folder.join(table).join(file_name(shard.shard));
            let found = match File::open(&path) {
                Ok(mut file) => Some(sha256(&mut file).map_err(Error::io(&path))?),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(Error::io(&path)(error)),
            };
            let written = shard.parts.get(table).map(|part| &part.sha256);
            if found.is_none() || found.as_ref() != written {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// Makes a finished archive one that is being made. The manifest goes last: until then the archive is as it was.
    fn reopen(&self) -> Result<()> {
        let progress = progress(&self.folder);
        write_json(&progress.join("plan.json"), &self.plan)?;
        self.shards.values().try_for_each(|shard| write_json(&record(&progress, shard.shard), shard))?;
        let manifest = manifest(&self.folder);
        fs::remove_file(&manifest).map_err(Error::io(&manifest))?;
        sync_folder(&self.folder)
    }
}

/// The file that says that a shard is done.
fn record(progress: &Path, shard: u32) -> PathBuf {
    progress.join(format!("{shard:06}.json"))
}

/// The shards that are said to be done. A file that says nothing one can read says nothing.
fn records(progress: &Path) -> Result<Vec<Shard>> {
    let mut shards = Vec::new();
    for entry in fs::read_dir(progress).map_err(Error::io(progress))? {
        let path = entry.map_err(Error::io(progress))?.path();
        match read_json::<Shard>(&path) {
            Ok(Some(shard)) if path == record(progress, shard.shard) => shards.push(shard),
            Ok(_) | Err(Error::Damaged { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    shards.sort_unstable_by_key(|shard| shard.shard);
    Ok(shards)
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
