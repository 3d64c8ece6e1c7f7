//! What a tracer is told.

use std::fmt::{self, Display};
use std::os::fd::RawFd;
use std::panic::Location;
use std::time::Duration;

use crate::Interest;

/// A line of somebody's program.
pub type Line = &'static Location<'static>;

/// The name of a task, for ever: the tasks of a loop are numbered in
/// the order in which they are made, mains included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub(crate) u64);

impl Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "task {}", self.0)
    }
}

/// Something that happened in the loop, in the order of happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// `run` or `spawn` made a task and put it into the ready queue.
    Spawned {
        task: TaskId,
        by: Option<TaskId>,
        line: Line,
    },
    /// A turn begins, with so many tasks in the ready queue.
    Turn { ready: usize },
    /// The loop begins to poll a task.
    Polled { task: TaskId },
    /// The task's poll returned `Pending`.
    Parked { task: TaskId },
    /// The task has its result; its future is dropped.
    Ended { task: TaskId },
    /// A parked task is back in the ready queue; `by` had the turn.
    Woken { task: TaskId, by: Option<TaskId> },
    /// The task sleeps until `deadline`.
    TimerSet {
        task: Option<TaskId>,
        deadline: Duration,
        line: Line,
    },
    /// A deadline is over; what waits for it is woken.
    TimerFired { deadline: Duration },
    /// A sleep was dropped before its deadline.
    TimerDropped { deadline: Duration },
    /// The task waits for a descriptor.
    SocketAwaited {
        task: Option<TaskId>,
        descriptor: RawFd,
        interest: Interest,
        line: Option<Line>,
    },
    /// The system says that a descriptor is ready.
    SocketReady {
        descriptor: RawFd,
        interest: Interest,
    },
    /// The loop goes to sleep, for so long, or until something happens.
    Idle { timeout: Option<Duration> },
    /// The virtual clock jumps.
    Jumped { to: Duration },
}
