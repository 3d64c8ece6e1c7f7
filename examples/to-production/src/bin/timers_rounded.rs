//! Three waits that end within one millisecond.

// ANCHOR: listing
use std::time::Duration;

use console::run;
use tokio::{task, time::sleep};

async fn wait(milliseconds: f64) {
    sleep(Duration::from_secs_f64(milliseconds / 1000.0)).await;
    println!("{milliseconds:.1} ms");
}

async fn waits() {
    let waits = [100.4, 100.2, 100.0].map(|it| task::spawn(wait(it)));
    for wait in waits {
        wait.await.expect("it does not panic");
    }
}

fn main() {
    run(waits());
}
// ANCHOR_END: listing
