use std::pin::pin;

use futures::future::{Either, select};
use tokio::sync::oneshot::Receiver;

pub async fn moor(
    berth: Receiver<u32>,
    limit: impl Future<Output = ()>,
) -> Option<u32> {
    match select(pin!(limit), berth).await {
        Either::Left(_) => None,
        Either::Right((number, _)) => number.ok(),
    }
}
