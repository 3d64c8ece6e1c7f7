// after: readiness
//! Addresses that are recycled: a task that is spawned costs less.
//!
//! Each spawn of the stage before makes an entry in a tree and an
//! address on the heap. Here the tasks live in a vector of slots. A
//! slot that is vacant goes to the next task, and so does its address,
//! once no waker of the task before is left: the reference count, which
//! is there anyway, says when.
//!
//! New here: the slots.
//!
//! - asyncio: an object a task, which Python's allocator recycles;
//!   tokio: an allocation a task, with its future; trio: an object a
//!   task.
//! - The loop holds the slots, a slot its address and its task. A waker
//!   holds the address.
//! - A waker that is kept keeps its address: a stale wake finds no
//!   task.
//! - A task that ends leaves its slot, before its handle's result is
//!   taken.

mod address;
#[path = "../readiness/async_io.rs"]
mod async_io;
#[path = "../readiness/bell.rs"]
mod bell;
#[path = "../clock/clock.rs"]
mod clock;
#[path = "../reactor/event_loop.rs"]
mod event_loop;
#[path = "../abort/executor.rs"]
mod executor;
#[path = "../pool/idle.rs"]
mod idle;
#[path = "../pool/inbox.rs"]
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
#[path = "../abort/turn.rs"]
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
