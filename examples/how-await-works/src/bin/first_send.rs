//! An order that is there before the first poll is found by it.

// ANCHOR: listing
use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Waker};

use futures::pending;

async fn helm(mut course: i32, order: &Cell<Option<i32>>) {
    println!("helm: steers {course}");
    loop {
        if let Some(turn) = order.take() {
            course += turn;
            println!("helm: steers {course}");
        }
        pending!();
    }
}

fn main() {
    let order = Cell::new(None);
    let mut helmsman = pin!(helm(90, &order));
    let mut nobody = Context::from_waker(Waker::noop());
    println!("pilot: 30 to port");
    order.set(Some(-30));
    assert!(helmsman.as_mut().poll(&mut nobody).is_pending());
}
// ANCHOR_END: listing
