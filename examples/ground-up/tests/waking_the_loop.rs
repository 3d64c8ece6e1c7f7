//! What the page The bell says of wakers and other threads.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::mpsc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use futures::channel::oneshot;
use how_await_works::stages::traps;

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

struct Count(AtomicU32);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

#[test]
fn waker_can_be_sent_to_and_shared_with_threads() {
    fn is_send_and_sync<T: Send + Sync>() {}
    is_send_and_sync::<Waker>();
}

#[test]
fn clone_of_the_waker_wakes_from_another_thread() {
    let count = Arc::new(Count(AtomicU32::new(0)));
    let waker = Waker::from(count.clone());
    let context = Context::from_waker(&waker);
    let clone = context.waker().clone();
    thread::spawn(move || clone.wake())
        .join()
        .expect("no panic");
    assert_eq!(count.0.load(SeqCst), 1);
}

#[test]
fn thread_that_finishes_calls_the_waker_of_the_last_poll() {
    let (first, last) = (
        Arc::new(Count(AtomicU32::new(0))),
        Arc::new(Count(AtomicU32::new(0))),
    );
    let (sender, mut receiver) = oneshot::channel();
    for count in [&first, &last] {
        let waker = Waker::from(count.clone());
        let mut context = Context::from_waker(&waker);
        let polled = pin!(&mut receiver).poll(&mut context);
        assert!(polled.is_pending());
    }
    let thread = thread::spawn(move || sender.send(6765));
    thread.join().expect("no panic").expect("we wait");
    assert_eq!(first.0.load(SeqCst), 0);
    assert_eq!(last.0.load(SeqCst), 1);
}

#[test]
fn parked_thread_is_woken_by_a_waker_that_unparks_it() {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let (sender, receiver) = oneshot::channel();
    let (polled_once, may_send) = mpsc::channel();
    thread::spawn(move || {
        may_send.recv().expect("we poll");
        sender.send(6765).expect("we wait");
    });
    let mut receiver = pin!(receiver);
    let result = loop {
        match receiver.as_mut().poll(&mut context) {
            Poll::Ready(result) => break result,
            Poll::Pending => {
                polled_once.send(()).ok();
                thread::park();
            }
        }
    };
    assert_eq!(result, Ok(6765));
}

#[test]
fn stroke_before_the_sleep_is_not_lost() {
    let (mut bell, mut rope) = UnixStream::pair().expect("a pair");
    rope.write_all(b"!").expect("there is room");
    bell.read_exact(&mut [0]).expect("it returns at once");
    thread::current().unpark();
    thread::park(); // returns at once
}

#[test]
fn full_bell_refuses_a_stroke_and_will_wake_all_the_same() {
    let (mut bell, mut rope) = UnixStream::pair().expect("a pair");
    rope.set_nonblocking(true).expect("a socket can be");
    let error = loop {
        if let Err(error) = rope.write(b"!") {
            break error;
        }
    };
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
    assert_eq!(bell.read(&mut [0]).expect("it is full"), 1);
}

#[test]
fn traps_cannot_wait_for_a_thread() {
    let (sender, receiver) = oneshot::channel::<u64>();
    traps::spawn(async move {
        receiver.await.ok();
    });
    let caught = catch_unwind(AssertUnwindSafe(traps::run));
    let panic = caught.expect_err("it waits and left no request");
    let message = panic.downcast_ref::<&str>().expect("a literal");
    assert_eq!(*message, "a task waits and left no request");
    drop(sender);
}
