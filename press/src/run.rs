//! The recorded runs of the book's programs: read, held against their transcripts, and two of them beside each other.

use std::collections::BTreeSet;
use std::fs;

use proof::{Language, Program};
use similar::{Algorithm, capture_diff_slices};
use told::run::{Run, Step, is_wait};
use told::trace::{Event, Trace, What};

use crate::fault::Flaw;

/// Reads the recorded run of a program.
/// Errors: if there is none, or it cannot be read.
pub fn read(program: &Program, language: Language) -> Result<Run, Flaw> {
    let name = named(program, language);
    let trace = match fs::read_to_string(program.trace_file(language)) {
        Ok(text) => Trace::parse(&text).map_err(|e| format!("{name}: {e}")),
        Err(e) => Err(format!("no trace says in what order {name} would print: {e}")),
    };
    let trace = trace.map_err(|found| Flaw::new(found, record(program)))?;
    // Without its text, a program has fewer names; who shows the text says that it is missing.
    let text = fs::read_to_string(program.file(language)).unwrap_or_default();
    Ok(Run::of(trace, &text))
}

/// Whether a run prints these lines, without their times.
/// Errors: if it prints others.
pub fn prints(run: &Run, lines: &[String], program: &Program, of: Language) -> Result<(), Flaw> {
    if run.lines().eq(lines) {
        return Ok(());
    }
    let found = format!("{} prints other lines than the transcript", named(program, of));
    Err(Flaw::new(found, record(program)))
}

/// The trace of a program, as a fault calls it.
fn named(program: &Program, language: Language) -> String {
    format!("{}/traces/{}.{}.json", program.chapter.slug(), program.name, language.kind())
}

/// The command that records a run.
pub fn record(program: &Program) -> String {
    format!("cargo book record {} --trace", program.address())
}

/// The steps of two runs, one column for those that correspond: each run's step of that column.
pub fn columns(first: &Run, second: &Run) -> Vec<[Option<usize>; 2]> {
    let [first, second] = [first, second].map(|run| run.steps.iter().map(key).collect::<Vec<_>>());
    let ops = capture_diff_slices(Algorithm::Myers, &first, &second);
    let steps = ops.iter().flat_map(|op| op.iter_changes(&first, &second));
    steps.map(|step| [step.old_index(), step.new_index()]).collect()
}

/// Steps with the same key correspond: the same thing happens to the same task at the same time. A line
/// that is printed is the same, whoever prints it.
fn key(step: &Step) -> String {
    let now = step.after.at;
    let is_told = |event: &&Event| !matches!(event.what, What::Turn { .. });
    let Some(event) = step.events.iter().rfind(is_told) else {
        return format!("turn {now:?}");
    };
    let what = match &event.what {
        What::Print { text } => return format!("print {text} {now:?}"),
        What::Wake if step.only_wakes() => {
            let wakes = step.events.iter().filter(|event| event.what == What::Wake);
            let woken: BTreeSet<_> = wakes.map(|event| event.task).collect();
            return format!("wake {woken:?} {now:?}");
        }
        _ if step.yields() => "yield",
        wait if is_wait(wait) => "wait",
        What::Spawn { .. } => "spawn",
        What::Error { .. } => "error",
        What::Idle { .. } => "idle",
        other => &format!("{other:?}"),
    };
    // Who did it to another task.
    let by = event.by.filter(|_| event.by != event.task);
    format!("{what} {:?} {by:?} {now:?}", event.task)
}
