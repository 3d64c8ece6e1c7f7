//! `cargo book`: builds, serves and checks the book.

use std::collections::BTreeSet;
use std::io::{stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::thread;
use std::time::Instant;
use std::{env, path};

use anyhow::{Context, Result, anyhow, ensure};
use clap::{ArgAction, Parser, Subcommand};
use mdbook_preprocessor::Preprocessor;
use press::attempt;
use press::book::{Book, Page};
use press::build::Builder;
use press::check::{self, Plan};
use press::companion::companion;
use press::fault::refuse;
use press::print::Press;
use press::printed::Changes;
use press::say::{complain, counted, say};
use press::target::{Part, part};
use press::{links, live};
use proof::{Language, OLDEST, Options, Program, Recording, pythons_from};

/// Builds the book, serves it on 127.0.0.1 and opens it; a change to text, program, transcript or
/// theme rebuilds it and reloads the page. Ctrl-C ends it.
#[derive(Parser)]
#[command(name = "cargo book", bin_name = "cargo book", disable_help_subcommand = true)]
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
    /// Make the book an EPUB 3, for e-readers
    Epub {
        /// The file; in its place comes the new one. Without it, async-from-every-angle.epub beside the book
        file: Option<PathBuf>,
    },
    /// Run every check: the text, its links and proofs, the finished pages, and what every program
    /// prints, in both languages
    Check {
        /// Chapters (first-steps), programs (first-steps/forgotten_await) or pages, by name or by path; all, if
        /// none is named
        parts: Vec<String>,
        /// Run the programs on the real clock, which takes as long as their stories
        #[arg(long)]
        real_time: bool,
        /// Follow the links to the web too, and list the dead ones
        #[arg(long)]
        web: bool,
    },
    /// Run programs and accept what they print as their transcripts, showing what changed
    Record {
        /// Programs (first-steps/forgotten_await), chapters (first-steps) or pages, by name or by path; all, if
        /// none is named
        parts: Vec<String>,
        /// Record traces too, of programs that have none yet; those that have one get it anew
        #[arg(long)]
        trace: bool,
        /// Accept that the programs named here end otherwise than before, as with a traceback
        #[arg(long)]
        failing: bool,
    },
    /// List the exercises with your progress; or begin one, and check your attempt at each save
    Exercise {
        /// An exercise (first-steps/three_quotes); or `loop`, to build the event loop yourself, stage by stage
        name: Option<String>,
        /// Answer it in Python
        #[arg(long, conflicts_with = "rust")]
        python: bool,
        /// Answer it in Rust
        #[arg(long)]
        rust: bool,
        /// Show the first hint; twice, the second too; three times, our solution
        #[arg(long, action = ArgAction::Count)]
        hint: u8,
        /// Check the attempt once; the exit status says whether it passes
        #[arg(long)]
        once: bool,
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
        None => live::live(&root, !arguments.no_open),
        Some(Task::Build) => build(&root),
        Some(Task::Epub { file }) => epub(&root, file),
        Some(Task::Check { parts, real_time, web }) => check_parts(&root, &parts, real_time, web),
        Some(Task::Record { parts, trace, failing }) => record(&root, &parts, trace, failing),
        Some(Task::Exercise { name: None, .. }) => attempt::list(&root),
        Some(Task::Exercise { name: Some(name), once, .. }) if name == "loop" => {
            attempt::road(&root, once)
        }
        Some(Task::Exercise { name: Some(name), hint: hint @ 1.., .. }) => {
            attempt::hint(&root, &name, hint)
        }
        Some(Task::Exercise { name: Some(name), python, rust, once, .. }) => {
            let language =
                if rust { Some(Language::Rust) } else { python.then_some(Language::Python) };
            attempt::work(&root, &name, language, once)
        }
        Some(Task::Preprocess { question: None }) => preprocess(),
        Some(Task::Preprocess { question: Some(Question::Supports { .. }) }) => Ok(()),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            complain(format!("press: {e:#}"));
            ExitCode::FAILURE
        }
    }
}

/// The nearest folder with a book.toml, from here upwards.
fn root() -> Result<PathBuf> {
    let here = env::current_dir()?;
    let root = here.ancestors().find(|folder| folder.join("book.toml").is_file());
    root.map(Path::to_owned).context("there is no book.toml here or above: go to the book's folder")
}

fn build(root: &Path) -> Result<()> {
    let started = Instant::now();
    let built = Builder::new(root).build(&Changes::new())?;
    press::paper::lay(root, &built.folder)?;
    let (pages, took) = (built.book.pages.len(), started.elapsed().as_secs_f64());
    say(format!("built {pages} pages in {took:.1} s: {}", built.folder.display()));
    Ok(())
}

fn epub(root: &Path, file: Option<PathBuf>) -> Result<()> {
    let started = Instant::now();
    let built = Builder::new(root).build(&Changes::new())?;
    let file = file.unwrap_or_else(|| built.folder.with_file_name("async-from-every-angle.epub"));
    say("binding the pages; the first time, what binds them is compiled for about half a minute");
    let mut binder = companion("epub");
    let binder = binder.args([root, &built.folder, &path::absolute(&file)?]);
    let output = binder.stderr(Stdio::inherit()).output().context("cargo does not start")?;
    ensure!(output.status.success(), "the EPUB is not made: {}", output.status);
    let pages = String::from_utf8(output.stdout)?.trim().parse()?;
    let took = started.elapsed().as_secs_f64();
    say(format!("bound {} in {took:.1} s: {}", counted(pages, "page"), file.display()));
    Ok(())
}

fn parts(book: &Book, words: &[String]) -> Result<Vec<Part>> {
    let here = env::current_dir()?;
    words.iter().map(|word| part(book, &here, word)).collect()
}

fn check_parts(root: &Path, words: &[String], real_time: bool, web: bool) -> Result<()> {
    let started = Instant::now();
    let book = Book::read(root, &Changes::new());
    let parts = parts(&book, words)?;
    if web {
        return refuse(&links::faults(&book, true)?);
    }
    let files = pages_of(&book, &parts);
    let only = (!words.is_empty()).then_some(&files);
    // The programs wait more than they compute.
    let (faults, failures) = thread::scope(|scope| -> Result<_> {
        let mut text = None;
        if only.is_none_or(|only| !only.is_empty()) {
            let links = links::faults(&book, false)?;
            text = Some(scope.spawn(|| -> Result<_> {
                let faults = check::text(&book, links, only)?;
                let pages = only.map_or(book.pages.len(), BTreeSet::len);
                let took = started.elapsed().as_secs_f64();
                say(format!("checked the text of {pages} pages in {took:.1} s"));
                Ok(faults)
            }));
        }
        let failures = check::transcripts(&book, &plans(&book, &parts)?, real_time)?;
        let faults = text.map(|text| text.join().expect("no check panics")).transpose()?;
        Ok((faults.unwrap_or_default(), failures))
    })?;
    if words.is_empty() {
        say(format!("the concepts:\n{}", check::progress(&book)));
    }
    let found: Vec<_> = faults.iter().map(ToString::to_string).chain(failures).collect();
    ensure!(found.is_empty(), "{}:\n{}", counted(found.len(), "fault"), found.join("\n"));
    Ok(())
}

/// The files of the pages that were named, or that tell of a chapter that was.
fn pages_of(book: &Book, parts: &[Part]) -> BTreeSet<PathBuf> {
    let is_meant = |page: &&Page| {
        parts.iter().any(|part| match part {
            Part::Page(path) => page.path == *path,
            Part::Chapter(chapter) => page.path.iter().any(|part| *part == *chapter.slug()),
            Part::Program(_) => false,
        })
    };
    book.pages.iter().filter(is_meant).map(Page::file).collect()
}

/// What is to be run of each chapter; everything, if no part is named.
fn plans(book: &Book, parts: &[Part]) -> Result<Vec<Plan>> {
    let (mut plans, named) = (Vec::new(), programs(book, parts)?);
    for chapter in &book.chapters {
        let is_whole = parts.is_empty() || parts.contains(&Part::Chapter(chapter.clone()));
        let mut programs = chapter.programs()?;
        programs.retain(|program| is_whole || named.contains(program));
        let proofs = if is_whole { chapter.python_tests()? } else { Vec::new() };
        if !programs.is_empty() || !proofs.is_empty() {
            plans.push(Plan { chapter: chapter.clone(), programs, proofs });
        }
    }
    Ok(plans)
}

/// The programs of the parts.
fn programs(book: &Book, parts: &[Part]) -> Result<BTreeSet<Program>> {
    let mut programs = BTreeSet::new();
    for part in parts {
        match part {
            Part::Chapter(chapter) => programs.extend(chapter.programs()?),
            Part::Program(program) => programs.extend([program.clone()]),
            Part::Page(path) => {
                let pages = book.pages.iter().filter(|page| page.path == *path);
                let pairs = pages.flat_map(Page::pairs);
                programs.extend(pairs.filter_map(|pair| book.program(&pair.address)));
            }
        }
    }
    Ok(programs)
}

fn record(root: &Path, words: &[String], traces: bool, failing: bool) -> Result<()> {
    let book = Book::read(root, &Changes::new());
    let mut parts = parts(&book, words)?;
    let named = parts.iter().filter_map(|part| match part {
        Part::Program(program) => Some(program.clone()),
        _ => None,
    });
    let failing: Vec<Program> = if failing { named.collect() } else { Vec::new() };
    if words.is_empty() {
        parts = book.chapters.iter().cloned().map(Part::Chapter).collect();
    }
    let programs: Vec<Program> = programs(&book, &parts)?.into_iter().collect();
    let executables = check::executables(&book, programs.iter())?;
    let options = Options { traces, failing };
    let oldest = programs.iter().map(Program::oldest_python).min().unwrap_or(OLDEST);
    let pythons: Vec<_> = pythons_from(oldest).cloned().collect();
    let recording = Recording::plan(&programs, &executables, &pythons, &options, &mut |it| say(it));
    let recording =
        recording.map_err(|refused| anyhow!("nothing is recorded:\n{}", refused.join("\n")))?;
    recording.changes().iter().for_each(say);
    for version in recording.not_tried() {
        say(format!("not tried on Python {version}, which is not at hand"));
    }
    let count = recording.changes().len();
    recording.accept()?;
    say(format!("{} changed", counted(count, "file")));
    Ok(())
}

fn preprocess() -> Result<()> {
    let (context, book) = mdbook_preprocessor::parse_input(stdin())?;
    let book = Press::default().run(&context, book)?;
    serde_json::to_writer(stdout(), &book)?;
    Ok(())
}
