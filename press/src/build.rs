//! Builds the book into a second folder and puts it in the place of the last one when it is whole.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;

use crate::Press;
use crate::survey::Survey;

/// A finished book.
#[derive(Debug)]
pub struct Built {
    /// Where it is.
    pub folder: PathBuf,
    /// How long building took.
    pub took: Duration,
    /// What it was built from.
    pub survey: Arc<Survey>,
}

/// Builds the book at `root` into the folder that its book.toml names.
///
/// # Errors
///
/// What is wrong with the text, or why the folder cannot be written. The last good book is then still
/// in its place.
pub fn build(root: &Path) -> Result<Built> {
    let started = Instant::now();
    let survey = Arc::new(Survey::of(root));
    refuse(&survey.faults)?;
    let mut book = MDBook::load(root)?;
    book.with_preprocessor(Press::of(&survey));
    let folder = folder(root)?;
    let next = beside(&folder, "next");
    let last = beside(&folder, "last");
    book.config.build.build_dir = next.clone();

    let refusal = || {
        format!(
            "the book cannot be written to {}: make it writable",
            folder.display()
        )
    };
    fs::create_dir_all(folder.parent().unwrap_or(root)).with_context(refusal)?;
    // Two builds at once would write into one folder: the second waits here.
    let lock = File::create(beside(&folder, "lock")).with_context(refusal)?;
    lock.lock()?;
    remove(&next).with_context(refusal)?;
    fs::create_dir_all(&next).with_context(refusal)?;
    book.build()?;
    remove(&last).with_context(refusal)?;
    if folder.exists() {
        fs::rename(&folder, &last).with_context(refusal)?;
    }
    fs::rename(&next, &folder).with_context(refusal)?;
    remove(&last).with_context(refusal)?;
    Ok(Built {
        folder,
        took: started.elapsed(),
        survey,
    })
}

/// Where the finished book goes.
///
/// # Errors
///
/// If book.toml cannot be read.
pub fn folder(root: &Path) -> Result<PathBuf> {
    let config = Config::from_disk(root.join("book.toml"))?;
    Ok(root.join(config.build.build_dir))
}

/// One error of all faults, or none.
///
/// # Errors
///
/// If there is a fault.
pub fn refuse(faults: &[crate::fault::Fault]) -> Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    let list: Vec<_> = faults.iter().map(ToString::to_string).collect();
    anyhow::bail!("{}", list.join("\n"))
}

fn beside(folder: &Path, word: &str) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!("{name}.{word}"))
}

fn remove(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
