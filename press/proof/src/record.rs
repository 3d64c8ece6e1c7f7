//! Records what schedulers do in programs, and compares it with the recorded traces.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{self, Stdio};
use std::{fs, io};

use crate::cargo::target;
use crate::interpreter::RECORDED;
use crate::trace::{Event, Trace, VERSION, What, World};
use crate::{Clock, Command, Language, Outcome, Program, Python, Report, Runner};

/// What an event's line begins with, where a program prints its own beside it.
const MARK: char = '\x1e';

impl Program {
    /// The file of its trace in `language`, whether it exists or not.
    #[must_use]
    pub fn trace_file(&self, language: Language) -> PathBuf {
        let language = language.name().to_lowercase();
        let file = format!("traces/{}.{language}.json", self.name);
        self.chapter.folder.join(file)
    }

    /// Runs it under the recorder of its language.
    ///
    /// # Errors
    ///
    /// If it does not compile or start, does not end, or what it prints is not what it prints
    /// without a recorder.
    pub fn record(&self, language: Language, pythons: &[Python]) -> io::Result<Trace> {
        let header = self.header(language)?;
        if let Some(lack) = header.lack() {
            return Err(io::Error::other(lack));
        }
        let (usual_world, command) = match language {
            Language::Python => {
                let python = pythons.iter().find(|python| python.version == RECORDED);
                let python = python.ok_or_else(|| {
                    let name = format!("python{RECORDED}");
                    io::Error::other(format!("traces are recorded with {name}; put it on PATH"))
                })?;
                (World::Asyncio, self.recorded_python(python)?)
            }
            Language::Rust => {
                let executable = compile(self)?.join(&self.name);
                let command = self.command(Runner::Rust(&executable), None);
                let command = command.map_err(|lack| io::Error::other(lack.to_string()))?;
                (World::Tokio, command)
            }
        };
        let printed = match command.run()? {
            Outcome::Ended(printed) => printed,
            Outcome::OutOfTime(printed) => {
                let address = self.address();
                let message = format!("{address} did not end under its recorder:\n{printed}");
                return Err(io::Error::other(message));
            }
        };
        let (world, events) = events(&printed)?;
        let trace = Trace {
            version: VERSION,
            world: world.unwrap_or(usual_world),
            events: name_joined(events),
        };
        self.prints_the_same(&trace, language)?;
        Ok(trace)
    }

    /// Records it once and compares with the trace that is there.
    #[must_use]
    pub fn compare_trace(&self, language: Language, pythons: &[Python]) -> Report {
        let file = self.trace_file(language);
        let compared = self.record(language, pythons).and_then(|trace| {
            let recorded = fs::read_to_string(&file)?;
            Ok((recorded, trace.to_text()?))
        });
        let failure = match compared {
            Ok((recorded, found)) if recorded == found => None,
            Ok((recorded, found)) => Some(format!(
                "{} is not what happens:\n{}\nTo accept it: cargo book record {}",
                file.display(),
                crate::transcript::diff(&recorded, &found),
                self.address()
            )),
            Err(e) => Some(e.to_string()),
        };
        Report {
            failure,
            notes: Vec::new(),
        }
    }

    /// Records it anew in all languages that it has a trace of, or that `wanted` names. Returns the
    /// files that changed.
    ///
    /// # Errors
    ///
    /// As [`record`](Program::record), or if a file cannot be written.
    pub fn write_traces(&self, wanted: bool, pythons: &[Python]) -> io::Result<Vec<PathBuf>> {
        let mut changed = Vec::new();
        for language in self.languages() {
            let file = self.trace_file(language);
            if !wanted && !file.is_file() {
                continue;
            }
            let text = self.record(language, pythons)?.to_text()?;
            if fs::read_to_string(&file).ok().as_ref() != Some(&text) {
                fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
                fs::write(&file, text)?;
                changed.push(file);
            }
        }
        Ok(changed)
    }

    fn recorded_python(&self, python: &Python) -> io::Result<Command> {
        let header = self.header(Language::Python)?;
        let recorder = concat!(env!("CARGO_MANIFEST_DIR"), "/python/trace.py");
        let clock = match header.clock {
            Clock::Virtual => "virtual",
            Clock::Real => "real",
        };
        let folder = self.chapter.folder.join("python");
        let command = Command::new(&python.executable, &folder)
            .args([recorder, clock])
            .arg(format!("{}.py", self.name));
        Ok(command.args(&header.args).stdin(&header.stdin))
    }

    /// A recorder that changes what happens records something else.
    fn prints_the_same(&self, trace: &Trace, language: Language) -> io::Result<()> {
        let Some(file) = self.transcript(language, RECORDED) else {
            return Ok(());
        };
        let transcript = fs::read_to_string(file)?;
        let printed = trace.events.iter().filter_map(|event| match &event.what {
            What::Print { text } => Some(format!("{text}\n")),
            _ => None,
        });
        let printed: String = printed.collect();
        if printed == transcript {
            return Ok(());
        }
        let diff = crate::transcript::diff(&transcript, &printed);
        let address = self.address();
        Err(io::Error::other(format!(
            "{address} prints something else under its recorder:\n{diff}"
        )))
    }
}

impl Trace {
    /// As it stands in a file: one event a line.
    ///
    /// # Errors
    ///
    /// Never: it is plain data.
    pub fn to_text(&self) -> io::Result<String> {
        let world = serde_json::to_string(&self.world)?;
        let events = self.events.iter().map(serde_json::to_string);
        let events = events.collect::<Result<Vec<_>, _>>()?.join(",\n");
        let version = self.version;
        Ok(format!(
            "{{\"version\":{version},\"world\":{world},\"events\":[\n{events}\n]}}\n"
        ))
    }
}

/// The scheduler, if it says which it is, and the events of a run. A line that no recorder wrote was printed by the task that had the turn.
fn events(printed: &str) -> io::Result<(Option<World>, Vec<Event>)> {
    let mut world = None;
    let mut events: Vec<Event> = Vec::new();
    let mut turn = None;
    for line in printed.lines() {
        let Some(json) = line.strip_prefix(MARK) else {
            events.push(Event {
                at: events.last().and_then(|event| event.at),
                task: None,
                by: turn,
                line: None,
                what: What::Print {
                    text: line.to_owned(),
                },
            });
            continue;
        };
        if let Ok(named) = serde_json::from_str(json) {
            world = Some(named);
            continue;
        }
        let event: Event = serde_json::from_str(json)
            .map_err(|e| io::Error::other(format!("a recorder wrote {json}: {e}")))?;
        match event.what {
            What::Poll => turn = event.task,
            What::Pending | What::Ready | What::Error { .. } => turn = None,
            _ => {}
        }
        events.push(event);
    }
    Ok((world, events))
}

/// tokio does not say whose end a task waits for; who wakes it does.
fn name_joined(mut events: Vec<Event>) -> Vec<Event> {
    for place in 0..events.len() {
        let (before, after) = events.split_at_mut(place + 1);
        let Some(Event {
            task,
            what: What::Keep { with },
            ..
        }) = before.last_mut()
        else {
            continue;
        };
        let woken = |event: &&Event| event.task == *task && event.what == What::Wake;
        if with == "task"
            && let Some(by) = after.iter().find(woken).and_then(|event| event.by)
        {
            *with = format!("task {by}");
        }
    }
    events
}

/// Compiles the programs of a chapter that have a trace, and this one, with their recorder, in a
/// workspace of its own: what recording needs of tokio must not enter the book's. Says in which folder
/// they are.
fn compile(program: &Program) -> io::Result<PathBuf> {
    let slug = program.chapter.slug();
    let target = target().join("traced");
    let root = target.join(&slug);
    fs::create_dir_all(&root)?;
    // Two test binaries at once: the second waits here, and finds the work done.
    let lock = File::create(target.join(format!("{slug}.lock")))?;
    lock.lock()?;
    write_workspace(&root, &slug)?;
    copy_chapter(&program.chapter.folder, &root)?;
    let mut cargo = process::Command::new("cargo");
    cargo.args(["build", "--quiet", "--offline", "--package", &slug]);
    for traced in program.chapter.programs()? {
        if traced == *program || traced.trace_file(Language::Rust).is_file() {
            cargo.args(["--bin", &traced.name]);
        }
    }
    let output = cargo
        .arg("--target-dir")
        .arg(target.join("target"))
        .current_dir(&root)
        .env("RUSTFLAGS", "--cfg tokio_unstable")
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .stdin(Stdio::null())
        .output()?;
    if output.status.success() {
        return Ok(target.join("target/debug"));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!(
        "{slug} does not compile with its recorder:\n{said}"
    )))
}

/// The book's workspace once more, with one chapter, tokio's `tracing`, and its lock file.
fn write_workspace(root: &Path, slug: &str) -> io::Result<()> {
    let proof = Path::new(env!("CARGO_MANIFEST_DIR"));
    let book = proof.ancestors().nth(2).unwrap_or(proof);
    let manifest = fs::read_to_string(book.join("Cargo.toml"))?;
    let members = manifest.split_once("members = [");
    let (_, rest) = members
        .and_then(|(_, rest)| rest.split_once(']'))
        .ok_or_else(|| io::Error::other("the book's Cargo.toml has no `members = [`"))?;
    let rest = rest
        .replace("path = \"", &format!("path = \"{}/", book.display()))
        .replace("\"test-util\"]", "\"test-util\", \"tracing\"]");
    let (profile, _) = (rest.split_once("# What colours")).unwrap_or((&rest, ""));
    let members = format!("[workspace]\nresolver = \"3\"\nmembers = [\"{slug}\"]\n");
    write(&root.join("Cargo.toml"), &(members + profile))?;
    let lock = fs::read_to_string(book.join("Cargo.lock"))?;
    write(&root.join("Cargo.lock"), &lock)
}

const RECORDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/recorder");

/// A chapter's crate and those beside it that it needs, in which each line stands where it stands in
/// the book.
fn copy_chapter(from: &Path, root: &Path) -> io::Result<()> {
    let to = root.join(from.file_name().unwrap_or_default());
    let manifest = fs::read_to_string(from.join("Cargo.toml"))?;
    let (own, _) = manifest
        .split_once("[dev-dependencies]")
        .unwrap_or((&manifest, ""));
    for (_, rest) in own
        .match_indices("path = \"../")
        .map(|(at, _)| own.split_at(at))
    {
        let name = rest.split('"').nth(1).unwrap_or_default();
        copy_chapter(&from.join(name).canonicalize()?, root)?;
    }
    let recorder = format!("[dependencies]\nrecorder = {{ path = \"{RECORDER}\" }}");
    write(
        &to.join("Cargo.toml"),
        &own.replace("[dependencies]", &recorder),
    )?;
    copy_sources(&from.join("src"), &to.join("src"))
}

fn copy_sources(from: &Path, to: &Path) -> io::Result<()> {
    for entry in from.read_dir()? {
        let file = entry?.path();
        let copy = to.join(file.file_name().unwrap_or_default());
        if file.is_dir() {
            copy_sources(&file, &copy)?;
        } else {
            write(&copy, &recorded(&file, &fs::read_to_string(&file)?))?;
        }
    }
    Ok(())
}

/// A source with the recorder in it. No line moves: what a crate's root needs comes after the last one.
fn recorded(file: &Path, text: &str) -> String {
    let folder = file.parent().unwrap_or(file);
    let text = &text.replace("use toy::", "use recorder::toy::");
    if folder.ends_with("src/stages") {
        return recorded_stage(text);
    }
    if !folder.ends_with("src/bin") && !file.ends_with("src/lib.rs") {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    if text.contains("tokio") {
        text = text
            .replace(".block_on(", ".recorded_block_on(")
            .replace(".abort()", ".recorded_abort()")
            .replace(
                "#[tokio::main(flavor = \"current_thread\")]",
                "#[tokio::main(flavor = \"current_thread\", crate = \"recorder\")]",
            );
    }
    if let Some((before, after)) = text.split_once("\nfn main()")
        && let Some((returns, body)) = after.split_once('{')
    {
        text = format!("{before}\nfn main(){returns}{{ recorder::start();{body}");
    }
    let recorder = "#[allow(unused_imports)] #[macro_use] extern crate recorder; \
        #[allow(unused_imports)] use recorder::{Abort as _, BlockOn as _};";
    format!("{text}{recorder}\n")
}

/// A stage of the loop tells the recorder what it tells its tracer, and what else is in this table.
fn recorded_stage(text: &str) -> String {
    let time = match text.contains("clock: Clock") {
        true => "CURRENT.with_borrow(|it| it.as_ref().map(|it| it.clock.now()))",
        false => "None",
    };
    let tells = "fn trace(&self, event: Event) {";
    let mut text = text.replace(tells, &format!("{tells} recorder::stage!(event, {time});"));
    for (found, recorded) in [
        (
            "let waker = context.waker().clone();",
            "let waker = recorder::stage::kept(context.waker(), \"timer\");",
        ),
        (
            "let waker = Some(context.waker().clone());",
            "let waker = Some(recorder::stage::kept(context.waker(), \"task\"));",
        ),
        (
            "future.as_mut().poll(&mut Context::from_waker(&waker))",
            "recorder::stage::poll(future, &waker)",
        ),
        (
            "this.timers.borrow_mut().insert(key, waker);",
            "recorder::stage::sets(deadline); this.timers.borrow_mut().insert(key, waker);",
        ),
        (
            "due.then(|| first.remove())",
            "due.then(|| { recorder::stage::due(self.clock.now(), first.key().0); first.remove() })",
        ),
        (
            "let _waker = timers.borrow_mut().remove(key);",
            "let _waker = recorder::stage::drops(key.0, timers.borrow_mut().remove(key));",
        ),
    ] {
        text = text.replace(found, recorded);
    }
    text
}

/// Writes a file only where it changes, or cargo builds anew.
fn write(file: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(file).ok().as_deref() == Some(text) {
        return Ok(());
    }
    fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    fs::write(file, text)
}
