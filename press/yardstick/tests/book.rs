//! Every program of every chapter prints what its transcript says and does what its trace says, and
//! every proof in Python holds.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::LazyLock;
use std::time::Duration;
use std::{io, thread};

use proof::{
    Artifacts, Chapter, Command, End, Language, OLDEST, Program, Python, PythonTest, RECORDED,
    Report, pythons, target, wanted_pythons,
};
use yardstick::{Failed, Trial, conclude, lacking, lacking_python};

/// What cargo has compiled, for the `cargo test` that runs this.
static COMPILED: LazyLock<Result<Artifacts, String>> = LazyLock::new(compiled);

fn main() -> ExitCode {
    // While it answers, Pythons are looked for.
    thread::spawn(|| LazyLock::force(&COMPILED));
    match trials() {
        Ok(trials) => conclude(trials),
        Err(e) => {
            eprintln!("the chapters cannot be read: {e}");
            ExitCode::FAILURE
        }
    }
}

fn compiled() -> Result<Artifacts, String> {
    let mut printed = Vec::new();
    let arguments = ["test", "--workspace", "--no-run", "--message-format"];
    let end = Command::tool(Path::new("cargo"), Path::new(env!("CARGO_MANIFEST_DIR")))
        .args(arguments)
        .arg("json-render-diagnostics")
        .env("CARGO_TARGET_DIR", &target().to_string_lossy())
        .limit(Duration::from_secs(1800))
        .stream(|chunk| printed.extend_from_slice(chunk));
    let artifacts = Artifacts::of(&String::from_utf8_lossy(&printed));
    match end.map_err(|e| e.to_string())? {
        End::Ended(status) if status.success() => Ok(artifacts),
        _ => Err(artifacts.said),
    }
}

/// Those that take long come first: what comes last has nothing beside it.
fn trials() -> io::Result<Vec<Trial>> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let chapters = Chapter::all(&examples.canonicalize()?)?;
    let mut proofs = Vec::new();
    let mut traces = Vec::new();
    let mut programs = Vec::new();
    let mut oldest = OLDEST;
    for chapter in &chapters {
        proofs.extend(chapter.python_tests()?);
        for program in chapter.programs()? {
            oldest = oldest.min(program.oldest_python());
            for language in program.languages() {
                programs.push(program_trial(&program, language));
                if program.trace_file(language).is_file() {
                    traces.push(trace_trial(&program, language));
                }
            }
        }
    }
    proofs.sort_by_key(|file| Reverse(file.metadata().map_or(0, |file| file.len())));
    let proofs = proofs.iter().flat_map(|file| proof_trials(file));
    let missing = wanted_pythons(oldest).into_iter().filter(|(_, it)| it.is_none());
    let missing = missing.map(|(version, _)| lacking_python("all of Python", version));
    Ok(missing.chain(traces).chain(proofs).chain(programs).collect())
}

fn proof_trials(file: &Path) -> Vec<Trial> {
    let chapter = file.ancestors().nth(3).and_then(Path::file_name);
    let names = [chapter, file.file_stem()].map(Option::unwrap_or_default);
    let [chapter, file_name] = names.map(OsStr::to_string_lossy);
    let trial = |python: &'static Python| {
        let name = format!("{chapter}/python::{file_name} on {}", python.version);
        let file = file.to_owned();
        Trial::test(name, move || PythonTest::run_all(&file, python).map_err(Failed::from))
    };
    pythons().iter().map(trial).collect()
}

fn program_trial(program: &Program, language: Language) -> Trial {
    let name = format!("{} in {}", program.address(), language.name());
    // A header that cannot be read fails the trial.
    if let Some(lack) = program.header(language).ok().and_then(|it| it.lack()) {
        return lacking(&name, &lack);
    }
    let program = program.clone();
    Trial::test(name, move || {
        let executables = match language {
            Language::Python => &BTreeMap::new(),
            Language::Rust => &COMPILED.as_ref()?.executables,
        };
        accept(program.compare_in(language, executables, false))
    })
}

fn trace_trial(program: &Program, language: Language) -> Trial {
    let name = format!("{} traced in {}", program.address(), language.name());
    let is_at_hand = pythons().iter().any(|python| python.version == RECORDED);
    if language == Language::Python && !is_at_hand {
        return lacking_python(&name, RECORDED);
    }
    let program = program.clone();
    Trial::test(name, move || accept(program.compare_trace(language, pythons())))
}

fn accept(report: Report) -> Result<(), Failed> {
    report.notes.iter().for_each(|note| eprintln!("{note}"));
    report.failure.map_or(Ok(()), |failure| Err(failure.into()))
}
