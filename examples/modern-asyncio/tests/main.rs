//! The proofs of the chapter, in one program: each file is a module.

mod async_iteration;
mod barrier;
#[path = "../../working-developer/tests/common/mod.rs"]
mod common;
mod context_variables;
mod eager_tasks;
mod engines;
mod features_that_meet;
mod free_threading;
mod introspection;
mod queue_shutdown;
mod runner;
mod task_groups;
mod timeouts;
mod uncancel;
