//! What the page Cancelling says of `abort`, of dropping and of tokens.

use std::future::pending;
use std::sync::mpsc;
use std::time::Duration;

use crate::common::{Leaves, Log, one_thread};
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::task;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

#[test]
fn aborted_task_is_dropped_on_a_later_turn() {
    one_thread().block_on(async {
        let log = Log::default();
        let kit = Leaves(log.clone(), "packs up");
        let ada = task::spawn(async move {
            let _kit = kit;
            pending::<()>().await;
        });
        task::yield_now().await;
        ada.abort();
        log.add("editor");
        assert!(!ada.is_finished());
        assert!(ada.await.expect_err("aborted").is_cancelled());
        assert_eq!(log.lines(), ["editor", "packs up"]);
    });
}

#[test]
fn task_aborted_before_its_start_runs_no_line() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let ben = task::spawn(async move { inner.add("sets out") });
        ben.abort();
        assert!(ben.await.expect_err("aborted").is_cancelled());
        assert!(log.lines().is_empty());
    });
}

#[test]
fn task_aborted_before_its_start_drops_what_moved_into_it() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let kit = Leaves(log.clone(), "packs up");
        let ben = task::spawn(async move {
            let _kit = kit;
            inner.add("sets out");
        });
        ben.abort();
        assert!(ben.await.expect_err("aborted").is_cancelled());
        assert_eq!(log.lines(), ["packs up"]);
    });
}

#[test]
fn abort_wins_over_a_result_that_has_come() {
    one_thread().block_on(async {
        let (answer, source) = oneshot::channel();
        let ada = task::spawn(source);
        task::yield_now().await;
        answer.send("an answer").expect("Ada waits");
        ada.abort();
        assert!(ada.await.expect_err("aborted").is_cancelled());
    });
}

#[test]
fn second_abort_changes_nothing() {
    one_thread().block_on(async {
        let log = Log::default();
        let kit = Leaves(log.clone(), "packs up");
        let ada = task::spawn(async move {
            let _kit = kit;
            pending::<()>().await;
        });
        task::yield_now().await;
        ada.abort();
        ada.abort();
        assert!(ada.await.expect_err("aborted").is_cancelled());
        assert_eq!(log.lines(), ["packs up"]);
    });
}

#[test]
fn aborted_task_runs_its_destructors_and_no_further_line() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let ada = task::spawn(async move {
            let _hotel = Leaves(inner.clone(), "leaves the hotel");
            let _camera = Leaves(inner.clone(), "packs the camera");
            sleep(Duration::from_secs(5)).await;
            inner.add("files the story");
        });
        sleep(Duration::from_secs(1)).await;
        ada.abort();
        ada.await.expect_err("aborted");
        sleep(Duration::from_secs(9)).await;
        assert_eq!(
            log.lines(),
            ["packs the camera", "leaves the hotel"]
        );
    });
}

#[test]
fn ending_an_aborted_task_takes_no_time() {
    one_thread().block_on(async {
        let ada = task::spawn(sleep(Duration::from_secs(5)));
        sleep(Duration::from_secs(1)).await;
        let asked = Instant::now();
        ada.abort();
        ada.await.expect_err("aborted");
        assert_eq!(asked.elapsed(), Duration::ZERO);
    });
}

#[test]
fn task_that_handles_every_error_is_aborted_all_the_same() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let ada = task::spawn(async move {
            let (_source, answer) = oneshot::channel::<()>();
            match answer.await {
                Ok(()) => inner.add("an answer"),
                Err(_) => inner.add("no comment"),
            }
        });
        task::yield_now().await;
        ada.abort();
        assert!(ada.await.expect_err("aborted").is_cancelled());
        assert!(log.lines().is_empty());
    });
}

#[test]
fn finished_task_keeps_its_result_when_it_is_aborted() {
    one_thread().block_on(async {
        let ada = task::spawn(async { "a story" });
        task::yield_now().await;
        ada.abort();
        assert_eq!(ada.await.expect("it was finished"), "a story");
    });
}

#[test]
fn running_poll_returns_before_an_abort_takes_effect() {
    let two_workers = Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("the system can start two threads");
    two_workers.block_on(async {
        let (begin, begun) = oneshot::channel();
        let (let_go, released) = mpsc::channel::<()>();
        let log = Log::default();
        let inner = log.clone();
        let ada = task::spawn(async move {
            begin.send(()).expect("the editor waits");
            released.recv().expect("the editor lets her go");
            inner.add("still in the same poll");
            pending::<()>().await;
        });
        begun.await.expect("Ada begins");
        ada.abort();
        assert!(!ada.is_finished());
        let_go.send(()).expect("Ada waits");
        assert!(ada.await.expect_err("aborted").is_cancelled());
        assert_eq!(log.lines(), ["still in the same poll"]);
    });
}

#[test]
fn task_that_ends_in_the_turn_of_its_abort_keeps_its_result() {
    let two_workers = Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("the system can start two threads");
    two_workers.block_on(async {
        let (begin, begun) = oneshot::channel();
        let (let_go, released) = mpsc::channel::<()>();
        let ada = task::spawn(async move {
            begin.send(()).expect("the editor waits");
            released.recv().expect("the editor lets her go");
            "a story"
        });
        begun.await.expect("Ada begins");
        ada.abort();
        let_go.send(()).expect("Ada waits");
        assert_eq!(ada.await.expect("it has ended"), "a story");
    });
}

#[test]
fn blocking_job_that_has_begun_is_not_aborted() {
    let (begin, begun) = oneshot::channel();
    let (let_go, released) = mpsc::channel::<()>();
    Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .expect("the system can start one thread")
        .block_on(async {
            let archive = task::spawn_blocking(move || {
                begin.send(()).expect("the editor waits");
                released.recv().expect("the editor lets go");
                "found"
            });
            begun.await.expect("the job begins");
            archive.abort();
            let_go.send(()).expect("the job waits");
            assert_eq!(archive.await.expect("it ran on"), "found");
        });
}

#[test]
fn task_stops_by_a_token_where_it_looks_at_it() {
    one_thread().block_on(async {
        let stop = CancellationToken::new();
        let theirs = stop.clone();
        let ada = task::spawn(async move {
            sleep(Duration::from_secs(2)).await;
            let day = sleep(Duration::from_secs(8));
            let stopped = theirs.run_until_cancelled(day).await;
            (stopped.is_none(), "a last line")
        });
        let start = Instant::now();
        sleep(Duration::from_secs(1)).await;
        stop.cancel();
        let result = ada.await.expect("nobody aborts her");
        assert_eq!(result, (true, "a last line"));
        assert_eq!(start.elapsed(), Duration::from_secs(2));
    });
}

#[test]
fn cancelled_token_stays_cancelled() {
    one_thread().block_on(async {
        let stop = CancellationToken::new();
        stop.cancel();
        for _ in 0..3 {
            let day = pending::<()>();
            assert!(stop.run_until_cancelled(day).await.is_none());
        }
    });
}

#[test]
fn spawned_work_goes_on_when_its_waiter_is_aborted() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let press = async move {
            sleep(Duration::from_secs(3)).await;
            inner.add("5000 copies");
        };
        let desk = task::spawn(async { task::spawn(press).await });
        sleep(Duration::from_secs(1)).await;
        desk.abort();
        desk.await.expect_err("aborted");
        sleep(Duration::from_secs(9)).await;
        assert_eq!(log.lines(), ["5000 copies"]);
    });
}

#[test]
fn work_that_is_awaited_in_place_ends_with_its_waiter() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let press = async move {
            sleep(Duration::from_secs(3)).await;
            inner.add("5000 copies");
        };
        let desk = task::spawn(async {
            press.await;
            "sends the copies out"
        });
        sleep(Duration::from_secs(1)).await;
        desk.abort();
        desk.await.expect_err("aborted");
        sleep(Duration::from_secs(9)).await;
        assert!(log.lines().is_empty());
    });
}

#[test]
fn handle_tells_who_was_aborted() {
    one_thread().block_on(async {
        let ada = task::spawn(pending::<()>());
        let log = Log::default();
        let inner = log.clone();
        let stop_ada = ada.abort_handle();
        let desk = task::spawn(async move {
            assert!(ada.await.expect_err("aborted").is_cancelled());
            inner.add("the desk goes on");
        });
        stop_ada.abort();
        desk.await.expect("the desk itself is not aborted");
        assert_eq!(log.lines(), ["the desk goes on"]);
    });
}
