use std::future::poll_fn;
use std::task::Poll;

/// Gives the turn away once.
pub async fn pause() {
    let mut count = 0;
    poll_fn(|cx| {
        count += 1;
        if count > 2 {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
