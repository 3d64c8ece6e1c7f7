//! The task pauses, though each await finds an order at once.

// ANCHOR: listing
use console::{run, say};
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use futures::stream::StreamExt;
use tokio::task;

async fn heartbeat() {
    say!("heartbeat: alive");
}

async fn worker(mut orders: UnboundedReceiver<u32>) {
    for done in 1..=1000 {
        orders.next().await;
        if done % 250 == 0 {
            say!("worker: {done} orders done");
            task::yield_now().await;
        }
    }
}

async fn start() {
    let (ordering, orders) = unbounded();
    for order in 0..1000 {
        ordering.unbounded_send(order).expect("it is open");
    }
    let working = task::spawn(worker(orders));
    let beating = task::spawn(heartbeat());
    working.await.expect("no panic");
    beating.await.expect("no panic");
}

fn main() {
    run(start());
}
// ANCHOR_END: listing
