use std::future::ready;
use std::pin::pin;

use futures::future::{Either, select};
use tokio::sync::mpsc::Receiver;

pub async fn take_all(orders: &mut Receiver<u32>) -> Vec<u32> {
    let mut taken = Vec::new();
    loop {
        let order = pin!(orders.recv());
        match select(order, ready(())).await {
            Either::Left((Some(order), _)) => taken.push(order),
            _ => return taken,
        }
    }
}
