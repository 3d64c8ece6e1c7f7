//! Builds the book into a second folder and puts it in the place of the last one when it is whole.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use tempfile::TempDir;

use crate::address::html_path;
use crate::book::Book;
use crate::fault::refuse;
use crate::on_demand::{lay, with_python};
use crate::print::{Press, Printed, pages};
use crate::printed::Changes;
use crate::say::say;
use crate::search;
use crate::watch::sources;

/// The page that an address shows that leads nowhere; SUMMARY.md does not name it.
const LOST: &str = "404.md";

/// Builds the book, again and again while it is served.
#[derive(Debug)]
pub struct Builder {
    root: PathBuf,
    /// What the last whole build was made of.
    last: Option<(u64, Arc<Printed>)>,
}

/// A finished book.
#[derive(Debug)]
pub struct Built {
    /// Where it is.
    pub folder: PathBuf,
    /// What it was built from.
    pub book: Book,
    /// The pages that are other than before, as files of the folder; nothing is known of a first build.
    pub pages: Option<BTreeSet<PathBuf>>,
    /// Other builds wait: who has this one reads the folder, and adds to it.
    _lock: File,
}

impl Builder {
    /// For the book at `root`.
    pub fn new(root: &Path) -> Builder {
        Builder { root: root.to_owned(), last: None }
    }

    /// Builds the whole book into the folder that its book.toml names.
    /// Errors: what is wrong with the text, or why the folder cannot be written. The last good book is then still
    /// in its place.
    pub fn build(&mut self, changes: &Changes) -> Result<Built> {
        self.make(changes, true)
    }

    /// Builds the pages that have changed, and leaves the others and the search index as they are: the
    /// next whole build brings the index. Where more than pages has changed, it builds the whole book.
    /// Errors: as [`build`](Builder::build); a page is replaced whole.
    pub fn renew(&mut self, changes: &Changes) -> Result<Built> {
        self.make(changes, false)
    }

    fn make(&mut self, changes: &Changes, is_whole: bool) -> Result<Built> {
        let book = Book::read(&self.root, changes);
        refuse(&book.faults)?;
        let (printed, frame) = (Arc::new(pages(&book)), frame(&self.root)?);
        let pages = self.changed(&book, &printed, frame);
        let folder = folder(&self.root)?;
        let lock = lock(&folder)?;
        match &pages {
            Some(pages) if !is_whole && folder.is_dir() => {
                replace_pages(&self.root, &folder, &printed, pages)?;
            }
            _ => {
                let index = search::script(&book);
                refuse(index.as_ref().err().map_or(&[], Vec::as_slice))?;
                replace(&folder, |next| {
                    render(&self.root, next, printed.clone())?;
                    lay(&self.root, next)?;
                    Ok(fs::write(next.join(search::FILE), index.unwrap_or_default())?)
                })?;
            }
        }
        self.last = Some((frame, printed));
        Ok(Built { folder, book, pages, _lock: lock })
    }

    /// The files of the pages that are printed otherwise than before. The first page is the index too.
    fn changed(&self, book: &Book, printed: &Printed, frame: u64) -> Option<BTreeSet<PathBuf>> {
        let (_, before) = self.last.as_ref().filter(|(known, _)| *known == frame)?;
        if before.keys().ne(printed.keys()) {
            return None;
        }
        let changed = printed.iter().filter(|(path, text)| before.get(*path) != Some(text));
        let mut pages: BTreeSet<_> = changed.map(|(path, _)| html_path(path)).collect();
        if book.pages.first().is_some_and(|first| pages.contains(&html_path(&first.path))) {
            pages.insert(PathBuf::from("index.html"));
        }
        Some(pages)
    }
}

/// Makes those pages anew, each whole, and leaves all else in `folder` as it is.
fn replace_pages(
    root: &Path,
    folder: &Path,
    printed: &Printed,
    pages: &BTreeSet<PathBuf>,
) -> Result<()> {
    let part = part(printed.clone(), |path| pages.contains(&html_path(path)));
    let made = TempDir::new_in(folder.parent().unwrap_or(root))?;
    render(root, made.path(), part.into())?;
    for page in pages {
        write(&folder.join(page), &fs::read(made.path().join(page))?)?;
    }
    Ok(())
}

/// The pages, of which the others are empty: rendering those takes next to nothing.
pub fn part(mut printed: Printed, is_wanted: impl Fn(&Path) -> bool) -> Printed {
    let others = printed.iter_mut().filter(|(path, _)| !is_wanted(path));
    others.for_each(|(_, text)| text.clear());
    printed
}

/// What stands around every page: the settings, the theme, the contents, and the files beside the pages.
fn frame(root: &Path) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    let files = ["book.toml", "theme", "src"].map(|name| sources(&root.join(name)));
    for file in files.into_iter().flatten() {
        let path = file.path();
        if !is_page(path) || path.ends_with("SUMMARY.md") || path.ends_with(LOST) {
            (path, fs::read(path)?).hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
}

/// Has mdBook make its files below `folder`, with the sources beside the pages.
/// Errors: why mdBook cannot.
pub fn render(root: &Path, folder: &Path, printed: Arc<Printed>) -> Result<()> {
    let mut shelf = MDBook::load(root)?;
    let source = root.join(&shelf.config.book.src);
    // mdBook copies what lies beside the pages, and fails at the lock that an editor puts there.
    let nothing = tempfile::tempdir()?;
    shelf.config.book.src = nothing.path().to_owned();
    if source.join(LOST).is_file() {
        fs::copy(source.join(LOST), nothing.path().join(LOST))?;
    }
    shelf.config.build.build_dir = folder.to_owned();
    with_python(root, &mut shelf.config)?;
    shelf.with_preprocessor(Press { printed: Some(printed) });
    shelf.build()?;
    for file in sources(&source) {
        let path = file.path();
        if !is_page(path) {
            let copy = folder.join(path.strip_prefix(&source)?);
            fs::create_dir_all(copy.parent().unwrap_or(folder))?;
            fs::copy(path, copy)?;
        }
    }
    Ok(())
}

/// Where the finished book goes.
/// Errors: if book.toml cannot be read.
pub fn folder(root: &Path) -> Result<PathBuf> {
    let config = Config::from_disk(root.join("book.toml"))?;
    Ok(root.join(config.build.build_dir))
}

/// Two builds at once would write into one folder: the second waits here.
fn lock(folder: &Path) -> Result<File> {
    let made = fs::create_dir_all(folder.parent().unwrap_or(folder));
    let lock = made.and_then(|()| File::create(beside(folder, "lock")));
    let lock = lock.with_context(|| refusal(folder))?;
    if let Err(TryLockError::WouldBlock) = lock.try_lock() {
        say("another build is going on; waiting for its end");
        lock.lock()?;
    }
    Ok(lock)
}

/// Makes a folder anew beside itself, and puts it into its place.
fn replace(folder: &Path, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let [next, last] = ["next", "last"].map(|word| beside(folder, word));
    let made = proof::remove(&next).and_then(|()| fs::create_dir_all(&next));
    made.with_context(|| refusal(folder))?;
    make(&next)?;
    proof::swap(folder, &next, &last).with_context(|| refusal(folder))
}

fn refusal(folder: &Path) -> String {
    format!("the book cannot be written to {}: make it writable", folder.display())
}

fn beside(folder: &Path, word: &str) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!("{name}.{word}"))
}

/// Writes a file whole or not at all.
fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    let mut whole = proof::next_file(file.parent().unwrap_or(file))?;
    io::Write::write_all(&mut whole, bytes)?;
    whole.persist(file)?;
    Ok(())
}
