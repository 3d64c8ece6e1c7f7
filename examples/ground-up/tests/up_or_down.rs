//! What goes down to the leaf, and what comes up.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use futures::channel::oneshot;
use futures::executor::LocalPool;
use futures::future::join3;
use ground_up::stages::block_on::block_on;

struct Counted(AtomicUsize);

impl Wake for Counted {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn leaf_is_handed_the_waker_that_the_loop_made() {
    let counted = Arc::new(Counted(AtomicUsize::new(0)));
    let waker = Waker::from(counted);
    let given = Cell::new(None);
    let leaf = || {
        poll_fn(|cx| {
            given.set(Some(cx.waker().clone()));
            Poll::Ready(())
        })
    };
    let task = pin!(async { async { leaf().await }.await });
    let polled = task.poll(&mut Context::from_waker(&waker));
    assert!(polled.is_ready());
    let given = given.take().expect("the leaf was polled");
    assert!(given.will_wake(&waker));
}

#[test]
fn pending_carries_nothing() {
    assert_eq!(size_of::<Poll<()>>(), 1);
    let mut never = pin!(async { std::future::pending::<()>().await });
    let mut cx = Context::from_waker(Waker::noop());
    assert_eq!(never.as_mut().poll(&mut cx), Poll::Pending);
}

#[test]
fn one_poll_leaves_a_waker_in_three_places() {
    let (gull, gull_signal) = oneshot::channel::<()>();
    let (heron, heron_signal) = oneshot::channel::<()>();
    let (tern, tern_signal) = oneshot::channel::<()>();
    let counted = Arc::new(Counted(AtomicUsize::new(0)));
    let waker = Waker::from(counted.clone());
    let mut all = pin!(join3(gull_signal, heron_signal, tern_signal));
    let mut cx = Context::from_waker(&waker);
    assert!(all.as_mut().poll(&mut cx).is_pending());
    for ship in [gull, heron, tern] {
        ship.send(()).expect("it is waited for");
    }
    assert_eq!(counted.0.load(Ordering::SeqCst), 3);
    assert!(all.as_mut().poll(&mut cx).is_ready());
}

#[test]
fn wake_says_that_and_not_what() {
    let polls = RefCell::new(Vec::new());
    let counting = |name, signal: oneshot::Receiver<()>| {
        let polls = &polls;
        let mut signal = signal;
        poll_fn(move |cx| {
            polls.borrow_mut().push(name);
            std::pin::Pin::new(&mut signal).poll(cx)
        })
    };
    let (gull, gull_signal) = oneshot::channel();
    let (_heron, heron_signal) = oneshot::channel();
    let both = futures::future::join(
        counting("Heron", heron_signal),
        counting("Gull", gull_signal),
    );
    let mut both = pin!(both);
    let mut cx = Context::from_waker(Waker::noop());
    assert!(both.as_mut().poll(&mut cx).is_pending());
    gull.send(()).expect("it is waited for");
    polls.borrow_mut().clear();
    assert!(both.as_mut().poll(&mut cx).is_pending());
    assert_eq!(*polls.borrow(), ["Heron", "Gull"]);
}

#[test]
fn waker_goes_to_another_thread() {
    fn can_be_anywhere<T: Send + Sync>() {}
    can_be_anywhere::<Waker>();
    let polls = Cell::new(0);
    block_on(poll_fn(|cx| {
        polls.set(polls.get() + 1);
        if polls.get() == 2 {
            return Poll::Ready(());
        }
        let waker = cx.waker().clone();
        thread::spawn(move || waker.wake());
        Poll::Pending
    }));
    assert_eq!(polls.get(), 2);
}

#[test]
fn leaf_that_knows_no_loop_is_woken_on_each() {
    let task = || async {
        let (ship, signal) = oneshot::channel();
        thread::spawn(move || ship.send(5));
        signal.await
    };
    assert_eq!(block_on(task()), Ok(5));
    assert_eq!(LocalPool::new().run_until(task()), Ok(5));
    let tokio = tokio::runtime::Builder::new_current_thread();
    let tokio = { tokio }.build().expect("a runtime");
    assert_eq!(tokio.block_on(task()), Ok(5));
}

#[test]
fn poll_passes_no_value_so_the_leaf_reads_again() {
    let metres = Cell::new(0);
    let tide = poll_fn(|_| match metres.get() {
        0 => Poll::Pending,
        metres => Poll::Ready(metres),
    });
    let mut tide = pin!(tide);
    let mut cx = Context::from_waker(Waker::noop());
    assert!(tide.as_mut().poll(&mut cx).is_pending());
    metres.set(5);
    assert_eq!(tide.as_mut().poll(&mut cx), Poll::Ready(5));
}
