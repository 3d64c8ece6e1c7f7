//! Every check of the book, in one run.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use proof::{
    COMPILING, Chapter, Command, End, Language, Program, PythonTest, Report, Stop, compile,
};
use serde_json::Value;

use crate::address::html_path;
use crate::book::Book;
use crate::build::{part, render};
use crate::concepts::{Concept, LEVELS};
use crate::fault::{Fault, Flaw};
use crate::finished::Finished;
use crate::markdown::{Fence, Kind, Origin};
use crate::parallel::in_parallel;
use crate::print::{Printed, pages};
use crate::say::{complain, counted, say};
use crate::search;

/// How many children of this process are waited for at once, to a core.
const WAITING: usize = 6;

/// What is wrong with the text of a book, from its notations to its finished HTML; `links` are those of
/// its links. Of all pages, or of the `only` ones that are asked for.
/// Errors: if a checker itself fails.
pub fn text(
    book: &Book,
    links: Vec<Fault>,
    only: Option<&BTreeSet<PathBuf>>,
) -> Result<Vec<Fault>> {
    let is_wanted = |file: &PathBuf| only.is_none_or(|only| only.contains(file));
    let mut faults = book.faults.clone();
    faults.extend(links);
    faults.extend(book.unseen_lines());
    faults.extend(book.unlinked_tests());
    faults.extend(search::script(book).err().into_iter().flatten());
    faults.extend(compile_errors(book, is_wanted)?);
    let output = tempfile::tempdir()?;
    // mdBook reads all pages or none.
    let printed = asked(book, is_wanted);
    let rendered = render(&book.root, output.path(), printed.into());
    if rendered.is_ok() {
        // A link that the link checker has named is broken in the finished page too.
        let place = |fault: &Fault| (fault.file.clone(), fault.line);
        let known: BTreeSet<_> = faults.iter().map(place).collect();
        let finished = Finished::default().faults(book, output.path())?.into_iter();
        faults.extend(finished.filter(|fault| fault.line == 0 || !known.contains(&place(fault))));
    }
    if faults.is_empty() {
        rendered?;
    }
    faults.retain(|fault| is_wanted(&fault.file));
    faults.sort();
    faults.dedup();
    Ok(faults)
}

/// The pages that are wanted, and those that one of them names, which it may lead to.
fn asked(book: &Book, is_wanted: impl Fn(&PathBuf) -> bool) -> Printed {
    let printed = pages(book);
    let file = |path: &Path| Path::new("src").join(path);
    let wanted: Vec<_> = printed.iter().filter(|(path, _)| is_wanted(&file(path))).collect();
    let wanted: String = wanted.into_iter().map(|(_, text)| text.as_str()).collect();
    part(printed, |path| {
        // A chapter's README.md is printed as index.md.
        let html = html_path(path);
        let mut names = [html.with_extension("md"), html].into_iter();
        let is_named =
            |it: PathBuf| wanted.contains(&*it.file_name().unwrap_or_default().to_string_lossy());
        is_wanted(&file(path)) || names.any(is_named)
    })
}

/// The listings that say `error=E0382` and do not fail with exactly that.
fn compile_errors(book: &Book, is_wanted: impl Fn(&PathBuf) -> bool) -> Result<Vec<Fault>> {
    let refused = book.marks().filter_map(|(page, mark)| match &mark.kind {
        Kind::Fence(Fence { origin: Origin::Refused(code), body, .. }) => {
            Some((page.file(), mark.line, code, body))
        }
        _ => None,
    });
    let refused = refused.filter(|(file, ..)| is_wanted(file));
    let checks = refused.map(|(file, line, expected, body)| {
        move || -> Result<Option<Fault>> {
            let codes = Vec::from_iter(codes(body)?);
            let found = match &codes[..] {
                [only] if only == expected => return Ok(None),
                [] => "this listing compiles".to_owned(),
                codes => format!("this listing fails with {}", codes.join(", ")),
            };
            let remedy = format!("make it fail with {expected}, and nothing else");
            Ok(Some(Flaw::new(found, remedy).at(&file, line)))
        }
    });
    in_parallel(WAITING, checks.collect(), |_| {})
        .into_iter()
        .filter_map(Result::transpose)
        .collect()
}

/// The error codes that the compiler gives for a program, and what it says of an error without a code.
fn codes(program: &str) -> Result<BTreeSet<String>> {
    let output = tempfile::tempdir()?;
    let rustc = Command::tool(Path::new("rustc"), output.path())
        .args(["--edition", "2024", "--crate-name", "listing", "--emit", "metadata"])
        .args(["--error-format", "json", "-"])
        .stdin(program)
        .limit(COMPILING);
    let (End::Ended(_), said) = rustc.run().context("rustc does not start")? else {
        bail!("rustc did not end")
    };
    let messages = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let errors = messages.filter(|message| message["level"] == "error");
    let named = errors.filter_map(|error| {
        let code = error["code"]["code"].as_str();
        code.or(error["message"].as_str().filter(|it| !it.starts_with("aborting due to")))
            .map(str::to_owned)
    });
    Ok(named.collect())
}

/// How much of the concept map is taught, a line a level, and what is still to come.
pub fn progress(book: &Book) -> String {
    let shown = |row: &Concept| book.sections(|section| section.shows(&row.id)).count();
    let taught = |row: &Concept| book.sections(|it| it.teaches && it.id == row.id).next().is_some();
    let names =
        |rows: Vec<&Concept>| rows.iter().map(|row| &*row.id).collect::<Vec<_>>().join(", ");
    let mut lines = Vec::new();
    for level in LEVELS {
        let rows = book.concepts.iter().filter(|row| row.level == level);
        let (there, missing): (Vec<_>, Vec<_>) = rows.partition(|row| taught(row));
        let (count, all) = (there.len(), there.len() + missing.len());
        let missing = match names(missing) {
            names if names.is_empty() => names,
            names => format!("; not {names}"),
        };
        if all > 0 {
            lines.push(format!("{level}: {count} of {all} concepts are taught{missing}"));
        }
    }
    let is_once = |row: &&Concept| row.sources.len() > 1 && taught(row) && shown(row) < 2;
    let once = names(book.concepts.iter().filter(is_once).collect());
    if !once.is_empty() {
        lines.push(format!("Several resources teach these, and the book shows them once: {once}"));
    }
    lines.join("\n")
}

/// What is to be run of a chapter.
#[derive(Debug)]
pub struct Plan {
    /// Whose.
    pub chapter: Chapter,
    /// Its programs.
    pub programs: Vec<Program>,
    /// Its files of Python proofs.
    pub proofs: Vec<PathBuf>,
}

/// Compiles the programs, runs each in every language, on every Python at hand, and the Python proofs;
/// one message a failure. Says how far it is, chapter by chapter.
/// Errors: if cargo cannot be asked to compile.
pub fn transcripts(book: &Book, plans: &[Plan], real_time: bool) -> Result<Vec<String>> {
    let executables = executables(book, plans.iter().flat_map(|plan| &plan.programs))?;
    let jobs: Vec<_> = plans.iter().map(|plan| jobs(plan, &executables, real_time)).collect();
    let mut left: Vec<usize> = jobs.iter().map(Vec::len).collect();
    let (started, all, mut done) = (Instant::now(), left.iter().sum::<usize>(), 0);
    let jobs = jobs
        .into_iter()
        .enumerate()
        .flat_map(|(place, jobs)| jobs.into_iter().map(move |job| move || (place, job())));
    // A chapter waits for none that comes before it.
    let reports = in_parallel(WAITING, jobs.collect(), |(place, report): &(usize, Report)| {
        report.notes.iter().for_each(say);
        left[*place] -= 1;
        done += 1;
        if left[*place] == 0 {
            let took = started.elapsed().as_secs_f64();
            let rest = took / done as f64 * (all - done) as f64;
            let rest = if done < all { format!("; about {rest:.0} s left") } else { String::new() };
            say(format!("{}, in {took:.1} s so far{rest}", plans[*place]));
        }
    });
    Ok(reports.into_iter().filter_map(|(_, report)| report.failure).collect())
}

type Job<'a> = Box<dyn FnOnce() -> Report + Send + 'a>;

/// A job for each program and language, and for each file of proofs and each Python.
fn jobs<'a>(
    plan: &'a Plan,
    executables: &'a BTreeMap<String, PathBuf>,
    real_time: bool,
) -> Vec<Job<'a>> {
    let proofs = plan.proofs.iter().flat_map(|file| {
        proof::pythons().iter().map(move |python| -> Job<'_> {
            Box::new(|| {
                PythonTest::run_all(file, python)
                    .map_or_else(Report::failed, |()| Report::default())
            })
        })
    });
    let programs = plan.programs.iter().flat_map(|program| {
        program.languages().into_iter().map(move |language| -> Job<'_> {
            Box::new(move || program.compare_in(language, executables, real_time))
        })
    });
    proofs.chain(programs).collect()
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [programs, proofs] = [(self.programs.len(), "program"), (self.proofs.len(), "file")]
            .map(|(n, it)| counted(n, it));
        write!(f, "{}: ran {programs} and {proofs} of Python proofs", self.chapter.slug())
    }
}

/// Compiles the Rust programs, and says where they are.
/// Errors: if cargo cannot be asked.
pub fn executables<'a>(
    book: &Book,
    programs: impl Iterator<Item = &'a Program>,
) -> Result<BTreeMap<String, PathBuf>> {
    let rust: Vec<_> = programs.filter(|program| program.file(Language::Rust).is_file()).collect();
    let chapters: BTreeSet<String> = rust.iter().map(|program| program.chapter.slug()).collect();
    if rust.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut what: Vec<&str> = chapters.iter().flat_map(|slug| ["--package", slug]).collect();
    match rust.len() {
        ..4 => what.extend(rust.iter().flat_map(|program| ["--bin", &program.name])),
        _ => what.push("--bins"),
    }
    let [programs, chapters] =
        [counted(rust.len(), "Rust program"), counted(chapters.len(), "chapter")];
    say(format!("compiling {programs} of {chapters}: seconds, but minutes where all is new"));
    let compiled = compile(&book.root, &what, &Stop::default(), |line| complain(line));
    Ok(compiled.map_err(anyhow::Error::msg)?.executables)
}
