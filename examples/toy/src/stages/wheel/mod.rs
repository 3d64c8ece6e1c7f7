// after: edge
//! Timers in a wheel: set, dropped and fired without a search.
//!
//! The lists of the wheel are rings through one vector. A timer's list
//! follows from its deadline, so it is found by three operations on
//! numbers. When the time of the wheel comes to a list, its timers move
//! to lists of lower digits, until a list has one deadline only.
//!
//! New here: nothing to call. A sleep takes less room, and less time.
//!
//! - asyncio: a heap in `loop._scheduled`; trio: a heap, too; tokio: a
//!   wheel of milliseconds.
//! - The loop holds the wheel, and the wheel the wakers.
//! - A sleep holds the number of its timer, and gives it back when it
//!   is dropped.
//! - A timer that fires wakes the task that polled its sleep last.

#[path = "../mailbox/address.rs"]
mod address;
#[path = "../readiness/async_io.rs"]
mod async_io;
#[path = "../readiness/bell.rs"]
mod bell;
#[path = "../clock/clock.rs"]
mod clock;
#[path = "../edge/event_loop.rs"]
mod event_loop;
#[path = "../abort/executor.rs"]
mod executor;
#[path = "../mailbox/idle.rs"]
mod idle;
#[path = "../mailbox/inbox.rs"]
mod inbox;
#[path = "../abort/join.rs"]
mod join;
#[path = "../pool/pool.rs"]
mod pool;
#[path = "../readiness/reactor.rs"]
mod reactor;
#[path = "../tasks/running.rs"]
mod running;
mod sleep;
#[path = "../edge/source.rs"]
mod source;
#[path = "../tasks/sync.rs"]
mod sync;
#[path = "../abort/task.rs"]
mod task;
#[path = "../mailbox/tasks.rs"]
mod tasks;
#[path = "../tasks/tell.rs"]
mod tell;
#[path = "../timers/timeout.rs"]
mod timeout;
mod timers;
#[path = "../edge/transfer.rs"]
mod transfer;
#[path = "../edge/turn.rs"]
mod turn;
mod wheel;
#[path = "../edge/with.rs"]
mod with;
#[path = "../tasks/yield_now.rs"]
mod yield_now;

pub use crate::Interest;
pub use async_io::Async;
pub use executor::{Executor, spawn};
pub use join::{JoinError, JoinHandle};
pub use pool::Pool;
pub use sleep::{Sleep, now, sleep};
pub use timeout::{Elapsed, timeout};
pub use yield_now::yield_now;
