use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Countdown(pub u32);

impl Future for Countdown {
    type Output = &'static str;

    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<&'static str> {
        Poll::Ready("liftoff")
    }
}
