//! The lab "The executor polls my future again by itself".

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures::task::AtomicWaker;
use tokio::task::{LocalSet, spawn_local, yield_now};

use crate::common::one_thread;

/// A flag, and the waker of who waits for it.
#[derive(Default)]
struct Door {
    is_open: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Door {
    async fn wait(&self) {
        poll_fn(|context| {
            *self.waker.borrow_mut() = Some(context.waker().clone());
            if self.is_open.get() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    fn wake(&self) {
        self.waker.take().expect("somebody waits").wake();
    }
}

/// Whether the visitor has come in some turns after `open`.
fn comes_in(open: impl AsyncFnOnce(&Door)) -> bool {
    LocalSet::new().block_on(&one_thread(), async {
        let door = Rc::new(Door::default());
        let inside = door.clone();
        let visitor = spawn_local(async move { inside.wait().await });
        yield_now().await;
        open(&door).await;
        for _ in 0..10 {
            yield_now().await;
        }
        visitor.is_finished()
    })
}

#[test]
fn wake_before_the_state_changes_is_lost() {
    assert!(!comes_in(async |door| {
        let waker = door.waker.take().expect("somebody waits");
        waker.wake();
        // The visitor is polled here, and finds the door closed. Its new
        // waker is called by nobody.
        yield_now().await;
        door.is_open.set(true);
    }));
    assert!(comes_in(async |door| {
        door.is_open.set(true);
        yield_now().await;
        door.wake();
    }));
}

#[test]
fn box_for_one_waker_forgets_the_first_of_two_visitors() {
    LocalSet::new().block_on(&one_thread(), async {
        let door = Rc::new((Cell::new(false), AtomicWaker::new()));
        let visitors = [door.clone(), door.clone()].map(|door| {
            spawn_local(poll_fn(move |context| {
                door.1.register(context.waker());
                if door.0.get() {
                    Poll::Ready(())
                } else {
                    Poll::Pending
                }
            }))
        });
        yield_now().await;
        door.0.set(true);
        door.1.wake();
        for _ in 0..10 {
            yield_now().await;
        }
        let inside = visitors.map(|visitor| visitor.is_finished());
        assert_eq!(inside, [false, true]);
    });
}
