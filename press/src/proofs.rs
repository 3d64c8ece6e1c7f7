//! The tests that statements link to.

use std::collections::BTreeMap;
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
    let folder = chapter.folder.join("tests");
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let short = relative(root, &file);
        match syn::parse_file(&text) {
            Ok(parsed) => {
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
