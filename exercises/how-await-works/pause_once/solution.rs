use std::future::poll_fn;
use std::mem;
use std::task::Poll;

/// Gives the turn away once.
pub async fn pause() {
    let mut has_paused = false;
    poll_fn(|cx| {
        if mem::replace(&mut has_paused, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
