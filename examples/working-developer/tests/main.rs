//! The proofs of the chapter, in one program: each file is a module.

mod as_completed_and_limits;
mod background_tasks;
mod cancelling_a_task;
mod common;
mod exceptions;
mod timeouts;
mod waiting_for_several_tasks;
