// after: reactor
//! Threads finish futures: work that would keep the loop's thread.
//!
//! A job is a closure. A thread of the pool runs it, puts its result
//! where the future finds it, and calls the waker. The loop need not
//! change for that: a waker can be called from any thread, and the bell
//! is there. Only the virtual clock has to know of the jobs, or it
//! would jump over them.
//!
//! New here: [`Pool`].
//!
//! - asyncio: `run_in_executor`, `to_thread`; trio:
//!   `to_thread.run_sync`; tokio: `spawn_blocking`.
//! - The pool holds its threads and the jobs' channel. A job and its
//!   future share a desk for the result; neither holds the loop.
//! - The thread that has run the job wakes the task that awaits it.
//! - Dropping the future drops the result, not the job. With the last
//!   clone of the pool the threads end.

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
#[path = "../clock/executor.rs"]
mod executor;
mod idle;
mod inbox;
#[path = "../tasks/join.rs"]
mod join;
mod pool;
#[path = "../reactor/reactor.rs"]
mod reactor;
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
