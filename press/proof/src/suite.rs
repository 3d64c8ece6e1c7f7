//! The tests of a chapter's programs: one a program, language and Python.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, thread};

use libtest_mimic::{Arguments, Failed, Trial};

use crate::{
    Chapter, Language, Program, Python, PythonTest, RECORDED, Runner, Verdict, Version, pythons,
    wanted_pythons,
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
        Ok(trials) => conclude(trials),
        Err(e) => {
            eprintln!("{folder}: {e}");
            ExitCode::FAILURE
        }
    }
}

/// Runs trials, as a test binary's end: several to a core, for a trial waits for the programs that it
/// runs, and those for a clock or a socket.
#[must_use]
pub fn conclude(trials: Vec<Trial>) -> ExitCode {
    let mut arguments = Arguments::from_args();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    arguments.test_threads.get_or_insert(3 * cores);
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trials(chapter: &Chapter) -> Result<Vec<Trial>, String> {
    let programs = chapter.programs().map_err(|e| e.to_string())?;
    let python_tests = chapter.python_tests().map_err(|e| e.to_string())?;
    let pythons = pythons()?;
    let mut trials = Vec::new();
    // The longest first: what comes last has nothing beside it.
    for file in python_tests {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let name = name.into_owned();
        trials.extend(each_python(&name, move |python| {
            PythonTest::run_all(&file, python).map_err(Failed::from)
        })?);
    }
    for program in &programs {
        trials.extend(trace_trials(program, pythons));
        if program.file(Language::Rust).is_file() {
            let program = program.clone();
            let name = format!("rust::{}", program.name);
            trials.push(match lack(&program, Language::Rust) {
                Some(lack) => lacking(&name, &lack),
                None => Trial::test(name, move || {
                    accept(program.compare(Runner::Rust(&binaries()), false))
                }),
            });
        }
    }
    for program in programs {
        if program.file(Language::Python).is_file() {
            let name = program.name.clone();
            if let Some(lack) = lack(&program, Language::Python) {
                trials.push(lacking(&format!("python::{name}"), &lack));
                continue;
            }
            trials.extend(each_python(&name, move |python| {
                accept(program.compare(Runner::Python(python), false))
            })?);
        }
    }
    Ok(trials)
}

/// A test for each trace of a program that is recorded.
fn trace_trials(program: &Program, pythons: &'static [Python]) -> Vec<Trial> {
    let recorded = |language: &Language| program.trace_file(*language).is_file();
    let languages = program.languages().into_iter().filter(recorded);
    let trial = |language: Language| {
        let name = format!(
            "trace::{}::{}",
            language.name().to_lowercase(),
            program.name
        );
        let is_at_hand = pythons.iter().any(|python| python.version == RECORDED);
        if language == Language::Python && !is_at_hand {
            return lacking_python(&name, RECORDED);
        }
        let program = program.clone();
        Trial::test(name, move || {
            accept(program.compare_trace(language, pythons))
        })
    };
    languages.map(trial).collect()
}

/// A test of a Python that is not at hand. What `PYTHONS_NOT_TO_BE_HAD` names, as `3.14 3.15`, is
/// skipped by name wherever this runs; the others as [`lacking`] says.
#[must_use]
pub fn lacking_python(name: &str, version: Version) -> Trial {
    let not_to_be_had = env::var("PYTHONS_NOT_TO_BE_HAD").unwrap_or_default();
    let mut named = not_to_be_had.split_whitespace().map(Version::parse);
    if named.any(|named| named == Some(version)) {
        let name = format!("{name} (python{version} is not to be had here)");
        return Trial::test(name, || Ok(())).with_ignored_flag(true);
    }
    let lack = format!("no python{version} on PATH that starts; install it");
    lacking(name, &lack)
}

/// A test for each supported release of Python, and for each newer one at hand.
///
/// # Errors
///
/// If a virtual environment cannot be made.
pub fn each_python(
    name: &str,
    test: impl Fn(&Python) -> Result<(), Failed> + Clone + Send + 'static,
) -> Result<Vec<Trial>, String> {
    let trial = |(version, python): (Version, Option<Python>)| {
        let name = format!("python-{version}::{name}");
        let test = test.clone();
        match python {
            Some(python) => Trial::test(name, move || test(&python)),
            None => lacking_python(&name, version),
        }
    };
    Ok(wanted_pythons()?.into_iter().map(trial).collect())
}

/// A test that cannot be run here, and why: skipped by name, or failed where `CI` is `true`.
#[must_use]
pub fn lacking(name: &str, lack: &str) -> Trial {
    let reason = lack.to_owned();
    Trial::test(format!("{name} ({lack})"), move || Err(reason.into())).with_ignored_flag(!in_ci())
}

/// Whether `CI` is `true`: then nothing may be skipped.
#[must_use]
pub fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|ci| ci == "true")
}

/// What this machine lacks to run a program. A header that cannot be read fails the program's test.
fn lack(program: &Program, language: Language) -> Option<String> {
    program.header(language).ok()?.lack()
}

fn accept(verdict: Verdict) -> Result<(), Failed> {
    match verdict {
        Verdict::Same | Verdict::NotForThisPython(_) => Ok(()),
        Verdict::ChangedSince(message) => {
            eprintln!("{message}");
            Ok(())
        }
        Verdict::Wrong(message) | Verdict::Lacking(message) => Err(message.into()),
    }
}

/// Where cargo puts the programs: beside the folder of the test that runs.
fn binaries() -> PathBuf {
    let test = env::current_exe().unwrap_or_default();
    let deps = test.parent().unwrap_or(Path::new("."));
    deps.parent().unwrap_or(deps).to_owned()
}
