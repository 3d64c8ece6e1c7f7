//! What reports polls that take too long.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::Instant;

// ANCHOR: timed
/// A future that reports each poll of its `inner` that takes too long.
pub struct Timed<F, R> {
    inner: Pin<Box<F>>,
    slow: Duration,
    report: R,
}

impl<F: Future, R: FnMut(Duration) + Unpin> Future for Timed<F, R> {
    type Output = F::Output;

    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut Context,
    ) -> Poll<F::Output> {
        let begin = Instant::now();
        let poll = self.inner.as_mut().poll(context);
        let took = begin.elapsed();
        if took >= self.slow {
            (self.report)(took);
        }
        poll
    }
}
// ANCHOR_END: timed

/// Wraps `inner`, so that `report` hears of each poll that took `slow` or
/// longer.
pub fn timed<F: Future, R: FnMut(Duration) + Unpin>(
    inner: F,
    slow: Duration,
    report: R,
) -> Timed<F, R> {
    Timed {
        inner: Box::pin(inner),
        slow,
        report,
    }
}
