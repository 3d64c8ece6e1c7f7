//! What the page A future drives nothing says.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::task::{LocalSet, spawn_local, yield_now};
use tokio::time::{Instant, sleep, timeout};

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
fn future_that_stores_its_own_waker_is_counted_too() {
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(bell.clone());
    let mut own = None;
    let mut ferry = pin!(poll_fn(move |context| {
        own.replace(context.waker().clone());
        Poll::<()>::Pending
    }));
    let mut context = Context::from_waker(&waker);
    assert!(ferry.as_mut().poll(&mut context).is_pending());
    drop(waker);
    assert_eq!(Arc::strong_count(&bell), 2);
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
        if keeps_the_waker {
            waker.replace(Some(context.waker().clone()));
        }
        if high.get() {
            return Poll::Ready(());
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

/// The executor of the page's programs would go on after the last poll.
#[test]
fn executor_of_one_future_that_wakes_itself_never_returns() {
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(bell.clone());
    let mut context = Context::from_waker(&waker);
    let mut ferry = pin!(poll_fn(|context| {
        context.waker().wake_by_ref();
        Poll::<()>::Pending
    }));
    waker.wake_by_ref();
    for _ in 0..100 {
        assert_eq!(bell.0.swap(0, SeqCst), 1, "the executor returns");
        assert!(ferry.as_mut().poll(&mut context).is_pending());
    }
    assert_eq!(bell.0.load(SeqCst), 1, "the executor returns");
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

/// Awaits, on a paused clock, what `wait` makes of a future that keeps
/// no waker and that is ready after a second.
fn seconds_until_ready(wait: impl AsyncFnOnce(SilentFuture)) -> u64 {
    let runtime = Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("the system can make one more event loop");
    LocalSet::new().block_on(&runtime, async {
        let is_high = Rc::new(Cell::new(false));
        let silent = SilentFuture(is_high.clone());
        spawn_local(async move {
            sleep(Duration::from_secs(1)).await;
            is_high.set(true);
        });
        let start = Instant::now();
        wait(silent).await;
        start.elapsed().as_secs()
    })
}

struct SilentFuture(Rc<Cell<bool>>);

impl Future for SilentFuture {
    type Output = &'static str;

    fn poll(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<&'static str> {
        if self.0.get() {
            return Poll::Ready("high");
        }
        Poll::Pending
    }
}

#[test]
fn timeout_polls_a_silent_future_once_more_at_its_deadline() {
    let seconds = seconds_until_ready(async |silent| {
        let limit = Duration::from_secs(5);
        assert_eq!(timeout(limit, silent).await, Ok("high"));
    });
    assert_eq!(seconds, 5);
}

#[test]
fn silent_future_in_a_join_is_polled_when_its_neighbour_wakes() {
    let seconds = seconds_until_ready(async |silent| {
        let neighbour = sleep(Duration::from_secs(3));
        assert_eq!(tokio::join!(silent, neighbour).0, "high");
    });
    assert_eq!(seconds, 3);
}

/// Keeps one waker, and says whether it is the one of each new poll.
#[derive(Default)]
struct Tide {
    waiting: RefCell<Option<Waker>>,
    keeps_the_first: bool,
}

impl Tide {
    fn poll(&self, bell: &Arc<Bell>) {
        let waker = Waker::from(bell.clone());
        let mut waiting = self.waiting.borrow_mut();
        if waiting.is_none() || !self.keeps_the_first {
            waiting.replace(waker);
        }
    }

    fn rise(&self) {
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }
}

fn strokes(tide: &Tide) -> [u32; 2] {
    let bells = [Arc::new(Bell::default()), Arc::new(Bell::default())];
    for bell in &bells {
        tide.poll(bell);
    }
    tide.rise();
    bells.map(|bell| bell.0.load(SeqCst))
}

#[test]
fn second_task_pushes_out_the_waker_of_the_first() {
    assert_eq!(strokes(&Tide::default()), [0, 1]);
}

#[test]
fn leaf_that_keeps_only_its_first_waker_wakes_the_old_task() {
    let tide = Tide {
        keeps_the_first: true,
        ..Tide::default()
    };
    assert_eq!(strokes(&tide), [1, 0]);
}
