use std::time::Duration;

use tokio::sync::oneshot::Receiver;
use tokio::time::timeout;

pub async fn moor(
    berth: Receiver<u32>,
    limit: impl Future<Output = ()>,
) -> Option<u32> {
    timeout(Duration::from_secs(2), berth).await.ok()?.ok()
}
