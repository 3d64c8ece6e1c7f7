//! What is wrong with the book, said so that its author can mend it.

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What was found, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Flaw {
    /// What was found.
    pub found: String,
    /// What to do about it.
    pub remedy: String,
}

/// A flaw and its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Fault {
    /// The file, from the book's root.
    pub file: PathBuf,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What was found there.
    #[serde(flatten)]
    pub flaw: Flaw,
}

impl Flaw {
    /// A flaw that is nowhere yet.
    pub fn new(found: impl Into<String>, remedy: impl Into<String>) -> Flaw {
        Flaw { found: found.into(), remedy: remedy.into() }
    }

    /// The flaw at a line of a file.
    pub fn at(self, file: &Path, line: usize) -> Fault {
        Fault { file: file.to_owned(), line, flaw: self }
    }
}

impl Fault {
    pub(crate) fn unreadable(file: &Path, error: &io::Error) -> Fault {
        Flaw::new(error.to_string(), "make it readable").at(file, 0)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Flaw { found, remedy } = &self.flaw;
        write!(f, "{}:", self.file.display())?;
        if self.line > 0 {
            write!(f, "{}:", self.line)?;
        }
        write!(f, " {found}\n    {remedy}")
    }
}

/// One error of all faults, or none.
/// Errors: if there is a fault.
pub fn refuse(faults: &[Fault]) -> anyhow::Result<()> {
    let list: Vec<_> = faults.iter().map(ToString::to_string).collect();
    anyhow::ensure!(list.is_empty(), list.join("\n"));
    Ok(())
}

/// What was read; if it could not be, nothing, and the fault is noted.
pub(crate) fn or_none<T>(read: Result<Vec<T>, Fault>, faults: &mut Vec<Fault>) -> Vec<T> {
    read.unwrap_or_else(|fault| {
        faults.push(fault);
        Vec::new()
    })
}

/// All that was read, or all that is wrong with it.
pub(crate) fn all<T>(read: impl Iterator<Item = Result<T, Flaw>>) -> Result<Vec<T>, Vec<Flaw>> {
    let (mut found, mut flaws) = (Vec::new(), Vec::new());
    read.for_each(|one| one.map_or_else(|flaw| flaws.push(flaw), |one| found.push(one)));
    if flaws.is_empty() { Ok(found) } else { Err(flaws) }
}

/// A file of tables, and its text; nothing of a book that has no such file.
pub(crate) fn tables<T: DeserializeOwned>(
    root: &Path,
    file: &str,
    remedy: &str,
) -> Result<Option<(T, String)>, Fault> {
    let (path, file) = (Path::new(file), root.join(file));
    if !file.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(file).map_err(|e| Fault::unreadable(path, &e))?;
    let read = toml::from_str(&text).map_err(|e| {
        let line = e.span().map_or(0, |span| line_at(&text, span.start));
        Flaw::new(e.message(), remedy).at(path, line)
    })?;
    Ok(Some((read, text)))
}

/// The number of the line that holds the byte at `offset`.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or(text).matches('\n').count() + 1
}
