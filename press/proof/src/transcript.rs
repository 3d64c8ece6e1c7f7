//! Transcripts: which of them holds for which run, and comparing the two.

use std::path::{Path, PathBuf};
use std::{fs, io};

use similar::TextDiff;

use crate::interpreter::RECORDED;
use crate::{Clock, Lack, Language, Outcome, Program, Python, Version, in_ci};

/// What comparing a program with its transcripts found, in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The program, who prints what else, and the command that accepts it: one block.
    pub failure: Option<String>,
    /// What is no failure: a run that was skipped, or a newer Python that prints something else.
    pub notes: Vec<String>,
}

/// Who runs a program.
#[derive(Debug, Clone, Copy)]
pub enum Runner<'a> {
    /// This interpreter.
    Python(&'a Python),
    /// The compiled program itself.
    Rust(&'a Path),
}

impl Runner<'_> {
    pub(crate) fn language(self) -> Language {
        match self {
            Runner::Python(_) => Language::Python,
            Runner::Rust(_) => Language::Rust,
        }
    }

    /// The release whose transcript holds for it.
    pub(crate) fn version(self) -> Version {
        match self {
            Runner::Python(python) => python.version,
            Runner::Rust(_) => RECORDED,
        }
    }
}

impl Program {
    /// The transcript that a run in `language` is compared with and that the page shows, if there is
    /// one. For Rust it is `<name>.rust.txt`, else `<name>.txt`. For Python, `<name>.python-3.12.txt`
    /// holds for 3.12 and for every older release that has no such file of its own; for a release newer
    /// than all of them it is `<name>.python.txt`, else `<name>.txt`.
    #[must_use]
    pub fn transcript(&self, language: Language, version: Version) -> Option<PathBuf> {
        let mut kinds: Vec<String> = Vec::new();
        if language == Language::Python {
            let own = SUPPORTED.iter().filter(|release| **release >= version);
            kinds.extend(own.map(|release| format!("python-{release}")));
        }
        kinds.extend([language.name().to_lowercase(), String::new()]);
        let mut files = kinds.iter().map(|kind| self.transcript_file(kind));
        files.find(|file| file.is_file())
    }

    /// The transcript of that kind, whether it exists or not: `rust`, `python-3.12`, or nothing for
    /// all runs.
    pub(crate) fn transcript_file(&self, kind: &str) -> PathBuf {
        let dot = if kind.is_empty() { "" } else { "." };
        let file = format!("transcripts/{}{dot}{kind}.txt", self.name);
        self.chapter.folder.join(file)
    }

    /// Runs it once with each of the `runners`, which are of one language, and compares what it prints
    /// with its transcripts. The real clock can be asked for in place of the one that the program
    /// declares.
    #[must_use]
    pub fn compare(&self, runners: &[Runner<'_>], real_time: bool) -> Report {
        let mut report = Report::default();
        let mut wrong: Vec<(String, String)> = Vec::new();
        for &runner in runners {
            let who = match runner {
                Runner::Python(python) => format!("Python {}", python.version),
                Runner::Rust(_) => "Rust".to_owned(),
            };
            let what = match self.difference(runner, real_time) {
                Ok(None) | Err(Lack::NotForThisPython(_)) => continue,
                Ok(Some(difference)) if runner.version().is_newer_than_recorded() => {
                    let since = format!("changed since {RECORDED}");
                    report
                        .notes
                        .push(format!("{}, {who}: {since}:\n{difference}", self.address()));
                    continue;
                }
                Err(Lack::Missing(lack)) if !in_ci() => {
                    report
                        .notes
                        .push(format!("{} is skipped: {lack}", self.address()));
                    continue;
                }
                Ok(Some(difference)) => difference,
                Err(lack) => lack.to_string(),
            };
            match wrong.iter_mut().find(|(_, known)| *known == what) {
                Some((others, _)) => *others += &format!(" and {who}"),
                None => wrong.push((who, what)),
            }
        }
        let address = self.address();
        let blocks = wrong
            .iter()
            .map(|(who, what)| format!("{address}, {who}: {what}\n"));
        let blocks: String = blocks.collect();
        report.failure = (!blocks.is_empty())
            .then(|| format!("{blocks}To accept what it prints: cargo book record {address}"));
        report
    }

    fn difference(&self, runner: Runner<'_>, real_time: bool) -> Result<Option<String>, Lack> {
        let printed = self.printed(runner, real_time.then_some(Clock::Real))?;
        let Some(file) = self.transcript(runner.language(), runner.version()) else {
            return Ok(Some(format!(
                "no transcript is recorded of this:\n{printed}"
            )));
        };
        let recorded = fs::read_to_string(&file).map_err(|e| Lack::Broken(e.to_string()))?;
        Ok((recorded != printed).then(|| diff(&recorded, &printed)))
    }

    /// What it prints, if it ends.
    pub(crate) fn printed(&self, runner: Runner<'_>, clock: Option<Clock>) -> Result<String, Lack> {
        match self.command(runner, clock)?.run() {
            Ok(Outcome::Ended(printed)) => Ok(printed),
            Ok(Outcome::OutOfTime(printed)) => Err(Lack::Broken(format!(
                "it did not end in 10 s, which is what a program has; until then it printed:\n{printed}"
            ))),
            Err(e) => Err(Lack::Broken(e.to_string())),
        }
    }

/// The lines that differ, with those around them.
pub(crate) fn diff(recorded: &str, printed: &str) -> String {
    TextDiff::from_lines(recorded, printed)
        .unified_diff()
        .header("recorded", "printed")
        .to_string()
}

/// Records what a program prints.
#[derive(Debug)]
pub struct Writer<'a> {
    /// Where the compiled programs are.
    pub binaries: &'a Path,
    /// The Pythons at hand; one of them is the recorded release.
    pub pythons: &'a [Python],
}

impl Writer<'_> {
    /// Runs `program` in all its languages and replaces its transcripts: one file for what both print,
    /// else one a language, and one more for an older Python that differs. Returns a difference for
    /// each file that changed.
    ///
    /// # Errors
    ///
    /// If a run does not end, no Python of the recorded release is at hand, or a file cannot be
    /// written. Then no transcript has changed.
    pub fn record(&self, program: &Program) -> io::Result<Vec<String>> {
        let mut files: Vec<(String, String)> = Vec::new();
        for language in program.languages() {
            match language {
                Language::Rust => {
                    let printed =
                        self.print(program, Runner::Rust(&self.binaries.join(&program.name)))?;
                    files.extend(printed.map(|printed| ("rust".to_owned(), printed)));
                }
                Language::Python => {
                    let recorded = self.pythons.iter().find(|p| p.version == RECORDED);
                    let recorded = recorded.ok_or_else(|| {
                        let name = format!("python{RECORDED}");
                        io::Error::other(format!(
                            "transcripts are recorded with {name}; put it on PATH"
                        ))
                    })?;
                    let newest = self.print(program, Runner::Python(recorded))?;
                    for python in self.pythons.iter().filter(|p| p.version < RECORDED) {
                        let printed = self.print(program, Runner::Python(python))?;
                        if printed.is_some() && printed != newest {
                            let kind = format!("python-{}", python.version);
                            files.extend(printed.map(|printed| (kind, printed)));
                        }
                    }
                    files.extend(newest.map(|printed| ("python".to_owned(), printed)));
                }
            }
        }
        let special = |kind: &str| files.iter().position(|(found, _)| found == kind);
        if let (Some(python), Some(rust)) = (special("python"), special("rust"))
            && files[python].1 == files[rust].1
        {
            files[python].0.clear();
            files.remove(rust);
        } else if let [(kind, _)] = &mut files[..] {
            kind.clear();
        }
        self.replace(program, &files)
    }

    fn print(&self, program: &Program, runner: Runner<'_>) -> io::Result<Option<String>> {
        match program.printed(runner, None) {
            Ok(printed) => Ok(Some(printed)),
            Err(Lack::NotForThisPython(_)) => Ok(None),
            Err(lack) => Err(io::Error::other(lack.to_string())),
        }
    }

    fn replace(&self, program: &Program, files: &[(String, String)]) -> io::Result<Vec<String>> {
        let mut changes = Vec::new();
        let mut kinds = vec![String::new(), "python".into(), "rust".into()];
        kinds.extend(self.pythons.iter().map(|p| format!("python-{}", p.version)));
        for kind in kinds {
            let file = program.transcript_file(&kind);
            let before = fs::read_to_string(&file).ok();
            let after = files.iter().find(|(found, _)| *found == kind);
            match (before, after) {
                (Some(before), Some((_, after))) if before == *after => {}
                (before, Some((_, after))) => {
                    changes.push(format!(
                        "{}\n{}",
                        file.display(),
                        diff(&before.unwrap_or_default(), after)
                    ));
                    let next = file.with_extension("next");
                    fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
                    fs::write(&next, after)?;
                    fs::rename(next, file)?;
                }
                (Some(_), None) => {
                    changes.push(format!("{}: removed", file.display()));
                    fs::remove_file(file)?;
                }
                (None, None) => {}
            }
        }
        Ok(changes)
    }
}
