// after: abort
//! Registrations instead of a list: the system remembers what the loop
//! waits for.
//!
//! `poll` is handed the whole list each time, and looks at each entry:
//! a turn costs more, the more sockets wait, though nothing happens to
//! them. Here each descriptor is registered once, and the system hands
//! back those only to which something happened: `epoll` on Linux,
//! `kqueue` on macOS, both through mio.
//!
//! New here: what the system tells is a change, told once. So a wait
//! begins with a look at the descriptor, or it could wait for a change
//! that has been.
//!
//! - asyncio: `EpollSelector`, `KqueueSelector`; trio and tokio: the
//!   same two.
//! - An [`Async`] owns its descriptor and its registration. The loop
//!   holds who waits, and no descriptor any more.
//! - The system tells the loop, and the loop wakes the tasks that wait.
//! - Dropping the [`Async`] ends the registration, then closes.

#[path = "../tasks/address.rs"]
mod address;
mod async_io;
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
#[path = "../abort/tasks.rs"]
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
