//! What the stage tasks keeps of the promises of the stages up to it.

use toy::stages::tasks as stage;

#[path = "../common.rs"]
mod common;
#[path = "../tasks.rs"]
mod tasks;

/// Runs `main` on a loop of its own.
fn run<F: Future>(main: F) -> F::Output {
    stage::Executor::new().run(main)
}
