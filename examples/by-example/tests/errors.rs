//! What the page Errors says of failing and of being stopped.

use std::cell::Cell;
use std::future::pending;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use futures::executor::block_on;
use futures::join;
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, spawn, yield_now};
use tokio::time::{error::Elapsed, timeout};

use crate::common::one_thread;

#[derive(Debug, PartialEq)]
struct Burnt;

async fn bake() -> Result<&'static str, Burnt> {
    yield_now().await;
    Err(Burnt)
}

#[test]
fn error_of_a_coroutine_is_what_its_await_yields() {
    assert_eq!(one_thread().block_on(bake()), Err(Burnt));
}

#[test]
fn question_mark_hands_the_error_to_the_next_await() {
    let reached = Cell::new(false);
    let bakery = async || {
        let loaf = bake().await?;
        reached.set(true);
        Ok(loaf)
    };
    assert_eq!(one_thread().block_on(bakery()), Err(Burnt));
    assert!(!reached.get());
}

#[test]
fn error_that_nobody_looks_at_stops_nothing() {
    let went_on = one_thread().block_on(async {
        let _ = bake().await;
        true
    });
    assert!(went_on);
}

#[test]
fn error_of_a_task_is_inside_the_ok_of_its_handle() {
    let end = one_thread().block_on(async { spawn(bake()).await });
    assert_eq!(end.expect("the task does not panic"), Err(Burnt));
}

struct Tell(Sender<&'static str>);

impl Drop for Tell {
    fn drop(&mut self) {
        self.0.send("shuts the oven").expect("the test listens");
    }
}

async fn bake_for_ever(log: Sender<&'static str>) {
    let _oven = Tell(log.clone());
    let end: Result<(), Burnt> = async {
        log.send("waits").expect("the test listens");
        pending::<()>().await;
        Ok(())
    }
    .await;
    match end {
        Ok(()) => log.send("is done"),
        Err(Burnt) => log.send("is spoiled"),
    }
    .expect("the test listens");
}

#[test]
fn aborted_task_runs_no_line_and_drops_what_it_holds() {
    let (say, log) = channel();
    let end = one_thread().block_on(async {
        let baker = spawn(bake_for_ever(say));
        yield_now().await;
        baker.abort();
        baker.await
    });
    assert!(end.is_err_and(|end| end.is_cancelled()));
    assert_eq!(
        log.iter().collect::<Vec<_>>(),
        ["waits", "shuts the oven"]
    );
}

#[test]
fn task_aborted_before_it_begins_runs_no_line() {
    let (say, log) = channel();
    let end = one_thread().block_on(async {
        let baker = spawn(bake_for_ever(say));
        baker.abort();
        baker.await
    });
    assert!(end.is_err_and(|end| end.is_cancelled()));
    assert_eq!(log.iter().count(), 0);
}

#[test]
fn running_task_that_is_aborted_goes_on_to_its_next_await() {
    let (say, log) = channel();
    let end = one_thread().block_on(async {
        let (hand_over, handle) = oneshot::channel::<AbortHandle>();
        let baker = spawn(async move {
            handle.await.expect("the shop hands it over").abort();
            say.send("goes on").expect("the test listens");
            yield_now().await;
            say.send("is back").expect("the test listens");
        });
        hand_over
            .send(baker.abort_handle())
            .expect("the baker waits for it");
        baker.await
    });
    assert!(end.is_err_and(|end| end.is_cancelled()));
    assert_eq!(log.iter().collect::<Vec<_>>(), ["goes on"]);
}

#[test]
fn timeout_drops_the_future_and_waits_for_nothing() {
    let (say, log) = channel();
    let limit = Duration::from_millis(100);
    let end: Result<(), Elapsed> = one_thread()
        .block_on(async { timeout(limit, bake_for_ever(say)).await });
    assert!(end.is_err());
    assert_eq!(
        log.iter().collect::<Vec<_>>(),
        ["waits", "shuts the oven"]
    );
}

#[test]
fn error_in_a_join_stops_no_other() {
    let other = Cell::new(false);
    let fine = async {
        yield_now().await;
        yield_now().await;
        other.set(true);
    };
    let (end, ()) =
        one_thread().block_on(async { join!(bake(), fine) });
    assert_eq!(end, Err(Burnt));
    assert!(other.get());
}

#[test]
fn error_is_a_value_before_it_is_awaited_and_after() {
    let kept = block_on(async { bake_now().await });
    assert_eq!(kept, Err(Burnt));
    assert_eq!(kept, Err(Burnt));
}

async fn bake_now() -> Result<&'static str, Burnt> {
    Err(Burnt)
}
