//! Orders come faster than they are served, and some are refused.

// ANCHOR: listing
use std::time::Duration;

use console::{run, say};
use tokio::sync::mpsc;
use tokio::task;
use tokio::time::{Instant, sleep};

type Order = (u32, Instant);

async fn office(mut orders: mpsc::Receiver<Order>) {
    while let Some((number, came)) = orders.recv().await {
        sleep(Duration::from_millis(700)).await;
        let took = came.elapsed().as_secs_f64();
        let late = if took > 2.5 { ", too late" } else { "" };
        say!("order {number}: {took:.1} s{late}");
    }
}

async fn orders() {
    let (orders, inbox) = mpsc::channel(2);
    let worker = task::spawn(office(inbox));
    for number in 1..8 {
        let order = (number, Instant::now());
        if orders.try_send(order).is_err() {
            say!("order {number}: try later");
        }
        sleep(Duration::from_millis(200)).await;
    }
    drop(orders);
    worker.await.expect("the office does not panic");
}

fn main() {
    run(orders());
}
// ANCHOR_END: listing
