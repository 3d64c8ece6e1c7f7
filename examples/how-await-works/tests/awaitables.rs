//! What the page Awaitables says of `Future` and `IntoFuture`.

use std::cell::Cell;
use std::future::{Ready, poll_fn, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

struct Berth<'a> {
    asked: &'a Cell<u32>,
}

impl IntoFuture for Berth<'_> {
    type Output = u32;
    type IntoFuture = Ready<u32>;

    fn into_future(self) -> Ready<u32> {
        self.asked.set(self.asked.get() + 1);
        ready(4)
    }
}

fn first_poll<F: Future>(future: F) -> Poll<F::Output> {
    let mut nobody = Context::from_waker(Waker::noop());
    pin!(future).poll(&mut nobody)
}

#[test]
fn await_calls_into_future_once_and_when_it_is_reached() {
    let asked = Cell::new(0);
    let mooring = async { Berth { asked: &asked }.await };
    assert_eq!(asked.get(), 0);
    assert_eq!(first_poll(mooring), Poll::Ready(4));
    assert_eq!(asked.get(), 1);
}

#[test]
fn into_future_of_a_future_is_that_future() {
    let mut left = 2;
    let counter = poll_fn(move |_| {
        left -= 1;
        if left == 0 {
            Poll::Ready(4)
        } else {
            Poll::Pending
        }
    });
    let mut counter = counter.into_future();
    let mut nobody = Context::from_waker(Waker::noop());
    assert!(pin!(&mut counter).poll(&mut nobody).is_pending());
    assert_eq!(first_poll(counter), Poll::Ready(4));
}

#[test]
fn future_awaited_by_reference_can_be_awaited_on() {
    let passes = Cell::new(0);
    let mut buoys = pin!(async {
        passes.set(passes.get() + 1);
        futures::pending!();
        passes.set(passes.get() + 1);
        4
    });
    let mut nobody = Context::from_waker(Waker::noop());
    {
        let mut look = pin!(async { (&mut buoys).await });
        assert!(look.as_mut().poll(&mut nobody).is_pending());
    }
    assert_eq!(passes.get(), 1);
    let moor = async { (buoys.await, "moored") };
    assert_eq!(first_poll(moor), Poll::Ready((4, "moored")));
    assert_eq!(passes.get(), 2);
}

#[test]
fn into_future_for_a_reference_can_be_asked_twice() {
    struct Quay(u32);

    impl IntoFuture for &Quay {
        type Output = u32;
        type IntoFuture = Ready<u32>;

        fn into_future(self) -> Ready<u32> {
            ready(self.0)
        }
    }

    let quay = Quay(4);
    let twice = async { (&quay).await + (&quay).await };
    assert_eq!(first_poll(twice), Poll::Ready(8));
}

#[test]
fn copy_of_an_awaitable_can_be_awaited_again() {
    #[derive(Clone, Copy)]
    struct Buoy(u32);

    impl IntoFuture for Buoy {
        type Output = u32;
        type IntoFuture = Ready<u32>;

        fn into_future(self) -> Ready<u32> {
            ready(self.0)
        }
    }

    let buoy = Buoy(4);
    let twice = async move { buoy.await + buoy.await };
    assert_eq!(first_poll(twice), Poll::Ready(8));
}

#[test]
fn box_of_a_future_is_a_future() {
    let mooring: std::pin::Pin<Box<dyn Future<Output = u32>>> =
        Box::pin(async { 4 });
    assert_eq!(first_poll(mooring), Poll::Ready(4));
}
