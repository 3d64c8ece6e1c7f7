//! One `async fn` on tokio, on futures' `LocalPool` and by hand.

// ANCHOR: listing
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use futures::executor::LocalPool;
use futures::join;
use tokio::runtime::Builder;

async fn wait_a_turn() {
    let mut waited = false;
    poll_fn(|context| {
        if waited {
            return Poll::Ready(());
        }
        waited = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

async fn crossing(ferry: &str) {
    println!("{ferry}: casts off");
    wait_a_turn().await;
    println!("{ferry}: docks");
}

async fn harbour() {
    join!(crossing("Gull"), crossing("Heron"));
}
// ANCHOR_END: listing

// ANCHOR: loops
fn harbour_run(future: impl Future) {
    let mut future = pin!(future);
    let mut nobody = Context::from_waker(Waker::noop());
    while future.as_mut().poll(&mut nobody).is_pending() {}
}

fn main() {
    println!("on our own loop:");
    harbour_run(harbour());
    println!("on tokio:");
    Builder::new_current_thread()
        .build()
        .expect("the system can make one more event loop")
        .block_on(harbour());
    println!("on futures:");
    LocalPool::new().run_until(harbour());
}
// ANCHOR_END: loops
