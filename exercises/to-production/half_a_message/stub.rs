use std::time::Duration;

use tokio::time::{interval, sleep};

async fn message() {
    sleep(Duration::from_millis(1500)).await;
}

/// Counts messages and ticks, until it is dropped.
pub async fn listen(mut count: impl FnMut(&str)) {
    let mut ticks = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            () = message() => count("message"),
            _ = ticks.tick() => count("tick"),
        }
    }
}
