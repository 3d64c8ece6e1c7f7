//! The proofs of the chapter, in one program: each file is a module.

mod backpressure;
mod cancel_safety;
mod common;
mod graceful_shutdown;
mod service;
mod ticks_and_stuck_tasks;
mod what_tokio_adds;
