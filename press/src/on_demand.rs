//! What pages load when their reader asks for it, which mdBook does not know of: the editor and the
//! search.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The files, by their path from the book's root and from that of what is built.
const FILES: [&str; 5] = [
    "theme/edit/editor.js",
    "theme/edit/LICENSE",
    "theme/search.js",
    "theme/minisearch.js",
    "theme/minisearch-LICENSE",
];

/// Lays them beside the pages in `folder`. A book whose theme has none gets none.
/// Errors: if one is there and cannot be copied.
pub fn lay(root: &Path, folder: &Path) -> Result<()> {
    for file in FILES {
        let (from, to) = (root.join(file), folder.join(file));
        if from.is_file() {
            fs::create_dir_all(to.parent().unwrap_or(folder))?;
            fs::copy(&from, to).with_context(|| format!("{} cannot be copied", from.display()))?;
        }
    }
    Ok(())
}
