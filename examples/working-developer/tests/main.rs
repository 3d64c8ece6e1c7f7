//! The proofs of the chapter, in one program: each file is a module.

mod arriving;
mod cancelling;
mod choosing;
mod common;
mod exceptions;
mod left_behind;
mod timeouts;
