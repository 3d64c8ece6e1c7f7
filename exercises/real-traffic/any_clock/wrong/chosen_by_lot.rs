use tokio::sync::oneshot::Receiver;

pub async fn moor(
    berth: Receiver<u32>,
    limit: impl Future<Output = ()>,
) -> Option<u32> {
    tokio::select! {
        number = berth => number.ok(),
        () = limit => None,
    }
}
