//! The tests that statements link to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use std::{fs, io};

use proof::{Chapter, Language, PythonTest};
use syn::spanned::Spanned;

use crate::fault::{Fault, Flaw};
use crate::program::relative;

/// A test that a statement can link to.
#[derive(Debug, Clone)]
pub struct Proof {
    /// What it is written in.
    pub language: Language,
    /// Its name, without `test_` in Python.
    pub name: String,
    /// The file that holds it, from the book's root.
    pub file: PathBuf,
    /// Its code.
    pub source: String,
}

/// The tests of a book, by the address that statements give: `chapter::name`, or `chapter/python::name`.
pub type Proofs = BTreeMap<String, Proof>;

/// All tests of the chapters. One that is marked as ignored is none.
pub fn read(root: &Path, chapters: &[Chapter], faults: &mut Vec<Fault>) -> Proofs {
    let mut proofs = Proofs::new();
    for chapter in chapters {
        let slug = chapter.slug();
        let mut waiting = roots(&chapter.folder.join("tests"));
        let mut seen = BTreeSet::new();
        waiting.reverse();
        while let Some((file, folder)) = waiting.pop() {
            if !seen.insert(file.clone()) {
                continue;
            }
            let short = relative(root, &file);
            match parsed(&file) {
                Ok(parsed) => {
                    for (name, source) in &parsed.tests {
                        let proof = proof(Language::Rust, name, &short, source);
                        add(&mut proofs, format!("{slug}::{name}"), proof, faults);
                    }
                    let modules = parsed.modules.iter().flat_map(|name| module(&folder, name));
                    waiting.extend(modules.collect::<Vec<_>>().into_iter().rev());
                }
                Err((line, found)) => {
                    faults.push(Flaw::new(found, "mend the test's syntax").at(&short, line));
                }
            }
        }
        for file in
            chapter.python_tests().unwrap_or_else(|e| unreadable(&chapter.folder, &e, faults))
        {
            let short = relative(root, &file);
            for test in PythonTest::all(&file).unwrap_or_else(|e| unreadable(&short, &e, faults)) {
                let address = format!("{slug}/python::{}", test.name);
                let proof = proof(Language::Python, &test.name, &short, &test.source);
                add(&mut proofs, address, proof, faults);
            }
        }
    }
    proofs
}

fn proof(language: Language, name: &str, file: &Path, source: &str) -> Proof {
    Proof { language, name: name.to_owned(), file: file.to_owned(), source: source.to_owned() }
}

fn unreadable<T>(file: &Path, error: &io::Error, faults: &mut Vec<Fault>) -> Vec<T> {
    faults.push(Flaw::new(error.to_string(), "make it readable").at(file, 0));
    Vec::new()
}

fn add(proofs: &mut Proofs, address: String, proof: Proof, faults: &mut Vec<Fault>) {
    if let Some(first) = proofs.get(&address) {
        let found = format!("the test `{}` stands in {} too", proof.name, first.file.display());
        faults.push(Flaw::new(found, "rename one of them").at(&proof.file, 0));
    } else {
        proofs.insert(address, proof);
    }
}

/// The files of tests, each with the folder of its modules: those of `tests`, and `main.rs` of a folder in
/// it. Each is one that cargo compiles, or a module of one: a test of the manifests sees to that.
fn roots(folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    // What an editor puts beside a file is hidden.
    let seen = entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with(['.', '#']));
    let mut files: Vec<_> = seen.map(|entry| entry.path()).collect();
    files.sort();
    let files = files.into_iter().filter_map(|path| {
        let main = path.join("main.rs");
        if main.is_file() {
            return Some((main, path));
        }
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        is_rust.then(|| (path, folder.to_owned()))
    });
    files.collect()
}

/// The file of a module that is declared below `folder`, with the folder of its own modules.
fn module(folder: &Path, name: &str) -> Option<(PathBuf, PathBuf)> {
    let inner = folder.join(name);
    let files = [inner.with_extension("rs"), inner.join("mod.rs")];
    let file = files.into_iter().find(|file| file.is_file())?;
    Some((file, inner))
}

/// What a file of tests holds.
struct Parsed {
    /// The name and the code of each.
    tests: Vec<(String, String)>,
    /// The modules that it declares.
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
    let parsed = Arc::new(Parsed {
        modules: declared.collect(),
        tests: tests(&items)
            .map(|function| (function.sig.ident.to_string(), code(&text, function)))
            .collect(),
    });
    read().get_or_insert_default().insert(file.to_owned(), (modified, length, parsed.clone()));
    Ok(parsed)
}

/// The lines of a function.
fn code(text: &str, function: &syn::ItemFn) -> String {
    let (start, end) = (function.span().start().line, function.span().end().line);
    let lines: Vec<_> = text.lines().take(end).skip(start - 1).collect();
    lines.join("\n")
}

/// The functions that the test harness runs.
fn tests(items: &[syn::Item]) -> impl Iterator<Item = &syn::ItemFn> {
    let has = |function: &syn::ItemFn, name: &str| {
        let last = |attribute: &syn::Attribute| {
            let segment = attribute.path().segments.last();
            segment.is_some_and(|segment| segment.ident == name)
        };
        function.attrs.iter().any(last)
    };
    items.iter().filter_map(move |item| match item {
        syn::Item::Fn(function) if has(function, "test") && !has(function, "ignore") => {
            Some(function)
        }
        _ => None,
    })
}
