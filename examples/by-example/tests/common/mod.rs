//! What the tests of several pages share.

// Each test file is a crate of its own, and not each needs all of this.
#![allow(dead_code)]

use std::future::poll_fn;
use std::task::Poll;

use tokio::runtime::{Builder, Runtime};

/// A loop of one thread, whose clock jumps.
pub fn one_thread() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the system can make one more event loop")
}

/// Goes to the back of the ready queue, once.
pub async fn wake_at_once() {
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
