//! Traces programs: runs them under a recorder, which tells what their schedulers do.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{fs, io, thread};

use toml::{Table, Value};

use crate::chapter::entries;
use crate::trace::{Event, Trace, What};
use crate::transcript::{diff, named, read, read_file};
use crate::{
    Artifacts, Clock, Command, End, Lack, Language, Program, Python, RECORDED, Recipe, Report,
    Runner, Stop, in_ci, target,
};

/// After how long a compilation is named, and how long it may take.
const PATIENCE: Duration = Duration::from_secs(2);
const LIMIT: Duration = Duration::from_secs(600);

impl Program {
    /// The file of its trace in `language`, whether it exists or not.
    pub fn trace_file(&self, language: Language) -> PathBuf {
        self.chapter.folder.join(format!("traces/{}.{}.json", self.name, language.kind()))
    }

    /// Runs it under the recorder of its language: of Python with this interpreter.
    /// Errors: if it does not compile or start, does not end, or makes no task that the recorder hears of.
    pub fn traced(&self, language: Language, python: Option<&Python>) -> io::Result<Trace> {
        let error = |what: String| io::Error::other(format!("{}: {what}", self.address()));
        let command = match (language, python) {
            (Language::Python, Some(python)) => self.recorder(python),
            (Language::Python, None) => return Err(io::Error::other(lacks_recorded())),
            (Language::Rust, _) => {
                let Artifacts { mut executables, said, .. } = compile(self, &Stop::default())?;
                let failed = || error(format!("it does not compile with its recorder:\n{said}"));
                let executable = executables.remove(&self.name).ok_or_else(failed)?;
                self.command(Runner::Rust(&executable), None)
            }
        };
        let command = command.map_err(|lack| error(lack.to_string()))?;
        let fault = |what, printed| error(format!("its recorder {what}:\n{printed}"));
        match command.run()? {
            (End::Ended(_), printed) => {
                Trace::of(&printed)?.ok_or_else(|| fault("heard of no task", printed))
            }
            (_, printed) => Err(fault("saw no end", printed)),
        }
    }

    /// Traces it once, of Python on the recorded release, and compares with the trace that is there.
    pub fn compare_trace(&self, language: Language, pythons: &[Python]) -> Report {
        let (address, mut report) = (self.address(), Report::default());
        let python = pythons.iter().find(|python| python.version == RECORDED);
        if language == Language::Python && python.is_none() && !in_ci() {
            report.notes.push(format!("the trace of {address} is skipped: {}", lacks_recorded()));
            return report;
        }
        let compared = self.traced(language, python).and_then(|trace| {
            if let Some(transcript) = self.transcript(language, RECORDED) {
                compare_printed(&trace, &read(&transcript, "")?, self)?;
            }
            self.unlike(&self.trace_file(language), &trace.to_text())
        });
        let accept = format!("To accept it: cargo book record {address}");
        report.failure = match compared {
            Ok(unlike) => unlike.map(|it| format!("{address}: what happens is {it}{accept}")),
            Err(e) => Some(e.to_string()),
        };
        report
    }

    /// The command that runs the Python file under its recorder: [`Trace::of`] reads what it prints.
    /// Errors: what is lacking.
    pub fn recorder(&self, python: &Python) -> Result<Command, Lack> {
        let header = self.header_for(Runner::Python(python))?;
        let clock = if header.clock == Clock::Real { "real" } else { "virtual" };
        let recorder = concat!(env!("CARGO_MANIFEST_DIR"), "/python/trace.py");
        Ok(Command::new(self.interpreter(python)?, &self.chapter.folder.join("python"))
            .args([recorder, clock, &format!("{}.py", self.name)])
            .args(&header.args)
            .stdin(&header.stdin))
    }

    /// How a program of its chapter is compiled with its recorder, if its text ends with [`MACROS`]. That
    /// takes minutes where no trace of the chapter was made yet.
    /// Errors: if cargo does not start or is stopped.
    pub fn recorded_recipe(&self, stop: &Stop) -> io::Result<Recipe> {
        let made = compile(self, stop)?;
        let slug = self.chapter.slug();
        let recipe = Recipe::learn(&workspace(&slug), &slug, &made, stop)?;
        let lines = format!("-Cdebuginfo={DEBUG}");
        Ok(recipe.with(&[&lines]).with(&FLAGS))
    }

    /// Whether that takes no minutes.
    pub fn is_recorded_here(&self) -> bool {
        workspace(&self.chapter.slug()).is_dir()
    }
}

/// What the text of a Rust program ends with that is compiled with its recorder.
pub const MACROS: &str = "#[allow(unused_imports)] #[macro_use] extern crate tokio as recorder;\n";

/// How it is compiled: the lines of a task are read from its stack.
const FLAGS: [&str; 2] = ["--cfg", "tokio_unstable"];
const DEBUG: &str = "line-tables-only";

/// Where the recorder's build of a chapter is.
fn workspace(slug: &str) -> PathBuf {
    target().join("traced").join(slug)
}

fn lacks_recorded() -> String {
    format!("no python{RECORDED} on PATH that starts; install it")
}

/// A recorder that changes what happens records something else.
pub(crate) fn compare_printed(
    trace: &Trace,
    transcript: &str,
    program: &Program,
) -> io::Result<()> {
    let line = |event: &Event| match &event.what {
        What::Print { text } => Some(format!("{text}\n")),
        _ => None,
    };
    let printed: String = trace.events.iter().filter_map(line).collect();
    if printed == transcript {
        return Ok(());
    }
    let (address, diff) = (program.address(), diff(transcript, &printed));
    let error = format!("{address} prints something else under its recorder:\n{diff}");
    Err(io::Error::other(error))
}

/// Compiles the programs of a chapter that have a trace, and this one, with the recorder in place of
/// tokio, in a workspace of its own: what the recorder needs of tokio must not enter the book's.
fn compile(program: &Program, stop: &Stop) -> io::Result<Artifacts> {
    let slug = program.chapter.slug();
    let root = workspace(&slug);
    fs::create_dir_all(&root)?;
    // Two test binaries at once: the second waits here, and finds the work done.
    let lock = File::create(root.with_extension("lock"))?;
    lock.lock()?;
    write_workspace(&root, &slug)?;
    copy_chapter(&program.chapter.folder, &root)?;
    let traced = program.chapter.programs()?.into_iter();
    let traced = traced.filter(|it| it == program || it.trace_file(Language::Rust).is_file());
    let cargo = Command::tool(Path::new("cargo"), &root)
        .args(["build", "--quiet", "--offline", "--keep-going", "--package", &slug])
        .arg("--message-format=json-render-diagnostics")
        .args(traced.flat_map(|it| ["--bin".to_owned(), it.name]))
        .env("CARGO_TARGET_DIR", &root.with_file_name("target").to_string_lossy())
        .env("CARGO_PROFILE_DEV_DEBUG", DEBUG)
        // Cargo prefers these to RUSTFLAGS.
        .env("CARGO_ENCODED_RUSTFLAGS", &FLAGS.join("\u{1f}"))
        .until(stop)
        .limit(LIMIT);
    let (done, waiting) = mpsc::channel::<()>();
    let long = format!("compiling the traced programs of {slug} with their recorder…");
    thread::spawn(move || {
        if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            // Nobody may be reading.
            let _ = writeln!(io::stdout(), "{long}");
        }
    });
    let (_, printed) = cargo.run()?;
    drop(done);
    Ok(Artifacts::of(&printed))
}

const RECORDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/recorder");

/// The book's workspace once more, with one chapter, its lock file, and the recorder for tokio and toy.
fn write_workspace(root: &Path, slug: &str) -> io::Result<()> {
    let book = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let file = book.join("Cargo.toml");
    let mut manifest = parse(&read_file(&file)?, &file)?;
    manifest.retain(|key, _| key == "workspace");
    let workspace = table(&mut manifest, "workspace", &file)?;
    workspace.retain(|key, _| ["resolver", "package", "dependencies", "lints"].contains(&key));
    workspace.insert("members".to_owned(), Value::from(vec![slug]));
    let dependencies = table(workspace, "dependencies", &file)?;
    for (_, dependency) in dependencies.iter_mut() {
        if let Some(Value::String(path)) = dependency.get_mut("path") {
            *path = book.join(&path).display().to_string();
        }
    }
    let recorder = format!("package = 'recorder'\npath = '{RECORDER}'\nfeatures = ['tracing']\n");
    *table(dependencies, "tokio", &file)? = parse(&recorder, &file)?;
    *table(dependencies, "toy", &file)? = parse("package = 'recorded-toy'\npath = 'toy'", &file)?;
    write(&root.join("Cargo.toml"), &manifest.to_string())?;
    let toy = "[package]\nname = 'recorded-toy'\nedition = '2024'\n[dependencies.recorder]\n";
    write(&root.join("toy/Cargo.toml"), &format!("{toy}{recorder}"))?;
    write(&root.join("toy/src/lib.rs"), "pub use recorder::toy::*;\n")?;
    write(&root.join("Cargo.lock"), &read_file(&book.join("Cargo.lock"))?)
}

/// A chapter's crate and those beside it that it needs, without its tests. No line of a source moves.
fn copy_chapter(from: &Path, root: &Path) -> io::Result<()> {
    let to = root.join(from.file_name().unwrap_or_default());
    let file = from.join("Cargo.toml");
    let mut manifest = parse(&read_file(&file)?, &file)?;
    manifest.retain(|key, _| !["dev-dependencies", "test", "bench", "example"].contains(&key));
    let dependencies = table(&mut manifest, "dependencies", &file)?;
    // Each crate's root names it.
    table(dependencies, "tokio", &file)?;
    for (_, dependency) in dependencies.iter() {
        if let Some(Value::String(path)) = dependency.get("path") {
            copy_chapter(&from.join(path).canonicalize()?, root)?;
        }
    }
    write(&to.join("Cargo.toml"), &manifest.to_string())?;
    copy_sources(&from.join("src"), &to.join("src"))
}

/// What an editor keeps beside them is none, and what is gone goes from the copy.
fn copy_sources(from: &Path, to: &Path) -> io::Result<()> {
    for copy in entries(to)? {
        match from.join(copy.file_name().unwrap_or_default()) {
            source if source.is_dir() == copy.is_dir() && source.exists() => {}
            _ if copy.is_dir() => fs::remove_dir_all(copy)?,
            _ => fs::remove_file(copy)?,
        }
    }
    for file in entries(from)? {
        let name = file.file_name().unwrap_or_default();
        let copy = to.join(name);
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        if file.is_dir() {
            copy_sources(&file, &copy)?;
            continue;
        }
        let mut text = read_file(&file)?;
        if file.ends_with("src/lib.rs") || from.ends_with("src/bin") {
            text += MACROS;
        }
        write(&copy, &text)?;
    }
    Ok(())
}

fn parse(text: &str, file: &Path) -> io::Result<Table> {
    text.parse().map_err(|e| named(file, e))
}

/// A table that the recorder cannot do without; `name.workspace = true` is one too.
fn table<'a>(within: &'a mut Table, key: &str, file: &Path) -> io::Result<&'a mut Table> {
    let found = within.get_mut(key).and_then(Value::as_table_mut);
    found.ok_or_else(|| named(file, format!("it has no table `{key}`, which the recorder needs")))
}

/// Writes a file only where it changes, or cargo builds anew.
fn write(file: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(file).is_ok_and(|found| found == text) {
        return Ok(());
    }
    fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    fs::write(file, text)
}
