//! A recorded run, interpreted once: its events gathered into steps, each with what the scheduler holds
//! before and after it. Figures draw and tell these, and exercises ask them for reasons.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::Names;
use crate::text::timeless;
use crate::trace::{Direction, Event, Trace, What, World};

/// A recorded run: what happened, in its order, and what its tasks are called.
#[derive(Debug)]
pub struct Run {
    /// What happened, in its order.
    pub steps: Vec<Step>,
    /// What its tasks are called.
    pub names: Names,
}

impl Run {
    /// The steps of what was traced of a program with that text.
    pub fn of(trace: Trace, text: &str) -> Run {
        let names = Names::of(&trace, text);
        let mut steps: Vec<Vec<Event>> = Vec::new();
        for event in trace.events {
            match steps.last_mut() {
                Some(step) if continues(step, &event) => step.push(event),
                _ => steps.push(vec![event]),
            }
        }
        let (world, mut state) = (trace.world, State::default());
        let steps = steps.into_iter().map(|events| {
            let before = state.clone();
            events.iter().for_each(|event| state.apply(world, event));
            let line = events.iter().rev().find_map(|event| event.line);
            Step { world, events, line: line.map(|it| it as usize), before, after: state.clone() }
        });
        Run { steps: steps.collect(), names }
    }

    /// All events, in the order of happening.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.steps.iter().flat_map(|step| &step.events)
    }

    /// The tasks, by their numbers.
    pub fn tasks(&self) -> BTreeSet<u32> {
        self.events().filter_map(|event| event.task).collect()
    }

    /// The lines that it prints, without their times.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(Step::printed).map(timeless)
    }

    /// All that it prints.
    pub fn printed(&self) -> String {
        self.steps.iter().filter_map(Step::printed).flat_map(|line| [line, "\n"]).collect()
    }
}

/// What one sentence tells: a few events that belong together, and what holds before and after.
#[derive(Debug)]
pub struct Step {
    /// Whose scheduler it was.
    pub world: World,
    /// What happened, at least one thing.
    pub events: Vec<Event>,
    /// Where it stands in the program's file.
    pub line: Option<usize>,
    /// What the scheduler held.
    pub before: State,
    /// What it holds then.
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

    /// The task that prints it.
    pub fn printer(&self) -> Option<u32> {
        self.events.last().and_then(|event| event.by)
    }

    /// What happens to a task.
    pub fn of(&self, task: u32) -> impl Iterator<Item = &What> {
        let own = self.events.iter().filter(move |event| event.task == Some(task));
        own.map(|event| &event.what)
    }

    /// Whether such a thing happens in it.
    pub fn has(&self, is_it: impl Fn(&What) -> bool) -> bool {
        self.events.iter().any(|event| is_it(&event.what))
    }

    /// Whether a task goes behind the others of its own accord: it wakes itself and ends its poll, or
    /// has tokio keep its waker for a while.
    pub fn yields(&self) -> bool {
        match &self.events[..] {
            [first, last] if last.what == What::Pending => match &first.what {
                What::Wake => first.by == first.task,
                What::Keep { with } => self.world == World::Tokio && with == "queue",
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether nothing but the scheduler acts, or what it hears of: times and sockets, and whom they wake.
    pub fn only_wakes(&self) -> bool {
        self.events.iter().all(is_outside) && self.has(|what| *what == What::Wake)
    }
}

/// What a task does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It stands in the ready queue, or beside it.
    Ready,
    /// It has the turn.
    Polled,
    /// It waits to be woken.
    Parked,
    /// It is no more.
    Ended,
}

/// What the scheduler holds.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// What the virtual clock says.
    pub at: Option<f64>,
    /// All that were made.
    pub tasks: BTreeMap<u32, Phase>,
    /// From the front to the end.
    pub ready: Vec<u32>,
    /// What is due first stands first.
    pub timers: Vec<(f64, u32)>,
    /// Which socket a task waits for, and what to do with it.
    pub sockets: Vec<(u32, u32, Direction)>,
    /// Those that were woken since their poll began.
    pub woken: BTreeSet<u32>,
    /// What keeps the waker of a task.
    pub keepers: BTreeMap<u32, Vec<String>>,
}

impl State {
    /// What a task does, if it is known.
    pub fn phase(&self, task: u32) -> Option<Phase> {
        self.tasks.get(&task).copied()
    }

    /// The tasks in that phase, by their numbers.
    pub fn all(&self, phase: Phase) -> impl Iterator<Item = u32> {
        self.tasks.iter().filter(move |(_, it)| **it == phase).map(|(&task, _)| task)
    }

    fn apply(&mut self, world: World, event: &Event) {
        self.at = match event.what {
            What::Jump { to } => Some(to),
            _ => event.at.or(self.at),
        };
        let Some(task) = event.task else { return };
        match &event.what {
            What::Spawn { .. } => self.queue(world, task),
            What::Wake if self.phase(task) != Some(Phase::Ended) => {
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
            What::Ready | What::Error { .. } | What::Drop => {
                self.tasks.insert(task, Phase::Ended);
                self.keepers.remove(&task);
                self.ready.retain(|&other| other != task);
                self.timers.retain(|&(_, other)| other != task);
                self.sockets.retain(|&(_, other, _)| other != task);
            }
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
        if self.phase(task) == Some(Phase::Polled) {
            self.woken.insert(task);
        } else {
            self.tasks.insert(task, Phase::Ready);
        }
    }
}

/// Whether the task is polled without ever standing in the ready queue.
pub fn is_beside(world: World, task: u32) -> bool {
    world == World::Tokio && task == 0
}

/// Whether an event is told in one breath with those before it.
fn continues(events: &[Event], next: &Event) -> bool {
    let [.., last] = events else { return false };
    if is_outside(next) && last.at == next.at && events.iter().all(is_outside) {
        return true;
    }
    let same = last.task == next.task;
    match (&last.what, &next.what) {
        (What::Turn { .. }, next) => !matches!(next, What::Turn { .. }),
        (What::Idle { .. }, What::Jump { .. }) => true,
        (wait, next) if is_wait(wait) => same && (is_wait(next) || *next == What::Pending),
        (What::Cancel, What::TimerDropped { .. } | What::Wake)
        | (What::TimerDropped { .. }, What::Wake)
        | (What::Poll, What::Cancelled)
        | (What::Cancelled | What::Drop, What::TimerDropped { .. }) => same,
        (What::Wake, What::Pending) => same && last.by == last.task && events.len() == 1,
        (What::Ready | What::Error { .. }, What::Wake) => next.by == last.task,
        (What::Wake, What::Wake) => {
            let is_end = |event: &Event| matches!(event.what, What::Ready | What::Error { .. });
            next.by.is_some() && next.by == last.by && events.iter().any(is_end)
        }
        _ => false,
    }
}

/// Whether a task says what is to wake it.
pub fn is_wait(what: &What) -> bool {
    matches!(what, What::TimerSet { .. } | What::SocketWait { .. } | What::Keep { .. })
}

/// Whether no task does it: a time comes, a socket is ready, and tasks are woken for that.
fn is_outside(event: &Event) -> bool {
    let outside = matches!(
        event.what,
        What::TimerDue { .. } | What::SocketReady { .. } | What::Wake | What::Turn { ready: 0 }
    );
    outside && event.by.is_none()
}
