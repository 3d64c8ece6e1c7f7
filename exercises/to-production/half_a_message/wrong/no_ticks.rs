use std::time::Duration;

use tokio::time::sleep;

async fn message() {
    sleep(Duration::from_millis(1500)).await;
}

/// Counts messages and ticks, until it is dropped.
pub async fn listen(mut count: impl FnMut(&str)) {
    loop {
        message().await;
        count("message");
    }
}
