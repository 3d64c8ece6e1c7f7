//! Giving the others a turn.

use std::future::poll_fn;
use std::mem;
use std::task::Poll;

// ANCHOR: yield_now
/// Lets every other ready task have a turn. `asyncio.sleep(0)`;
/// `trio.lowlevel.checkpoint()`; `tokio::task::yield_now`.
pub async fn yield_now() {
    let mut yielded = false;
    let once = poll_fn(|cx| {
        if mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    });
    once.await;
}
// ANCHOR_END: yield_now
