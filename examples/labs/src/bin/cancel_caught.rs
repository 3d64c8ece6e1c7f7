//! A worker looks at its token at each step, and goes on.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::{task, time::sleep};
use tokio_util::sync::CancellationToken;

async fn worker(token: CancellationToken) {
    for step in 1..=3 {
        let work = sleep(Duration::from_secs(1));
        match token.run_until_cancelled(work).await {
            Some(()) => say!("step {step}: done"),
            None => say!("step {step}: cancelled, go on"),
        }
    }
}

async fn main_task() {
    let token = CancellationToken::new();
    let task = task::spawn(worker(token.clone()));
    sleep(Duration::from_millis(500)).await;
    token.cancel();
    say!("main: has cancelled the worker");
    task.await.expect("the worker does not panic");
    say!("main: the worker has ended");
}

fn main() {
    run(main_task());
}
// ANCHOR_END: listing
