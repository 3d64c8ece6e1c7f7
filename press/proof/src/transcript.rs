//! Transcripts: which of them holds for which run, and comparing the two.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::{fs, io, thread};

use similar::TextDiff;

use crate::interpreter::{RECORDED, RELEASES};
use crate::{Clock, End, Lack, Language, Program, Python, Version, in_ci};

/// Who runs a program.
#[derive(Debug, Clone, Copy)]
pub enum Runner<'a> {
    /// This interpreter.
    Python(&'a Python),
    /// The compiled program itself.
    Rust(&'a Path),
}

/// What comparing a program with its transcripts found, in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The program, who prints what else, and the command that accepts it: one block.
    pub failure: Option<String>,
    /// What is no failure: a run that was skipped, or a newer Python that prints something else.
    pub notes: Vec<String>,
}

/// Who ran a program, and how what it printed is not what is recorded, if it is not.
type Difference<'a> = (Runner<'a>, Result<Option<String>, Lack>);

impl Report {
    /// A failure without a run.
    pub fn failed(failure: String) -> Report {
        Report { failure: Some(failure), notes: Vec::new() }
    }
}

impl Runner<'_> {
    pub(crate) fn language(self) -> Language {
        match self {
            Runner::Python(_) => Language::Python,
            Runner::Rust(_) => Language::Rust,
        }
    }

    /// The release whose transcript holds for it.
    pub fn version(self) -> Version {
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
    pub fn transcript(&self, language: Language, version: Version) -> Option<PathBuf> {
        let mut kinds: Vec<String> = Vec::new();
        if language == Language::Python {
            let own = RELEASES.iter().filter(|release| **release >= version);
            kinds.extend(own.map(|release| format!("python-{release}")));
        }
        kinds.extend([language.kind().to_owned(), String::new()]);
        kinds.iter().map(|kind| self.transcript_file(kind)).find(|file| file.is_file())
    }

    /// The transcript of that kind, whether it exists or not: `rust`, `python-3.12`, or nothing for
    /// all runs.
    pub(crate) fn transcript_file(&self, kind: &str) -> PathBuf {
        let dot = if kind.is_empty() { "" } else { "." };
        self.chapter.folder.join(format!("transcripts/{}{dot}{kind}.txt", self.name))
    }

    /// The transcripts of releases before the recorded one, oldest first.
    pub fn older_transcripts(&self) -> Vec<(Version, PathBuf)> {
        let file = |it| (it, self.transcript_file(&format!("python-{it}")));
        let older = RELEASES.into_iter().filter(|it| *it < RECORDED).map(file);
        older.filter(|(_, file)| file.is_file()).collect()
    }

    /// All that is recorded of it, each with the language that it is of, if it is of one.
    pub fn recorded_files(&self) -> Vec<(PathBuf, Option<Language>)> {
        let older = self.older_transcripts().into_iter();
        let mut files: Vec<_> = older.map(|(_, file)| (file, Some(Language::Python))).collect();
        files.extend(Language::BOTH.map(|it| (self.transcript_file(it.kind()), Some(it))));
        files.extend(Language::BOTH.map(|it| (self.trace_file(it), Some(it))));
        files.push((self.transcript_file(""), None));
        files.retain(|(file, _)| file.is_file());
        files
    }

    /// Compares it in `language`: on every Python at hand, or as the one of `executables` that has its
    /// name.
    pub fn compare_in(
        &self,
        language: Language,
        executables: &BTreeMap<String, PathBuf>,
        real_time: bool,
    ) -> Report {
        let runners: Vec<_> = match (language, executables.get(&self.name)) {
            (Language::Python, _) => self.pythons().map(Runner::Python).collect(),
            (Language::Rust, Some(file)) => vec![Runner::Rust(file)],
            (Language::Rust, None) => {
                return Report::failed(format!("{} does not compile", self.address()));
            }
        };
        self.compare(&runners, real_time)
    }

    /// Runs it once with each of the `runners`, which are of one language, and compares what it prints
    /// with its transcripts, line by line. The real clock can be asked for in place of the one that the
    /// program declares. The newest of the Pythons that are too old for it must print something else.
    pub fn compare(&self, runners: &[Runner<'_>], real_time: bool) -> Report {
        let mut report = Report::default();
        let (mut wrong, mut newer, mut lacking) = (Vec::new(), Vec::new(), Vec::new());
        let mut before = None;
        for (runner, difference) in self.differences(runners, real_time) {
            match difference {
                Ok(None) => {}
                Err(Lack::NotForThisPython(oldest)) => before = Some((runner, oldest)),
                Ok(Some(difference)) if runner.version() > RECORDED => {
                    newer.push((runner, difference));
                }
                Ok(Some(difference)) => wrong.push((runner, difference)),
                Err(Lack::Missing(lack)) if !in_ci() => {
                    report.notes.push(format!("{} is skipped: {lack}", self.address()));
                }
                Err(lack) => lacking.push((runner, lack.to_string())),
            }
        }
        report.notes.dedup();
        for block in self.blocks(newer) {
            report.notes.push(format!("{block}\nIt has changed since Python {RECORDED}."));
        }
        let mut blocks = self.blocks(wrong);
        if !blocks.is_empty() {
            blocks.push(format!("To accept what it prints: cargo book record {}", self.address()));
        }
        lacking.extend(before.and_then(|(runner, oldest)| {
            let found = self.runs_before(runner, oldest);
            found.unwrap_or_else(|lack| Some(lack.to_string())).map(|found| (runner, found))
        }));
        blocks.extend(self.blocks(lacking));
        report.failure = (!blocks.is_empty()).then(|| blocks.join("\n"));
        report
    }

    /// That it prints on an older Python what its header says only newer ones do, if that is so.
    fn runs_before(&self, runner: Runner<'_>, oldest: Version) -> Result<Option<String>, Lack> {
        let header = self.header(runner.language())?;
        let (End::Ended(_), printed) = self.command_for(&header, runner, None)?.run()? else {
            return Ok(None);
        };
        let recorded = self.transcript(runner.language(), oldest);
        if recorded.map(|file| read(&file, &printed)).transpose()? != Some(printed) {
            return Ok(None);
        }
        let file = self.file(runner.language());
        let is_key = |line: &str| line.starts_with("# python: ");
        let line = read_file(&file)?.lines().position(is_key).map_or(0, |line| line + 1);
        let file = file.strip_prefix(&self.chapter.folder).unwrap_or(&file).display();
        Ok(Some(format!(
            "printed is what {oldest} prints, and {file}:{line} says that it takes {oldest}; name the release that it takes"
        )))
    }

    /// On the real clock a run waits more than it computes: then they go on at once.
    fn differences<'a>(&self, runners: &[Runner<'a>], real_time: bool) -> Vec<Difference<'a>> {
        let difference = |&runner| (runner, self.difference(runner, real_time));
        let is_real = |it: &Runner| {
            real_time || self.header(it.language()).is_ok_and(|it| it.clock == Clock::Real)
        };
        if !runners.first().is_some_and(is_real) {
            return runners.iter().map(difference).collect();
        }
        thread::scope(|scope| {
            let run = |runner| scope.spawn(move || in_place(|| difference(runner)));
            let runs: Vec<_> = runners.iter().map(run).collect();
            runs.into_iter().map(|run| run.join().expect("no run panics")).collect()
        })
    }

    fn difference(&self, runner: Runner<'_>, real_time: bool) -> Result<Option<String>, Lack> {
        let printed = self.printed(runner, real_time.then_some(Clock::Real))?;
        let Some(file) = self.transcript(runner.language(), runner.version()) else {
            return Ok(Some(format!("no transcript is recorded of this:\n{printed}")));
        };
        Ok(self.unlike(&file, &printed)?.map(|unlike| format!("printed is {unlike}")))
    }

    /// How it is not what is recorded in a file, if it is not.
    pub(crate) fn unlike(&self, file: &Path, found: &str) -> io::Result<Option<String>> {
        let recorded = read(file, found)?;
        let shown = file.strip_prefix(&self.chapter.folder).unwrap_or(file).display();
        let unlike = || format!("not what {shown} says:\n{}", diff(&recorded, found));
        Ok((recorded != found).then(unlike))
    }

    /// What it prints, if it ends.
    pub(crate) fn printed(&self, runner: Runner<'_>, clock: Option<Clock>) -> Result<String, Lack> {
        match self.command(runner, clock)?.run()? {
            (End::Ended(_), printed) => Ok(printed),
            (_, printed) => Err(Lack::Broken(format!(
                "it did not end in the time that a program has; until then it printed:\n{printed}"
            ))),
        }
    }

    /// What was found, with the program and who came to it: those that came to the same together.
    pub(crate) fn blocks(&self, found: Vec<(Runner<'_>, String)>) -> Vec<String> {
        let mut groups: Vec<(Vec<Runner<'_>>, String)> = Vec::new();
        for (runner, what) in found {
            match groups.iter_mut().find(|(_, known)| *known == what) {
                Some((who, _)) => who.push(runner),
                None => groups.push((vec![runner], what)),
            }
        }
        let block = |(who, what): (Vec<Runner<'_>>, String)| {
            let (address, what) = (self.address(), what.trim_end());
            if let Runner::Rust(_) = who[0] {
                return format!("{address}, Rust: {what}");
            }
            let versions: Vec<_> = who.iter().map(|it| it.version()).collect();
            format!("{address}, Python {}: {what}", listed(&versions))
        };
        groups.into_iter().map(block).collect()
    }
}

/// How many programs run at once on the real clock, whoever runs them: with more, they would be late for
/// their own waits.
const AT_ONCE: usize = 12;

/// Runs one of them, once there is a place for it.
fn in_place<T>(run: impl FnOnce() -> T) -> T {
    static FREE: Mutex<usize> = Mutex::new(AT_ONCE);
    static LEFT: Condvar = Condvar::new();
    let free = || FREE.lock().unwrap_or_else(PoisonError::into_inner);
    let place = LEFT.wait_while(free(), |free| *free == 0);
    *place.unwrap_or_else(PoisonError::into_inner) -= 1;
    let done = run();
    *free() += 1;
    LEFT.notify_one();
    done
}

/// `3.11 to 3.13`, `3.11 and 3.13`. They come in their order.
pub(crate) fn listed(versions: &[Version]) -> String {
    let follows = |one: &Version, next: &Version| next.0 == one.0 && next.1 == one.1 + 1;
    let names = versions.chunk_by(follows).flat_map(|run| match run {
        [first, _, .., last] => vec![format!("{first} to {last}")],
        _ => run.iter().map(Version::to_string).collect(),
    });
    names.collect::<Vec<_>>().join(" and ")
}

/// A transcript to compare with what was printed. A checkout can have made all its line ends CRLF.
pub(crate) fn read(file: &Path, printed: &str) -> io::Result<String> {
    let text = read_file(file)?;
    let is_checkout = text.split_inclusive('\n').all(|line| line.ends_with("\r\n"));
    Ok(if is_checkout && text != printed { text.replace("\r\n", "\n") } else { text })
}

pub(crate) fn read_file(file: &Path) -> io::Result<String> {
    fs::read_to_string(file).map_err(|e| named(file, e))
}

/// What is wrong with a file.
pub(crate) fn named(file: &Path, what: impl Display) -> io::Error {
    io::Error::other(format!("{}: {what}", file.display()))
}

/// The lines that differ, with those around them; what nobody can see in them is named.
pub(crate) fn diff(recorded: &str, printed: &str) -> String {
    let diff = TextDiff::from_lines(recorded, printed);
    let diff = diff.unified_diff().header("recorded", "printed").to_string();
    let named = |(place, line): (usize, &str)| match unseen(line) {
        Some(unseen) if place > 1 && line.starts_with(['+', '-']) => {
            format!("{line}  ({unseen})\n")
        }
        _ => format!("{line}\n"),
    };
    diff.split_terminator('\n').enumerate().map(named).collect()
}

fn unseen(line: &str) -> Option<String> {
    let blanks = match line.len() - line.trim_end_matches(' ').len() {
        0 => None,
        1 => Some("a blank at its end".to_owned()),
        blanks => Some(format!("{blanks} blanks at its end")),
    };
    let name = |letter: char| match letter {
        '\t' => Some("a tab".to_owned()),
        '\r' => Some("a carriage return".to_owned()),
        // As `\u{200b}`: it has no width, is a mark upon another, or a blank of its own kind.
        _ if letter.escape_debug().len() > 2 => Some(format!("U+{:04X}", u32::from(letter))),
        _ => None,
    };
    let letters: BTreeSet<_> = line.chars().filter_map(name).collect();
    let found: Vec<_> = blanks.into_iter().chain(letters).collect();
    (!found.is_empty()).then(|| found.join(", "))
}
