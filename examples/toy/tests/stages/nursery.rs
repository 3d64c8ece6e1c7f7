//! What the stage nursery keeps of the promises of the stages up to it.

use toy::stages::nursery as stage;

#[path = "../abort.rs"]
mod abort;
#[path = "../clock.rs"]
mod clock;
#[path = "../common.rs"]
mod common;
#[path = "../edge.rs"]
mod edge;
#[path = "../mailbox.rs"]
mod mailbox;
#[path = "../nursery.rs"]
mod nursery;
#[path = "../pool.rs"]
mod pool;
#[path = "../reactor.rs"]
mod reactor;
#[path = "../readiness.rs"]
mod readiness;
#[path = "../scope.rs"]
mod scope;
#[path = "../slots.rs"]
mod slots;
#[path = "../tasks.rs"]
mod tasks;
#[path = "../timers.rs"]
mod timers;
#[path = "../wheel.rs"]
mod wheel;

/// Runs `main` on a loop of its own, whose clock jumps.
fn run<F: Future>(main: F) -> F::Output {
    stage::Executor::with_virtual_clock().run(main)
}
