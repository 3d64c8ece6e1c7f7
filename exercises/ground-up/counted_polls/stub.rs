use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Counted<F> {
    pub inner: Pin<Box<F>>,
    pub polls: u32,
}

impl<F: Future> Future for Counted<F> {
    type Output = (F::Output, u32);

    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<(F::Output, u32)> {
        todo!("poll the inner future")
    }
}
