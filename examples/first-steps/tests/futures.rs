//! What the page Futures says of a result that is not there yet.

use std::future::ready;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use futures::executor::block_on;
use futures::future::FutureExt;
use tokio::runtime::Builder;
use tokio::sync::oneshot::{self, Receiver, Sender};
use tokio::task::yield_now;

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wakes {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    let mut nobody = Context::from_waker(Waker::noop());
    Pin::new(future).poll(&mut nobody)
}

#[test]
fn sending_wakes_the_receiver_once() {
    let wakes = Arc::new(Wakes::default());
    let waker = Waker::from(wakes.clone());
    let mut context = Context::from_waker(&waker);
    let (assign, berth) = oneshot::channel();
    let mut berth = pin!(berth);

    assert!(berth.as_mut().poll(&mut context).is_pending());
    assert_eq!(wakes.count(), 0);
    assign.send(4).expect("the receiver is alive");
    assert_eq!(wakes.count(), 1);
    assert_eq!(berth.as_mut().poll(&mut context), Poll::Ready(Ok(4)));
}

#[test]
fn sender_goes_on_before_the_receiver() {
    let one_thread = Builder::new_current_thread().build();
    let one_thread = one_thread.expect("a runtime without timers");
    let (log, logged) = mpsc::channel();
    one_thread.block_on(async {
        let (assign, berth) = oneshot::channel();
        let steers = log.clone();
        let ferry = tokio::spawn(async move {
            berth.await.expect("a berth is assigned");
            steers.send("ferry steers").expect("it is read");
        });
        // The ferry parks.
        yield_now().await;
        assign.send(4).expect("the ferry waits");
        log.send("master goes on").expect("it is read");
        ferry.await.expect("the ferry does not panic");
    });
    let logged: Vec<_> = logged.try_iter().collect();
    assert_eq!(logged, ["master goes on", "ferry steers"]);
}

#[test]
fn receiver_on_another_worker_runs_before_the_sender_goes_on() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("the system can start two threads");
    runtime.block_on(async {
        let (assign, berth) = oneshot::channel();
        let (steer, steers) = mpsc::channel();
        tokio::spawn(async move {
            let number = berth.await.expect("a berth is assigned");
            steer.send(number).expect("the master listens");
        });
        assign.send(4).expect("the ferry waits");
        // No await: this turn does not end before the ferry steers.
        let patience = Duration::from_secs(30);
        assert_eq!(steers.recv_timeout(patience), Ok(4));
    });
}

#[test]
fn sending_takes_the_sender() {
    let send: fn(Sender<u32>, u32) -> Result<(), u32> = Sender::send;
    let (assign, mut berth) = oneshot::channel();
    assert_eq!(send(assign, 4), Ok(()));
    assert_eq!(poll(&mut berth), Poll::Ready(Ok(4)));
}

#[test]
fn awaiting_takes_the_receiver() {
    let wait: fn(Receiver<u32>) -> Receiver<u32> =
        IntoFuture::into_future;
    let (assign, berth) = oneshot::channel();
    assert_eq!(assign.send(4), Ok(()));
    assert_eq!(poll(&mut wait(berth)), Poll::Ready(Ok(4)));
}

#[test]
fn value_is_kept_until_the_receiver_asks() {
    let (assign, mut berth) = oneshot::channel();
    assign.send(4).expect("the receiver is alive");
    assert_eq!(poll(&mut berth), Poll::Ready(Ok(4)));
}

#[test]
fn dropped_sender_is_an_error_of_the_receiver() {
    let (assign, mut berth) = oneshot::channel::<u32>();
    assert!(poll(&mut berth).is_pending());
    drop(assign);
    assert!(matches!(poll(&mut berth), Poll::Ready(Err(_))));
}

#[test]
fn value_for_a_dropped_receiver_comes_back() {
    let (assign, berth) = oneshot::channel();
    drop(berth);
    assert_eq!(assign.send(4), Err(4));
}

#[test]
fn failure_is_sent_as_a_value() {
    let (assign, mut berth) = oneshot::channel::<Result<u32, &str>>();
    let sent = assign.send(Err("no berth today"));
    assert_eq!(sent, Ok(()));
    assert_eq!(
        poll(&mut berth),
        Poll::Ready(Ok(Err("no berth today")))
    );
}

#[test]
fn shared_receiver_answers_every_clone() {
    let (show, tide) = oneshot::channel();
    let mut first = tide.shared();
    let mut second = first.clone();
    let mut late = first.clone();
    assert!(poll(&mut first).is_pending());
    assert!(poll(&mut second).is_pending());

    show.send(4).expect("the receivers are alive");
    assert_eq!(poll(&mut first), Poll::Ready(Ok(4)));
    assert_eq!(poll(&mut second), Poll::Ready(Ok(4)));
    assert_eq!(poll(&mut late), Poll::Ready(Ok(4)));
}

#[test]
fn shared_waiter_that_gives_up_leaves_the_result_to_the_others() {
    let (show, tide) = oneshot::channel();
    let mut aurora = tide.shared();
    let mut borealis = aurora.clone();
    assert!(poll(&mut aurora).is_pending());
    assert!(poll(&mut borealis).is_pending());
    drop(aurora);

    assert_eq!(show.send(4), Ok(()));
    assert_eq!(poll(&mut borealis), Poll::Ready(Ok(4)));
}

#[test]
fn value_is_sent_from_another_thread() {
    let (assign, berth) = oneshot::channel();
    let master = thread::spawn(move || assign.send(4));
    assert_eq!(block_on(berth), Ok(4));
    let sent = master.join().expect("sending does not panic");
    assert_eq!(sent, Ok(()));
}

#[test]
fn async_fn_returns_what_implements_future() {
    fn output_of<F: Future<Output = u32>>(future: F) -> u32 {
        block_on(future)
    }
    async fn sounding() -> u32 {
        ready(7).await
    }
    assert_eq!(output_of(sounding()), 7);
}
