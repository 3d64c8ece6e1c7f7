// python: >=3.15
//! A child stops all children of its set by a token.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

async fn mirror(
    name: &str,
    delay: u64,
    stop: CancellationToken,
) -> &str {
    sleep(Duration::from_secs(delay)).await;
    say!("{name}: has the file");
    stop.cancel();
    name
}

async fn download() {
    let (group, stop) = (TaskTracker::new(), CancellationToken::new());
    let [near, far] = [("near", 1), ("far", 3)].map(|(name, delay)| {
        let stop = stop.clone();
        group.spawn(async move {
            let file = mirror(name, delay, stop.clone());
            stop.run_until_cancelled(file).await
        })
    });
    group.close();
    group.wait().await;
    say!("download: the block has ended");
    for (name, task) in [("near", near), ("far", far)] {
        let value = task.await.expect("no child panics");
        let ended = if value.is_some() { "done" } else { "cancelled" };
        say!("download: {name} is {ended}");
    }
}

fn main() {
    run(download());
}
// ANCHOR_END: listing
