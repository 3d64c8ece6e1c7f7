//! The proofs of the chapter, in one program: each file is a module.

mod calls_and_clock;
#[path = "../../first-steps/tests/common/mod.rs"]
mod common;
mod debugging;
mod framing;
mod last_plate;
mod locks;
mod messages;
mod names;
mod protocols;
mod queues;
mod serving;
mod signs;
mod streams;
mod subprocesses;
mod threads;
mod tls;
mod wire;
