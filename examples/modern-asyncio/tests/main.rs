//! The proofs of the chapter, in one program: each file is a module.

mod barrier;
mod common;
mod crossing;
mod runner;
mod task_groups;
mod timeouts;
mod uncancel;
