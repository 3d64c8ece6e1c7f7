//! The proofs of the labs, in one program: each file is a module.

mod common;
mod not_awaited;
