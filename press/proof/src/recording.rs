//! What a command records: all runs first, then all files or none.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use tempfile::NamedTempFile;

use crate::scratch::next_file;
use crate::tracer::compare_printed;
use crate::transcript::{diff, listed, named, read};
use crate::{Lack, Language, OLDEST, Program, Python, RECORDED, RELEASES, Runner, Version};

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
    /// Runs `programs` in all their languages and works out which files change. `executables` are the
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
            let printed = Printed::of(program, executables, pythons, may_fail);
            let added = printed.and_then(|printed| {
                recording.add(program, &printed, options.traces).map_err(|e| vec![e.to_string()])
            });
            refused.extend(added.err().into_iter().flatten());
        }
        if refused.is_empty() { Ok(recording) } else { Err(refused) }
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
        let (mut staged, mut undo) = (Vec::new(), Vec::new());
        for Change { file, before, after } in self.changes {
            if fs::read(&file).ok() != before {
                return Err(named(&file, "it has changed meanwhile; record again"));
            }
            let after = stage(&file, after.as_ref().map(String::as_bytes))?;
            staged.push((stage(&file, before.as_deref())?, after, file));
        }
        for (before, after, file) in staged {
            if let Err(e) = put(&file, after) {
                // What can be put back is.
                undo.into_iter().for_each(|(before, file): (_, PathBuf)| drop(put(&file, before)));
                return Err(e);
            }
            undo.push((before, file));
        }
        Ok(())
    }

    fn add(&mut self, program: &Program, printed: &Printed<'_>, traces: bool) -> io::Result<()> {
        let texts = printed.transcripts(program)?;
        let untried = printed.releases.iter().filter(|it| !printed.python.contains_key(it));
        self.not_tried.extend(untried);
        let usual = ["", "python", "rust"].map(|kind| (kind.to_owned(), RECORDED));
        let own = RELEASES.map(|release| (format!("python-{release}"), release));
        for (kind, release) in usual.into_iter().chain(own) {
            let file = program.transcript_file(&kind);
            let language = if kind == "rust" { Language::Rust } else { Language::Python };
            let held = program.transcript(language, release).filter(|_| !file.is_file());
            self.change(program, held.as_ref().unwrap_or(&file), &file, texts.get(&kind))?;
        }
        for language in program.languages() {
            let file = program.trace_file(language);
            let is_wanted = traces || file.is_file();
            if !is_wanted || language == Language::Python && printed.tracing.is_none() {
                continue;
            }
            let trace = program.traced(language, printed.tracing)?;
            if let Some(transcript) = texts.get(language.kind()).or_else(|| texts.get("")) {
                compare_printed(&trace, transcript, program)?;
            }
            self.change(program, &file, &file, Some(&trace.to_text()))?;
        }
        Ok(())
    }

    /// Of a file that changes; one that is new is shown beside the one that `held` so far.
    fn change(
        &mut self,
        program: &Program,
        held: &Path,
        file: &Path,
        after: Option<&String>,
    ) -> io::Result<()> {
        let before = file.exists().then(|| fs::read(file)).transpose()?;
        let shown =
            |file: &Path| file.strip_prefix(book(program)).unwrap_or(file).display().to_string();
        let name = shown(file);
        self.shown.push(match after {
            None if before.is_none() => return Ok(()),
            None => format!("{name}: removed"),
            Some(after) => match if held.exists() { read(held, after)? } else { String::new() } {
                old if old != *after => format!("{name}\n{}", diff(&old, after)),
                _ if before.is_some() => return Ok(()),
                _ => format!("{name}: as {} was", shown(held)),
            },
        });
        self.changes.push(Change { file: file.to_owned(), before, after: after.cloned() });
        Ok(())
    }
}

/// A text beside the file's place, ready to take it; gone if it does not.
fn stage(file: &Path, text: Option<&[u8]>) -> io::Result<Option<NamedTempFile>> {
    let Some(text) = text else { return Ok(None) };
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut staged = next_file(folder)?;
    staged.write_all(text)?;
    Ok(Some(staged))
}

fn put(file: &Path, text: Option<NamedTempFile>) -> io::Result<()> {
    let done = match text {
        Some(text) => text.persist(file).map(drop).map_err(|e| e.error),
        None => fs::remove_file(file),
    };
    done.map_err(|e| named(file, e))
}

/// The folder of the program's book.
fn book(program: &Program) -> &Path {
    let chapter = &program.chapter.folder;
    chapter.ancestors().nth(2).unwrap_or(chapter)
}

/// What a program prints with all that run it.
#[derive(Default)]
struct Printed<'a> {
    /// The supported releases that it is for.
    releases: Vec<Version>,
    python: BTreeMap<Version, String>,
    /// Who may record its trace.
    tracing: Option<&'a Python>,
    rust: Option<String>,
}

impl<'a> Printed<'a> {
    fn of(
        program: &Program,
        executables: &'a BTreeMap<String, PathBuf>,
        pythons: &'a [Python],
        may_fail: bool,
    ) -> Result<Printed<'a>, Vec<String>> {
        let (mut all, mut runners) = (Printed::default(), Vec::new());
        if program.file(Language::Python).is_file() {
            let header = program.header(Language::Python).map_err(|e| vec![e.to_string()])?;
            let oldest = header.python.unwrap_or(OLDEST);
            all.releases.extend(RELEASES.iter().filter(|release| **release >= oldest));
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
                (Err(lack), _) => refused.push((runner, lack.to_string())),
            }
        }
        if refused.is_empty() { Ok(all) } else { Err(program.blocks(refused)) }
    }

    /// The transcripts as they will be, by what stands in their names.
    fn transcripts(&self, program: &Program) -> io::Result<BTreeMap<String, String>> {
        let mut python = Vec::new();
        let file = |release: &Version| program.transcript(Language::Python, *release);
        for sharing in self.releases.chunk_by(|one, other| file(one) == file(other)) {
            python.extend(self.of_one_file(program, sharing)?);
        }
        let older = python.windows(2).filter(|pair| pair[0].1 != pair[1].1);
        let older = older.map(|pair| (format!("python-{}", pair[0].0), pair[0].1.clone()));
        let mut texts: BTreeMap<_, _> = older.collect();
        let (python, rust) = (python.pop().map(|(_, text)| text), self.rust.clone());
        let differ = python.is_some() && rust.is_some() && python != rust;
        for (kind, text) in [("python", python), ("rust", rust)] {
            // Of one language only, the file bears its name if it does so already.
            let is_alone = program.languages().len() == 1;
            let bears_name = differ || is_alone && program.transcript_file(kind).is_file();
            let kind = if bears_name { kind } else { "" };
            texts.extend(text.map(|text| (kind.to_owned(), text)));
        }
        Ok(texts)
    }

    /// The text of each of the releases that share a file, oldest first.
    fn of_one_file(
        &self,
        program: &Program,
        releases: &[Version],
    ) -> io::Result<Vec<(Version, String)>> {
        let newest = releases[releases.len() - 1];
        let at_hand = self.python.range(releases[0]..=newest);
        let file = program.transcript(Language::Python, newest);
        let last = match (at_hand.clone().next_back(), file) {
            (Some((last, text)), _) if *last < newest && at_hand.clone().any(|it| it.1 != text) => {
                let versions: Vec<_> = at_hand.map(|(version, _)| *version).collect();
                let versions = listed(&versions);
                Err(format!(
                    "Python {versions} print different things, and {newest} is not at hand"
                ))
            }
            (Some((_, text)), _) => Ok(text.clone()),
            (None, Some(file)) => Ok(read(&file, "")?),
            (None, None) => Err("no Python that it is for is at hand".to_owned()),
        };
        let remedy = format!("put python{newest} on PATH");
        let needs = |why| io::Error::other(format!("{}: {why}; {remedy}", program.address()));
        let last = last.map_err(needs)?;
        let text = |from| self.python.range(from..=newest).next().map_or(&last, |(_, text)| text);
        Ok(releases.iter().map(|release| (*release, text(*release).clone())).collect())
    }
}

/// What a program prints, or why that is not recorded.
fn recordable(program: &Program, runner: Runner<'_>, may_fail: bool) -> Result<String, Lack> {
    let printed = program.printed(runner, None)?;
    let file = program.transcript(runner.language(), runner.version());
    let recorded = file.map_or(Ok(String::new()), |file| read(&file, &printed))?;
    let ((was, was_torn), (is, is_torn)) = (ending(&recorded), ending(&printed));
    if !may_fail && (is != was || is_torn && !was_torn) {
        let printed = printed.replace(&format!("{}/", program.chapter.folder.display()), "");
        let lines: Vec<&str> = printed.lines().collect();
        let last = lines[lines.len().saturating_sub(SHOWN)..].join("\n");
        let torn = if is_torn { "a traceback or a panic, " } else { "" };
        let address = program.address();
        return Err(Lack::Broken(format!(
            "it ends with {torn}{is}, and should with {was}:\n{last}\nTo accept that on purpose: cargo book record {address} --failing"
        )));
    }
    if let Some(line) = printed.lines().find(|line| shows_this_machine(line, book(program))) {
        let what = "it prints a path of this machine, which is not recorded";
        return Err(Lack::Broken(format!("{what}:\n{line}")));
    }
    Ok(printed)
}

/// How a run has ended, and whether there is a traceback or a panic.
fn ending(printed: &str) -> (&str, bool) {
    let status =
        printed.lines().next_back().and_then(|last| last.strip_prefix('[')?.strip_suffix(']'));
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
            !line[..at].ends_with(is_part) && !line[at + folder.len()..].starts_with(is_part)
        })
    })
}
