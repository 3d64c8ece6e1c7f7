// after: slots
//! A wake from the loop's own thread takes no lock.
//!
//! Nearly all wakes come from the loop's own thread: from another task,
//! from a timer, from a socket. They need neither the lock nor the
//! bell. So the ready queue leaves the inbox and belongs to the loop
//! alone. The inbox keeps letters from other threads, and the loop
//! collects them when it looks at the sockets. A look is a system call,
//! so it comes rarely: when no task is ready, and after 64 polls at the
//! latest.
//!
//! New here: the ready queue without a lock, and letters.
//!
//! - asyncio: `call_soon`, and `call_soon_threadsafe` for other
//!   threads; trio: `runq`, and its entry queue; tokio: a local queue,
//!   and one that is shared.
//! - The loop holds the queue; the inbox holds letters, each an
//!   address.
//! - A wake from the own thread is in the queue at once. A wake from
//!   another thread leaves a letter, and rings if the loop sleeps.
//! - A letter to a loop that is gone is dropped.

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
mod idle;
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
#[path = "../readiness/source.rs"]
mod source;
#[path = "../tasks/sync.rs"]
mod sync;
#[path = "../abort/task.rs"]
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
