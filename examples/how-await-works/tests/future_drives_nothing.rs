//! What the page A future drives nothing says.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};

use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::task::{LocalSet, spawn_local, yield_now};

/// Counts how often it is woken.
#[derive(Default)]
struct Bell(AtomicU32);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

#[test]
fn polled_future_that_keeps_no_waker_holds_none() {
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(bell.clone());
    let mut silent = pin!(poll_fn(|_| Poll::<()>::Pending));
    let mut context = Context::from_waker(&waker);
    assert!(silent.as_mut().poll(&mut context).is_pending());
    drop(waker);
    assert_eq!(Arc::strong_count(&bell), 1);
}

#[test]
fn oneshot_keeps_the_waker_and_wakes_once() {
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(bell.clone());
    let (tide, receiver) = oneshot::channel();
    let mut ferry = pin!(receiver);
    let mut context = Context::from_waker(&waker);
    assert!(ferry.as_mut().poll(&mut context).is_pending());
    drop(waker);
    assert!(Arc::strong_count(&bell) > 1);
    tide.send("high").expect("the ferry waits");
    assert_eq!(bell.0.load(SeqCst), 1);
}

/// Polls a task on tokio for 100 turns after what it waits for has
/// happened, and counts.
fn polls(keeps_the_waker: bool) -> u32 {
    let is_high = Rc::new(Cell::new(false));
    let kept: Rc<RefCell<Option<Waker>>> = Rc::default();
    let polls = Rc::new(Cell::new(0));
    let (high, waker, count) =
        (is_high.clone(), kept.clone(), polls.clone());
    let ferry = poll_fn(move |context| {
        count.set(count.get() + 1);
        if high.get() {
            return Poll::Ready(());
        }
        if keeps_the_waker {
            waker.replace(Some(context.waker().clone()));
        }
        Poll::Pending
    });
    let runtime = Builder::new_current_thread()
        .build()
        .expect("the system can make one more event loop");
    LocalSet::new().block_on(&runtime, async {
        spawn_local(ferry);
        yield_now().await;
        is_high.set(true);
        if let Some(waker) = kept.take() {
            waker.wake();
        }
        for _ in 0..100 {
            yield_now().await;
        }
    });
    polls.get()
}

#[test]
fn task_whose_future_keeps_no_waker_is_never_polled_again() {
    assert_eq!(polls(false), 1);
}

#[test]
fn task_whose_future_keeps_the_waker_is_polled_once_more() {
    assert_eq!(polls(true), 2);
}

#[test]
fn dropped_sender_wakes_the_one_who_waits() {
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(bell.clone());
    let (tide, receiver) = oneshot::channel::<()>();
    let mut ferry: Pin<&mut oneshot::Receiver<()>> = pin!(receiver);
    let mut context = Context::from_waker(&waker);
    assert!(ferry.as_mut().poll(&mut context).is_pending());
    drop(tide);
    assert_eq!(bell.0.load(SeqCst), 1);
    assert!(matches!(ferry.poll(&mut context), Poll::Ready(Err(_))));
}

#[test]
fn future_that_wakes_itself_is_polled_at_every_round() {
    let polls = Rc::new(Cell::new(0));
    let count = polls.clone();
    let runtime = Builder::new_current_thread()
        .build()
        .expect("the system can make one more event loop");
    LocalSet::new().block_on(&runtime, async {
        spawn_local(poll_fn(move |context| {
            count.set(count.get() + 1);
            context.waker().wake_by_ref();
            Poll::<()>::Pending
        }));
        for _ in 0..100 {
            yield_now().await;
        }
    });
    assert!(polls.get() >= 99, "{} polls", polls.get());
}
