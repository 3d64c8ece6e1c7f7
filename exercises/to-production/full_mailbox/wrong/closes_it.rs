use tokio::sync::mpsc::Receiver;

pub async fn take_all(orders: &mut Receiver<u32>) -> Vec<u32> {
    let mut taken = Vec::new();
    orders.close();
    while let Some(order) = orders.recv().await {
        taken.push(order);
    }
    taken
}
