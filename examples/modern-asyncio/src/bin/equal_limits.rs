//! Two nested limits that end at one moment.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::time::{Instant, sleep, timeout_at};

async fn client() {
    let end = Instant::now() + Duration::from_secs(2);
    let outer = timeout_at(end, async {
        let silence = sleep(Duration::from_secs(5));
        if timeout_at(end, silence).await.is_err() {
            say!("client: the server is silent");
        }
        sleep(Duration::from_secs(5)).await;
    });
    if outer.await.is_err() {
        say!("client: no time is left");
    }
}

fn main() {
    run(client());
}
// ANCHOR_END: listing
