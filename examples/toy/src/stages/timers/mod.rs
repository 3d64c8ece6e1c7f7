// after: tasks
//! Deadlines: a task waits for a time.
//!
//! A sleep leaves its waker in a list that is ordered by time. The loop
//! sleeps until the first of them at most, and then wakes all whose
//! time has come.
//!
//! New here: [`sleep`], [`timeout`] and [`now`].
//!
//! - asyncio: the loop's `_scheduled`, `call_later`, `sleep`; trio: the
//!   `Deadlines`; tokio: its timer wheel.
//! - The sleep holds its place in the list, and the list holds the
//!   waker. Neither holds the task.
//! - The loop wakes the task when the deadline has come.
//! - Dropping the sleep takes it out of the list: this is all that it
//!   takes to cancel a timeout.

#[path = "../tasks/address.rs"]
mod address;
mod clock;
mod event_loop;
#[path = "../tasks/executor.rs"]
mod executor;
mod idle;
mod inbox;
#[path = "../tasks/join.rs"]
mod join;
#[path = "../tasks/running.rs"]
mod running;
mod sleep;
#[path = "../tasks/sync.rs"]
mod sync;
#[path = "../tasks/task.rs"]
mod task;
#[path = "../tasks/tasks.rs"]
mod tasks;
#[path = "../tasks/tell.rs"]
mod tell;
mod timeout;
mod timers;
#[path = "../tasks/turn.rs"]
mod turn;
#[path = "../tasks/yield_now.rs"]
mod yield_now;

pub use executor::{Executor, spawn};
pub use join::{JoinError, JoinHandle};
pub use sleep::{Sleep, now, sleep};
pub use timeout::{Elapsed, timeout};
pub use yield_now::yield_now;
