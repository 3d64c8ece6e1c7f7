use tokio::sync::mpsc::Receiver;

pub async fn take_all(orders: &mut Receiver<u32>) -> Vec<u32> {
    let mut taken = Vec::new();
    while let Ok(order) = orders.try_recv() {
        taken.push(order);
    }
    taken
}
