//! What pages load when their reader asks for it, which mdBook does not know of: the editor, the search,
//! Python, and the look of the page to print.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::config::Config;
use proof::{Chapter, Exercise, Language, Program, RECORDED};

use crate::needs::{IN_PAGES, needs, of_exercise};

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

/// What says in a page why an edited program prints other lines, below the target folder: `cargo why` makes it.
const WHY: &str = "wasm32-wasip1/small/why.wasm";

/// What runs that in a page, as npm brings it.
const SHIM: &str = "node_modules/@bjorn3/browser_wasi_shim/dist";

/// The recorder of such a program.
const RECORDER: [(&str, &str); 4] = [
    ("trace.py", include_str!("../proof/python/trace.py")),
    ("trace_curio.py", include_str!("../proof/python/trace_curio.py")),
    ("trace_toy_loop.py", include_str!("../proof/python/trace_toy_loop.py")),
    ("trace_trio.py", include_str!("../proof/python/trace_trio.py")),
];

/// The harness's clock, and what an answer to an exercise is checked with.
const HARNESS: [(&str, &str); 3] = [
    ("virtual_clock.py", include_str!("../proof/python/virtual_clock.py")),
    ("exam.py", include_str!("../../exercises/exam/python/exam.py")),
    ("judge.py", include_str!("../../exercises/exam/python/judge.py")),
];

/// Lays them beside the pages in `folder`. A book whose theme has none gets none, and one that is built without
/// Pyodide has no Python; one that is built without what says why has no recorded runs.
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
    let traced = if has_why(root) { traced(root)? } else { Vec::new() };
    let addresses: Vec<_> = traced.iter().map(Program::address).collect();
    fs::write(python.join("traced.json"), serde_json::to_vec(&addresses)?)?;
    if !traced.is_empty() {
        lay_why(root, &python, &traced)?;
    }
    Ok(())
}

/// What records a program there, and what says why it differs from one of these.
fn lay_why(root: &Path, python: &Path, traced: &[Program]) -> Result<()> {
    for (file, text) in RECORDER {
        fs::write(python.join(file), text)?;
    }
    copy(&root.join("theme/python/why.js"), &python.join("why.js"))?;
    copy(&proof::target().join(WHY), &python.join("why.wasm"))?;
    for file in fs::read_dir(root.join(SHIM))? {
        let file = file?;
        if file.path().extension().is_some_and(|extension| extension == "js") {
            copy(&file.path(), &python.join("wasi").join(file.file_name()))?;
        }
    }
    for program in traced {
        let trace = python.join(format!("traces/{}.json", program.address()));
        copy(&program.trace_file(Language::Python), &trace)?;
    }
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

fn has_why(root: &Path) -> bool {
    proof::target().join(WHY).is_file() && root.join(SHIM).is_dir()
}

/// The programs that can be run in a page and have a recorded run to be compared with, which holds for that release.
fn traced(root: &Path) -> Result<Vec<Program>> {
    let mut traced = Vec::new();
    for chapter in Chapter::all(&root.join("examples"))? {
        traced.extend(chapter.programs()?);
    }
    traced.retain(|program| {
        let [there, here] = [RECORDED, IN_PAGES].map(|it| program.transcript(Language::Python, it));
        program.trace_file(Language::Python).is_file() && there == here && needs(program).is_none()
    });
    Ok(traced)
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
        if check.is_file() && of_exercise(&exercise).is_none() {
            checks.insert(exercise.address(), fs::read_to_string(check)?);
        }
    }
    Ok(checks)
}
