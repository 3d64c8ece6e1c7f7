use futures::FutureExt;
use tokio::sync::mpsc::Receiver;

pub async fn take_all(orders: &mut Receiver<u32>) -> Vec<u32> {
    let mut taken = Vec::new();
    // Polls once, and is `None` if the result is not there.
    while let Some(Some(order)) = orders.recv().now_or_never() {
        taken.push(order);
    }
    taken
}
