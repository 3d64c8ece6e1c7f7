//! Sees that a file of the book has changed, by asking for modification times.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

/// What the book is made of, from its root.
const WATCHED: [&str; 4] = ["book.toml", "src", "examples", "theme"];

/// The files of the book as they stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Files {
    /// The files as they stand.
    #[must_use]
    pub fn now(root: &Path) -> Files {
        let mut files = BTreeMap::new();
        for watched in WATCHED {
            let entries = WalkDir::new(root.join(watched))
                .into_iter()
                .filter_entry(|entry| {
                    let name = entry.file_name();
                    name != "__pycache__" && name != "target"
                });
            for entry in entries
                .flatten()
                .filter(|entry| entry.file_type().is_file())
            {
                if let Ok(metadata) = entry.metadata() {
                    let state = (metadata.modified().ok(), metadata.len());
                    files.insert(entry.into_path(), state);
                }
            }
        }
        Files(files)
    }

    /// The files that are new, other or gone since `before`.
    #[must_use]
    pub fn changed_since(&self, before: &Files) -> BTreeSet<PathBuf> {
        let files = self.0.keys().chain(before.0.keys());
        let changed = files.filter(|file| self.0.get(*file) != before.0.get(*file));
        changed.cloned().collect()
    }
}
