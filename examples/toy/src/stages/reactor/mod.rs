// after: clock
//! Readiness from the operating system: the loop sleeps in `poll`.
//!
//! A socket that cannot go on must not stop the thread. So it is made
//! non-blocking, and a task that waits for it puts its waker into a
//! list. When no task is ready, the loop hands the whole list to the
//! system, and sleeps there until a socket is ready, a deadline comes
//! or the bell rings. The bell is a socket too: a wake from another
//! thread writes a byte to it.
//!
//! New here: [`Async`], and the bell in place of the `Condvar`.
//!
//! - asyncio: the selector, `add_reader`, `sock_recv`, the self-pipe;
//!   trio: `wait_readable`; tokio: `AsyncFd`, the I/O driver.
//! - An [`Async`] owns its socket. The list holds it as well while a
//!   task waits, so that none is closed under the system's hands.
//! - The system tells the loop, and the loop wakes the task that waits.
//! - Dropping a wait takes it from the list; dropping the [`Async`]
//!   closes the socket.

#[path = "../tasks/address.rs"]
mod address;
mod async_io;
mod bell;
#[path = "../clock/clock.rs"]
mod clock;
mod event_loop;
#[path = "../clock/executor.rs"]
mod executor;
mod idle;
mod inbox;
#[path = "../tasks/join.rs"]
mod join;
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
mod with;
#[path = "../tasks/yield_now.rs"]
mod yield_now;

pub use crate::Interest;
pub use async_io::Async;
pub use executor::{Executor, spawn};
pub use join::{JoinError, JoinHandle};
pub use sleep::{Sleep, now, sleep};
pub use timeout::{Elapsed, timeout};
pub use yield_now::yield_now;
