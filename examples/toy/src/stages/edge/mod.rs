// after: mailbox
//! Reads that remember that they took all.
//!
//! A read that did not fill its buffer took all there was, and the
//! system will tell when more comes. So the next read need not ask: it
//! waits at once, and saves the system call that would say
//! `WouldBlock`. A server that waits for one request after the other
//! reads once for each.
//!
//! New here: [`Async::poll_read`] and [`Async::poll_write`], and a task
//! that reads on and on gives the others a turn after 64 rounds.
//!
//! - asyncio: its transports read once for each event; tokio: the
//!   readiness that `AsyncFd` and `net` keep.
//! - Each direction of a descriptor keeps two flags: whether the last
//!   transfer took all, and whether the other end has closed.
//! - An event of the system takes the first flag down.
//! - The other end's close is told once, so its flag stays.

#[path = "../mailbox/address.rs"]
mod address;
#[path = "../readiness/async_io.rs"]
mod async_io;
#[path = "../readiness/bell.rs"]
mod bell;
#[path = "../clock/clock.rs"]
mod clock;
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
#[path = "../timers/sleep.rs"]
mod sleep;
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
#[path = "../timers/timers.rs"]
mod timers;
mod transfer;
mod turn;
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
