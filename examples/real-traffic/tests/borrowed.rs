//! What nobody here wrote runs on the loop, and wakes it.

use std::cell::Cell;
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use futures::future::{self, Aborted, Either, abortable, join_all};
use futures::stream::{FuturesUnordered, StreamExt};
use futures::{FutureExt, SinkExt, join, select, select_biased};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use toy::{Executor, now, sleep, spawn, timeout, yield_now};

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// Runs `test` on a virtual clock; returns how often main was polled,
/// if the test spawns nothing.
fn polls_of(test: impl Future<Output = ()>) -> u64 {
    let executor = Executor::with_virtual_clock();
    executor.run(test);
    executor.polls()
}

/// Runs `test` on the real clock. A wake that is lost is made up for by
/// the timer, and so shows in the time.
fn on_the_loop(test: impl Future<Output = ()>) {
    let enough = seconds(10);
    Executor::new().run(async {
        timeout(enough, test)
            .await
            .expect("the test ends by itself");
        assert!(now() < enough, "a wake was lost");
    });
}

/// As spawned by the tests below: resolves to `count` after so long.
async fn after(count: u64) -> u64 {
    sleep(seconds(count)).await;
    count
}

#[test]
fn join_all_overlaps_sleeps_of_the_loop() {
    let polls = polls_of(async {
        assert_eq!(join_all([3, 1, 2].map(after)).await, [3, 1, 2]);
        assert_eq!(now(), seconds(3));
    });
    assert_eq!(polls, 1 + 3, "once, and once for each sleep");
}

/// How often the futures in a `join_all` of so many sleeps are polled,
/// each of which ends at another time.
fn polls_inside_join_all(sleeps: u64) -> u64 {
    let polled = Rc::new(Cell::new(0));
    let count = polled.clone();
    polls_of(async move {
        let waits = (1..=sleeps).map(|each| {
            let count = count.clone();
            let mut wait = Box::pin(after(each));
            std::future::poll_fn(move |cx| {
                count.set(count.get() + 1);
                wait.as_mut().poll(cx)
            })
        });
        assert_eq!(join_all(waits).await.len() as u64, sleeps);
    });
    polled.get()
}

#[test]
fn join_all_of_31_polls_only_who_is_woken() {
    for many in [31, 100] {
        let each_at_first_and_when_due = many + many;
        assert_eq!(
            polls_inside_join_all(many),
            each_at_first_and_when_due
        );
    }
}

#[test]
fn join_all_of_30_polls_all_that_are_pending() {
    for many in 1..=30 {
        let all_at_each_wake = many + (1..=many).sum::<u64>();
        assert_eq!(polls_inside_join_all(many), all_at_each_wake);
    }
}

#[test]
fn futures_unordered_yields_in_the_order_of_ending() {
    polls_of(async {
        let fleet = [3, 1, 2].map(after).into_iter();
        let fleet: FuturesUnordered<_> = fleet.collect();
        assert_eq!(fleet.collect::<Vec<_>>().await, [1, 2, 3]);
        assert_eq!(now(), seconds(3));
    });
}

#[test]
fn select_ends_with_the_faster_branch() {
    polls_of(async {
        let first = select! {
            each = after(3).boxed_local().fuse() => each,
            each = after(1).boxed_local().fuse() => each,
        };
        assert_eq!(first, 1);
        assert_eq!(now(), seconds(1));
    });
}

#[test]
fn select_drops_the_slower_branch_that_it_owns() {
    polls_of(async {
        let kept = Rc::new(());
        let in_slow = kept.clone();
        let slow = async move {
            after(3).await;
            drop(in_slow);
        };
        select! {
            () = slow.boxed_local().fuse() => panic!("it is slower"),
            _ = after(1).boxed_local().fuse() => {}
        }
        assert_eq!(Rc::strong_count(&kept), 1);
    });
}

#[test]
fn slower_branch_of_select_that_is_borrowed_can_be_awaited_after_it() {
    polls_of(async {
        let mut slow = pin!(after(3).fuse());
        let mut fast = pin!(after(1).fuse());
        select! {
            _ = slow => panic!("it is slower"),
            _ = fast => {}
        }
        assert_eq!(slow.await, 3);
        assert_eq!(now(), seconds(3));
    });
}

#[test]
fn select_biased_takes_the_upper_of_two_that_are_ready() {
    polls_of(async {
        for _ in 0..20 {
            select_biased! {
                _ = after(1).boxed_local().fuse() => {}
                _ = after(1).boxed_local().fuse() => {
                    panic!("it is the lower one");
                }
            }
        }
        assert_eq!(now(), seconds(20));
    });
}

#[test]
fn future_made_in_a_branch_of_select_biased_needs_no_box() {
    polls_of(async {
        select_biased! {
            _ = after(3).fuse() => panic!("it is slower"),
            count = after(1).fuse() => assert_eq!(count, 1),
        }
        assert_eq!(now(), seconds(1));
    });
}

#[test]
fn function_select_of_futures_returns_the_slower_future() {
    polls_of(async {
        let both = (after(3).boxed_local(), after(1).boxed_local());
        let Either::Right((1, slow)) =
            future::select(both.0, both.1).await
        else {
            panic!("the second is faster");
        };
        assert_eq!((now(), slow.await), (seconds(1), 3));
        assert_eq!(now(), seconds(3));
    });
}

#[test]
fn abort_handle_wakes_the_task_that_it_aborts() {
    polls_of(async {
        let (waiting, handle) = abortable(pending::<()>());
        let task = spawn(waiting);
        yield_now().await;
        handle.abort();
        assert_eq!(task.await.expect("no panic"), Err(Aborted));
        assert_eq!(now(), seconds(0));
    });
}

#[test]
fn abort_handle_works_from_another_thread() {
    on_the_loop(async {
        let (waiting, handle) = abortable(pending::<()>());
        let task = spawn(waiting);
        yield_now().await;
        let other = thread::spawn(move || handle.abort());
        assert_eq!(task.await.expect("no panic"), Err(Aborted));
        other.join().expect("the other thread ends");
    });
}

#[test]
fn shared_future_runs_once_and_wakes_every_task() {
    polls_of(async {
        let runs = Rc::new(Cell::new(0));
        let count = runs.clone();
        let tide = async move {
            count.set(count.get() + 1);
            after(2).await
        };
        let tide = tide.shared();
        let tasks = [(); 3].map(|()| spawn(tide.clone()));
        let heights = join_all(tasks).await;
        assert!(
            heights.into_iter().all(|each| each.is_ok_and(|h| h == 2))
        );
        assert_eq!(runs.get(), 1);
        assert_eq!(now(), seconds(2));
    });
}

#[test]
fn mpsc_of_tokio_wakes_a_full_sender_and_an_empty_receiver() {
    polls_of(async {
        let (sender, mut receiver) = mpsc::channel(1);
        let sending = spawn(async move {
            for each in 0..100 {
                sender.send(each).await.expect("a receiver");
            }
        });
        for each in 0..100 {
            assert_eq!(receiver.recv().await, Some(each));
        }
        assert_eq!(receiver.recv().await, None);
        sending.await.expect("no panic");
    });
}

#[test]
fn mpsc_of_tokio_carries_values_from_another_thread() {
    on_the_loop(async {
        let (sender, mut receiver) = mpsc::channel(1);
        let other = thread::spawn(move || {
            for each in 0..1_000 {
                sender.blocking_send(each).expect("a receiver");
            }
        });
        for each in 0..1_000 {
            assert_eq!(receiver.recv().await, Some(each));
        }
        assert_eq!(receiver.recv().await, None);
        other.join().expect("the other thread ends");
    });
}

#[test]
fn oneshot_of_tokio_carries_a_value_from_another_thread() {
    let executor = Executor::new();
    executor.run(async {
        let (sender, receiver) = oneshot::channel();
        let (parked, waits) = std::sync::mpsc::channel();
        let other = thread::spawn(move || {
            waits.recv().expect("the loop runs");
            sender.send(4).expect("a receiver");
        });
        // Main is polled once more only when it is woken.
        let told = async { parked.send(()).expect("a thread") };
        let (berth, ()) = join!(receiver, told);
        assert_eq!(berth, Ok(4));
        other.join().expect("the other thread ends");
    });
    assert_eq!(executor.polls(), 2);
}

#[test]
fn dropped_sender_of_a_oneshot_wakes_the_receiver() {
    polls_of(async {
        let (sender, receiver) = oneshot::channel::<()>();
        let task = spawn(receiver);
        yield_now().await;
        drop(sender);
        assert!(task.await.expect("no panic").is_err());
    });
}

#[test]
fn notify_of_tokio_wakes_one_or_all() {
    polls_of(async {
        let bell = Rc::new(Notify::new());
        let woken = Rc::new(Cell::new(0));
        let tasks = [(); 3].map(|()| {
            let (bell, woken) = (bell.clone(), woken.clone());
            spawn(async move {
                bell.notified().await;
                woken.set(woken.get() + 1);
            })
        });
        yield_now().await;
        bell.notify_one();
        yield_now().await;
        assert_eq!(woken.get(), 1);
        bell.notify_waiters();
        join_all(tasks).await;
        assert_eq!(woken.get(), 3);
    });
}

#[test]
fn notify_of_tokio_is_rung_from_another_thread() {
    let executor = Executor::new();
    executor.run(async {
        let bell = Arc::new(Notify::new());
        let theirs = bell.clone();
        let (parked, waits) = std::sync::mpsc::channel();
        let other = thread::spawn(move || {
            waits.recv().expect("the loop runs");
            theirs.notify_one();
        });
        let told = async { parked.send(()).expect("a thread") };
        join!(bell.notified(), told);
        other.join().expect("the other thread ends");
    });
    assert_eq!(executor.polls(), 2);
}

#[test]
fn bell_of_notify_one_is_kept_for_the_next_task() {
    polls_of(async {
        let bell = Notify::new();
        bell.notify_one();
        bell.notified().await;
        assert_eq!(now(), seconds(0));
    });
}

#[test]
fn bell_of_notify_waiters_is_lost_on_a_task_that_comes_later() {
    polls_of(async {
        let bell = Notify::new();
        bell.notify_waiters();
        let heard = timeout(seconds(5), bell.notified()).await;
        assert!(heard.is_err());
        assert_eq!(now(), seconds(5));
    });
}

#[test]
fn bell_of_notify_waiters_reaches_a_future_that_was_made_before() {
    polls_of(async {
        let bell = Notify::new();
        let made = bell.notified();
        bell.notify_waiters();
        made.await;
        assert_eq!(now(), seconds(0));
    });
}

#[test]
fn of_two_bells_of_notify_one_that_no_task_heard_one_is_kept() {
    polls_of(async {
        let bell = Notify::new();
        bell.notify_one();
        bell.notify_one();
        bell.notified().await;
        let second = timeout(seconds(5), bell.notified()).await;
        assert!(second.is_err());
    });
}

#[test]
fn what_a_thread_has_sent_before_costs_one_poll() {
    let executor = Executor::new();
    executor.run(async {
        let (sender, receiver) = oneshot::channel();
        let bell = Arc::new(Notify::new());
        let theirs = bell.clone();
        let other = thread::spawn(move || {
            sender.send(4).expect("a receiver");
            theirs.notify_one();
        });
        other.join().expect("the other thread ends");
        assert_eq!(receiver.await, Ok(4));
        bell.notified().await;
    });
    assert_eq!(executor.polls(), 1);
}

#[test]
fn watch_of_tokio_shows_the_last_value() {
    polls_of(async {
        let (level, mut gauge) = watch::channel(0);
        let task = spawn(async move {
            gauge.changed().await.expect("a sender");
            *gauge.borrow()
        });
        yield_now().await;
        level.send_replace(1);
        level.send_replace(2);
        assert_eq!(task.await.expect("no panic"), 2);
    });
}

#[test]
fn async_channel_wakes_a_full_sender_and_an_empty_receiver() {
    polls_of(async {
        let (sender, receiver) = async_channel::bounded(1);
        let sending = spawn(async move {
            for each in 0..100 {
                sender.send(each).await.expect("a receiver");
            }
        });
        for each in 0..100 {
            assert_eq!(receiver.recv().await, Ok(each));
        }
        assert!(receiver.recv().await.is_err());
        sending.await.expect("no panic");
    });
}

#[test]
fn async_channel_carries_values_from_another_thread() {
    on_the_loop(async {
        let (sender, receiver) = async_channel::bounded(1);
        let other = thread::spawn(move || {
            for each in 0..1_000 {
                sender.send_blocking(each).expect("a receiver");
            }
        });
        for each in 0..1_000 {
            assert_eq!(receiver.recv().await, Ok(each));
        }
        assert!(receiver.recv().await.is_err());
        other.join().expect("the other thread ends");
    });
}

#[test]
fn channel_joins_our_loop_with_one_of_tokio() {
    let (ask, mut asked) = mpsc::channel::<oneshot::Sender<u32>>(1);
    let north = thread::spawn(move || {
        let tokio = tokio::runtime::Runtime::new().expect("a loop");
        tokio.block_on(async move {
            while let Some(answer) = asked.recv().await {
                tokio::time::sleep(Duration::from_millis(1)).await;
                answer.send(4).expect("south waits");
            }
        });
    });
    on_the_loop(async move {
        for _ in 0..10 {
            let (answer, berth) = oneshot::channel();
            ask.send(answer).await.expect("north listens");
            assert_eq!(berth.await, Ok(4));
        }
    });
    north.join().expect("north ends");
}

#[test]
fn sink_of_futures_waits_for_room() {
    polls_of(async {
        let (mut sender, receiver) = futures::channel::mpsc::channel(0);
        let sending = spawn(async move {
            for each in 0..100 {
                sender.send(each).await.expect("a receiver");
            }
        });
        let all: Vec<i32> = receiver.collect().await;
        assert_eq!(all, (0..100).collect::<Vec<_>>());
        sending.await.expect("no panic");
    });
}

/// The message of the panic that `f` ends in.
fn panic_of(f: impl FnOnce()) -> String {
    let payload =
        catch_unwind(AssertUnwindSafe(f)).expect_err("a panic");
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(other) => {
            let message = other.downcast::<&str>();
            (*message.expect("a message")).to_owned()
        }
    }
}

const NO_REACTOR: &str = "there is no reactor running, must be called \
                          from the context of a Tokio 1.x runtime";

#[test]
fn sleep_of_tokio_panics_on_our_loop() {
    let message = panic_of(|| {
        Executor::new().run(async {
            tokio::time::sleep(seconds(1)).await;
        });
    });
    assert_eq!(message, NO_REACTOR);
}

#[test]
fn socket_of_tokio_panics_on_our_loop() {
    let listener =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket");
    let message = panic_of(|| {
        Executor::new().run(async {
            drop(tokio::net::TcpListener::from_std(listener));
        });
    });
    assert_eq!(message, NO_REACTOR);
}

#[test]
fn connect_of_tokio_panics_on_our_loop() {
    let listener =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let message = panic_of(|| {
        Executor::new().run(async {
            drop(tokio::net::TcpStream::connect(address).await);
        });
    });
    assert_eq!(message, NO_REACTOR);
}

#[test]
fn spawn_of_tokio_panics_on_our_loop() {
    let message = panic_of(|| {
        Executor::new().run(async {
            drop(tokio::spawn(async {}));
        });
    });
    assert_eq!(message, NO_REACTOR);
}

#[test]
fn blocking_job_of_tokio_panics_on_our_loop() {
    let message = panic_of(|| {
        Executor::new().run(async {
            drop(tokio::task::spawn_blocking(|| ()));
        });
    });
    assert_eq!(message, NO_REACTOR);
}

#[test]
fn limit_of_tokio_panics_on_our_loop() {
    let message = panic_of(|| {
        Executor::new().run(async {
            let wait = pending::<()>();
            drop(tokio::time::timeout(seconds(1), wait).await);
        });
    });
    assert_eq!(message, NO_REACTOR);
}

#[test]
fn send_timeout_of_tokio_panics_on_our_loop_although_there_is_room() {
    let message = panic_of(|| {
        Executor::new().run(async {
            let (sender, _receiver) = mpsc::channel(1);
            _ = sender.send_timeout(4, seconds(1)).await;
        });
    });
    assert_eq!(message, NO_REACTOR);
}

#[test]
fn sleep_of_tokio_works_on_our_loop_beside_a_runtime() {
    let tokio = tokio::runtime::Runtime::new().expect("a loop");
    let _entered = tokio.enter();
    on_the_loop(async {
        tokio::time::sleep(Duration::from_millis(1)).await;
    });
}

#[test]
fn sleep_of_tokio_never_ends_beside_a_runtime_that_does_not_run() {
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a loop");
    let _entered = tokio.enter();
    Executor::new().run(async {
        let short = tokio::time::sleep(Duration::from_millis(1));
        let ended = timeout(Duration::from_millis(100), short).await;
        assert!(ended.is_err());
    });
}
