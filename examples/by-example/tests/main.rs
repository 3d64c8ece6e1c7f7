//! The proofs of the chapter, in one program: each file is a module.

mod callbacks;
#[path = "../../first-steps/tests/common/mod.rs"]
mod common;
mod errors;
mod old_article;
mod queue;
mod requests;
mod several_at_once;
