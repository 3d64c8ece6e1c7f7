//! What a scheduler did in one recorded run, in one format for all of them.
//!
//! `examples/<chapter>/traces/<program>.<python|rust>.json` holds a [`Trace`], one event a line, so that
//! two recordings can be compared line by line. A field that does not apply is left out. A recorder
//! that cannot see a kind of event leaves it out: tokio shows no turns.

use std::io;

use serde::{Deserialize, Serialize};

/// The number of the format, which every file names. A reader refuses any other.
pub const VERSION: u32 = 1;

/// What an event's line begins with, where a program prints its own beside it.
const MARK: char = '\x1e';

/// One recorded run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// [`VERSION`].
    pub version: u32,
    /// Whose scheduler it was.
    pub world: World,
    /// In the order of happening.
    pub events: Vec<Event>,
}

impl Trace {
    /// Reads a file of it.
    /// Errors: what is wrong with it. Of another version, nothing else is looked at.
    pub fn parse(text: &str) -> Result<Trace, String> {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
        match value["version"].as_u64() {
            Some(version) if version == u64::from(VERSION) => {}
            Some(version) => return Err(format!("it has version {version}, not {VERSION}")),
            None => return Err("it has no version".to_owned()),
        }
        serde_json::from_value(value).map_err(|e| e.to_string())
    }

    /// What a program's recorder told while it ran: all that both printed. Nothing, if it heard of no task.
    /// Errors: if a recorder wrote what is no event.
    pub fn of(printed: &str) -> io::Result<Option<Trace>> {
        let (world, events) = events(printed)?;
        let has_task = events.iter().any(|event| matches!(event.what, What::Spawn { .. }));
        let trace = || Trace { version: VERSION, world, events: name_joined(events) };
        Ok(has_task.then(trace))
    }

    /// Of a run that has failed: without what was told at last of its error, which is no step.
    pub fn without_error(mut self) -> Trace {
        while self.events.last().is_some_and(Event::is_bare) {
            self.events.pop();
        }
        self
    }

    /// As it stands in a file: one event a line.
    /// Panics: never: it is plain data.
    pub fn to_text(&self) -> String {
        let json = |event: &Event| serde_json::to_string(event).expect("an event is plain data");
        let world = serde_json::to_string(&self.world).expect("a name");
        let events: Vec<_> = self.events.iter().map(json).collect();
        let (version, events) = (self.version, events.join(",\n"));
        format!("{{\"version\":{version},\"world\":{world},\"events\":[\n{events}\n]}}\n")
    }
}

/// A scheduler that can be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum World {
    /// asyncio's loop, by a task factory and hooks of the loop.
    Asyncio,
    /// tokio's `current_thread` runtime, by its `tracing` feature.
    Tokio,
    /// The book's own loop, by its tracer.
    Toy,
    /// trio's run loop, by its instruments and hooks of its methods.
    Trio,
    /// curio's kernel, by its activations and hooks of its tasks.
    Curio,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Seconds on the loop's virtual clock; nothing on a real one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<f64>,
    /// The task that it happened to. Tasks are numbered as they are made; main is 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<u32>,
    /// The task that had the turn and did it; nothing if the loop or another thread did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<u32>,
    /// The line of the program's own file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

impl Event {
    /// Whether a line was printed that no recorder has seen.
    pub fn is_bare(&self) -> bool {
        matches!(self.what, What::Print { .. }) && self.line.is_none()
    }
}

/// The kinds of events. Its name stands in `what`, its data beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each variant says what its fields are")]
pub enum What {
    /// A turn begins, with so many tasks in the ready queue.
    Turn { ready: u32 },
    /// The task was made; it stands in the ready queue. asyncio names it by its coroutine.
    Spawn {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// A poll of the task begins.
    Poll,
    /// The poll ended, and the task is parked, at this line of its own.
    Pending,
    /// The poll ended, and with it the task.
    Ready,
    /// The task ended with an exception or a panic.
    Error { text: String },
    /// The task's waker is kept; `with` says by what: `timer`, `socket`, `task 2`, `future`, `queue` …
    Keep { with: String },
    /// The task goes to the end of the ready queue.
    Wake,
    /// The task waits for this time. A real clock's timers are not told.
    TimerSet { due: f64 },
    /// A time has come.
    TimerDue { due: f64 },
    /// A wait for a time was given up.
    TimerDropped { due: f64 },
    /// The task waits for a socket.
    SocketWait { socket: u32, direction: Direction },
    /// The system calls a socket ready.
    SocketReady { socket: u32, direction: Direction },
    /// `by` asks for the task's cancellation.
    Cancel,
    /// The cancellation reaches the task: asyncio raises in it, Rust drops its future.
    Cancelled,
    /// The task's future is dropped without having ended.
    Drop,
    /// Nothing is ready: the loop sleeps, until this time at most.
    Idle {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<f64>,
    },
    /// The virtual clock jumps.
    Jump { to: f64 },
    /// `by` printed a line: without its end, with its time if the program prints one.
    Print { text: String },
}

/// What a task waits to do with a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// To receive, or to accept.
    Read,
    /// To send, or to hear that a connection is made.
    Write,
}

/// The scheduler, which is asyncio's if it does not say, and the events of a run. A line that no
/// recorder wrote was printed by the task that had the turn.
fn events(printed: &str) -> io::Result<(World, Vec<Event>)> {
    let (mut world, mut turn) = (World::Asyncio, None);
    let mut events: Vec<Event> = Vec::new();
    for line in printed.lines() {
        let Some(json) = line.strip_prefix(MARK) else {
            let at = events.last().and_then(|event| event.at);
            let what = What::Print { text: line.to_owned() };
            events.push(Event { at, task: None, by: turn, line: None, what });
            continue;
        };
        if let Ok(named) = serde_json::from_str(json) {
            world = named;
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
        if let Some(Event { task, what: What::Keep { with }, .. }) = before.last_mut()
            && with == "task"
            && let Some(wake) = after.iter().find(|it| it.task == *task && it.what == What::Wake)
            && let Some(by) = wake.by
        {
            *with = format!("task {by}");
        }
    }
    events
}
