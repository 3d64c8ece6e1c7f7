//! A poll carries no value in: the order lies where both can reach it.

// ANCHOR: listing
use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use futures::pending;

async fn helm(mut course: i32, order: &Cell<Option<i32>>) -> &str {
    println!("helm: steers {course}");
    while course != 0 {
        let Some(turn) = order.take() else {
            pending!();
            continue;
        };
        course += turn;
        println!("helm: steers {course}");
    }
    "relieved"
}

fn main() {
    let order = Cell::new(None);
    let mut helmsman = pin!(helm(90, &order));
    let mut nobody = Context::from_waker(Waker::noop());
    assert!(helmsman.as_mut().poll(&mut nobody).is_pending());
    println!("pilot: 30 to port");
    order.set(Some(-30));
    assert!(helmsman.as_mut().poll(&mut nobody).is_pending());
    println!("pilot: 60 to port");
    order.set(Some(-60));
    if let Poll::Ready(end) = helmsman.as_mut().poll(&mut nobody) {
        println!("pilot: the helm is {end}");
    }
}
// ANCHOR_END: listing
