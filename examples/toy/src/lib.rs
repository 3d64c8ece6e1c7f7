//! The event loop that the book builds, finished.

mod clock;
mod executor;
mod inbox;
mod pool;
mod queue;
mod reactor;
mod sync;
mod task;
mod timer;
pub mod trace;

pub use executor::{Executor, now, spawn};
pub use pool::Pool;
pub use reactor::{Async, Interest};
pub use task::{JoinError, JoinHandle};
pub use timer::{Elapsed, Sleep, sleep, timeout, yield_now};
