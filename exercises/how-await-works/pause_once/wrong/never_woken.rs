use std::future::poll_fn;
use std::mem;
use std::task::Poll;

/// Gives the turn away once.
pub async fn pause() {
    let mut has_paused = false;
    poll_fn(|_| match mem::replace(&mut has_paused, true) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await;
}
