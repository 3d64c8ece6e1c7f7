//! The proofs that are written in Python: `unittest` methods, found without an interpreter.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use crate::{Clock, Command, End, OLDEST, Python, RECORDED, Version, packages};

/// Does what `python -m unittest` does.
const RUNNER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/unittest_main.py");

/// How long the tests of a file may take.
const LIMIT: Duration = Duration::from_secs(90);

/// A test method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PythonTest {
    /// Its name without `test_`: the sentence that it proves.
    pub name: String,
    /// The file that holds it.
    pub file: PathBuf,
    /// The line that it begins on, from 1.
    pub line: usize,
    /// Its text, from its decorators to its end, without the indentation.
    pub source: String,
}

/// The releases of Python on which a proof holds, as its name says them: `since_3_14`, `until_3_12`, or
/// `before_3_13`, which is the same. With both, those between, or all but those between.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// The first release.
    pub since: Option<Version>,
    /// The release after the last.
    pub before: Option<Version>,
}

impl Span {
    fn of(name: &str) -> Span {
        let (mut span, words) = (Span::default(), name.split('_').collect::<Vec<_>>());
        for at in 0..words.len() {
            let [word, "3", minor, rest @ ..] = &words[at..] else { continue };
            let number = |word: &str| word.parse::<u32>().ok();
            let Some(minor) = number(minor) else { continue };
            // 3.13.1 is no release of its own.
            if rest.first().is_some_and(|patch| number(patch).is_some()) {
                continue;
            }
            match *word {
                "since" => span.since = Some(Version(3, minor)),
                "before" => span.before = Some(Version(3, minor)),
                "until" => span.before = Some(Version(3, minor + 1)),
                _ => {}
            }
        }
        span
    }

    /// Whether the proof holds on that release.
    pub fn holds_on(self, version: Version) -> bool {
        let [since, before] = [
            self.since.is_none_or(|since| version >= since),
            self.before.is_none_or(|before| version < before),
        ];
        match (self.since, self.before) {
            (Some(first), Some(end)) if end <= first => since || before,
            _ => since && before,
        }
    }

    /// A release of the name of which no run can tell: there is none before it, or not yet one after it.
    pub fn untold(self) -> Option<Version> {
        let is_told =
            |version: &Version| (Version(OLDEST.0, OLDEST.1 + 1)..=RECORDED).contains(version);
        self.since.into_iter().chain(self.before).find(|version| !is_told(version))
    }
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
            let (name, file) = (name.to_owned(), file.to_owned());
            tests.push(PythonTest { name, file, line: start + 1, source });
        }
        Ok(tests)
    }

    /// On which releases it holds: on all, unless its name says otherwise. One that asks for the release
    /// holds on all.
    pub fn span(&self) -> Span {
        let asks = self.source.contains("version_info");
        if asks { Span::default() } else { Span::of(&self.name) }
    }

    /// Runs all tests of a file with `python`. One whose name says that it does not hold there must fail.
    /// Errors: what the run printed, if a test did otherwise, was skipped or did not run.
    pub fn run_all(file: &Path, python: &Python) -> Result<(), String> {
        let tests = PythonTest::all(file).map_err(|e| e.to_string())?;
        let expected = tests.len();
        let failing = tests.iter().filter(|test| !test.span().holds_on(python.version));
        let failing: Vec<_> = failing.collect();
        let names: Vec<_> = failing.iter().map(|test| format!("test_{}", test.name)).collect();
        let folder = file.parent().unwrap_or(Path::new("."));
        let imported = [folder.to_owned(), folder.join("../../python")];
        let interpreter = match packages::are_imported(file, &imported) {
            true => python.with_packages().map_err(|lack| lack.to_string())?,
            false => &python.executable,
        };
        let (ended, printed) = Command::new(interpreter, folder)
            .arg(RUNNER)
            .arg(file.file_stem().unwrap_or_default())
            .env("EXPECTED_FAILURES", &names.join(" "))
            .env("PYTHONPATH", "../../python")
            .trial(Clock::Real)
            .limit(LIMIT)
            .run()
            .map_err(|e| e.to_string())?;
        let end = match failing.len() {
            0 => "\nOK\n".to_owned(),
            count => format!("\nOK (expected failures={count})\n"),
        };
        let has_ended = matches!(ended, End::Ended(_)) && printed.ends_with(&end);
        if has_ended && printed.contains(&format!("Ran {expected} test")) {
            return Ok(());
        }
        let holds = failing
            .iter()
            .filter(|test| printed.contains(&format!("UNEXPECTED SUCCESS: test_{} ", test.name)));
        let (version, place) = (python.version, file.display());
        let end = match ended {
            End::Ended(_) => String::new(),
            _ => format!("\nthey did not end in {} s", LIMIT.as_secs()),
        };
        let printed = holds.fold(printed.clone(), |printed, PythonTest { name, line, .. }| {
            printed + &format!("{place}:{line}: `{name}` holds on Python {version} too, and its name says that it does not\n")
        });
        Err(format!(
            "{printed}{end}\n{expected} tests were to run and to pass in {}",
            file.display()
        ))
    }
}

fn method(line: &str) -> Option<&str> {
    let definition = line.strip_prefix("    ")?;
    let definition = definition.strip_prefix("async ").unwrap_or(definition);
    Some(definition.strip_prefix("def test_")?.split_once('(')?.0)
}
