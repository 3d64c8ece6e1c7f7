//! Where readers find a page: its own address, and those that it had before.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mdbook_driver::config::Config;

use crate::fault::{Fault, Flaw, line_at};

/// The file that mdBook makes of a page.
pub fn html_path(markdown: &Path) -> PathBuf {
    if markdown.file_name().is_some_and(|name| name == "README.md") {
        markdown.with_file_name("index.html")
    } else {
        markdown.with_extension("html")
    }
}

/// The file that a path leads to from a folder of the book.
pub fn resolved(folder: &Path, path: &str) -> PathBuf {
    let mut file = folder.to_owned();
    for part in Path::new(path) {
        if part == ".." {
            file.pop();
        } else {
            file.push(part);
        }
    }
    file
}

/// What is wrong with the old addresses that book.toml names below `[output.html.redirect]`: one that is
/// still a page, and one that leads to none.
pub(crate) fn wrong_redirects<'a>(
    root: &Path,
    pages: impl Iterator<Item = &'a Path>,
) -> Vec<Fault> {
    let file = Path::new("book.toml");
    let settings = fs::read_to_string(root.join(file)).unwrap_or_default();
    let config: Config = match settings.parse() {
        Ok(config) => config,
        Err(e) => return vec![Flaw::new(format!("{e:#}"), "write it as TOML").at(file, 0)],
    };
    let pages: BTreeSet<PathBuf> = pages.map(html_path).collect();
    let redirects = config.html_config().unwrap_or_default().redirect;
    let faults = redirects.iter().filter_map(|(old, new)| {
        let flaw = wrong_redirect(old, new, &pages)?;
        let line = settings.find(&format!("\"{old}\"")).map_or(0, |at| line_at(&settings, at));
        Some(flaw.at(file, line))
    });
    faults.collect()
}

fn wrong_redirect(old: &str, new: &str, pages: &BTreeSet<PathBuf>) -> Option<Flaw> {
    let Some(path) = old.strip_prefix('/') else {
        let found = format!("the old address `{old}` does not begin with `/`");
        return Some(Flaw::new(found, "write it from the book's root"));
    };
    if pages.contains(Path::new(path)) {
        let found = format!("the old address `{old}` is a page");
        return Some(Flaw::new(found, "rename the page, or take the line out"));
    }
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let target = resolved(folder, new.split('#').next().unwrap_or(new));
    (!pages.contains(&target)).then(|| {
        let found = format!("`{old}` leads to `{new}`, which is no page");
        Flaw::new(found, "write where the page is, from the folder of its old address")
    })
}
