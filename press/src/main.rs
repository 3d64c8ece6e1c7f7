//! `cargo book`: builds, serves and checks the book.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, exit};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{io, thread};

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use mdbook_preprocessor::Preprocessor;
use press::runs::{self, Runs};
use press::serve::{self, Site};
use press::survey::Survey;
use press::watch::Files;
use press::{Press, build, check, links};
use proof::{Chapter, Language, Program};
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

/// Builds the book, serves it on 127.0.0.1 and opens it; a change to text, program, transcript or
/// theme rebuilds it and reloads the page. Ctrl-C ends it.
#[derive(Parser)]
#[command(
    name = "cargo book",
    bin_name = "cargo book",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Task>,
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
}

#[derive(Subcommand)]
enum Task {
    /// Build the book once, into target/book
    Build,
    /// Run every check: the text, its links and proofs, the finished pages, and what every program
    /// prints, in both languages
    Check {
        /// Run the programs on the real clock, which takes as long as their stories
        #[arg(long)]
        real_time: bool,
        /// Follow the links to the web too, and list the dead ones
        #[arg(long)]
        web: bool,
    },
    /// Run programs and accept what they print as their transcripts, showing what changed
    Record {
        /// Programs (first-steps/lookout) or chapters (first-steps); all, if none is named
        programs: Vec<String>,
        /// Record traces too, of programs that have none yet; those that have one get it anew
        #[arg(long)]
        trace: bool,
    },
    /// Stand in the pipe of plain mdBook, as [preprocessor.press] of book.toml
    #[command(hide = true)]
    Preprocess {
        #[command(subcommand)]
        question: Option<Question>,
    },
}

#[derive(Subcommand)]
enum Question {
    /// Whether a renderer is supported: all are
    Supports { renderer: String },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = root().and_then(|root| match arguments.command {
        None => serve_and_watch(&root, !arguments.no_open),
        Some(Task::Build) => build_once(&root).map(|_| ()),
        Some(Task::Check { real_time, web }) => check_all(&root, real_time, web),
        Some(Task::Record { programs, trace }) => record(&root, &programs, trace),
        Some(Task::Preprocess { question: None }) => preprocess(),
        Some(Task::Preprocess {
            question: Some(Question::Supports { .. }),
        }) => Ok(()),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("press: {e:#}");
            ExitCode::FAILURE
        }
    }
}

/// The nearest folder with a book.toml, from here upwards.
fn root() -> Result<PathBuf> {
    let here = std::env::current_dir()?;
    let root = here
        .ancestors()
        .find(|folder| folder.join("book.toml").is_file());
    root.map(Path::to_owned)
        .context("there is no book.toml here or above: go to the book's folder")
}

fn build_once(root: &Path) -> Result<build::Built> {
    let built = build::build(root)?;
    let (pages, took) = (built.survey.pages.len(), built.took.as_secs_f64());
    println!(
        "press: built {pages} pages in {took:.1} s: {}",
        built.folder.display()
    );
    Ok(built)
}

fn check_all(root: &Path, real_time: bool, web: bool) -> Result<()> {
    let started = Instant::now();
    let survey = Arc::new(Survey::of(root));
    if web {
        return build::refuse(&links::faults(&survey, true)?);
    }
    let faults = check::text(&survey)?;
    let took = started.elapsed().as_secs_f64();
    println!(
        "press: checked the text of {} pages in {took:.1} s",
        survey.pages.len()
    );
    let started = Instant::now();
    let failures = check::transcripts(&survey, real_time)?;
    let took = started.elapsed().as_secs_f64();
    println!(
        "press: ran the programs of {} chapters in {took:.1} s",
        survey.chapters.len()
    );
    println!("{}", check::progress(&survey));
    let count = faults.len() + failures.len();
    let faults = faults.iter().map(ToString::to_string);
    let list: Vec<_> = faults.chain(failures).collect();
    if count > 0 {
        bail!("{count} faults\n{}", list.join("\n"));
    }
    Ok(())
}

fn record(root: &Path, names: &[String], trace: bool) -> Result<()> {
    let mut programs = Vec::new();
    let chapters = Chapter::all(&root.join("examples"))?;
    for name in names {
        let (slug, program) = name.split_once('/').unwrap_or((name, ""));
        let chapter = chapters.iter().find(|chapter| chapter.slug() == slug);
        let chapter = chapter.with_context(|| format!("there is no examples/{slug}"))?;
        if program.is_empty() {
            programs.extend(chapter.programs()?);
        } else {
            programs.push(chapter.program(program));
        }
    }
    if names.is_empty() {
        for chapter in &chapters {
            programs.extend(chapter.programs()?);
        }
    }
    let pythons = proof::pythons();
    for program in &programs {
        if program.languages().is_empty() {
            bail!("there is no program {}", program.address());
        }
        let mut binaries = PathBuf::new();
        if program.file(Language::Rust).is_file() {
            binaries = check::compile(root, program)?;
        }
        let writer = proof::Writer {
            binaries: &binaries,
            pythons,
        };
        let changes = writer.record(program)?;
        println!(
            "press: {}: {} transcripts changed",
            program.address(),
            changes.len()
        );
        changes.iter().for_each(|change| println!("{change}"));
        for file in program.write_traces(trace, pythons)? {
            println!("press: traced: {}", file.display());
        }
    }
    Ok(())
}

fn preprocess() -> Result<()> {
    let (context, book) = mdbook_preprocessor::parse_input(io::stdin())?;
    let book = Press::default().run(&context, book)?;
    serde_json::to_writer(io::stdout(), &book)?;
    Ok(())
}

fn serve_and_watch(root: &Path, open_browser: bool) -> Result<()> {
    let runtime = Runtime::new()?;
    end_on_signal(&runtime)?;
    let site = Arc::new(Site::with(Runs::new(root, runs::LIMIT)?));
    let mut seen = Files::now(root);
    let mut unproved = BTreeSet::new();
    if let Err(e) = rebuild(root, &site, &mut unproved) {
        complain(&e);
        let last = build::folder(root)?;
        if last.is_dir() {
            list(&site, &Survey::of(root));
            site.load(&last)?;
        }
    }

    let listener = serve::listen()?;
    let address = format!("http://{}/", serve::address(&listener)?);
    runtime.spawn(serve::serve(listener, site.clone()));
    println!("press: the book is at {address}; Ctrl-C ends it");
    if open_browser && let Err(e) = open::that_detached(&address) {
        println!("press: no browser opens ({e}): open {address} yourself");
    }

    loop {
        thread::sleep(Duration::from_millis(200));
        let now = Files::now(root);
        let changed = now.changed_since(&seen);
        if !changed.is_empty() {
            seen = now;
            let started = Instant::now();
            unproved.extend(programs(root, &changed));
            match rebuild(root, &site, &mut unproved) {
                Ok(()) => {
                    let took = started.elapsed().as_secs_f64();
                    println!("press: serving it, {took:.1} s after the change was seen");
                }
                Err(e) => complain(&e),
            }
        }
    }
}

fn complain(error: &anyhow::Error) {
    eprintln!("press: {error:#}\npress: the last good book is still served");
}

/// Ends this process and the programs that it runs, on Ctrl-C, on a request to terminate, and when the
/// terminal closes. When this returns, none can be missed.
fn end_on_signal(runtime: &Runtime) -> Result<()> {
    let _context = runtime.enter();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    runtime.spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
        proof::stop_all();
        println!("\npress: stopped");
        exit(0);
    });
    Ok(())
}

/// Runs the programs that changed, builds the book, and serves it if all went well. A program stays
/// unproved until it compiles and prints its transcript.
fn rebuild(root: &Path, site: &Site, unproved: &mut BTreeSet<Program>) -> Result<()> {
    let mut failures = Vec::new();
    unproved.retain(|program| {
        let found = prove(root, program).unwrap_or_else(|e| vec![format!("{e:#}")]);
        let is_unproved = !found.is_empty();
        failures.extend(found);
        is_unproved
    });
    if !failures.is_empty() {
        bail!("{}", failures.join("\n"));
    }
    let built = build_once(root)?;
    list(site, &built.survey);
    site.load(&built.folder)
}

/// What the pages show can be run.
fn list(site: &Site, survey: &Survey) {
    if let Some(runs) = site.runs() {
        runs.list(survey);
    }
}

/// Runs a program in all its languages, on the newest Python at hand.
fn prove(root: &Path, program: &Program) -> Result<Vec<String>> {
    let pythons = proof::pythons();
    let newest = &pythons[pythons.len().saturating_sub(1)..];
    check::program_failures(root, program, newest, false)
}

/// The programs that a change touches: its own, or all of the chapter if what they share changed.
fn programs(root: &Path, changed: &BTreeSet<PathBuf>) -> BTreeSet<Program> {
    let mut touched = BTreeSet::new();
    for chapter in Chapter::all(&root.join("examples")).unwrap_or_default() {
        let all = chapter.programs().unwrap_or_default();
        for file in changed {
            let Ok(inner) = file.strip_prefix(&chapter.folder) else {
                continue;
            };
            let stem = inner.file_name().unwrap_or_default().to_string_lossy();
            let stem = stem.split('.').next().unwrap_or_default().to_owned();
            let own = all.iter().filter(|program| program.name == stem);
            let count = touched.len();
            if inner.starts_with("tests") {
                continue;
            }
            touched.extend(own.cloned());
            let is_shared = inner.starts_with("src") || inner.starts_with("python");
            if touched.len() == count && is_shared {
                touched.extend(all.iter().cloned());
            }
        }
    }
    touched.retain(|program| !program.languages().is_empty());
    touched
}
