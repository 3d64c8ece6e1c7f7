use std::pin::pin;
use std::task::{Context, Poll, Waker};

use futures::pending;

async fn sounding() -> u32 {
    println!("lead: goes down");
    pending!();
    println!("lead: touches ground");
    7
}

fn main() {
    let mut line = pin!(sounding());
    let mut nobody = Context::from_waker(Waker::noop());
    assert!(line.as_mut().poll(&mut nobody).is_pending());
    println!("no depth yet");
    if let Poll::Ready(depth) = line.as_mut().poll(&mut nobody) {
        println!("depth: {depth} m");
    }
}
