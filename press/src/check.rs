//! Every check of the book, in one run.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use mdbook_driver::MDBook;
use proof::{Language, Program, Python, PythonTest, Runner};

use crate::concepts::LEVELS;
use crate::fault::{Fault, line_at};
use crate::notation::{Kind, marks};
use crate::survey::Survey;
use crate::{Press, html, links};

/// What is wrong with the text of the book at `root`, from its notations to its finished HTML.
///
/// # Errors
///
/// If a checker itself fails.
pub fn text(survey: &Arc<Survey>) -> Result<Vec<Fault>> {
    let mut faults = survey.faults.clone();
    faults.extend(links::faults(survey, false)?);
    faults.extend(compile_errors(survey)?);
    // mdBook reads all pages or none.
    if let Ok(mut book) = MDBook::load(&survey.root) {
        let output = survey
            .root
            .join(&book.config.build.build_dir)
            .with_extension(format!("check-{}", std::process::id()));
        book.config.build.build_dir = output.clone();
        book.with_preprocessor(Press::of(survey));
        book.build()?;
        let known = |fault: &Fault| {
            faults
                .iter()
                .any(|f| f.line > 0 && (&f.file, f.line) == (&fault.file, fault.line))
        };
        // A link that the link checker has named is broken in the finished page too.
        let mut finished = html::faults(survey, &output)?;
        finished.retain(|fault| !known(fault));
        faults.extend(finished);
        std::fs::remove_dir_all(output)?;
    }
    faults.sort();
    faults.dedup();
    Ok(faults)
}

/// The listings that say `error=E0382` and do not fail with exactly that.
fn compile_errors(survey: &Survey) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for page in &survey.pages {
        for mark in marks(&page.text) {
            let Kind::Fence { info, body } = &mark.kind else {
                continue;
            };
            let Some(expected) = info.strip_prefix("rust,error=") else {
                continue;
            };
            let codes = codes(&page.text[body.clone()])?;
            if codes != BTreeSet::from([expected.to_owned()]) {
                let line = line_at(&page.text, mark.range.start);
                let codes: Vec<_> = codes.into_iter().collect();
                let found = match codes.join(", ") {
                    codes if codes.is_empty() => "this listing compiles".to_owned(),
                    codes => format!("this listing fails with {codes}"),
                };
                let remedy = format!("make it fail with {expected}, and nothing else");
                faults.push(Fault::new(&page.file(), line, found, remedy));
            }
        }
    }
    Ok(faults)
}

/// The error codes that the compiler gives for a program.
fn codes(program: &str) -> Result<BTreeSet<String>> {
    let output = tempfile::tempdir()?;
    let mut rustc = Command::new("rustc")
        .args([
            "--edition",
            "2024",
            "--crate-name",
            "listing",
            "--emit",
            "metadata",
        ])
        .args(["--error-format", "json", "-", "--out-dir"])
        .arg(output.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("rustc does not start")?;
    if let Some(mut stdin) = rustc.stdin.take() {
        stdin.write_all(program.as_bytes())?;
    }
    let output = rustc.wait_with_output()?;
    let messages = String::from_utf8_lossy(&output.stderr);
    let messages = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_error = message["level"] == "error";
        let code = message["code"]["code"].as_str()?.to_owned();
        is_error.then_some(code)
    });
    Ok(messages.collect())
}

/// How much of the concept map is taught, a line a level, and what is still to come.
#[must_use]
pub fn progress(survey: &Survey) -> String {
    let sections = || survey.pages.iter().flat_map(|page| &page.sections);
    let taught = |id: &String| sections().any(|section| section.teaches && section.id == *id);
    let mut lines = Vec::new();
    for level in LEVELS {
        let rows: Vec<_> = survey
            .concepts
            .iter()
            .filter(|row| row.level == level)
            .collect();
        let missing: Vec<_> = rows.iter().filter(|row| !taught(&row.id)).collect();
        if !rows.is_empty() {
            let names: Vec<_> = missing.iter().map(|row| row.id.as_str()).collect();
            let count = rows.len() - missing.len();
            let missing = match names.join(", ") {
                names if names.is_empty() => names,
                names => format!("; not {names}"),
            };
            lines.push(format!(
                "{level}: {count} of {} concepts are taught{missing}",
                rows.len()
            ));
        }
    }
    let once = survey.concepts.iter().filter(|row| {
        let count = |section: &&crate::survey::Section| {
            section.teaches && section.id == row.id || section.angles.contains(&row.id)
        };
        row.sources.len() > 1 && taught(&row.id) && sections().filter(count).count() < 2
    });
    let once: Vec<_> = once.map(|row| row.id.as_str()).collect();
    if !once.is_empty() {
        let once = once.join(", ");
        lines.push(format!(
            "Several resources teach these, and the book shows them once: {once}"
        ));
    }
    lines.join("\n")
}

/// Compiles the programs of a chapter after the other, runs each in every language, and every Python
/// proof; one message a failure.
///
/// # Errors
///
/// If no Python is at hand, or a folder cannot be read.
pub fn transcripts(survey: &Survey, real_time: bool) -> Result<Vec<String>> {
    let mut failures = Vec::new();
    let pythons = proof::pythons();
    for chapter in &survey.chapters {
        let slug = chapter.slug();
        println!("press: {slug}");
        match cargo_build(&survey.root, &slug, &["--bins"]) {
            Err(e) => failures.push(format!("{slug} does not compile: {e:#}")),
            Ok(binaries) => {
                for program in &chapter.programs()? {
                    failures.extend(compare(program, &binaries, pythons, real_time));
                }
            }
        }
        for file in chapter.python_tests()? {
            let runs = pythons
                .iter()
                .map(|python| PythonTest::run_all(&file, python));
            failures.extend(runs.filter_map(Result::err));
        }
    }
    Ok(failures)
}

/// Compiles one program and compares it with its transcripts in every language, on every Python given.
///
/// # Errors
///
/// If it does not compile.
pub fn program_failures(
    root: &Path,
    program: &Program,
    pythons: &[Python],
    real_time: bool,
) -> Result<Vec<String>> {
    let mut binaries = PathBuf::new();
    if program.file(Language::Rust).is_file() {
        binaries = compile(root, program)?;
    }
    Ok(compare(program, &binaries, pythons, real_time))
}

fn compare(program: &Program, binaries: &Path, pythons: &[Python], real_time: bool) -> Vec<String> {
    let mut reports = Vec::new();
    if program.file(Language::Rust).is_file() {
        let executable = binaries.join(&program.name);
        reports.push(program.compare(&[Runner::Rust(&executable)], real_time));
    }
    if program.file(Language::Python).is_file() {
        let runners: Vec<_> = pythons.iter().map(Runner::Python).collect();
        reports.push(program.compare(&runners, real_time));
    }
    let failures = reports.into_iter().filter_map(|report| {
        report.notes.iter().for_each(|note| println!("{note}"));
        report.failure
    });
    failures.collect()
}

/// Compiles a program with cargo and says where it is.
///
/// # Errors
///
/// What the compiler says.
pub fn compile(root: &Path, program: &Program) -> Result<PathBuf> {
    cargo_build(root, &program.chapter.slug(), &["--bin", &program.name])
        .with_context(|| format!("{} does not compile", program.address()))
}

fn cargo_build(root: &Path, package: &str, what: &[&str]) -> Result<PathBuf> {
    let output = Command::new("cargo")
        .args(["build", "--quiet", "--message-format", "short"])
        .args(["--package", package])
        .args(what)
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .context("cargo does not start")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{}", said.trim_end());
    }
    Ok(binaries(root))
}

/// Where cargo puts the compiled programs of the book at `root`.
#[must_use]
pub fn binaries(root: &Path) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join("debug")
}
