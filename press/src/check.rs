//! Every check of the book, in one run.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result};
use proof::{Chapter, Language, Program, Python, PythonTest, Report, Runner, Stop};

use crate::book::{Book, Section};
use crate::build::render;
use crate::compile::compile;
use crate::concepts::LEVELS;
use crate::fault::{Fault, Flaw};
use crate::finished::Finished;
use crate::markdown::{Kind, Origin};
use crate::print::{Press, pages};
use crate::say::{complain, say};

/// Files, from the book's root.
pub type Files = BTreeSet<PathBuf>;

/// What is wrong with the text of a book, from its notations to its finished HTML; `links` are those of
/// its links. Of all pages, or of the `only` ones that are asked for.
/// Errors: if a checker itself fails.
pub fn text(book: &Book, links: Vec<Fault>, only: Option<&Files>) -> Result<Vec<Fault>> {
    let is_wanted = |file: &PathBuf| only.is_none_or(|only| only.contains(file));
    let mut faults = book.faults.clone();
    faults.extend(links);
    faults.extend(compile_errors(book, is_wanted)?);
    let output = tempfile::tempdir()?;
    // mdBook reads all pages or none.
    if render(&book.root, output.path(), Press::of(pages(book).into())).is_ok() {
        // A link that the link checker has named is broken in the finished page too.
        let known: BTreeSet<_> =
            faults.iter().map(|fault| (fault.file.clone(), fault.line)).collect();
        let finished = Finished::default().faults(book, output.path())?.into_iter();
        let place = |fault: &Fault| (fault.file.clone(), fault.line);
        faults.extend(finished.filter(|fault| fault.line == 0 || !known.contains(&place(fault))));
    }
    faults.retain(|fault| is_wanted(&fault.file));
    faults.sort();
    faults.dedup();
    Ok(faults)
}

/// The listings that say `error=E0382` and do not fail with exactly that.
fn compile_errors(book: &Book, is_wanted: impl Fn(&PathBuf) -> bool) -> Result<Vec<Fault>> {
    let pages = book.pages.iter().filter(|page| is_wanted(&page.file()));
    let fences = pages.flat_map(|page| {
        page.marks.iter().filter_map(move |(mark, _)| match &mark.kind {
            Kind::Fence(fence) => match &fence.origin {
                Origin::Refused(code) => Some((page.file(), mark.line, code, &fence.body)),
                _ => None,
            },
            _ => None,
        })
    });
    let checks = fences.map(|(file, line, expected, body)| {
        move || -> Result<Option<Fault>> {
            let codes = codes(body)?;
            if codes == BTreeSet::from([expected.clone()]) {
                return Ok(None);
            }
            let codes: Vec<_> = codes.into_iter().collect();
            let found = match codes.join(", ") {
                codes if codes.is_empty() => "this listing compiles".to_owned(),
                codes => format!("this listing fails with {codes}"),
            };
            let remedy = format!("make it fail with {expected}, and nothing else");
            Ok(Some(Flaw::new(found, remedy).at(&file, line)))
        }
    });
    let faults: Result<Vec<_>> = in_parallel(checks.collect()).into_iter().collect();
    Ok(faults?.into_iter().flatten().collect())
}

/// The error codes that the compiler gives for a program.
fn codes(program: &str) -> Result<BTreeSet<String>> {
    let output = tempfile::tempdir()?;
    let mut rustc = Command::new("rustc")
        .args(["--edition", "2024", "--crate-name", "listing", "--emit", "metadata"])
        .args(["--error-format", "json", "-", "--out-dir"])
        .arg(output.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("rustc does not start")?;
    if let Some(mut stdin) = rustc.stdin.take() {
        stdin.write_all(program.as_bytes())?;
    }
    let output = rustc.wait_with_output()?;
    let messages = String::from_utf8_lossy(&output.stderr);
    let messages = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_error = message["level"] == "error";
        let code = message["code"]["code"].as_str()?.to_owned();
        is_error.then_some(code)
    });
    Ok(messages.collect())
}

/// Does several things at once, each of which waits for children of this process more than it computes.
fn in_parallel<T: Send>(jobs: Vec<impl FnOnce() -> T + Send>) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let places = jobs.iter().map(|_| None).collect::<Vec<Option<T>>>();
    let (jobs, results) = (Mutex::new(jobs.into_iter().enumerate()), Mutex::new(places));
    thread::scope(|scope| {
        for _ in 0..2 * cores {
            scope.spawn(|| {
                loop {
                    let next = jobs.lock().expect("no job runs while this is held").next();
                    let Some((place, job)) = next else { break };
                    let result = Some(job());
                    results.lock().expect("nothing panics while this is held")[place] = result;
                }
            });
        }
    });
    let results = results.into_inner().expect("nothing panics while this is held");
    results.into_iter().flatten().collect()
}

/// How much of the concept map is taught, a line a level, and what is still to come.
pub fn progress(book: &Book) -> String {
    let taught =
        |id: &str| book.sections(|section| section.teaches && section.id == id).count() > 0;
    let mut lines = Vec::new();
    for level in LEVELS {
        let rows: Vec<_> = book.concepts.iter().filter(|row| row.level == level).collect();
        let missing = rows.iter().filter(|row| !taught(&row.id));
        let missing: Vec<_> = missing.map(|row| row.id.as_str()).collect();
        let (all, count) = (rows.len(), rows.len() - missing.len());
        let missing = match missing.join(", ") {
            names if names.is_empty() => names,
            names => format!("; not {names}"),
        };
        if all > 0 {
            lines.push(format!("{level}: {count} of {all} concepts are taught{missing}"));
        }
    }
    let once = book.concepts.iter().filter(|row| {
        let shown = book.sections(|section: &Section| section.shows(&row.id)).count();
        row.sources.len() > 1 && taught(&row.id) && shown < 2
    });
    let once: Vec<_> = once.map(|row| row.id.as_str()).collect();
    if !once.is_empty() {
        let once = once.join(", ");
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
    let pythons = proof::pythons();
    let (started, mut done) = (Instant::now(), 0);
    let count = |plan: &Plan| plan.programs.len() + plan.proofs.len();
    let all: usize = plans.iter().map(count).sum();
    let mut failures = Vec::new();
    for plan in plans {
        let programs = plan.programs.iter().map(|program| {
            Box::new(|| compare(program, &executables, pythons, real_time))
                as Box<dyn FnOnce() -> _ + Send>
        });
        let proofs = plan.proofs.iter().map(|file| {
            Box::new(|| prove(file, pythons)) as Box<dyn FnOnce() -> Vec<Report> + Send>
        });
        let reports = in_parallel(proofs.chain(programs).collect());
        for report in reports.into_iter().flatten() {
            report.notes.iter().for_each(say);
            failures.extend(report.failure);
        }
        done += count(plan);
        let took = started.elapsed().as_secs_f64();
        let left = took / done as f64 * (all - done) as f64;
        let (slug, programs) = (plan.chapter.slug(), counted(plan.programs.len(), "program"));
        let proofs = counted(plan.proofs.len(), "file");
        let left = if done < all { format!("; about {left:.0} s left") } else { String::new() };
        say(format!(
            "{slug}: ran {programs} and {proofs} of Python proofs, in {took:.1} s so far{left}"
        ));
    }
    Ok(failures)
}

/// `1 file`, `2 files`
pub fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
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
    if rust.len() < 4 {
        what.extend(rust.iter().flat_map(|program| ["--bin", &program.name]));
    } else {
        what.push("--bins");
    }
    let [programs, chapters] =
        [counted(rust.len(), "Rust program"), counted(chapters.len(), "chapter")];
    say(format!("compiling {programs} of {chapters}: seconds, but minutes where all is new"));
    let compiled = compile(&book.root, &what, &Stop::default(), |line| complain(line));
    Ok(compiled.map_err(anyhow::Error::msg)?.executables)
}

/// Compares a program with its transcripts in every language, on every Python given.
pub fn compare(
    program: &Program,
    executables: &BTreeMap<String, PathBuf>,
    pythons: &[Python],
    real_time: bool,
) -> Vec<Report> {
    let mut reports = Vec::new();
    for language in program.languages() {
        let runners: Vec<Runner> = match language {
            Language::Python => pythons.iter().map(Runner::Python).collect(),
            Language::Rust => match executables.get(&program.name) {
                Some(file) => vec![Runner::Rust(file)],
                None => {
                    let failure = Some(format!("{} does not compile", program.address()));
                    reports.push(Report { failure, notes: Vec::new() });
                    continue;
                }
            },
        };
        reports.push(program.compare(&runners, real_time));
    }
    reports
}

fn prove(file: &std::path::Path, pythons: &[Python]) -> Vec<Report> {
    let failures = pythons.iter().filter_map(|python| PythonTest::run_all(file, python).err());
    failures.map(|failure| Report { failure: Some(failure), notes: Vec::new() }).collect()
}
