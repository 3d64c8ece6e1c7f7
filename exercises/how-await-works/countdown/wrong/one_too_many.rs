use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Countdown(pub u32);

impl Future for Countdown {
    type Output = &'static str;

    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<&'static str> {
        cx.waker().wake_by_ref();
        match self.0.checked_sub(1) {
            None if self.0 == 0 => {
                self.0 = u32::MAX;
                Poll::Pending
            }
            Some(left) if left < 100 => {
                self.0 = left;
                Poll::Pending
            }
            _ => Poll::Ready("liftoff"),
        }
    }
}
