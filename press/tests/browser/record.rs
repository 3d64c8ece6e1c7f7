//! What has passed before: a page whose text, styles and scripts have not changed is not opened again.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// The hash under which each test has passed, kept in target/press-browser.json.
pub struct Record {
    file: PathBuf,
    common: u64,
    hashes: BTreeMap<String, u64>,
}

impl Record {
    /// Reads the record of the book in `folder`; all hashes hang on its styles, scripts and images,
    /// and on this test.
    pub fn read(root: &Path, folder: &Path) -> Record {
        let file = root.join("target/press-browser.json");
        let text = fs::read_to_string(&file).unwrap_or_default();
        let mut hasher = DefaultHasher::new();
        for entry in WalkDir::new(folder).sort_by_file_name().into_iter().flatten() {
            let extension = entry.path().extension().and_then(|extension| extension.to_str());
            // The index of the search changes with every word, and no page is drawn from it.
            let is_index = entry.file_name().to_string_lossy().starts_with("searchindex");
            if matches!(extension, Some("css" | "js" | "woff2" | "svg" | "png")) && !is_index {
                let bytes = fs::read(entry.path()).unwrap_or_default();
                bytes.hash(&mut hasher);
            }
        }
        let press = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in [
            "tests/browser.rs",
            "tests/browser",
            "tests/common",
            "src/run.js",
            "src/runs.rs",
            "proof/python",
            "told/src",
            "../theme/python/browser.py",
            "../exercises/exam/python/exam.py",
            "../exercises/exam/python/judge.py",
            "../package-lock.json",
        ] {
            for entry in WalkDir::new(press.join(part)).sort_by_file_name().into_iter().flatten() {
                fs::read(entry.path()).unwrap_or_default().hash(&mut hasher);
            }
        }
        // Made beside the book, and laid into small ones.
        fs::read(crate::why::made()).unwrap_or_default().hash(&mut hasher);
        Record {
            file,
            common: hasher.finish(),
            hashes: serde_json::from_str(&text).unwrap_or_default(),
        }
    }

    /// The hash of some pages and of all that they are drawn with.
    pub fn hash(&self, pages: &[String]) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.common, pages).hash(&mut hasher);
        hasher.finish()
    }

    pub fn has_passed(&self, test: &str, hash: u64) -> bool {
        self.hashes.get(test) == Some(&hash)
    }

    /// Notes it, in a file that is replaced whole.
    pub fn passed(&mut self, test: String, hash: u64) {
        self.hashes.insert(test, hash);
        let next = self.file.with_extension("next");
        let text = serde_json::to_string_pretty(&self.hashes).expect("a map of numbers");
        // Without the record the next run only takes longer.
        let _ = fs::write(&next, text).and_then(|()| fs::rename(next, &self.file));
    }
}
