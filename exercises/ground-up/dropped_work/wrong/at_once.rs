use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Abortable<F> {
    pub inner: Option<Pin<Box<F>>>,
    pub aborted: bool,
}

impl<F: Future> Abortable<F> {
    pub fn abort(&mut self) {
        self.inner = None;
    }

    pub fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<F::Output>> {
        match &mut self.inner {
            None => Poll::Ready(None),
            Some(inner) => inner.as_mut().poll(cx).map(Some),
        }
    }
}
