//! What the page Where await ends says of leaves.

use std::cell::Cell;
use std::future::{poll_fn, ready};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures::FutureExt;
use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;

fn polls_until_ready<T>(future: impl Future<Output = T>) -> (u32, T) {
    let mut future = pin!(future);
    let mut nobody = Context::from_waker(Waker::noop());
    let mut polls = 0;
    loop {
        polls += 1;
        if let Poll::Ready(value) = future.as_mut().poll(&mut nobody) {
            return (polls, value);
        }
    }
}

fn after_pauses(mut pauses: u32) -> impl Future<Output = ()> {
    poll_fn(move |_| {
        if pauses == 0 {
            return Poll::Ready(());
        }
        pauses -= 1;
        Poll::Pending
    })
}

#[test]
fn poll_fn_calls_its_closure_at_every_poll() {
    let calls = Cell::new(0);
    let leaf = poll_fn(|_| {
        calls.set(calls.get() + 1);
        if calls.get() == 3 {
            Poll::Ready(4)
        } else {
            Poll::Pending
        }
    });
    assert_eq!(polls_until_ready(leaf), (3, 4));
    assert_eq!(calls.get(), 3);
}

#[test]
fn poll_fn_and_a_type_of_ones_own_give_the_same_polls() {
    struct Pauses(u32);

    impl Future for Pauses {
        type Output = ();

        fn poll(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<()> {
            if self.0 == 0 {
                return Poll::Ready(());
            }
            self.0 -= 1;
            Poll::Pending
        }
    }

    for pauses in 0..4 {
        assert_eq!(
            polls_until_ready(Pauses(pauses)),
            polls_until_ready(after_pauses(pauses)),
        );
    }
}

#[test]
fn combinators_and_await_give_the_same_polls() {
    for pauses in 0..4 {
        let chained = after_pauses(pauses)
            .then(move |()| after_pauses(pauses))
            .map(|()| "in");
        let awaited = async {
            after_pauses(pauses).await;
            after_pauses(pauses).await;
            "in"
        };
        let answers = polls_until_ready(awaited);
        assert_eq!(polls_until_ready(chained), answers);
        assert_eq!(answers.0, 2 * pauses + 1);
    }
}

#[test]
fn async_fn_without_a_pending_leaf_never_pauses() {
    async fn innermost() -> u32 {
        ready(3).await
    }

    async fn outer() -> u32 {
        innermost().await
    }

    assert_eq!(polls_until_ready(outer()), (1, 3));
}

#[test]
fn async_fn_lends_its_own_names_across_an_await() {
    async fn pilot() -> usize {
        let ferry = String::from("Gull");
        let name = &ferry;
        after_pauses(1).await;
        name.len()
    }

    assert_eq!(polls_until_ready(pilot()), (2, 4));
}

#[test]
fn leaf_that_keeps_no_waker_is_polled_once() {
    let (free, polls) =
        (Rc::new(Cell::new(None)), Rc::new(Cell::new(0)));
    let (seen, counted) = (free.clone(), polls.clone());
    let mut executor = LocalPool::new();
    let leaf = poll_fn(move |_| {
        counted.set(counted.get() + 1);
        seen.take().map_or(Poll::Pending, |_: u32| Poll::Ready(()))
    });
    let spawned = executor.spawner().spawn_local(leaf);
    spawned.expect("the executor takes tasks");
    executor.run_until_stalled();
    free.set(Some(4));
    executor.run_until_stalled();
    assert_eq!(polls.get(), 1);
}
