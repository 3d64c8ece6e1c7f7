//! Recorded transcripts: which file holds which, comparing with them, and writing them anew.

use std::path::{Path, PathBuf};
use std::{fs, io};

use similar::TextDiff;

use crate::interpreter::{RECORDED, SUPPORTED};
use crate::{Clock, Language, Outcome, Program, Python, Version};

/// What comparing a run with its transcript found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Byte for byte the same.
    Same,
    /// The program asks for a newer Python.
    NotForThisPython(Version),
    /// What this machine lacks to run the program.
    Lacking(String),
    /// It prints something else than before on a Python newer than the recorded one.
    ChangedSince(String),
    /// What is wrong, and the command that mends it.
    Wrong(String),
}

/// Who runs a program.
#[derive(Debug, Clone, Copy)]
pub enum Runner<'a> {
    /// This interpreter.
    Python(&'a Python),
    /// The compiled program in this folder.
    Rust(&'a Path),
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

    fn transcript_file(&self, kind: &str) -> PathBuf {
        let dot = if kind.is_empty() { "" } else { "." };
        let file = format!("transcripts/{}{dot}{kind}.txt", self.name);
        self.chapter.folder.join(file)
    }

    /// Runs it once and compares what it prints with its transcript. The real clock can be asked for
    /// in place of the one that the program declares.
    #[must_use]
    pub fn compare(&self, runner: Runner<'_>, real_time: bool) -> Verdict {
        let printed = match self.print(runner, real_time) {
            Ok(Ok(printed)) => printed,
            Ok(Err(verdict)) => return verdict,
            Err(e) => return Verdict::Wrong(e.to_string()),
        };
        let (language, version) = match runner {
            Runner::Python(python) => (Language::Python, python.version),
            Runner::Rust(_) => (Language::Rust, RECORDED),
        };
        let accept = format!("cargo book record {}", self.address());
        let Some(file) = self.transcript(language, version) else {
            let name = language.name();
            return Verdict::Wrong(format!(
                "{name} prints this, and no transcript is recorded:\n{printed}\nTo record it: {accept}"
            ));
        };
        let recorded = match fs::read_to_string(&file) {
            Ok(recorded) => recorded,
            Err(e) => return Verdict::Wrong(format!("{}: {e}", file.display())),
        };
        if recorded == printed {
            return Verdict::Same;
        }
        let diff = diff(&recorded, &printed);
        if language == Language::Python && version.is_newer_than_recorded() {
            return Verdict::ChangedSince(format!("changed since {RECORDED}:\n{diff}"));
        }
        Verdict::Wrong(format!(
            "{} prints something else than {} says:\n{diff}\nTo accept it: {accept}",
            language.name(),
            file.display()
        ))
    }

    /// What it prints, or why there is nothing to compare.
    fn print(&self, runner: Runner<'_>, real_time: bool) -> io::Result<Result<String, Verdict>> {
        let language = match runner {
            Runner::Python(_) => Language::Python,
            Runner::Rust(_) => Language::Rust,
        };
        let header = self.header(language)?;
        if let Some(lack) = header.lack() {
            return Ok(Err(Verdict::Lacking(lack)));
        }
        let clock = if real_time { Clock::Real } else { header.clock };
        let command = match runner {
            Runner::Python(python) => {
                if let Some(oldest) = header.python
                    && python.version < oldest
                {
                    return Ok(Err(Verdict::NotForThisPython(oldest)));
                }
                self.python(&header, python, clock)
            }
            Runner::Rust(binaries) => self.rust(&header, binaries, clock),
        };
        Ok(match command.run()? {
            Outcome::Ended(printed) => Ok(printed),
            Outcome::OutOfTime(printed) => Err(Verdict::Wrong(format!(
                "{} was stopped: a program has 10 s, and {} took longer. It had printed:\n{printed}",
                language.name(),
                self.address()
            ))),
        })
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
                    let printed = self.print(program, Runner::Rust(self.binaries))?;
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
        match program.print(runner, false)? {
            Ok(printed) => Ok(Some(printed)),
            Err(Verdict::Wrong(message) | Verdict::Lacking(message)) => {
                Err(io::Error::other(message))
            }
            Err(_) => Ok(None),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Chapter;

    #[test]
    fn a_program_that_needs_a_missing_command_is_not_run() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let chapter = Chapter {
            folder: folder.path().to_owned(),
        };
        let program = chapter.program("tide");
        let file = program.file(Language::Rust);
        fs::create_dir_all(file.parent().expect("src/bin")).expect("a folder");
        fs::write(&file, "// needs: no-such-command\nfn main() {}\n").expect("a file");
        let verdict = program.compare(Runner::Rust(folder.path()), false);
        let lack = "no no-such-command on PATH; install it".to_owned();
        assert_eq!(verdict, Verdict::Lacking(lack));
    }
}
