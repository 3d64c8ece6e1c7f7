//! The proofs of the chapter, in one program: each file is a module.

mod awaitables;
mod bytecode;
mod generators;
mod one_syntax_many_loops;
mod sleeping_loop;
mod stages;
mod wakers_and_callbacks;
mod where_await_ends;
mod yield_from_and_await;
