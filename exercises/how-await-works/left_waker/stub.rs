use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

#[derive(Default)]
pub struct Letterbox(Mutex<(Option<String>, Option<Waker>)>);

impl Letterbox {
    pub fn put(&self, letter: &str) {
        let (stored, waker) = &mut *self.0.lock().unwrap();
        *stored = Some(letter.to_owned());
    }

    /// What the waiting future does in each poll.
    pub fn poll(&self, cx: &mut Context<'_>) -> Poll<String> {
        let (stored, waker) = &mut *self.0.lock().unwrap();
        match stored.take() {
            Some(letter) => Poll::Ready(letter),
            None => Poll::Pending,
        }
    }
}
