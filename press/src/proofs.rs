//! The tests that statements link to.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use std::{fs, io};

use proof::{Chapter, Language, OLDEST, PythonTest, RECORDED, Span, entries};
use syn::spanned::Spanned;

use crate::fault::{Fault, Flaw, or_none};
use crate::program::relative;

/// A test that a statement can link to.
#[derive(Debug)]
pub struct Proof {
    pub language: Language,
    /// Its name, without `test_` in Python.
    pub name: String,
    /// The file that holds it, from the book's root.
    pub file: PathBuf,
    /// The line that it begins on, from 1; of a Rust test it is not kept.
    pub line: usize,
    /// On which releases of Python it holds.
    pub span: Span,
    pub source: String,
}

/// The id of a test's code on a page that links to it.
pub fn id(address: &str) -> String {
    format!("proof-{}", address.replace("::", "-").replace('/', "-"))
}

/// The id of the statement on a page that links to a test, or of the first, the second … of several.
pub fn statement(address: &str, number: usize) -> String {
    format!("{}-is-stated-{number}", id(address))
}

/// The tests of a book, by the address that statements give: `chapter::name`, or `chapter/python::name`.
pub type Proofs = BTreeMap<String, Proof>;

/// All tests of the chapters. One that is marked as ignored is none.
pub fn read(root: &Path, chapters: &[Chapter], faults: &mut Vec<Fault>) -> Proofs {
    let mut proofs = Proofs::new();
    for chapter in chapters {
        let [rust, python] = [rust(root, chapter, faults), python(root, chapter, faults)];
        for proof in rust.into_iter().chain(python) {
            let folder = if proof.language == Language::Python { "/python" } else { "" };
            match proofs.entry(format!("{}{folder}::{}", chapter.slug(), proof.name)) {
                Entry::Vacant(place) => {
                    place.insert(proof);
                }
                Entry::Occupied(first) => {
                    let first = first.get().file.display();
                    let found = format!("the test `{}` stands in {first} too", proof.name);
                    faults.push(Flaw::new(found, "rename one of them").at(&proof.file, 0));
                }
            }
        }
    }
    proofs
}

fn rust(root: &Path, chapter: &Chapter, faults: &mut Vec<Fault>) -> Vec<Proof> {
    let (mut tests, mut seen) = (Vec::new(), BTreeSet::new());
    let folder = chapter.folder.join("tests");
    let roots = roots(&folder).map_err(|e| Fault::unreadable(&relative(root, &folder), &e));
    let mut waiting = or_none(roots, faults);
    waiting.reverse();
    while let Some((path, folder)) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let file = relative(root, &path);
        match parsed(&path) {
            Ok(parsed) => {
                let found = parsed.tests.iter().cloned();
                tests.extend(found.map(|(name, source)| Proof {
                    language: Language::Rust,
                    name,
                    file: file.clone(),
                    line: 0,
                    span: Span::default(),
                    source,
                }));
                let modules = parsed.modules.iter().rev();
                waiting.extend(modules.filter_map(|name| module(&folder, name)));
            }
            Err((line, found)) => {
                faults.push(Flaw::new(found, "mend the test's syntax").at(&file, line));
            }
        }
    }
    tests
}

fn python(root: &Path, chapter: &Chapter, faults: &mut Vec<Fault>) -> Vec<Proof> {
    let folder = relative(root, &chapter.folder);
    let paths = chapter.python_tests().map_err(|e| Fault::unreadable(&folder, &e));
    let mut tests = Vec::new();
    for path in or_none(paths, faults) {
        let file = relative(root, &path);
        let all = PythonTest::all(&path).map_err(|e| Fault::unreadable(&file, &e));
        for test in or_none(all, faults) {
            let (span, PythonTest { name, line, source, .. }) = (test.span(), test);
            if let Some(release) = span.untold() {
                let found = format!("no run shows what `{name}` says of Python {release}");
                let remedy =
                    format!("name releases from {OLDEST} to {RECORDED}, with one before it");
                faults.push(Flaw::new(found, remedy).at(&file, line));
            }
            let (language, file) = (Language::Python, file.clone());
            tests.push(Proof { language, name, file, line, span, source });
        }
    }
    tests
}

/// The files of tests, each with the folder of its modules: those of `tests`, and `main.rs` of a folder in
/// it. Each is one that cargo compiles, or a module of one: a test of the manifests sees to that.
fn roots(folder: &Path) -> io::Result<Vec<(PathBuf, PathBuf)>> {
    // What an editor puts beside a file is hidden.
    let is_seen = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default();
        !name.to_string_lossy().starts_with(['.', '#'])
    };
    let files = entries(folder)?.into_iter().filter(is_seen).filter_map(|path| {
        let main = path.join("main.rs");
        if main.is_file() {
            return Some((main, path));
        }
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        is_rust.then(|| (path, folder.to_owned()))
    });
    Ok(files.collect())
}

/// The file of a module that is declared below `folder`, with the folder of its own modules.
fn module(folder: &Path, name: &str) -> Option<(PathBuf, PathBuf)> {
    let inner = folder.join(name);
    let files = [inner.with_extension("rs"), inner.join("mod.rs")];
    let file = files.into_iter().find(|file| file.is_file())?;
    Some((file, inner))
}

/// What a file of tests holds: the name and the code of each, and the modules that it declares.
struct Parsed {
    tests: Vec<(String, String)>,
    modules: Vec<String>,
}

/// A line, and what is wrong there.
type Broken = (usize, String);

/// Reads a file of tests, or remembers what stood in it: parsing them all takes longer than all else that
/// a text edit asks for.
fn parsed(file: &Path) -> Result<Arc<Parsed>, Broken> {
    type Read = (SystemTime, u64, Arc<Parsed>);
    static READ: Mutex<Option<HashMap<PathBuf, Read>>> = Mutex::new(None);
    let stat = fs::metadata(file).and_then(|stat| Ok((stat.modified()?, stat.len())));
    let (modified, length) = stat.map_err(|e| (0, e.to_string()))?;
    let read = || READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((then, before, parsed)) = read().get_or_insert_default().get(file)
        && (*then, *before) == (modified, length)
    {
        return Ok(parsed.clone());
    }
    let text = fs::read_to_string(file).map_err(|e| (0, e.to_string()))?;
    let items = syn::parse_file(&text).map_err(|e| (e.span().start().line, e.to_string()))?.items;
    let declared = items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.content.is_none() => Some(module.ident.to_string()),
        _ => None,
    });
    let tests = tests(&items).map(|test| (test.sig.ident.to_string(), code(&text, test)));
    let parsed = Arc::new(Parsed { tests: tests.collect(), modules: declared.collect() });
    read().get_or_insert_default().insert(file.to_owned(), (modified, length, parsed.clone()));
    Ok(parsed)
}

/// The lines of a function.
fn code(text: &str, function: &syn::ItemFn) -> String {
    let (start, end) = (function.span().start().line, function.span().end().line);
    text.lines().take(end).skip(start - 1).collect::<Vec<_>>().join("\n")
}

/// The functions that the test harness runs.
fn tests(items: &[syn::Item]) -> impl Iterator<Item = &syn::ItemFn> {
    let has = |function: &syn::ItemFn, name: &str| {
        let mut names = function.attrs.iter().filter_map(|it| it.path().segments.last());
        names.any(|last| last.ident == name)
    };
    items.iter().filter_map(move |item| match item {
        syn::Item::Fn(function) if has(function, "test") && !has(function, "ignore") => {
            Some(function)
        }
        _ => None,
    })
}
