use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Abortable<F> {
    pub inner: Option<Pin<Box<F>>>,
    pub aborted: bool,
}

impl<F: Future> Abortable<F> {
    pub fn abort(&mut self) {
        self.aborted = true;
    }

    pub fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<F::Output>> {
        if self.aborted {
            return Poll::Ready(None);
        }
        let inner = self.inner.as_mut().expect("it is not ready yet");
        inner.as_mut().poll(cx).map(Some)
    }
}
