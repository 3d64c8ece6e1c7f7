//! The event loop that the book builds, finished.
//!
//! An [`Executor`] runs tasks by turns on one thread. A task is a future
//! that the loop owns; its waker puts it back into the ready queue. What
//! a task can wait for is a time, a socket, a thread, or another task.
//!
//! ```
//! use std::time::Duration;
//!
//! use toy::{Executor, now, sleep, spawn};
//!
//! async fn ferry(name: &str, hours: u64) -> String {
//!     sleep(Duration::from_secs(3600 * hours)).await;
//!     format!("{name} is in after {} s", now().as_secs())
//! }
//!
//! let arrivals = Executor::with_virtual_clock().run(async {
//!     let gull = spawn(ferry("Gull", 2));
//!     let heron = spawn(ferry("Heron", 1));
//!     [gull.await, heron.await].map(|it| it.expect("no panic"))
//! });
//! assert_eq!(arrivals[0], "Gull is in after 7200 s");
//! assert_eq!(arrivals[1], "Heron is in after 3600 s");
//! ```
//!
//! # The parts and their twins
//!
//! | here | asyncio | trio | tokio |
//! |---|---|---|---|
//! | [`Executor::run`] | `run_until_complete` | `trio.run` | `Runtime::block_on` |
//! | [`spawn`] | `create_task` | `nursery.start_soon` | `spawn_local` |
//! | [`JoinHandle`] | `Task` | (the nursery) | `JoinHandle` |
//! | [`JoinHandle::abort`] | `Task.cancel`, which raises | `CancelScope.cancel`, which raises | `abort` |
//! | [`yield_now`] | `sleep(0)` | `lowlevel.checkpoint` | `yield_now` |
//! | [`sleep`], [`now`] | `sleep`, `loop.time` | `sleep`, `current_time` | `sleep`, `Instant::now` |
//! | [`timeout`] | `timeout`, `wait_for` | `fail_after` | `timeout` |
//! | [`Executor::with_virtual_clock`] | none | `MockClock` | `start_paused` |
//! | [`Async`], [`Interest`] | `add_reader`, `add_writer` | `lowlevel.wait_readable`, `wait_writable` | `AsyncFd`, `Interest` |
//! | [`Pool::run`] | `run_in_executor` | `to_thread.run_sync` | `spawn_blocking` |
//! | [`scope::CancelScope`] | `timeout`, in part | `CancelScope` | `CancellationToken` |
//! | [`scope::move_on_after`] | `timeout`, which raises | `move_on_after` | none |
//! | [`scope::checkpoint`] | every await that waits | every call | none |
//! | [`scope::open_nursery`] | `TaskGroup` | `open_nursery` | `JoinSet`, in part |
//! | [`Executor::traced`] | none | `Instrument` | `tracing`, tokio-console |
//!
//! # A task's life
//!
//! ```text
//!  spawn
//!    | 1
//!    v          2              3
//!  ready queue ---> its turn ----> parked
//!    ^  ^            |    |          |
//!    |  +------------+    |          |
//!    |     5              | 6        |
//!    +--------------------|----------+
//!               4         v
//!                       ended
//!                       |   |
//!                     7 v   v 8
//!                  joined   detached
//! ```
//!
//! 1. A new task stands at the end of the ready queue, in a slot of the
//!    loop's list, with a number that no other task of the loop gets.
//! 2. Its turn comes in the order of the queue. It leaves the queue, and
//!    its future is polled; that of an aborted task is dropped instead.
//! 3. The future is pending: it has left the task's waker with what it
//!    waits for. The loop keeps the task, and polls it no more.
//! 4. A timer, the system, a thread or another task wakes it: back to
//!    the end of the queue. A thread leaves a letter in the loop's
//!    inbox, and rings if the loop sleeps. Who stands in the queue is
//!    not put there twice. An abort wakes it, too.
//! 5. It was woken during its own poll, and is pending: the same.
//! 6. The future is ready, or has panicked, or was dropped after an
//!    abort. It is gone before anybody hears of it; then the joiner is
//!    woken, and the slot is vacant.
//! 7. The handle has the result: a value, a panic, or `Aborted`.
//! 8. Nobody has the handle: the result is dropped.
//!
//! A loop that is dropped takes all its tasks through 2 and 6 as aborted
//! ones. Main goes the same way, but that its future stays with the
//! caller of `run`, who also gets its panic.

// A module names its neighbours, which differ from stage to stage.
#![allow(
    clippy::duplicate_mod,
    reason = "a stage takes over what it does not change"
)]
#![allow(
    clippy::module_inception,
    reason = "a stage has the name of the module that it brings"
)]

mod interest;
pub mod stages;
pub mod trace;

pub use interest::Interest;
pub use stages::nursery::{
    Async, Elapsed, Executor, JoinError, JoinHandle, Pool, Sleep, now,
    scope, sleep, spawn, timeout, yield_now,
};
