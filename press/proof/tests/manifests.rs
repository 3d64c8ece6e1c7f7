//! What cargo does not find by itself stands in the manifests of the chapters.

use std::fs;
use std::path::{Path, PathBuf};

/// The crates in `examples`.
fn crates() -> Vec<PathBuf> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut crates = entries(&examples.canonicalize().expect("the book has examples"));
    crates.retain(|folder| folder.join("Cargo.toml").is_file());
    crates
}

/// What is in a folder, if it is there, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// The names of the programs that cargo makes of the files in a folder.
fn programs(folder: &Path) -> Vec<String> {
    let is_program = |path: &PathBuf| {
        path.join("main.rs").is_file() || path.extension().is_some_and(|kind| kind == "rs")
    };
    let programs = entries(folder).into_iter().filter(is_program);
    let name = |path: PathBuf| path.file_stem().unwrap_or_default().display().to_string();
    programs.map(name).collect()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_default()
}

#[test]
fn every_program_of_a_chapter_is_named_so_that_it_is_not_compiled_as_a_test_too() {
    let mut missing = String::new();
    for folder in crates() {
        let manifest = folder.join("Cargo.toml");
        let lines = read(&manifest);
        for name in programs(&folder.join("src/bin")) {
            let line = format!("{{ name = \"{name}\", test = false }},");
            if !lines.lines().any(|there| there.trim() == line) {
                missing += &format!("\n{}: add to `bin`: {line}", manifest.display());
            }
        }
    }
    assert!(missing.is_empty(), "{missing}");
}

#[test]
fn every_file_of_proofs_is_run() {
    let mut missing = String::new();
    for folder in crates() {
        let main = folder.join("tests/main.rs");
        let (modules, manifest) = (read(&main), read(&folder.join("Cargo.toml")));
        // A suite that is run on many stages is a module of each, by its path.
        let stages = programs(&folder.join("tests/stages")).into_iter();
        let stages = stages.map(|name| read(&folder.join(format!("tests/stages/{name}.rs"))));
        let stages = stages.collect::<String>();
        let mut files = programs(&folder.join("tests"));
        files.retain(|name| main.is_file() && name != "main");
        for name in files {
            let is_module = modules.contains(&format!("\nmod {name};"));
            let is_program = manifest.contains(&format!("[[test]]\nname = \"{name}\"\n"));
            let is_suite = stages.contains(&format!("#[path = \"../{name}.rs\"]\nmod {name};"));
            if !is_module && !is_program && !is_suite {
                missing += &format!("\n{}: add: mod {name};", main.display());
            }
        }
    }
    assert!(missing.is_empty(), "{missing}");
}
