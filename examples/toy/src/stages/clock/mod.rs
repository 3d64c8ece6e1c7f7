// after: timers
//! The clock is a value: virtual time jumps when nothing is ready.
//!
//! A program that waits for an hour is tested in no time: the loop does
//! not sleep until the first deadline, it sets its clock to it.
//!
//! New here: [`Executor::with_virtual_clock`].
//!
//! - asyncio: none in the library; trio: `MockClock` with
//!   `autojump_threshold=0`; tokio: `start_paused`.
//! - The loop holds the clock, and nothing else moves it.
//! - The jump comes when no task is ready, so no task that could run
//!   misses an instant.

#[path = "../tasks/address.rs"]
mod address;
mod clock;
mod event_loop;
mod executor;
mod idle;
#[path = "../timers/inbox.rs"]
mod inbox;
#[path = "../tasks/join.rs"]
mod join;
#[path = "../tasks/running.rs"]
mod running;
#[path = "../timers/sleep.rs"]
mod sleep;
#[path = "../tasks/sync.rs"]
mod sync;
#[path = "../tasks/task.rs"]
mod task;
#[path = "../tasks/tasks.rs"]
mod tasks;
#[path = "../tasks/tell.rs"]
mod tell;
#[path = "../timers/timeout.rs"]
mod timeout;
#[path = "../timers/timers.rs"]
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
