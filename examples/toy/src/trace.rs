//! What a tracer is told.

use std::os::fd::RawFd;
use std::panic::Location;
use std::time::Duration;

use crate::Interest;

/// A line of somebody's program.
pub type Line = &'static Location<'static>;

// ANCHOR: event
/// Something that happened in the loop, in the order of happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub what: What,
    /// The task that it happened to. The tasks of a loop, mains
    /// included, are numbered in the order in which they are made.
    pub task: Option<u64>,
    /// The task that had the turn.
    pub by: Option<u64>,
    /// The line that called `run`, `spawn`, `sleep` or the like.
    pub line: Option<Line>,
}
// ANCHOR_END: event

// ANCHOR: what
/// The kinds of [`Event`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// A task was made and put into the ready queue.
    Spawned,
    /// A turn began, with this number of tasks in the ready queue.
    Turn(usize),
    /// The loop begins to poll the task.
    Polled,
    /// The poll returned `Pending`.
    Parked,
    /// The task has its result, and its future is dropped, or will be
    /// when `run` returns if it is main.
    Ended,
    /// The task is back in the ready queue.
    Woken,
    /// The task waits for this time.
    TimerSet(Duration),
    /// This time has come, and the task that waits for it is woken.
    TimerFired(Duration),
    /// A sleep was dropped before its time.
    TimerDropped(Duration),
    /// The task waits for a descriptor.
    SocketAwaited(RawFd, Interest),
    /// The system calls a descriptor ready.
    SocketReady(RawFd, Interest),
    /// No task is ready: the loop sleeps, at most for this time.
    Idle(Option<Duration>),
    /// The virtual clock jumps to this time.
    Jumped(Duration),
}
// ANCHOR_END: what
