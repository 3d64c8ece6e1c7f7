//! What a user means by a word: a chapter, a program, or a page.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use proof::{Chapter, Program};

use crate::book::Book;
use crate::say::near;

/// A part of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// All programs of a chapter.
    Chapter(Chapter),
    /// A program.
    Program(Program),
    /// A page, by its path from `src`.
    Page(PathBuf),
}

/// The part that a word means: `first-steps`, `first-steps/create_task`, or the path of a program, of what
/// is recorded of it, or of a page, from here or from the book's root.
/// Errors: if there is none; the error names those that are written alike.
pub fn part(book: &Book, here: &Path, word: &str) -> Result<Part> {
    let root = book.root.canonicalize()?;
    let files = [here, &book.root].map(|from| from.join(word).canonicalize().ok());
    let inner = files.iter().flatten().filter_map(|file| file.strip_prefix(&root).ok()?.to_str());
    let mut words = inner.chain([word]).map(|word| word.trim_end_matches('/'));
    if let Some(part) = words.find_map(|word| meant(book, word)) {
        return Ok(part);
    }
    let chapters: Vec<_> = book.chapters.iter().map(Chapter::slug).collect();
    let mut names = chapters.clone();
    for chapter in &book.chapters {
        names.extend(chapter.programs()?.iter().map(Program::address));
    }
    names.extend(book.pages.iter().map(|page| page.path.to_string_lossy().into_owned()));
    match near(word, &names) {
        Some(near) => bail!("there is no `{word}`; did you mean {near}?"),
        None => {
            let chapters = chapters.join(", ");
            bail!(
                "there is no `{word}`: name a chapter ({chapters}), a program (chapter/name) or a page"
            )
        }
    }
}

/// What a path from the root means, or the address of something.
fn meant(book: &Book, word: &str) -> Option<Part> {
    let page = word.strip_prefix("src/").unwrap_or(word);
    let page = [page.to_owned(), format!("{page}.md"), format!("{page}/README.md")];
    let words = word.strip_prefix("examples/").unwrap_or(word);
    let (slug, rest) = words.split_once('/').unwrap_or((words, ""));
    if let Some(chapter) = book.chapters.iter().find(|chapter| chapter.slug() == slug) {
        if rest.is_empty() {
            return Some(Part::Chapter(chapter.clone()));
        }
        let name = rest.strip_prefix("src/bin/").map_or(rest, |it| it.trim_end_matches("/main.rs"));
        let name = name.rsplit('/').next().unwrap_or(name);
        let program = chapter.program(name.split('.').next().unwrap_or(name));
        if !program.languages().is_empty() {
            return Some(Part::Program(program));
        }
    }
    let mut pages = book.pages.iter().map(|page| &page.path);
    let found = pages.find(|path| page.iter().any(|page| path.as_path() == Path::new(page)))?;
    Some(Part::Page(found.clone()))
}
