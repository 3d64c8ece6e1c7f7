//! `{{#ask}}`: a question with choices, drawn from a recorded run. The run says which choice is right, and why each
//! of the others is wrong.

use std::path::Path;

use maud::{Markup, html};
use proof::{Language, Program};
use told::reasons::cannot_come;
use told::run::{Phase, Run, Step};
use told::text::plain;
use told::trace::{Event, What};
use told::words::{self, capital};

use crate::fault::Flaw;
use crate::predict::hash;
use crate::printed::timed;
use crate::program::{Source, pre};
use crate::run;

/// How many choices a question has at most.
const CHOICES: usize = 4;

/// A question, with all that a page shows of it.
#[derive(Debug)]
pub struct Question {
    /// In plain words, with code between back quotes.
    asked: String,
    /// What has been printed so far.
    so_far: Vec<String>,
    choices: Vec<Choice>,
    listing: String,
    label: String,
}

#[derive(Debug, PartialEq, Eq)]
struct Choice {
    words: String,
    is_right: bool,
    /// From the run, in plain words.
    reason: String,
}

/// The recorded run of a program in its first language that has one.
struct Recorded {
    name: String,
    language: Language,
    run: Run,
    source: Source,
}

impl Recorded {
    fn read(root: &Path, program: &Program) -> Result<Recorded, Flaw> {
        let languages = program.languages();
        let traced = languages.iter().find(|&&language| program.trace_file(language).is_file());
        let language = traced.or(languages.first()).copied().unwrap_or(Language::Python);
        let run = run::read(program, language)?;
        let source = Source::read(root, program, language)?;
        Ok(Recorded { name: program.name.clone(), language, run, source })
    }

    fn lines(&self) -> Vec<String> {
        self.run.lines().map(str::to_owned).collect()
    }

    /// The choices with lines that come later than that place, and why none of them can come there.
    fn with_later(&self, mut choices: Vec<Choice>, lines: &[String], place: usize) -> Vec<Choice> {
        for later in place + 1..lines.len() {
            if choices.len() < CHOICES && choices.iter().all(|it| it.words != lines[later]) {
                let reason = cannot_come(&self.run, lines, later, place);
                choices.push(Choice { words: lines[later].clone(), is_right: false, reason });
            }
        }
        choices
    }

    /// A question about it, asked after so many lines.
    fn ask(&self, asked: String, lines: usize, mut choices: Vec<Choice>) -> Question {
        // In an order that looks like none, and is always the same.
        choices.sort_by_key(|choice| hash(&choice.words));
        let printed = self.run.steps.iter().filter_map(Step::printed).map(str::to_owned);
        let language = self.language.kind();
        let label = format!("{} listing of {}", self.language.name(), self.name);
        Question {
            asked,
            so_far: printed.take(lines).collect(),
            choices,
            listing: pre(&self.source.listing(), language, &label),
            label: format!("{} in {}", self.name, self.language.name()),
        }
    }
}

impl Question {
    /// Which line comes after so many of them?
    /// Errors: if the run is not recorded, or leaves nothing to choose.
    pub fn next(root: &Path, program: &Program, after: usize) -> Result<Question, Flaw> {
        let recorded = Recorded::read(root, program)?;
        let lines = recorded.lines();
        let right = lines.get(after).ok_or_else(|| few(program, after))?;
        let reason = because(&recorded.run, after).ok_or_else(|| few(program, after))?;
        let right = Choice { words: right.clone(), is_right: true, reason };
        let choices = recorded.with_later(vec![right], &lines, after);
        if choices.len() < 2 {
            return Err(few(program, after));
        }
        let asked = match after {
            0 => "Which line is printed first?".to_owned(),
            _ => "Which line is printed next?".to_owned(),
        };
        Ok(recorded.ask(asked, after, choices))
    }

    /// What has woken the task that prints the line of that number?
    /// Errors: if the run is not recorded, or nothing has.
    pub fn wakes(root: &Path, program: &Program, number: usize) -> Result<Question, Flaw> {
        let recorded = Recorded::read(root, program)?;
        let run = &recorded.run;
        let none = || few(program, number);
        let print = printing(run, number.checked_sub(1).ok_or_else(none)?).ok_or_else(none)?;
        let task = run.steps[print].printer().ok_or_else(none)?;
        let (woken, wake) = woken(run, print, task).ok_or_else(none)?;
        let step = &run.steps[woken];
        let cause = cause(run, step, wake);
        let told = plain(&words::sentence(&run.names, step));
        let mut choices =
            vec![Choice { words: cause.clone(), is_right: true, reason: told.clone() }];
        let mut add = |words: String, reason: String| {
            if choices.len() < CHOICES && words != cause {
                choices.push(Choice { words, is_right: false, reason });
            }
        };
        for other in run.tasks().into_iter().filter(|other| *other != task) {
            let name = run.names.task(other);
            let does = match step.before.phase(other) {
                Some(Phase::Parked) => "is parked then, and runs nothing",
                Some(Phase::Ready) => "stands in the ready queue then, and runs nothing",
                Some(Phase::Ended) => "has ended by then",
                Some(Phase::Polled) => "runs then, but does not wake it",
                None => "is not made yet",
            };
            add(name.clone(), format!("{} {does}. {told}", capital(&name)));
        }
        add("its timer".to_owned(), format!("No timer of it is due then. {told}"));
        if choices.len() < 2 {
            return Err(none());
        }
        let lines = recorded.lines();
        let asked = format!(
            "{} prints `{}`. What has woken it for that turn?",
            capital(&run.names.task(task)),
            lines[number - 1]
        );
        Ok(recorded.ask(asked, number, choices))
    }

    /// The first line that another program prints otherwise than an old one.
    /// Errors: if one of the runs is not recorded, or they print the same.
    pub fn change(root: &Path, new: &Program, old: &Program) -> Result<Question, Flaw> {
        let [new_run, old_run] = [Recorded::read(root, new)?, Recorded::read(root, old)?];
        let (is, was) = (new_run.lines(), old_run.lines());
        let same = || {
            let found = format!("{} and {} print the same", old.address(), new.address());
            Flaw::new(found, "ask about programs that differ in what they print")
        };
        let place = (0..is.len().min(was.len())).find(|&at| is[at] != was[at]).ok_or_else(same)?;
        let why = because(&new_run.run, place).ok_or_else(same)?;
        let choices = vec![
            Choice { words: is[place].clone(), is_right: true, reason: why.clone() },
            Choice {
                words: was[place].clone(),
                is_right: false,
                reason: format!("So it was before the change. {why}"),
            },
        ];
        let choices = new_run.with_later(choices, &is, place);
        let asked = format!(
            "The program `{}` is changed to `{}`, which is above. Which line is printed next?",
            old.name, new.name
        );
        Ok(new_run.ask(asked, place, choices))
    }

    /// The question, as HTML without an empty line. Without scripts, the answer is folded.
    pub fn html(&self) -> String {
        let right = self.choices.iter().find(|choice| choice.is_right);
        let html = html! {
            section class="ask" role="group" aria-label={ "A question about " (self.label) } {
                details class="shown" open {
                    summary { "The program: " (self.label) }
                    (maud::PreEscaped(&self.listing))
                }
                @if !self.so_far.is_empty() {
                    p class="label" { "It has printed" }
                    pre class="transcript" { samp { @for line in &self.so_far { (timed(line)) "\n" } } }
                }
                p class="asked" { (code(&self.asked)) }
                ul class="choices" {
                    @for choice in &self.choices {
                        li data-right[choice.is_right] { code { (choice.words) }
                            p class="reason" hidden { (code(&choice.reason)) } }
                    }
                }
                @if let Some(right) = right {
                    details class="answer without-js" {
                        summary { "Answer" }
                        p { code { (right.words) } ". " (code(&right.reason)) }
                    }
                }
            }
        };
        html.into_string()
    }
}

/// There is nothing to ask at that line.
fn few(program: &Program, number: usize) -> Flaw {
    let found = format!("the run of {} has nothing to ask at line {number}", program.address());
    Flaw::new(found, "ask about a line with another after it, or one whose task was woken")
}

/// The step that prints the line of that place.
fn printing(run: &Run, place: usize) -> Option<usize> {
    let mut prints = (0..run.steps.len()).filter(|&step| run.steps[step].printed().is_some());
    prints.nth(place)
}

/// The last step before a print that polls a task.
fn polled(run: &Run, print: usize, task: u32) -> Option<usize> {
    run.steps[..print].iter().rposition(|step| step.of(task).any(|what| *what == What::Poll))
}

/// The last step that put a task into the ready queue before it was polled for a print, and the event that did.
fn woken(run: &Run, print: usize, task: u32) -> Option<(usize, &Event)> {
    let poll = polled(run, print, task)?;
    let wakes = |event: &&Event| {
        event.task == Some(task) && matches!(event.what, What::Wake | What::Spawn { .. })
    };
    (0..=poll).rev().find_map(|step| Some((step, run.steps[step].events.iter().find(wakes)?)))
}

/// What woke a task, in a few words.
fn cause(run: &Run, step: &Step, wake: &Event) -> String {
    let is_due = step
        .events
        .iter()
        .any(|event| event.task == wake.task && matches!(event.what, What::TimerDue { .. }));
    let is_ready = step.has(|what| matches!(what, What::SocketReady { .. }));
    match (&wake.what, wake.by) {
        (What::Spawn { .. }, Some(by)) => format!("{}, which has spawned it", run.names.task(by)),
        (What::Spawn { .. }, None) => "the start of the program".to_owned(),
        (_, Some(by)) if wake.task == Some(by) => "the task itself, which has yielded".to_owned(),
        (_, Some(by)) => run.names.task(by),
        _ if is_due => "its timer".to_owned(),
        _ if is_ready => "its socket".to_owned(),
        _ => match wake.task.and_then(|task| step.before.keepers.get(&task)?.last()) {
            Some(kept) => format!("the {kept}"),
            None => "the event loop".to_owned(),
        },
    }
}

/// Why the line of a place is the next, in the words of the steps before it.
fn because(run: &Run, place: usize) -> Option<String> {
    let print = printing(run, place)?;
    let told = |step: usize| plain(&words::sentence(&run.names, &run.steps[step]));
    let Some(task) = run.steps[print].printer() else { return Some(told(print)) };
    let poll = polled(run, print, task);
    let goes_on = place.checked_sub(1).and_then(|place| printing(run, place));
    match (poll, goes_on) {
        (Some(poll), Some(last)) if poll < last && run.steps[last].printer() == Some(task) => {
            let who = capital(&run.names.task(task));
            Some(format!("{who} has printed the line before, and goes on without a wait."))
        }
        (Some(poll), _) => match woken(run, print, task) {
            Some((woken, _)) if woken != poll => Some(format!("{} {}", told(woken), told(poll))),
            _ => Some(told(poll)),
        },
        (None, _) => Some(told(print)),
    }
}

/// Plain words, with what stands between back quotes as code.
fn code(words: &str) -> Markup {
    html! {
        @for (at, part) in words.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

#[cfg(test)]
#[path = "../tests/unit/ask.rs"]
mod tests;
