// after: wheel
//! Cancelling as a value: a scope asks what runs in it to stop.
//!
//! Scopes form a tree. What is cancelled is a scope, and with it all
//! scopes below it that no shield protects. A task hears of it at its
//! checkpoints, and at every one of them until it has left the scope.
//!
//! New here: [`scope::CancelScope`], [`scope::checkpoint`] and
//! [`scope::move_on_after`]. The loop below them does not change.
//!
//! - curio: `timeout_after` and its kin; trio: `CancelScope`; asyncio:
//!   `timeout`, in part; tokio: `CancellationToken`, which is passed
//!   along.
//! - A scope holds the one above it, and the wakers of the checkpoints
//!   that wait in it and below it.
//! - Cancelling a scope wakes those checkpoints.
//! - A checkpoint that is left takes its wakers out.

#[path = "../mailbox/address.rs"]
mod address;
#[path = "../readiness/async_io.rs"]
mod async_io;
#[path = "../readiness/bell.rs"]
mod bell;
mod cancel_scope;
mod cancelled;
mod checkpoint;
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
#[path = "../wheel/sleep.rs"]
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
#[path = "../wheel/timers.rs"]
mod timers;
#[path = "../edge/transfer.rs"]
mod transfer;
#[path = "../edge/turn.rs"]
mod turn;
#[path = "../wheel/wheel.rs"]
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

/// Cancelling as a value.
pub mod scope {
    pub use super::cancel_scope::{CancelScope, move_on_after};
    pub use super::cancelled::{Cancelled, IsCancelled};
    pub use super::checkpoint::checkpoint;
}
