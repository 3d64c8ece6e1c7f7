//! Folders for what is needed for a while, and folders that take the place of others.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::{NamedTempFile, TempDir};

use crate::chapter::entries;
use crate::target;

/// The file by which a folder says that its owner is alive: who is alive has locked it.
const LOCK: &str = "lock";

/// A folder below the target folder. It goes with its owner. Of one that was killed, the next one removes it.
#[derive(Debug)]
pub struct Scratch {
    folder: TempDir,
    _lock: File,
}

impl Scratch {
    /// A new folder of that kind; removes those that nobody owns any more.
    /// Errors: if a folder cannot be made or removed.
    pub fn new(kind: &str) -> io::Result<Scratch> {
        let all = target().join(kind);
        fs::create_dir_all(&all)?;
        // One at a time: a folder that is not locked yet is not one that was left.
        let gate = File::create(all.with_extension("lock"))?;
        gate.lock()?;
        for folder in entries(&all)? {
            let lock = File::open(folder.join(LOCK));
            if lock.is_ok_and(|lock| lock.try_lock().is_ok())
                && let Err(e) = fs::remove_dir_all(folder)
                // Its owner was about to end.
                && e.kind() != io::ErrorKind::NotFound
            {
                return Err(e);
            }
        }
        let folder = tempfile::Builder::new().prefix("").tempdir_in(all)?;
        let lock = File::create(folder.path().join(LOCK))?;
        lock.lock()?;
        Ok(Scratch { folder, _lock: lock })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// An empty file that will take the place of another in that folder, and is gone if it does not.
/// All may read it who may read what this user writes.
/// Errors: if it cannot be made.
pub fn next_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.permissions(Permissions::from_mode(0o666)).suffix(".next").tempfile_in(folder)
}

/// Puts a folder that is whole into the place of another, which is `last` meanwhile.
/// Errors: if one cannot be moved or removed.
pub fn swap(folder: &Path, next: &Path, last: &Path) -> io::Result<()> {
    remove(last)?;
    if folder.exists() {
        fs::rename(folder, last)?;
    }
    fs::rename(next, folder).inspect_err(|_| {
        let _ = fs::rename(last, folder);
    })?;
    remove(last)
}

/// Removes a folder, if it is there.
/// Errors: if it cannot be removed.
pub fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
