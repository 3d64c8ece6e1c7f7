// after: block_on
//! Many futures on one thread: tasks, and a queue of those that are
//! ready.
//!
//! The flag of the stage before becomes a queue: a waker puts an
//! address into it, and the loop polls the task of that address. So a
//! wake says *which* future can go on, and the others are left alone.
//!
//! New here: [`Executor`], [`spawn`] and [`JoinHandle`], panics that
//! reach the joiner only, and a tracer.
//!
//! - asyncio: the loop's `_ready`, `create_task`, `Task.__step`; trio:
//!   `runq`; tokio: `LocalSet`, `spawn_local`.
//! - The loop holds the tasks, and a task holds its future. A waker
//!   holds an address, never the future: so a waker can go to any
//!   thread while its future stays on this one.
//! - Any thread that holds a waker wakes; only the loop polls.
//! - A future is dropped when it is ready, before its joiner hears of
//!   it. A future that is never ready is dropped with its loop.

mod address;
mod event_loop;
mod executor;
mod idle;
mod inbox;
mod join;
mod running;
mod sync;
mod task;
mod tasks;
mod tell;
mod turn;
mod yield_now;

pub use executor::{Executor, spawn};
pub use join::{JoinError, JoinHandle};
pub use yield_now::yield_now;
