//! The proofs that are written in Python: `unittest` methods, found without an interpreter.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use crate::{Clock, Command, Outcome, Python, packages};

/// Does what `python -m unittest` does.
const RUNNER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/unittest_main.py");

/// A test method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PythonTest {
    /// Its name without `test_`: the sentence that it proves.
    pub name: String,
    /// The file that holds it.
    pub file: PathBuf,
    /// Its text, from its decorators to its end, without the indentation.
    pub source: String,
}

impl PythonTest {
    /// The tests of a file, in its order: the methods whose name begins with `test_`.
    /// Errors: if the file cannot be read.
    pub fn all(file: &Path) -> io::Result<Vec<PythonTest>> {
        let text = fs::read_to_string(file)?;
        let lines: Vec<&str> = text.lines().collect();
        let mut tests = Vec::new();
        for (start, line) in lines.iter().enumerate() {
            let Some(name) = method(line) else { continue };
            let is_decorator = |line: &&&str| line.starts_with("    @");
            let decorators = lines[..start].iter().rev().take_while(is_decorator).count();
            let is_inside = |line: &&str| {
                line.is_empty() || line.starts_with("     ") || line.starts_with("    )")
            };
            let after = lines[start + 1..].iter().copied().take_while(is_inside);
            let source = lines[start - decorators..=start + after.count()].iter();
            let source = source.map(|line| line.strip_prefix("    ").unwrap_or(line));
            let source = source.collect::<Vec<_>>().join("\n").trim_end().to_owned();
            tests.push(PythonTest { name: name.to_owned(), file: file.to_owned(), source });
        }
        Ok(tests)
    }

    /// Runs all tests of a file with `python`.
    /// Errors: what the run printed, if a test failed, was skipped or did not run.
    pub fn run_all(file: &Path, python: &Python) -> Result<(), String> {
        let expected = PythonTest::all(file).map_err(|e| e.to_string())?.len();
        let folder = file.parent().unwrap_or(Path::new("."));
        let imported = [folder.to_owned(), folder.join("../../python")];
        let interpreter = match packages::are_imported(file, &imported) {
            true => python.with_packages().map_err(|lack| lack.to_string())?,
            false => &python.executable,
        };
        let outcome = Command::new(interpreter, folder)
            .arg(RUNNER)
            .arg(file.file_stem().unwrap_or_default())
            .env("PYTHONPATH", "../../python")
            .trial(Clock::Real)
            .limit(Duration::from_secs(30))
            .run()
            .map_err(|e| e.to_string())?;
        let (Outcome::Ended(printed) | Outcome::OutOfTime(printed)) = &outcome;
        let has_ended = matches!(outcome, Outcome::Ended(_)) && printed.ends_with("\nOK\n");
        if has_ended && printed.contains(&format!("Ran {expected} test")) {
            return Ok(());
        }
        Err(format!("{printed}\n{expected} tests were to run and to pass in {}", file.display()))
    }
}

fn method(line: &str) -> Option<&str> {
    let definition = line.strip_prefix("    ")?;
    let definition = definition.strip_prefix("async ").unwrap_or(definition);
    Some(definition.strip_prefix("def test_")?.split_once('(')?.0)
}
