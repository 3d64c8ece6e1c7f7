//! What the stage clock keeps of the promises of the stages up to it.

use toy::stages::clock as stage;

#[path = "../clock.rs"]
mod clock;
#[path = "../common.rs"]
mod common;
#[path = "../tasks.rs"]
mod tasks;
#[path = "../timers.rs"]
mod timers;

/// Runs `main` on a loop of its own, whose clock jumps.
fn run<F: Future>(main: F) -> F::Output {
    stage::Executor::with_virtual_clock().run(main)
}
