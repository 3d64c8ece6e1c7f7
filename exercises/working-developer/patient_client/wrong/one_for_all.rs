use std::time::Duration;

use tokio::time::timeout;

/// Each server is an async function that returns its answer.
pub async fn first_in_time(
    servers: &[impl AsyncFn() -> String],
    seconds: u64,
) -> Option<String> {
    let first = async {
        for server in servers {
            return Some(server().await);
        }
        None
    };
    let limit = Duration::from_secs(seconds);
    timeout(limit, first).await.ok().flatten()
}
