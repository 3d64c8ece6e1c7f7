//! The proofs of the chapter, in one program: each file is a module.

mod awaitables;
mod bytecode;
mod delegating;
mod future_drives_nothing;
mod generators;
mod one_syntax_many_loops;
mod sleeping_loop;
mod stages;
mod where_await_ends;
