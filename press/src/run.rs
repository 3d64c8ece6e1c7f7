//! A recorded run, interpreted once: its events gathered into steps, each with what the scheduler holds
//! before and after it. Figures draw and tell these, and exercises ask them for reasons.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use proof::trace::{Direction, Event, Trace, What, World};
use proof::{Language, Program};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::fault::Flaw;
use crate::printed::timeless;

/// A recorded run.
#[derive(Debug)]
pub struct Run {
    /// Whose scheduler it was.
    pub world: World,
    /// What happened, in its order.
    pub steps: Vec<Step>,
}

impl Run {
    /// Reads the recorded run of a program.
    /// Errors: if there is none, or it cannot be read.
    pub fn read(program: &Program, language: Language) -> Result<Run, Flaw> {
        let (name, file) = (named(program, language), program.trace_file(language));
        let text = fs::read_to_string(&file)
            .map_err(|e| format!("no trace says in what order {name} would print: {e}"));
        let trace = text.and_then(|text| Trace::parse(&text).map_err(|e| format!("{name}: {e}")));
        let run = trace.map(|trace| Run::of(&trace));
        run.map_err(|found| Flaw::new(found, record(program)))
    }

    /// The steps of what was traced.
    pub fn of(trace: &Trace) -> Run {
        Run { world: trace.world, steps: steps(trace) }
    }

    /// All events, in the order of happening.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.steps.iter().flat_map(|step| &step.events)
    }

    /// The tasks, with what asyncio calls them.
    pub fn tasks(&self) -> BTreeMap<u32, Option<&str>> {
        let mut tasks = BTreeMap::new();
        for event in self.events() {
            if let (What::Spawn { name }, Some(task)) = (&event.what, event.task) {
                tasks.insert(task, name.as_deref());
            } else if let Some(task) = event.task {
                tasks.entry(task).or_default();
            }
        }
        tasks
    }

    /// Whether it prints these lines, without their times.
    /// Errors: if it prints others.
    pub fn prints(
        &self,
        lines: &[String],
        program: &Program,
        language: Language,
    ) -> Result<(), Flaw> {
        let printed = self.steps.iter().filter_map(Step::printed);
        if printed.map(timeless).eq(lines) {
            return Ok(());
        }
        let found = format!("{} prints other lines than the transcript", named(program, language));
        Err(Flaw::new(found, record(program)))
    }
}

/// The trace of a program, as a fault calls it.
fn named(program: &Program, language: Language) -> String {
    let class = language.name().to_lowercase();
    format!("{}/traces/{}.{class}.json", program.chapter.slug(), program.name)
}

/// The command that records a run.
pub fn record(program: &Program) -> String {
    format!("cargo book record {} --trace", program.address())
}

/// What one sentence tells: a few events that belong together, and what holds before and after.
#[derive(Debug, Clone)]
pub struct Step {
    pub events: Vec<Event>,
    /// Where it stands in the program's file.
    pub line: Option<usize>,
    pub before: State,
    pub after: State,
}

impl Step {
    /// The line that is printed.
    pub fn printed(&self) -> Option<&str> {
        self.events.iter().find_map(|event| match &event.what {
            What::Print { text } => Some(text.as_str()),
            _ => None,
        })
    }

    /// Whether a task goes behind the others of its own accord: it wakes itself and ends its poll, or
    /// has tokio keep its waker for a while.
    pub fn yields(&self, world: World) -> bool {
        let [first, .., last] = &self.events[..] else {
            return false;
        };
        let gives_way = match &first.what {
            What::Wake => first.by == first.task,
            What::Keep { with } => world == World::Tokio && with == "queue",
            _ => false,
        };
        gives_way && self.events.len() == 2 && last.what == What::Pending
    }

    /// Whether nothing but the scheduler acts, or what it hears of: times and sockets, and whom they wake.
    pub fn only_wakes(&self) -> bool {
        self.events.iter().all(is_outside) && self.events.iter().any(|e| e.what == What::Wake)
    }
}

/// What a task does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Ready,
    Polled,
    Parked,
    Ended,
}

/// What the scheduler holds.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// What the virtual clock says.
    pub at: Option<f64>,
    pub tasks: BTreeMap<u32, Phase>,
    /// From the front to the end.
    pub ready: Vec<u32>,
    /// What is due first stands first.
    pub timers: Vec<(f64, u32)>,
    pub sockets: Vec<(u32, u32, Direction)>,
    /// Those that were woken since their poll began.
    pub woken: BTreeSet<u32>,
    /// What keeps the waker of a task.
    pub keepers: BTreeMap<u32, Vec<String>>,
}

impl State {
    pub fn polled(&self) -> Option<u32> {
        let mut tasks = self.tasks.iter();
        let polled = tasks.find(|(_, phase)| **phase == Phase::Polled);
        polled.map(|(&task, _)| task)
    }

    fn apply(&mut self, world: World, event: &Event) {
        self.at = event.at.or(self.at);
        if let What::Jump { to } = event.what {
            self.at = Some(to);
        }
        let Some(task) = event.task else { return };
        match &event.what {
            What::Spawn { .. } => self.queue(world, task),
            What::Wake if self.tasks.get(&task) != Some(&Phase::Ended) => {
                self.keepers.remove(&task);
                self.queue(world, task);
            }
            What::Poll => {
                self.ready.retain(|&other| other != task);
                self.keepers.remove(&task);
                self.woken.remove(&task);
                self.tasks.insert(task, Phase::Polled);
            }
            What::Pending => {
                let phase = if self.woken.remove(&task) { Phase::Ready } else { Phase::Parked };
                self.tasks.insert(task, phase);
            }
            What::Ready | What::Error { .. } | What::Drop => self.end(task),
            What::Keep { with } => self.keepers.entry(task).or_default().push(with.clone()),
            What::TimerSet { due } => {
                self.timers.push((*due, task));
                self.timers.sort_by(|a, b| a.0.total_cmp(&b.0));
            }
            What::TimerDue { due } | What::TimerDropped { due } => {
                let timer = self.timers.iter().position(|one| *one == (*due, task));
                timer.map(|timer| self.timers.remove(timer));
            }
            What::SocketWait { socket, direction } => {
                self.sockets.push((*socket, task, *direction));
            }
            What::SocketReady { socket, direction } => {
                self.sockets.retain(|one| *one != (*socket, task, *direction));
            }
            _ => {}
        }
    }

    /// A task stands in the queue once. tokio's main future has its place beside it.
    fn queue(&mut self, world: World, task: u32) {
        if !self.ready.contains(&task) && !is_beside(world, task) {
            self.ready.push(task);
        }
        if self.tasks.get(&task) == Some(&Phase::Polled) {
            self.woken.insert(task);
        } else {
            self.tasks.insert(task, Phase::Ready);
        }
    }

    fn end(&mut self, task: u32) {
        self.tasks.insert(task, Phase::Ended);
        self.keepers.remove(&task);
        self.ready.retain(|&other| other != task);
        self.timers.retain(|&(_, other)| other != task);
        self.sockets.retain(|&(_, other, _)| other != task);
    }
}

/// Whether the task is polled without ever standing in the ready queue.
pub fn is_beside(world: World, task: u32) -> bool {
    world == World::Tokio && task == 0
}

fn steps(trace: &Trace) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut state = State::default();
    for event in &trace.events {
        let before = state.clone();
        state.apply(trace.world, event);
        let line = event.line.map(|line| line as usize);
        match steps.last_mut() {
            Some(step) if continues(&step.events, event) => {
                step.events.push(event.clone());
                step.line = line.or(step.line);
                step.after = state.clone();
            }
            _ => {
                steps.push(Step { events: vec![event.clone()], line, before, after: state.clone() })
            }
        }
    }
    steps
}

/// Whether an event is told in one breath with those before it.
fn continues(events: &[Event], next: &Event) -> bool {
    let Some(last) = events.last() else {
        return false;
    };
    let same = last.task == next.task;
    if is_outside(next) && last.at == next.at && events.iter().all(is_outside) {
        return true;
    }
    match (&last.what, &next.what) {
        (What::Turn { .. }, next) => !matches!(next, What::Turn { .. }),
        (What::Idle { .. }, What::Jump { .. }) => true,
        (
            What::TimerSet { .. } | What::SocketWait { .. } | What::Keep { .. },
            What::TimerSet { .. } | What::SocketWait { .. } | What::Keep { .. } | What::Pending,
        )
        | (What::Cancel, What::TimerDropped { .. } | What::Wake)
        | (What::TimerDropped { .. }, What::Wake)
        | (What::Poll, What::Cancelled)
        | (What::Cancelled | What::Drop, What::TimerDropped { .. }) => same,
        (What::Wake, What::Pending) => same && last.by == last.task && events.len() == 1,
        (What::Ready | What::Error { .. }, What::Wake) => next.by == last.task,
        (What::Wake, What::Wake) => next.by.is_some() && next.by == last.by && ends(events),
        _ => false,
    }
}

/// Whether no task does it: a time comes, a socket is ready, and tasks are woken for that.
fn is_outside(event: &Event) -> bool {
    let outside = matches!(
        event.what,
        What::TimerDue { .. } | What::SocketReady { .. } | What::Wake | What::Turn { ready: 0 }
    );
    outside && event.by.is_none()
}

fn ends(events: &[Event]) -> bool {
    let mut events = events.iter();
    events.any(|event| matches!(event.what, What::Ready | What::Error { .. }))
}

/// The steps of all runs, one column for those that correspond: each run's step of that column.
pub fn columns(runs: &[&Run]) -> Vec<Vec<Option<usize>>> {
    let [first, second] = runs else {
        let only = runs.first().map_or(0, |run| run.steps.len());
        return (0..only).map(|step| vec![Some(step)]).collect();
    };
    let keys = |run: &Run| {
        let keys = run.steps.iter().map(|step| key(run.world, step));
        keys.collect::<Vec<_>>()
    };
    let mut columns = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys(first), &keys(second)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            columns.extend((0..len).map(|i| vec![Some(old_index + i), Some(new_index + i)]));
        } else {
            columns.extend(op.old_range().map(|step| vec![Some(step), None]));
            columns.extend(op.new_range().map(|step| vec![None, Some(step)]));
        }
    }
    columns
}

/// Steps with the same key correspond: the same thing happens to the same task at the same time. A line
/// that is printed is the same, whoever prints it.
fn key(world: World, step: &Step) -> String {
    let now = step.after.at;
    let is_turn = |event: &&Event| !matches!(event.what, What::Turn { .. });
    let Some(event) = step.events.iter().rev().find(is_turn) else {
        return format!("turn {now:?}");
    };
    let what = match &event.what {
        What::Print { text } => return format!("print {text} {now:?}"),
        _ if step.yields(world) => "yield".to_owned(),
        What::Wake if step.only_wakes() => {
            let wakes = step.events.iter().filter(|event| event.what == What::Wake);
            let woken: BTreeSet<_> = wakes.map(|event| event.task).collect();
            return format!("wake {woken:?} {now:?}");
        }
        What::Keep { .. } | What::TimerSet { .. } | What::SocketWait { .. } => "wait".to_owned(),
        What::Spawn { .. } => "spawn".to_owned(),
        What::Error { .. } => "error".to_owned(),
        What::Idle { .. } => "idle".to_owned(),
        other => format!("{other:?}"),
    };
    format!("{what} {:?} {:?} {now:?}", event.task, by(event))
}

/// Who did it to another task.
fn by(event: &Event) -> Option<u32> {
    event.by.filter(|_| event.by != event.task)
}
