//! What the page Callbacks says of futures with a closure behind them.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures::FutureExt;
use futures::executor::block_on;
use futures::future::ready;
use tokio::sync::oneshot;
use tokio::task::{spawn, yield_now};

use crate::common::one_thread;

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn closure_behind_a_future_runs_at_a_poll() {
    let calls = Cell::new(0);
    let (fill, order) = oneshot::channel();
    let mut calling =
        pin!(order.inspect(|_| calls.set(calls.get() + 1)));
    let mut nobody = Context::from_waker(Waker::noop());

    assert!(calling.as_mut().poll(&mut nobody).is_pending());
    fill.send("rye").expect("the order stands");
    assert_eq!(calls.get(), 0);
    let loaf = calling.as_mut().poll(&mut nobody);
    assert_eq!(loaf, Poll::Ready(Ok("rye")));
    assert_eq!(calls.get(), 1);
}

#[test]
fn closure_behind_a_dropped_future_never_runs() {
    let calls = Cell::new(0);
    let (fill, order) = oneshot::channel();
    let calling = order.inspect(|_| calls.set(calls.get() + 1));
    fill.send("rye").expect("the order stands");
    drop(calling);
    assert_eq!(calls.get(), 0);
}

#[test]
fn filling_calls_the_waker_and_hands_it_nothing() {
    let wakes = Arc::new(Wakes::default());
    let waker = Waker::from(wakes.clone());
    let mut context = Context::from_waker(&waker);
    let (fill, order) = oneshot::channel();
    let log = RefCell::new(Vec::new());
    let mut calling =
        pin!(order.map(|loaf| log.borrow_mut().push(loaf)));

    assert!(calling.as_mut().poll(&mut context).is_pending());
    fill.send("rye").expect("the order stands");
    assert_eq!(wakes.0.load(Ordering::SeqCst), 1);
    assert!(log.borrow().is_empty());
    assert!(calling.as_mut().poll(&mut context).is_ready());
    assert_eq!(log.take(), [Ok("rye")]);
}

#[test]
fn map_is_an_await_and_a_call() {
    async fn mapped(loaf: u32) -> u32 {
        let loaf = ready(loaf).await;
        loaf + 1
    }
    let by_map = ready(3).map(|loaf| loaf + 1);
    assert_eq!(block_on(by_map), block_on(mapped(3)));
}

#[test]
fn spawned_closure_needs_nobody_who_awaits() {
    let (call, calls) = std::sync::mpsc::channel();
    one_thread().block_on(async move {
        let (fill, order) = oneshot::channel();
        drop(spawn(order.map(move |loaf| call.send(loaf))));
        fill.send("rye").expect("the order stands");
        yield_now().await;
        yield_now().await;
    });
    assert_eq!(calls.try_recv(), Ok(Ok("rye")));
}

#[test]
fn panic_of_a_closure_reaches_who_awaits_it() {
    let end = one_thread().block_on(spawn_on(async {
        ready("rye").map(|_| panic!("no such customer")).await
    }));
    assert!(end.is_err_and(|error| error.is_panic()));
}

async fn spawn_on(
    task: impl Future<Output = ()> + Send + 'static,
) -> Result<(), tokio::task::JoinError> {
    spawn(task).await
}
