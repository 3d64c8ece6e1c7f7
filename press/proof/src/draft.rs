//! A reader's own version of a program: in a folder of its own, with all that is beside the program in
//! its chapter, so that it does what it would do there, and the book's file is as it was.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use crate::chapter::entries;
use crate::recipe::{Compiled, Recipe};
use crate::{Chapter, Language, Program, Scratch, Stop, target};

/// A folder of drafts. It goes with the last of its owners.
#[derive(Debug, Clone)]
pub struct Drafts(Arc<Scratch>);

/// A program that differs from the book's in its text alone, until it is dropped.
#[derive(Debug)]
pub struct Draft {
    folder: TempDir,
    /// The folder that `examples` stands for.
    book: PathBuf,
    program: Program,
    language: Language,
}

impl Drafts {
    /// A new folder of drafts; removes those that nobody owns any more.
    /// Errors: if a folder cannot be made or removed.
    pub fn new() -> io::Result<Drafts> {
        Ok(Drafts(Arc::new(Scratch::new("drafts")?)))
    }

    /// The program with this text for its file in that language.
    /// Errors: if a folder or a file cannot be made.
    pub fn draft(&self, program: &Program, language: Language, text: &str) -> io::Result<Draft> {
        let folder = tempfile::Builder::new().prefix("").tempdir_in(self.0.path())?;
        let chapter = program.chapter.folder.canonicalize()?;
        let book = chapter.parent().unwrap_or(&chapter);
        let examples = folder.path().join("examples");
        let file = Chapter { folder: chapter.clone() }.program(&program.name).file(language);
        // What cargo has made is found from there, too.
        symlink(target(), folder.path().join("target"))?;
        place(book, &examples, file.strip_prefix(book).unwrap_or(&file), text)?;
        let chapter = Chapter { folder: examples.join(program.chapter.slug()) };
        let program = chapter.program(&program.name);
        Ok(Draft { program, book: book.to_owned(), folder, language })
    }
}

impl Draft {
    /// It, as a program of its chapter.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// A text that names its files, with their names in the book.
    pub fn in_the_book(&self, text: &str) -> String {
        let folder = self.folder.path().join("examples");
        text.replace(&*folder.to_string_lossy(), &self.book.to_string_lossy())
    }

    /// Compiles it by a recipe of its chapter's programs.
    /// Errors: if the compiler does not start, takes too long or is stopped.
    pub fn compile(&self, recipe: &Recipe, stop: &Stop) -> io::Result<Compiled> {
        let file = self.program.file(self.language);
        let file = file.strip_prefix(self.folder.path()).unwrap_or(&file);
        recipe.compile(self.folder.path(), file, &self.folder.path().join(&self.program.name), stop)
    }
}

/// Puts a text at the path below `to` and, beside each part of it, links to what is there below `from`.
fn place(from: &Path, to: &Path, path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir(to)?;
    let mut parts = path.iter();
    let first = parts.next().unwrap_or_default();
    for entry in entries(from)? {
        let name = entry.file_name().unwrap_or_default();
        if name != first {
            symlink(&entry, to.join(name))?;
        }
    }
    let rest: PathBuf = parts.collect();
    match rest.as_os_str().is_empty() {
        true => fs::write(to.join(first), text),
        false => place(&from.join(first), &to.join(first), &rest, text),
    }
}
