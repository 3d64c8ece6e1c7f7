//! What is wrong with the book, said so that its author can mend it.

use std::fmt;
use std::path::{Path, PathBuf};

/// One thing that is wrong: where, what was found, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
pub struct Fault {
    /// The file, from the book's root.
    pub file: PathBuf,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What was found.
    pub found: String,
    /// What to do about it.
    pub remedy: String,
}

impl Fault {
    /// A fault at a line of a file.
    pub fn new(
        file: &Path,
        line: usize,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Fault {
        Fault {
            file: file.to_owned(),
            line,
            found: found.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        if self.line == 0 {
            write!(f, "{file}: {}\n    {}", self.found, self.remedy)
        } else {
            write!(
                f,
                "{file}:{}: {}\n    {}",
                self.line, self.found, self.remedy
            )
        }
    }
}

/// The number of the line that holds the byte at `offset`.
#[must_use]
pub fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())]
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count()
        + 1
}
