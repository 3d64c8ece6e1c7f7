//! The proofs of the chapter, in one program: each file is a module.

mod channels;
mod clocks;
mod common;
mod curio;
mod failures;
mod nurseries;
mod scopes;
