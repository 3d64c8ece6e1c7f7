//! The proofs of the chapter, in one program: each file is a module.

mod callbacks;
#[path = "../../first-steps/tests/common/mod.rs"]
mod common;
mod errors;
mod http_requests;
mod queues_with_workers;
mod several_at_once;
mod yield_from_code;
