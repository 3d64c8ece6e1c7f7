//! The proofs of the chapter, in one program: each file is a module.

mod awaiting;
mod blocking;
mod common;
mod coroutines;
mod event_loop;
mod futures;
mod reading_rust;
mod tasks;
