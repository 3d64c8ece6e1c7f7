// after: scope
//! Children that end before the block does: the finished loop.
//!
//! A task of a nursery runs in the nursery's scope. The first that
//! fails cancels the scope, and so its siblings and the body. The block
//! ends when all of them have ended, and it has all their errors.
//!
//! New here: [`scope::open_nursery`] and [`scope::Nursery`].
//!
//! - trio: `open_nursery`; curio and asyncio: `TaskGroup`; tokio:
//!   `JoinSet`, in part.
//! - The nursery holds the handles of its children. A child holds the
//!   nursery until it ends.
//! - The last child that ends wakes the task that opened the nursery.
//! - Dropping the block aborts the children.

#[path = "../mailbox/address.rs"]
mod address;
#[path = "../readiness/async_io.rs"]
mod async_io;
#[path = "../readiness/bell.rs"]
mod bell;
#[path = "../scope/cancel_scope.rs"]
mod cancel_scope;
#[path = "../scope/cancelled.rs"]
mod cancelled;
#[path = "../scope/checkpoint.rs"]
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
mod nursery;
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

// ANCHOR: names
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
    pub use super::nursery::{Nursery, open_nursery};
}
// ANCHOR_END: names
