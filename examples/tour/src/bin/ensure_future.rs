//! What can be awaited is converted to a future, and not started.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn develop(plate: &str) -> String {
    say!("darkroom: {plate} in the tray");
    sleep(Duration::from_secs(2)).await;
    format!("{plate}, fixed")
}

async fn hang_up(work: impl IntoFuture<Output = String>) {
    let plate = work.into_future();
    say!("assistant: clears the line");
    sleep(Duration::from_secs(1)).await;
    say!("assistant: hangs up {}", plate.await);
}

fn main() {
    run(hang_up(develop("plate 7")));
}
// ANCHOR_END: listing
