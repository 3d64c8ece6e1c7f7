//! A future that says when one of its polls takes too long.

// ANCHOR: listing
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// Does what the future in it does, and tells of each long turn.
pub struct Timed<F> {
    future: Pin<Box<F>>,
    name: &'static str,
    limit: Duration,
    tell: fn(&str, Duration),
}

impl<F: Future> Future for Timed<F> {
    type Output = F::Output;

    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<F::Output> {
        let start = Instant::now();
        let result = self.future.as_mut().poll(context);
        let turn = start.elapsed();
        if turn > self.limit {
            (self.tell)(self.name, turn);
        }
        result
    }
}
// ANCHOR_END: listing

impl<F: Future> Timed<F> {
    /// Calls `tell` for each turn that is longer than `limit`.
    pub fn new(
        name: &'static str,
        future: F,
        limit: Duration,
        tell: fn(&str, Duration),
    ) -> Self {
        let future = Box::pin(future);
        Timed {
            future,
            name,
            limit,
            tell,
        }
    }
}
