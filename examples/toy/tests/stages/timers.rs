//! What the stage timers keeps of the promises of the stages up to it.

use toy::stages::timers as stage;

#[path = "../common.rs"]
mod common;
#[path = "../tasks.rs"]
mod tasks;
#[path = "../timers.rs"]
mod timers;

/// Runs `main` on a loop of its own.
fn run<F: Future>(main: F) -> F::Output {
    stage::Executor::new().run(main)
}
