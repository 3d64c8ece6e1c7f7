// after: pool
//! Cancelling by dropping: a task that is told to end has one more
//! turn, and drops its future in it.
//!
//! A suspended future is a value. To cancel it, nothing has to be
//! thrown into it: it is dropped, and its destructors clean up. They
//! cannot wait, and they cannot refuse.
//!
//! New here: [`JoinHandle::abort`]. Dropping the loop aborts its tasks.
//!
//! - asyncio: `Task.cancel`, which throws `CancelledError` at the
//!   `await`; trio: a scope's `cancel`; tokio: `JoinHandle::abort`.
//! - The task holds the order, and the handle leaves it there.
//! - The abort wakes the task; the task's end wakes the joiner.
//! - The task drops its future, on its own turn, before the joiner
//!   hears of it.

#[path = "../tasks/address.rs"]
mod address;
#[path = "../reactor/async_io.rs"]
mod async_io;
#[path = "../reactor/bell.rs"]
mod bell;
#[path = "../clock/clock.rs"]
mod clock;
#[path = "../reactor/event_loop.rs"]
mod event_loop;
mod executor;
#[path = "../pool/idle.rs"]
mod idle;
#[path = "../pool/inbox.rs"]
mod inbox;
mod join;
#[path = "../pool/pool.rs"]
mod pool;
#[path = "../reactor/reactor.rs"]
mod reactor;
#[path = "../tasks/running.rs"]
mod running;
#[path = "../timers/sleep.rs"]
mod sleep;
#[path = "../tasks/sync.rs"]
mod sync;
mod task;
mod tasks;
#[path = "../tasks/tell.rs"]
mod tell;
#[path = "../timers/timeout.rs"]
mod timeout;
#[path = "../timers/timers.rs"]
mod timers;
mod turn;
#[path = "../reactor/with.rs"]
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
