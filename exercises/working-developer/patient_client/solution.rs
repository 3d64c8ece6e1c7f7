use std::time::Duration;

use tokio::time::timeout;

/// Each server is an async function that returns its answer.
pub async fn first_in_time(
    servers: &[impl AsyncFn() -> String],
    seconds: u64,
) -> Option<String> {
    let limit = Duration::from_secs(seconds);
    for server in servers {
        if let Ok(answer) = timeout(limit, server()).await {
            return Some(answer);
        }
    }
    None
}
