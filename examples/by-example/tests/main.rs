//! The proofs of the chapter, in one program: each file is a module.

mod callbacks;
mod common;
mod errors;
mod old_article;
mod queue;
mod requests;
mod several_at_once;
