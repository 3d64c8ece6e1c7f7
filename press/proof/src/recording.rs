//! What a command records: all runs first, then all files or none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use tempfile::NamedTempFile;

use crate::interpreter::{RECORDED, SUPPORTED};
use crate::transcript::{diff, listed, read};
use crate::{Language, Program, Python, Runner, Version};

/// How many of its last lines a refused run is shown with.
const SHOWN: usize = 8;

/// What a command asks for, beside transcripts.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Traces of programs that have none yet too; one that is there is recorded anew in any case.
    pub traces: bool,
    /// The programs that may end otherwise than before: those that a command with `--failing` names
    /// one by one, and not by their chapter.
    pub failing: Vec<Program>,
}

/// Every file that a command would write or remove. None is touched before [`Recording::accept`].
///
/// The Pythons at hand record the files that hold for them, see [`Program::transcript`]; a file that
/// holds for none of them stays as it is. A file that holds for several is the newest's, and an older one
/// that prints something else gets a file of its own. A release that is not at hand goes on sharing its
/// file, and is named as not tried. But where those at hand disagree, what the newest release prints is
/// not guessed: it must be at hand too. The trace of asyncio is recorded by the newest Python at hand if
/// the newest transcript holds for it.
#[derive(Debug, Default)]
pub struct Recording {
    changes: Vec<Change>,
    shown: Vec<String>,
    not_tried: BTreeSet<Version>,
}

#[derive(Debug)]
struct Change {
    file: PathBuf,
    before: Option<Vec<u8>>,
    /// Nothing: it is removed.
    after: Option<String>,
}

impl Recording {
    /// Printed `programs` in all their languages and works out which files change. `executables` are the
    /// compiled programs, by name; `pythons` those at hand, oldest first. `progress` hears the address of
    /// a program before it runs.
    /// Errors: what must not be recorded, of all programs, each with its remedy: a run that does not end, or ends
    /// otherwise than before; a path of this machine in what is printed; a trace of a run that prints
    /// something else; a release of Python that is needed. Or a file that cannot be read.
    pub fn plan(
        programs: &[Program],
        executables: &BTreeMap<String, PathBuf>,
        pythons: &[Python],
        options: &Options,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Recording, Vec<String>> {
        let (mut recording, mut refused) = (Recording::default(), Vec::new());
        for program in programs {
            progress(&program.address());
            let may_fail = options.failing.contains(program);
            match Printed::of(program, executables, pythons, may_fail) {
                Ok(printed) => {
                    let added = recording.add(&printed, options.traces);
                    refused.extend(added.err().map(|e| e.to_string()));
                }
                Err(refusals) => refused.extend(refusals),
            }
        }
        match refused.is_empty() {
            true => Ok(recording),
            false => Err(refused),
        }
    }

    /// Each file that changes: its difference, or that it is removed.
    pub fn changes(&self) -> &[String] {
        &self.shown
    }

    /// The supported releases of Python that are not at hand, though a program is for them.
    pub fn not_tried(&self) -> Vec<Version> {
        self.not_tried.iter().copied().collect()
    }

    /// Writes and removes the files.
    /// Errors: if one cannot be written or removed, or has changed since it was read. Then all are as before.
    pub fn accept(mut self) -> io::Result<()> {
        // Nothing goes before what replaces it stands.
        self.changes.sort_by_key(|change| change.after.is_none());
        let mut staged = Vec::new();
        for Change { file, before, after } in &self.changes {
            if fs::read(file).ok() != *before {
                let file = file.display();
                let message = format!("{file} has changed meanwhile; record again");
                return Err(io::Error::other(message));
            }
            let after = after.as_ref().map(String::as_bytes);
            staged.push((stage(file, before.as_deref())?, stage(file, after)?));
        }
        let mut undo = Vec::new();
        for (Change { file, .. }, (before, after)) in self.changes.iter().zip(staged) {
            if let Err(e) = put(file, after) {
                // What can be put back is.
                for (file, before) in undo {
                    let _ = put(file, before);
                }
                return Err(e);
            }
            undo.push((file, before));
        }
        Ok(())
    }

    fn add(&mut self, printed: &Printed<'_>, wants_traces: bool) -> io::Result<()> {
        let program = printed.program;
        let texts = printed.transcripts()?;
        let untried = printed.releases.iter().filter(|it| !printed.python.contains_key(it));
        self.not_tried.extend(untried);
        let usual = ["", "python", "rust"].map(|kind| (kind.to_owned(), RECORDED));
        let own = SUPPORTED.map(|release| (format!("python-{release}"), release));
        for (kind, release) in usual.into_iter().chain(own) {
            let file = program.transcript_file(&kind);
            let language = if kind == "rust" { Language::Rust } else { Language::Python };
            let held = program.transcript(language, release).filter(|_| !file.is_file());
            let held = held.unwrap_or(file.clone());
            self.change(program, file, &held, texts.get(&kind).cloned())?;
        }
        for language in program.languages() {
            let file = program.trace_file(language);
            let is_wanted = wants_traces || file.is_file();
            if !is_wanted || language == Language::Python && printed.tracing.is_none() {
                continue;
            }
            let trace = program.traced(language, printed.tracing)?;
            let kind = language.name().to_lowercase();
            if let Some(transcript) = texts.get(&kind).or_else(|| texts.get("")) {
                trace.prints(transcript, program)?;
            }
            self.change(program, file.clone(), &file, Some(trace.to_text()))?;
        }
        Ok(())
    }

    /// Of a file that changes; one that is new is shown beside the one that `held` so far.
    fn change(
        &mut self,
        program: &Program,
        file: PathBuf,
        held: &Path,
        after: Option<String>,
    ) -> io::Result<()> {
        let bytes = |file: &Path| file.exists().then(|| fs::read(file)).transpose();
        let before = bytes(&file)?;
        let name =
            |file: &Path| file.strip_prefix(book(program)).unwrap_or(file).display().to_string();
        let shown = name(&file);
        self.shown.push(match &after {
            None if before.is_none() => return Ok(()),
            None => format!("{shown}: removed"),
            Some(after) => {
                let old = if held.exists() { read(held, after)? } else { String::new() };
                match old == *after {
                    true if before.is_some() => return Ok(()),
                    true => format!("{shown}: as {} was", name(held)),
                    false => format!("{shown}\n{}", diff(&old, after)),
                }
            }
        });
        self.changes.push(Change { file, before, after });
        Ok(())
    }
}

/// A text beside the file's place, ready to take it; gone if it does not.
fn stage(file: &Path, text: Option<&[u8]>) -> io::Result<Option<NamedTempFile>> {
    let Some(text) = text else { return Ok(None) };
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut staged = tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o666))
        .suffix(".next")
        .tempfile_in(folder)?;
    staged.write_all(text)?;
    Ok(Some(staged))
}

fn put(file: &Path, text: Option<NamedTempFile>) -> io::Result<()> {
    let done = match text {
        Some(text) => text.persist(file).map(drop).map_err(|e| e.error),
        None => fs::remove_file(file),
    };
    done.map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", file.display())))
}

/// The folder of the program's book.
fn book(program: &Program) -> &Path {
    let chapter = &program.chapter.folder;
    chapter.ancestors().nth(2).unwrap_or(chapter)
}

/// What a program prints with all that run it.
struct Printed<'a> {
    program: &'a Program,
    /// The supported releases that it is for.
    releases: Vec<Version>,
    python: BTreeMap<Version, String>,
    /// Who may record its trace.
    tracing: Option<&'a Python>,
    rust: Option<String>,
}

impl<'a> Printed<'a> {
    fn of(
        program: &'a Program,
        executables: &'a BTreeMap<String, PathBuf>,
        pythons: &'a [Python],
        may_fail: bool,
    ) -> Result<Printed<'a>, Vec<String>> {
        let mut all = Printed {
            program,
            releases: Vec::new(),
            python: BTreeMap::new(),
            tracing: None,
            rust: None,
        };
        let mut runners = Vec::new();
        if program.file(Language::Python).is_file() {
            let header = program.header(Language::Python);
            let oldest = header.map_err(|e| vec![e.to_string()])?.python;
            all.releases.extend(SUPPORTED);
            all.releases.retain(|release| oldest.is_none_or(|oldest| *release >= oldest));
            let pythons = pythons.iter().filter(|it| all.releases.contains(&it.version));
            let holds = |version| program.transcript(Language::Python, version);
            all.tracing = pythons.clone().next_back();
            all.tracing = all.tracing.filter(|it| holds(it.version) == holds(RECORDED));
            runners.extend(pythons.map(Runner::Python));
        }
        if program.file(Language::Rust).is_file() {
            let executable = executables.get(&program.name);
            let lack = || vec![format!("{} is not compiled", program.address())];
            runners.push(Runner::Rust(executable.ok_or_else(lack)?));
        }
        let mut refused = Vec::new();
        for runner in runners {
            match (recordable(program, runner, may_fail), runner) {
                (Ok(printed), Runner::Rust(_)) => all.rust = Some(printed),
                (Ok(printed), Runner::Python(python)) => {
                    all.python.insert(python.version, printed);
                }
                (Err(refusal), _) => refused.push((runner, refusal)),
            }
        }
        match refused.is_empty() {
            true => Ok(all),
            false => Err(program.blocks(refused)),
        }
    }

    /// The transcripts as they will be, by what stands in their names.
    fn transcripts(&self) -> io::Result<BTreeMap<String, String>> {
        let mut python = Vec::new();
        let file = |release: &Version| self.program.transcript(Language::Python, *release);
        for sharing in self.releases.chunk_by(|one, other| file(one) == file(other)) {
            python.extend(self.of_one_file(sharing)?);
        }
        let mut texts = BTreeMap::new();
        for pair in python.windows(2) {
            if pair[0].1 != pair[1].1 {
                texts.insert(format!("python-{}", pair[0].0), pair[0].1.clone());
            }
        }
        let (python, rust) = (python.pop().map(|(_, text)| text), self.rust.clone());
        let differ = python.is_some() && rust.is_some() && python != rust;
        for (kind, text) in [("python", python), ("rust", rust)] {
            // Of one language only, the file bears its name if it does so already.
            let is_alone = self.program.languages().len() == 1;
            let bears_name = differ || is_alone && self.program.transcript_file(kind).is_file();
            let kind = if bears_name { kind } else { "" };
            texts.extend(text.map(|text| (kind.to_owned(), text)));
        }
        Ok(texts)
    }

    /// The text of each of the releases that share a file, oldest first.
    fn of_one_file(&self, releases: &[Version]) -> io::Result<Vec<(Version, String)>> {
        let newest = releases[releases.len() - 1];
        let at_hand = releases.iter().filter(|it| self.python.contains_key(it));
        let at_hand: Vec<Version> = at_hand.copied().collect();
        let differ = |pair: &[Version]| self.python[&pair[0]] != self.python[&pair[1]];
        let needs = |why: &str| {
            let address = self.program.address();
            let remedy = format!("put python{newest} on PATH");
            Err(io::Error::other(format!("{address}: {why}; {remedy}")))
        };
        let mut text = match (at_hand.last(), self.program.transcript(Language::Python, newest)) {
            (Some(&last), _) if last < newest && at_hand.windows(2).any(differ) => {
                let at_hand = listed(&at_hand);
                return needs(&format!(
                    "Python {at_hand} print different things, and {newest} is not at hand"
                ));
            }
            (Some(last), _) => self.python[last].clone(),
            (None, Some(file)) => read(&file, "")?,
            (None, None) => return needs("no Python that it is for is at hand"),
        };
        let mut texts = Vec::new();
        for release in releases.iter().rev() {
            self.python.get(release).into_iter().for_each(|printed| text.clone_from(printed));
            texts.push((*release, text.clone()));
        }
        texts.reverse();
        Ok(texts)
    }
}

/// What a program prints, or why that is not recorded.
fn recordable(program: &Program, runner: Runner<'_>, may_fail: bool) -> Result<String, String> {
    let printed = program.printed(runner, None).map_err(|lack| lack.to_string())?;
    let file = program.transcript(runner.language(), runner.version());
    let recorded = file.map_or(Ok(String::new()), |file| read(&file, &printed));
    let recorded = recorded.map_err(|e| e.to_string())?;
    let ((was, was_torn), (is, is_torn)) = (ending(&recorded), ending(&printed));
    if !may_fail && (is != was || is_torn && !was_torn) {
        let folder = format!("{}/", program.chapter.folder.display());
        let printed = printed.replace(&folder, "");
        let lines: Vec<&str> = printed.lines().collect();
        let last = lines[lines.len().saturating_sub(SHOWN)..].join("\n");
        let torn = if is_torn { "a traceback or a panic, " } else { "" };
        let address = program.address();
        return Err(format!(
            "it ends with {torn}{is}, and should with {was}:\n{last}\nTo accept that on purpose: cargo book record {address} --failing"
        ));
    }
    match printed.lines().find(|line| shows_this_machine(line, book(program))) {
        Some(line) => {
            Err(format!("it prints a path of this machine, which is not recorded:\n{line}"))
        }
        None => Ok(printed),
    }
}

/// How a run has ended, and whether there is a traceback or a panic.
fn ending(printed: &str) -> (&str, bool) {
    let last = printed.lines().next_back().unwrap_or_default();
    let status = last.strip_prefix('[').and_then(|last| last.strip_suffix(']'));
    let is_status = |it: &&str| it.starts_with("exit status: ") || it.starts_with("signal: ");
    let is_torn = |line: &str| {
        line.contains("Traceback (most recent call last)")
            || line.starts_with("thread '") && line.contains(" panicked at ")
    };
    (status.filter(is_status).unwrap_or("exit status: 0"), printed.lines().any(is_torn))
}

/// Whether a line names the book's folder, the home folder or the temporary one.
fn shows_this_machine(line: &str, book: &Path) -> bool {
    let home = env::var_os("HOME").map(PathBuf::from);
    let folders = home.into_iter().chain([env::temp_dir(), book.to_owned()]);
    // All is in the root.
    let mut folders = folders.filter(|folder| folder.is_absolute() && folder.parent().is_some());
    folders.any(|folder| {
        let folder = folder.to_string_lossy();
        let folder = folder.trim_end_matches('/');
        line.match_indices(folder).any(|(at, _)| {
            let is_part = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
            let before = line[..at].chars().next_back();
            let after = line[at + folder.len()..].chars().next();
            !before.is_some_and(is_part) && !after.is_some_and(is_part)
        })
    })
}
