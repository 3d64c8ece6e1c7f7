//! What is done for a page that asks: a program is run, or recorded, on a thread of its own, as its file is
//! or with the listing that a reader has made of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use proof::{
    Clock, Command, Compiled, Draft, Drafts, End, Exercise, Language, MACROS, Mark, Program,
    Recipe, Runner, Stop, Verdict, compile,
};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use told::parting::why;
use told::run::Run;
use told::trace::{Event, Trace};

use crate::attempt;
use crate::compile::Recipes;
use crate::figure::of_version;
use crate::marks::{marks, of_answer};
use crate::printed::rows;
use crate::program::{Source, recorded};
use crate::run;

/// How much a program may print, in bytes.
const MOST: usize = 64 * 1024;

/// How much a recorder may tell of it, and how many steps are drawn.
const TOLD: usize = 4 * 1024 * 1024;
const STEPS: usize = 500;

/// What a page can wish of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To see what it prints.
    Run,
    /// To see it step by step.
    Step,
}

/// Why nothing is drawn of a run in which a recorder heard of no task.
const UNSEEN: &str =
    "no task of a loop that can be recorded was seen: one that a program makes by hand cannot";

/// One wish, and who hears what comes of it.
pub struct Job {
    pub root: PathBuf,
    pub drafts: Drafts,
    pub recipes: Arc<Recipes>,
    pub program: Program,
    pub language: Language,
    /// What a reader has made of the listing.
    pub listing: Option<String>,
    pub limit: Duration,
    pub stop: Stop,
    pub page: Page,
}

/// The page that hears what comes of its wish, one record a line.
#[derive(Debug, Clone)]
pub struct Page(pub mpsc::UnboundedSender<Bytes>);

/// What ends a wish that is not granted, in words for the reader.
type Refused = String;

impl Page {
    /// Sends a record. A page that is gone hears nothing; its end is the program's.
    pub fn say(&self, record: &Value) {
        let _ = self.0.send(Bytes::from(format!("{record}\n")));
    }

    fn print(&self, lines: &str) {
        if !lines.is_empty() {
            self.say(&json!({ "print": lines }));
        }
    }

    /// Points at a line of the listing, counted from 1.
    fn mark(&self, line: usize, text: &str) {
        self.say(&json!({ "mark": { "line": line, "text": text } }));
    }
}

impl Job {
    /// Does what is wished. Returns the last record, if it is not sent yet: how it ended, or what has kept it
    /// from being done.
    pub fn grant(&self, wish: Wish) -> Option<Value> {
        let done = self.source().and_then(|source| match wish {
            Wish::Run => self.run(&source),
            Wish::Step => self.step(source).map(Some),
        });
        done.unwrap_or_else(|words| Some(json!({ "end": words })))
    }

    /// The text that is run.
    fn source(&self) -> Result<Source, Refused> {
        let source = Source::read(&self.root, &self.program, self.language);
        let source = source.map_err(|flaw| flaw.found)?;
        Ok(match &self.listing {
            Some(listing) => source.with_listing(listing, self.language),
            None => source,
        })
    }

    /// Compiles it if need be, runs it, and compares what it printed.
    fn run(&self, source: &Source) -> Result<Option<Value>, Refused> {
        let draft = self.listing.as_ref().map(|_| self.draft(&source.text)).transpose()?;
        let program = draft.as_ref().map_or(&self.program, Draft::program);
        let header = program.header(self.language).map_err(words)?;
        let file;
        let runner = match self.language {
            Language::Python => Runner::Python(program.newest_python().map_err(words)?),
            Language::Rust => {
                file = self.compile(source, draft.as_ref())?;
                Runner::Rust(&file)
            }
        };
        let mut by = self.language.name().to_owned();
        if let Runner::Python(python) = runner {
            by += &format!(" {}", python.version);
            if program.needs_environment(python) {
                self.page.say(&json!({ "state": "preparing" }));
            }
        }
        let command = program.command(runner, None).map_err(words)?;
        let is_virtual = header.clock == Clock::Virtual;
        self.page.say(&json!({ "state": "running", "by": by, "virtual": is_virtual }));
        let shown = |printed: &[u8]| {
            let text = String::from_utf8_lossy(printed).into_owned();
            draft.as_ref().map(|draft| draft.in_the_book(&text)).unwrap_or(text)
        };
        let (mut printed, mut told) = (Vec::new(), 0);
        let end = command.limit(self.limit).until(&self.stop).stream(|chunk| {
            let room = MOST - printed.len();
            if chunk.len() > room {
                self.stop.ask();
            }
            printed.extend_from_slice(&chunk[..chunk.len().min(room)]);
            // A line goes to the page when it is whole.
            if let Some(end) = printed[told..].iter().rposition(|&byte| byte == b'\n') {
                self.page.print(&shown(&printed[told..=told + end]));
                told += end + 1;
            }
        });
        let end = end.map_err(words)?;
        self.page.print(&shown(&printed[told..]));
        let printed = shown(&printed);
        self.point(source, &printed);
        let status = match end {
            End::Ended(status) => status,
            End::OutOfTime => return Err(format!("stopped after {} s", self.limit.as_secs())),
            End::Stopped => {
                return Err(format!("stopped: it printed more than {} KiB", MOST / 1024));
            }
        };
        let recorded = recorded(program, self.language, runner.version());
        let is_same = recorded == printed;
        let rows = if is_same { Some(Vec::new()) } else { rows(&recorded, &printed) };
        let code = |code| format!("exit code {code}");
        let end = status.code().map_or(status.to_string(), code);
        let end = json!({ "end": end, "rows": rows });
        if is_same || self.listing.is_none() {
            return Ok(Some(end));
        }
        self.page.say(&end);
        self.say_why(source, &recorded, &printed);
        Ok(None)
    }

    /// Compiles it as it is now. What the compiler says of an error is shown as it is.
    fn compile(&self, source: &Source, draft: Option<&Draft>) -> Result<PathBuf, Refused> {
        self.page.say(&json!({ "state": "compiling" }));
        let (slug, name) = (self.program.chapter.slug(), &self.program.name);
        let what = ["--quiet", "--package", &slug, "--bin", name];
        let compile = || compile(&self.root, &what, &self.stop, |_| {});
        let Some(draft) = draft else {
            let mut compiled = compile()?;
            return compiled.executables.remove(name).ok_or_else(|| self.refused(&compiled.said));
        };
        let recipe = self.recipes.recipe(&self.root, &slug, || {
            Recipe::learn(&self.root, &slug, &compile()?, &self.stop).map_err(words)
        })?;
        self.compiled(source, draft.compile(&recipe, &self.stop).map_err(words)?)
    }

    /// What the compiler has made of a draft; its words go to the page.
    fn compiled(&self, source: &Source, compiled: Compiled) -> Result<PathBuf, Refused> {
        let Compiled { executable, said, marks } = compiled;
        let executable = executable.ok_or_else(|| self.refused(&said));
        marks.iter().for_each(|mark| self.mark(source, mark));
        executable
    }

    fn refused(&self, said: &str) -> Refused {
        self.page.print(said);
        "it does not compile".to_owned()
    }

    /// Records it twice: what happens only once is not what the program does.
    fn step(&self, source: Source) -> Result<Value, Refused> {
        if self.language == Language::Rust {
            self.page.say(&json!({ "state": "compiling" }));
        }
        let (draft, compiled) = self.recorded_draft(&source)?;
        let compiled = compiled.map(|compiled| self.compiled(&source, compiled));
        let draft = Recorded { draft, executable: compiled.transpose()? };
        self.page.say(&json!({ "state": "recording" }));
        let mut told = String::new();
        let trace = self.trace(&draft, &mut told).inspect_err(|_| self.point(&source, &told))?;
        if !is_same(&trace, &self.trace(&draft, &mut told)?) {
            return Err("it is a race: two runs of it were recorded, and they differ".to_owned());
        }
        let run = Run::of(trace, &source.text);
        if run.steps.len() > STEPS {
            let steps = run.steps.len();
            return Err(format!("it takes {steps} steps, of at most {STEPS} that are drawn"));
        }
        let figure = of_version(&self.program, self.language, run, source)?;
        Ok(json!({ "figure": figure }))
    }

    /// Why the lines differ from the recorded ones, if both runs can be recorded.
    fn say_why(&self, source: &Source, recorded: &str, printed: &str) {
        if self.language == Language::Rust && !self.program.is_recorded_here() {
            return;
        }
        let Some((before, now)) = self.before().zip(self.now(source)) else { return };
        if let Some(parting) = why([(&before, recorded), (&now, printed)]) {
            let line = parting.line.and_then(|line| source.place(line));
            let line = line.map(|place| place + 1);
            self.page.say(&json!({ "why": parting.why, "line": line }));
        }
    }

    /// The run of the book's program, recorded now if it is not yet.
    fn before(&self) -> Option<Run> {
        run::read(&self.program, self.language)
            .ok()
            .or_else(|| self.now(&Source::read(&self.root, &self.program, self.language).ok()?))
    }

    /// The run of a text.
    fn now(&self, source: &Source) -> Option<Run> {
        let (draft, compiled) = self.recorded_draft(source).ok()?;
        let executable = match compiled {
            Some(compiled) => Some(compiled.executable?),
            None => None,
        };
        let trace = self.trace(&Recorded { draft, executable }, &mut String::new());
        Some(Run::of(trace.ok()?, &source.text))
    }

    fn draft(&self, text: &str) -> Result<Draft, Refused> {
        self.drafts.draft(&self.program, self.language, text).map_err(words)
    }

    /// A draft whose recorder tells of it when it is run; of Rust, what the compiler has made of it.
    fn recorded_draft(&self, source: &Source) -> Result<(Draft, Option<Compiled>), Refused> {
        if self.language == Language::Python {
            return Ok((self.draft(&source.text)?, None));
        }
        let draft = self.draft(&format!("{}{MACROS}", source.text))?;
        let name = format!("{}, recorded", self.program.chapter.slug());
        let learn = || self.program.recorded_recipe(&self.stop).map_err(words);
        let recipe = self.recipes.recipe(&self.root, &name, learn)?;
        let compiled = draft.compile(&recipe, &self.stop).map_err(words)?;
        Ok((draft, Some(compiled)))
    }

    /// Runs it under its recorder, and leaves what both told in `all`, as the reader is shown it.
    /// What is told at last of an error is no step.
    fn trace(&self, recorded: &Recorded, all: &mut String) -> Result<Trace, Refused> {
        let mut told = Vec::new();
        let command = recorded.command()?.limit(self.limit).until(&self.stop);
        let end = command.stream(|chunk| {
            told.extend_from_slice(chunk);
            if told.len() > TOLD {
                self.stop.ask();
            }
        });
        *all = recorded.draft.in_the_book(&String::from_utf8_lossy(&told));
        let status = match end.map_err(words)? {
            End::Ended(status) => status,
            End::OutOfTime => return Err(format!("it did not end in {} s", self.limit.as_secs())),
            End::Stopped => return Err("it does more than can be drawn".to_owned()),
        };
        let trace = Trace::of(all).map_err(words)?.ok_or(UNSEEN)?;
        Ok(if status.success() { trace } else { trace.without_error() })
    }

    /// Shows the page which lines of its listing a program has named.
    fn point(&self, source: &Source, printed: &str) {
        let is_shown = |line| source.place(line).is_some();
        let mut marks = marks(&self.program, self.language, printed, is_shown);
        marks.dedup();
        marks.iter().for_each(|mark| self.mark(source, mark));
    }

    /// Shows the page a line of its listing, if it is one.
    fn mark(&self, source: &Source, mark: &Mark) {
        if let Some(place) = source.place(mark.line) {
            self.page.mark(place + 1, &mark.text);
        }
    }
}

/// A draft that can be run under its recorder.
struct Recorded {
    draft: Draft,
    /// Of Rust.
    executable: Option<PathBuf>,
}

impl Recorded {
    fn command(&self) -> Result<Command, Refused> {
        let program = self.draft.program();
        let command = match &self.executable {
            Some(file) => program.command(Runner::Rust(file), None),
            None => program.newest_python().and_then(|python| program.recorder(python)),
        };
        command.map_err(words)
    }
}

/// Checks an answer to an exercise, and notes that it is solved. Returns the last record: what the check says.
pub fn check(
    root: &Path,
    (exercise, language): (&Exercise, Language),
    answer: &str,
    stop: &Stop,
    page: &Page,
) -> Value {
    let state = if language == Language::Rust { "compiling" } else { "checking" };
    page.say(&json!({ "state": state }));
    let verdict = match exercise.check(answer, language, stop) {
        Ok(verdict) => verdict,
        Err(words) => return json!({ "end": words }),
    };
    page.print(&verdict.printed);
    let mut marks = of_answer(&exercise.name(), language, &verdict.printed);
    marks.dedup();
    marks.iter().for_each(|mark| page.mark(mark.line, &mark.text));
    let Verdict { holds, says, .. } = verdict;
    let noted = if holds { attempt::note(root, exercise, language) } else { Ok(()) };
    match noted {
        Ok(()) if holds => json!({ "end": "it passes", "holds": true }),
        Ok(()) => json!({ "end": "it does not pass yet", "holds": false, "says": says }),
        Err(e) => {
            json!({ "end": format!("it passes, but that cannot be noted: {e}"), "holds": true })
        }
    }
}

/// Whether two runs did the same. What they say of an error can name a thread, or an address.
fn is_same(one: &Trace, other: &Trace) -> bool {
    let [one, other] =
        [one, other].map(|it| it.events.iter().filter(|event| !Event::is_bare(event)));
    one.eq(other)
}

fn words(error: impl ToString) -> Refused {
    error.to_string()
}
