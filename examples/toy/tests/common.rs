//! What the tests of all stages share.

// Not each stage needs all of this.
#![allow(dead_code)]

use std::any::Any;
use std::cell::RefCell;
use std::future::poll_fn;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

use super::stage::{JoinError, JoinHandle};

pub const SECOND: Duration = Duration::from_secs(1);

/// What happened, for whoever has a clone.
pub struct Log<T = &'static str>(Rc<RefCell<Vec<T>>>);

impl<T> Log<T> {
    pub fn new() -> Log<T> {
        Log(Rc::default())
    }

    pub fn add(&self, entry: T) {
        self.0.borrow_mut().push(entry);
    }

    pub fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// Empties it.
    pub fn take(&self) -> Vec<T> {
        mem::take(&mut *self.0.borrow_mut())
    }
}

impl<T> Clone for Log<T> {
    fn clone(&self) -> Log<T> {
        Log(self.0.clone())
    }
}

/// Calls its function when it is dropped.
pub struct OnDrop<F: FnMut()>(pub F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// The waker of the task that awaits this.
pub async fn own_waker() -> Waker {
    poll_fn(|cx| Poll::Ready(cx.waker().clone())).await
}

/// Pending once; the second poll goes on, whoever has caused it.
pub async fn park() {
    let mut parked = false;
    poll_fn(|_| match mem::replace(&mut parked, true) {
        false => Poll::Pending,
        true => Poll::Ready(()),
    })
    .await;
}

/// Never ready; adds to `log` whenever it is polled.
pub async fn counted(log: Log) {
    poll_fn(|_| {
        log.add("polled");
        Poll::<()>::Pending
    })
    .await;
}

/// The result of a task that neither panics nor is aborted.
pub async fn value<T>(handle: JoinHandle<T>) -> T {
    handle.await.expect("the task comes to its end")
}

/// The words that the task panicked with.
pub async fn panic_in<T>(handle: JoinHandle<T>) -> String {
    match handle.await {
        Err(JoinError::Panicked(payload)) => words(payload),
        _ => panic!("it was aborted, or had a value"),
    }
}

/// The words that `f` panics with.
pub fn panic_of<R>(f: impl FnOnce() -> R) -> String {
    match catch_unwind(AssertUnwindSafe(f)) {
        Err(payload) => words(payload),
        Ok(_) => panic!("there was no panic"),
    }
}

fn words(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(words) => *words,
        Err(payload) => payload
            .downcast_ref::<&str>()
            .expect("a panic with words")
            .to_string(),
    }
}
