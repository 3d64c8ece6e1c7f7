use std::pin::pin;

use futures::future::{Either, select};
use tokio::sync::oneshot::Receiver;

pub async fn moor(
    berth: Receiver<u32>,
    limit: impl Future<Output = ()>,
) -> Option<u32> {
    match select(berth, pin!(limit)).await {
        Either::Left((number, _)) => number.ok(),
        Either::Right(_) => None,
    }
}
