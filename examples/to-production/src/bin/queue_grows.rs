//! Orders come faster than they are served, and all of them wait.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::mpsc;
use tokio::task;
use tokio::time::{Instant, sleep};

type Order = (u32, Instant);

async fn office(mut orders: mpsc::UnboundedReceiver<Order>) {
    while let Some((number, came)) = orders.recv().await {
        sleep(Duration::from_millis(700)).await;
        let took = came.elapsed().as_secs_f64();
        let late = if took > 2.5 { ", too late" } else { "" };
        say!("order {number}: {took:.1} s{late}");
    }
}

async fn orders() {
    let (orders, inbox) = mpsc::unbounded_channel();
    let worker = task::spawn(office(inbox));
    for number in 1..8 {
        let order = (number, Instant::now());
        orders.send(order).expect("the office is open");
        sleep(Duration::from_millis(200)).await;
    }
    drop(orders);
    worker.await.expect("the office does not panic");
}

fn main() {
    run(orders());
}
// ANCHOR_END: listing
