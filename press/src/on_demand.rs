//! What pages load when their reader asks for it, which mdBook does not know of: the editor, the search,
//! Python, and the look of the page to print.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::config::Config;
use proof::{Chapter, Exercise, Language};

use crate::needs;

/// The editor, the search and the look of the page to print, by their path from the book's root and from that of what is built.
const FILES: [&str; 6] = [
    "theme/print.css",
    "theme/edit/editor.js",
    "theme/edit/LICENSE",
    "theme/search.js",
    "theme/minisearch.js",
    "theme/minisearch-LICENSE",
];

/// What has Python run in a page.
const PYTHON: [&str; 3] =
    ["theme/python/worker.js", "theme/python/browser.py", "theme/python/LICENSE"];

/// Python itself, as npm brings it.
const PACKAGE: &str = "node_modules/pyodide";

/// Of that, what is loaded.
const PYODIDE: [&str; 5] = [
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
];

/// The harness's clock, and what an answer to an exercise is checked with.
const HARNESS: [(&str, &str); 3] = [
    ("virtual_clock.py", include_str!("../proof/python/virtual_clock.py")),
    ("exam.py", include_str!("../../exercises/exam/python/exam.py")),
    ("judge.py", include_str!("../../exercises/exam/python/judge.py")),
];

/// Lays them beside the pages in `folder`. A book whose theme has none gets none, and one that is built without
/// Pyodide has no Python.
/// Errors: if a file is there and cannot be copied.
pub fn lay(root: &Path, folder: &Path) -> Result<()> {
    for file in FILES.into_iter().filter(|file| root.join(file).is_file()) {
        copy(&root.join(file), &folder.join(file))?;
    }
    if !has_python(root) {
        return Ok(());
    }
    for file in PYTHON {
        copy(&root.join(file), &folder.join(file))?;
    }
    let python = folder.join("theme/python");
    for file in PYODIDE {
        copy(&root.join(PACKAGE).join(file), &python.join("pyodide").join(file))?;
    }
    for (file, text) in HARNESS {
        fs::write(python.join(file), text)?;
    }
    fs::write(python.join("modules.json"), serde_json::to_vec(&modules(root)?)?)?;
    fs::write(python.join("checks.json"), serde_json::to_vec(&checks(root)?)?)?;
    Ok(())
}

/// Has pages load the script that runs Python in them, where there is one to run.
/// Errors: if the settings cannot be read.
pub fn with_python(root: &Path, config: &mut Config) -> Result<()> {
    let mut scripts = config.html_config().unwrap_or_default().additional_js;
    if has_python(root) && !scripts.is_empty() {
        scripts.push(PathBuf::from("theme/python/page.js"));
        config.set("output.html.additional-js", scripts)?;
    }
    Ok(())
}

fn has_python(root: &Path) -> bool {
    root.join(PACKAGE).join("package.json").is_file() && root.join(PYTHON[0]).is_file()
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    fs::copy(from, to).with_context(|| format!("{} cannot be copied", from.display()))?;
    Ok(())
}

/// What programs of each chapter can import, by chapter and file.
fn modules(root: &Path) -> Result<BTreeMap<String, BTreeMap<String, String>>> {
    let mut modules = BTreeMap::<String, BTreeMap<String, String>>::new();
    for chapter in Chapter::all(&root.join("examples"))? {
        let of_chapter = modules.entry(chapter.slug()).or_default();
        for file in chapter.programs()?.iter().flat_map(proof::Program::modules) {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            of_chapter.insert(name, fs::read_to_string(&file)?);
        }
    }
    Ok(modules)
}

/// The checks of the exercises that can be answered in a page, by address.
fn checks(root: &Path) -> Result<BTreeMap<String, String>> {
    let mut checks = BTreeMap::new();
    for exercise in Exercise::all(root)? {
        let check = exercise.file("check", Language::Python);
        if check.is_file() && needs::of_exercise(&exercise).is_none() {
            checks.insert(exercise.address(), fs::read_to_string(check)?);
        }
    }
    Ok(checks)
}
