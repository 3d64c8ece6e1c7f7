//! `poll_fn` makes a leaf: here plain `.await` ends.

// ANCHOR: listing
use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn berth(free: &Cell<Option<u32>>) -> impl Future<Output = u32> {
    poll_fn(|_| match free.take() {
        Some(number) => Poll::Ready(number),
        None => Poll::Pending,
    })
}

async fn ferry(free: &Cell<Option<u32>>) {
    let number = berth(free).await;
    println!("ferry: moors at berth {number}");
}

fn main() {
    let free = Cell::new(None);
    let mut coming = pin!(ferry(&free));
    let mut nobody = Context::from_waker(Waker::noop());
    let heard = coming.as_mut().poll(&mut nobody);
    println!("harbour master hears: {heard:?}");
    free.set(Some(4));
    if coming.as_mut().poll(&mut nobody).is_ready() {
        println!("harbour master: the ferry has ended");
    }
}
// ANCHOR_END: listing
