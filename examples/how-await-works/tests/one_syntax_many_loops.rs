//! What the page One syntax, many loops says of executors.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::panic::{self, AssertUnwindSafe};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures::channel::oneshot;
use futures::executor::{LocalPool, block_on};
use futures::join;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task;
use tokio::time::sleep;

fn one_thread() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system can make one more event loop")
}

fn text_of_panic(run: impl FnOnce()) -> String {
    let payload = panic::catch_unwind(AssertUnwindSafe(run))
        .expect_err("the test is about a panic");
    payload.downcast::<String>().map_or_else(
        |other| {
            let text = other.downcast::<&str>();
            text.expect("a panic carries text").to_string()
        },
        |text| *text,
    )
}

async fn wait_a_turn() {
    let mut waited = false;
    poll_fn(|context| {
        if waited {
            return Poll::Ready(());
        }
        waited = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

async fn crossing(log: &RefCell<Vec<String>>, ferry: &str) {
    log.borrow_mut().push(format!("{ferry} casts off"));
    wait_a_turn().await;
    log.borrow_mut().push(format!("{ferry} docks"));
}

#[test]
fn one_future_runs_on_three_executors() {
    let log = RefCell::default();
    let harbour = async || {
        join!(crossing(&log, "Gull"), crossing(&log, "Heron"));
        log.take()
    };
    let on_tokio = one_thread().block_on(harbour());
    let on_futures = LocalPool::new().run_until(harbour());
    let mut by_hand = pin!(harbour());
    let mut nobody = Context::from_waker(Waker::noop());
    assert!(by_hand.as_mut().poll(&mut nobody).is_pending());
    let Poll::Ready(by_hand) = by_hand.poll(&mut nobody) else {
        panic!("two ferries wait one turn, both the same");
    };
    assert_eq!(on_tokio, on_futures);
    assert_eq!(on_tokio, by_hand);
    assert_eq!(
        on_tokio,
        [
            "Gull casts off",
            "Heron casts off",
            "Gull docks",
            "Heron docks"
        ]
    );
}

#[test]
fn sleep_of_tokio_panics_on_a_foreign_executor() {
    let run =
        || LocalPool::new().run_until(sleep(Duration::from_secs(1)));
    assert!(text_of_panic(run).contains("no reactor running"));
}

#[test]
fn async_fn_around_the_sleep_panics_where_the_sleep_is_made() {
    let log = Cell::new(0);
    let run = || {
        block_on(async {
            log.set(1);
            sleep(Duration::from_secs(1)).await;
            log.set(2);
        });
    };
    text_of_panic(run);
    assert_eq!(log.get(), 1);
}

#[test]
fn entered_runtime_serves_a_foreign_executor() {
    let tokio = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_time()
        .build()
        .expect("the system can start a thread");
    let _entered = tokio.enter();
    block_on(sleep(Duration::from_millis(1)));
}

#[test]
fn entered_runtime_that_nobody_drives_ends_no_sleep() {
    let tokio = one_thread();
    let _entered = tokio.enter();
    let mut nobody = Context::from_waker(Waker::noop());
    let mut nap = pin!(sleep(Duration::from_millis(1)));
    assert!(nap.as_mut().poll(&mut nobody).is_pending());
    std::thread::sleep(Duration::from_millis(20));
    assert!(nap.as_mut().poll(&mut nobody).is_pending());
}

#[test]
fn oneshot_of_tokio_runs_on_a_foreign_executor() {
    let polls = Cell::new(0);
    let (send, mut receive) = tokio::sync::oneshot::channel();
    let (begin, begun) = std::sync::mpsc::channel();
    let other = std::thread::spawn(move || {
        begun.recv().expect("the receiver waits");
        send.send(4)
    });
    let received = block_on(poll_fn(|context| {
        polls.set(polls.get() + 1);
        let polled = pin!(&mut receive).poll(context);
        if polls.get() == 1 {
            assert!(polled.is_pending());
            begin.send(()).expect("the sender waits");
        }
        polled
    }));
    assert_eq!(received, Ok(4));
    assert_eq!(polls.get(), 2);
    let sent = other.join().expect("sending does not panic");
    sent.expect("the receiver was alive");
}

#[test]
fn file_of_tokio_panics_on_a_foreign_executor() {
    let text = text_of_panic(|| {
        drop(block_on(tokio::fs::read("Cargo.toml")));
    });
    assert!(text.contains("no reactor running"), "{text}");
}

#[test]
fn spawn_of_tokio_panics_on_a_foreign_executor() {
    let text = text_of_panic(|| {
        block_on(async { drop(task::spawn(async {})) });
    });
    assert!(text.contains("no reactor running"), "{text}");
}

#[test]
fn spawn_blocking_of_tokio_panics_on_a_foreign_executor() {
    let text = text_of_panic(|| {
        block_on(async { drop(task::spawn_blocking(|| ())) });
    });
    assert!(text.contains("no reactor running"), "{text}");
}

#[test]
fn block_on_of_tokio_inside_tokio_panics() {
    let inner = one_thread();
    let text = text_of_panic(|| {
        one_thread().block_on(async {
            inner.block_on(async {});
        });
    });
    assert!(text.contains("Cannot start a runtime from within"));
}

#[test]
fn block_on_of_futures_inside_itself_panics() {
    let text = text_of_panic(|| {
        block_on(async { block_on(async {}) });
    });
    assert!(text.contains("from within another executor"));
}

#[test]
fn outer_loop_goes_on_after_a_refused_block_on() {
    let inner = one_thread();
    let tide = one_thread().block_on(async {
        text_of_panic(|| inner.block_on(async {}));
        wait_a_turn().await;
        3
    });
    assert_eq!(tide, 3);
}

#[test]
fn block_in_place_lets_a_plain_function_wait_inside_tokio() {
    fn tide() -> u32 {
        let (send, receive) = tokio::sync::oneshot::channel();
        let sender = task::spawn(async { send.send(3) });
        let tide = task::block_in_place(|| {
            Handle::current().block_on(receive)
        });
        drop(sender);
        tide.expect("the sender is a task of its own")
    }

    let several_threads = Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .expect("the system can start a thread");
    let harbour = several_threads.spawn(async { tide() });
    let tide = several_threads.block_on(harbour);
    assert_eq!(tide.expect("the harbour does not panic"), 3);
}

#[test]
fn block_in_place_panics_on_one_thread() {
    let text = text_of_panic(|| {
        one_thread().block_on(async {
            task::block_in_place(|| ());
        });
    });
    assert!(text.contains("can call blocking only"), "{text}");
}

#[test]
fn foreign_block_on_holds_the_thread_of_the_loop() {
    let gull_cried = Rc::new(Cell::new(false));
    let cry = gull_cried.clone();
    task::LocalSet::new().block_on(&one_thread(), async move {
        let gull = task::spawn_local(async move { cry.set(true) });
        let (send, receive) = oneshot::channel();
        let elsewhere = std::thread::spawn(move || send.send(3));
        assert_eq!(block_on(receive), Ok(3));
        assert!(!gull_cried.get());
        gull.await.expect("the gull does not panic");
        assert!(gull_cried.get());
        let sent = elsewhere.join().expect("sending does not panic");
        sent.expect("the receiver was alive");
    });
}

#[test]
fn task_of_the_held_loop_never_ends() {
    one_thread().block_on(async {
        let mut gull = task::spawn(async { 3 });
        let mut nobody = Context::from_waker(Waker::noop());
        for _ in 0..100 {
            let pending =
                pin!(&mut gull).poll(&mut nobody).is_pending();
            assert!(pending);
        }
        assert_eq!(gull.await.expect("the gull does not panic"), 3);
    });
}
