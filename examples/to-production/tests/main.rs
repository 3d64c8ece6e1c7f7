//! The proofs of the chapter, in one program: each file is a module.

mod cancel_safety;
mod common;
mod overload;
mod service;
mod stopping;
mod ticks_and_stuck_tasks;
mod what_tokio_adds;
