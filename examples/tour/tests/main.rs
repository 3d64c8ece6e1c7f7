//! The proofs of the chapter, in one program: each file is a module.

mod blocking_calls_in_threads;
#[path = "../../first-steps/tests/common/mod.rs"]
mod common;
mod debug_mode;
mod end_of_a_queue;
mod events_and_conditions;
mod framing;
mod locks;
mod messages;
mod name_resolution;
mod protocols;
mod queues;
mod scheduling_calls;
mod serving_and_stopping;
mod streams;
mod subprocesses;
mod tls;
mod wire;
