//! Registrations: from the stage `readiness` on.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::cell::RefCell;
use std::fs::File;
use std::future::poll_fn;
use std::io::{ErrorKind, Write};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Context, Poll, Wake, Waker};

use super::common::{SECOND, value};
use super::reactor::{
    Socket, fill, is_ready, pair, plain_pair, receive, send,
};
use super::run;
use super::stage::{
    Async, Executor, Interest, sleep, spawn, timeout, yield_now,
};
use futures::poll;

thread_local! {
    static TREASURE: RefCell<Option<Socket>> =
        const { RefCell::new(None) };
}

#[test]
fn poll_ready_wakes_every_task_that_asked() {
    run(async {
        let (gull, heron) = pair();
        let heron = Rc::new(heron);
        let waits = [0, 1].map(|_| {
            let heron = heron.clone();
            spawn(poll_fn(move |cx| {
                heron.poll_ready(Interest::Read, cx)
            }))
        });
        yield_now().await;
        send(&gull, b"ahoy").await;
        for wait in waits {
            value(wait).await.expect("it can be read");
        }
    });
}

struct Counting(AtomicUsize);

impl Wake for Counting {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

#[test]
fn poll_ready_wakes_a_task_once_that_asked_often() {
    run(async {
        let (gull, heron) = pair();
        let wakes = Arc::new(Counting(AtomicUsize::new(0)));
        let waker = Waker::from(wakes.clone());
        let mut cx = Context::from_waker(&waker);
        for _ in 0..10 {
            let wait = heron.poll_ready(Interest::Read, &mut cx);
            assert!(wait.is_pending());
        }
        send(&gull, b"ahoy").await;
        sleep(SECOND).await;
        assert_eq!(wakes.0.load(SeqCst), 1);
    });
}

#[test]
fn poll_ready_waits_for_both_directions_at_once() {
    run(async {
        let (gull, heron) = pair();
        fill(&gull);
        let gull = Rc::new(gull);
        let inner = gull.clone();
        let either = spawn(poll_fn(move |cx| {
            let read = inner.poll_ready(Interest::Read, cx);
            let write = inner.poll_ready(Interest::Write, cx);
            match (read.is_ready(), write.is_ready()) {
                (false, false) => Poll::Pending,
                which => Poll::Ready(which),
            }
        }));
        yield_now().await;
        send(&heron, b"ahoy").await;
        assert_eq!(value(either).await, (true, false));
    });
}

struct Sinker;

impl Wake for Sinker {
    fn wake(self: Arc<Self>) {
        drop(TREASURE.take());
    }
}

#[test]
fn a_waker_may_drop_a_socket_of_its_loop() {
    run(async {
        let (gull, heron) = pair();
        let (treasure, other) = pair();
        TREASURE.set(Some(treasure));
        let waker = Waker::from(Arc::new(Sinker));
        let mut cx = Context::from_waker(&waker);
        let wait = heron.poll_ready(Interest::Read, &mut cx);
        assert!(wait.is_pending());
        send(&gull, b"ahoy").await;
        let end = timeout(SECOND, receive(&other, 10)).await;
        assert_eq!(end, Ok(Vec::new()));
    });
}

#[test]
fn a_descriptor_registered_twice_before_the_loop_is_an_error() {
    let (_gull, heron) = plain_pair();
    let heron = Arc::new(heron);
    let [first, second] = [heron.clone(), heron]
        .map(|heron| Async::new(heron).expect("no loop runs"));
    run(async {
        let mut wait = pin!(first.ready(Interest::Read));
        assert!(poll!(wait.as_mut()).is_pending());
        assert!(second.ready(Interest::Read).await.is_err());
    });
}

#[test]
fn a_descriptor_that_is_registered_twice_is_an_error() {
    run(async {
        let (gull, heron) = plain_pair();
        let heron = Arc::new(heron);
        let first = Async::new(heron.clone()).expect("the first one");
        let second = Async::new(heron).err().expect("it is there");
        assert_eq!(second.kind(), ErrorKind::AlreadyExists);
        (&gull).write_all(b"ahoy").expect("there is room");
        let ready = first.ready(Interest::Read).await;
        ready.expect("the first one is as it was");
    });
}

#[test]
fn a_loops_socket_in_another_loop_is_an_error_and_no_hang() {
    let first = Executor::new();
    let (gull, heron) = first.run(async { pair() });
    assert!(run(heron.ready(Interest::Read)).is_err());
    let sent = first.run(async {
        send(&gull, b"ahoy").await;
        receive(&heron, 10).await
    });
    assert_eq!(sent, b"ahoy");
}

#[test]
fn a_regular_file_is_an_error() {
    let open = || File::open("Cargo.toml").expect("it is there");
    run(async {
        assert!(Async::new(open()).is_err());
        assert!(Async::new(open()).is_err(), "and again");
    });
    if let Ok(file) = Async::new(open()) {
        assert!(run(file.ready(Interest::Read)).is_err());
    }
}

#[test]
fn ready_does_not_wait_for_what_would_not_block() {
    run(async {
        let (gull, heron) = pair();
        assert!(is_ready(&gull, Interest::Write).await);
        assert!(!is_ready(&heron, Interest::Read).await);
        gull.get().write_all(b"ahoy").expect("there is room");
        assert!(is_ready(&heron, Interest::Read).await);
    });
}
