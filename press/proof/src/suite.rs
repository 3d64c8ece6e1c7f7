//! The tests of a chapter's programs: one a program, language and Python.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use crate::{
    Chapter, Language, Program, Python, PythonTest, Runner, Verdict, Version, wanted_pythons,
};

/// Tests every program and every Python proof of the chapter in `folder`, as a test binary's `main`:
/// `proof::main(env!("CARGO_MANIFEST_DIR"))`. A Python that is not at hand makes its tests be skipped
/// by name; where `CI` is `true`, it makes them fail.
#[must_use]
pub fn main(folder: &str) -> ExitCode {
    let chapter = Chapter {
        folder: PathBuf::from(folder),
    };
    match trials(&chapter) {
        Ok(trials) => libtest_mimic::run(&Arguments::from_args(), trials).exit_code(),
        Err(e) => {
            eprintln!("{folder}: {e}");
            ExitCode::FAILURE
        }
    }
}

fn trials(chapter: &Chapter) -> Result<Vec<Trial>, String> {
    let programs = chapter.programs().map_err(|e| e.to_string())?;
    let python_tests = chapter.python_tests().map_err(|e| e.to_string())?;
    let mut trials = Vec::new();
    for program in &programs {
        if program.file(Language::Rust).is_file() {
            let program = program.clone();
            let name = format!("rust::{}", program.name);
            trials.push(Trial::test(name, move || {
                accept(program.compare(Runner::Rust(&binaries()), false))
            }));
        }
    }
    for (version, python) in wanted_pythons()? {
        for program in &programs {
            if program.file(Language::Python).is_file() {
                let name = format!("python-{version}::{}", program.name);
                trials.push(with_python(
                    &name,
                    version,
                    python.clone(),
                    compare(program),
                ));
            }
        }
        for file in &python_tests {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            let name = format!("python-{version}::{stem}");
            let file = file.clone();
            trials.push(with_python(&name, version, python.clone(), move |python| {
                PythonTest::run_all(&file, python).map_err(Failed::from)
            }));
        }
    }
    Ok(trials)
}

fn compare(program: &Program) -> impl FnOnce(&Python) -> Result<(), Failed> + Send + 'static {
    let program = program.clone();
    move |python| accept(program.compare(Runner::Python(python), false))
}

/// The test, or, where there is no such Python, one that says so.
fn with_python(
    name: &str,
    version: Version,
    python: Option<Python>,
    test: impl FnOnce(&Python) -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let in_ci = env::var_os("CI").is_some_and(|ci| ci == "true");
    match python {
        Some(python) => Trial::test(name, move || test(&python)),
        None => {
            let lack = format!("no python{version} on PATH that starts; install it to run this");
            Trial::test(format!("{name} ({lack})"), move || Err(lack.into()))
                .with_ignored_flag(!in_ci)
        }
    }
}

fn accept(verdict: Verdict) -> Result<(), Failed> {
    match verdict {
        Verdict::Same | Verdict::NotForThisPython(_) => Ok(()),
        Verdict::ChangedSince(message) => {
            eprintln!("{message}");
            Ok(())
        }
        Verdict::Wrong(message) => Err(message.into()),
    }
}

/// Where cargo puts the programs: beside the folder of the test that runs.
fn binaries() -> PathBuf {
    let test = env::current_exe().unwrap_or_default();
    let deps = test.parent().unwrap_or(Path::new("."));
    deps.parent().unwrap_or(deps).to_owned()
}
