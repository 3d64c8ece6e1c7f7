//! The tests that statements link to.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use proof::{Chapter, Language, PythonTest};
use syn::spanned::Spanned;

use crate::fault::Fault;

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

/// All tests of the chapters, by the address that statements give: `chapter::name`, or
/// `chapter/python::name`. One that is marked as ignored is none.
pub fn read(root: &Path, chapters: &[Chapter], faults: &mut Vec<Fault>) -> BTreeMap<String, Proof> {
    let mut proofs = BTreeMap::new();
    for chapter in chapters {
        let slug = chapter.slug();
        for proof in rust_tests(root, chapter, faults) {
            add(
                &mut proofs,
                format!("{slug}::{}", proof.name),
                proof,
                faults,
            );
        }
        for file in chapter.python_tests().unwrap_or_default() {
            for test in PythonTest::all(&file).unwrap_or_default() {
                let proof = Proof {
                    language: Language::Python,
                    name: test.name,
                    file: relative(root, &test.file),
                    source: test.source,
                };
                let address = format!("{slug}/python::{}", proof.name);
                add(&mut proofs, address, proof, faults);
            }
        }
    }
    proofs
}

fn add(
    proofs: &mut BTreeMap<String, Proof>,
    address: String,
    proof: Proof,
    faults: &mut Vec<Fault>,
) {
    if let Some(first) = proofs.get(&address) {
        let found = format!(
            "the test `{}` stands in {} too",
            proof.name,
            first.file.display()
        );
        faults.push(Fault::new(&proof.file, 0, found, "rename one of them"));
    } else {
        proofs.insert(address, proof);
    }
}

fn rust_tests(root: &Path, chapter: &Chapter, faults: &mut Vec<Fault>) -> Vec<Proof> {
    let mut proofs = Vec::new();
    let mut waiting = crates(&chapter.folder.join("tests"));
    let mut seen = BTreeSet::new();
    while let Some((file, folder)) = waiting.pop_front() {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let short = relative(root, &file);
        match syn::parse_file(&text) {
            _ if !seen.insert(file) => {}
            Ok(parsed) => {
                waiting.extend(modules(&parsed.items, &folder));
                for function in tests(&parsed.items) {
                    let lines = function.span().start().line..=function.span().end().line;
                    let source = text.lines().enumerate();
                    let source: Vec<_> = source
                        .filter(|(index, _)| lines.contains(&(index + 1)))
                        .map(|(_, line)| line)
                        .collect();
                    proofs.push(Proof {
                        language: Language::Rust,
                        name: function.sig.ident.to_string(),
                        file: short.clone(),
                        source: source.join("\n"),
                    });
                }
            }
            Err(e) => {
                let line = e.span().start().line;
                faults.push(Fault::new(
                    &short,
                    line,
                    e.to_string(),
                    "mend the test's syntax",
                ));
            }
        }
    }
    proofs
}

/// The files that cargo compiles as tests, each with the folder of its modules: those of `tests`, and
/// `main.rs` of a folder in it.
fn crates(folder: &Path) -> VecDeque<(PathBuf, PathBuf)> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
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

/// The files of the modules that `items` declare, each with the folder of its own modules.
fn modules(items: &[syn::Item], folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let declared = items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.content.is_none() => Some(module.ident.to_string()),
        _ => None,
    });
    let files = declared.flat_map(|name| {
        let inner = folder.join(&name);
        [folder.join(name).with_extension("rs"), inner.join("mod.rs")]
            .map(|file| (file, inner.clone()))
    });
    files.filter(|(file, _)| file.is_file()).collect()
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

/// The path from the book's root.
pub fn relative(root: &Path, file: &Path) -> PathBuf {
    file.strip_prefix(root).unwrap_or(file).to_owned()
}
