//! The files that the book is made of, and which of them have changed: modification times are asked for,
//! since native watching loops with mdBook.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

/// Where the book's sources are, from its root.
const WATCHED: [&str; 6] =
    ["book.toml", "src", "examples", "exercises", "theme", "bench/figures.toml"];

/// What a source ends with.
const SOURCES: [&str; 20] = [
    "css", "csv", "gif", "hbs", "html", "jpeg", "jpg", "js", "json", "md", "png", "py", "rs",
    "svg", "toml", "txt", "webp", "woff2", "pem", "lock",
];

/// The files of the book as they stood. Names are compared many times a second, and as paths that takes
/// ten times as long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<OsString, (Option<SystemTime>, u64)>);

impl Files {
    /// The files as they stand.
    pub fn now(root: &Path) -> Files {
        let files = WATCHED.iter().flat_map(|watched| sources(&root.join(watched)));
        let files = files.filter_map(|file| {
            let stat = file.metadata().ok()?;
            Some((file.into_path().into(), (stat.modified().ok(), stat.len())))
        });
        Files(files.collect())
    }

    /// The files that are new, other or gone since `before`.
    pub fn changed_since(&self, before: &Files) -> BTreeSet<PathBuf> {
        if self == before {
            return BTreeSet::new();
        }
        let files = self.0.keys().chain(before.0.keys());
        let changed = files.filter(|file| self.0.get(*file) != before.0.get(*file));
        changed.map(PathBuf::from).collect()
    }
}

/// The sources below a folder, or the file itself. What an editor puts beside a file, be it a lock, a
/// backup, a swap file or a test whether it can write, is no source, and neither is what lies in a hidden
/// folder.
pub fn sources(folder: &Path) -> impl Iterator<Item = DirEntry> + use<> {
    let entries = WalkDir::new(folder).into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        let is_hidden = name.starts_with(['.', '#', '~']) && entry.depth() > 0;
        !is_hidden && name != "__pycache__" && name != "target"
    });
    let is_source = |entry: &DirEntry| {
        let extension = entry.path().extension().and_then(|extension| extension.to_str());
        entry.file_type().is_file() && extension.is_some_and(|it| SOURCES.contains(&it))
    };
    entries.flatten().filter(is_source)
}
