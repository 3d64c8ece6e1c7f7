//! What the page on several coroutines says of order, of results and of
//! threads.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

use futures::future::join_all;
use futures::join;
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{spawn, yield_now};
use tokio::time::{Instant, sleep};

use crate::common::one_thread;

const LOAVES: [(&str, u64); 3] =
    [("rye", 3), ("wheat", 2), ("roll", 1)];

async fn bake(loaf: &'static str, seconds: u64) -> &'static str {
    sleep(Duration::from_secs(seconds)).await;
    loaf
}

#[test]
fn joined_coroutines_end_by_their_time() {
    let log = RefCell::new(Vec::new());
    let took = one_thread().block_on(async {
        let start = Instant::now();
        join_all(LOAVES.map(async |(loaf, seconds)| {
            log.borrow_mut().push(format!("{loaf} begins"));
            bake(loaf, seconds).await;
            log.borrow_mut().push(format!("{loaf} ends"));
        }))
        .await;
        start.elapsed()
    });
    let begins = ["rye begins", "wheat begins", "roll begins"];
    let ends = ["roll ends", "wheat ends", "rye ends"];
    assert_eq!(log.take(), [begins, ends].concat());
    assert_eq!(took, Duration::from_secs(3));
}

#[test]
fn joined_coroutines_begin_in_the_order_of_the_list() {
    // From 31 on, `join_all` polls in another way.
    for count in [3, 100] {
        let log = RefCell::new(Vec::new());
        one_thread().block_on(join_all((0..count).map(async |loaf| {
            log.borrow_mut().push(loaf);
            yield_now().await;
        })));
        assert_eq!(log.take(), Vec::from_iter(0..count));
    }
}

#[test]
fn joined_results_come_in_the_order_of_the_arguments() {
    let tray = one_thread().block_on(join_all(
        LOAVES.map(|(loaf, seconds)| bake(loaf, seconds)),
    ));
    assert_eq!(tray, ["rye", "wheat", "roll"]);
}

#[test]
fn unordered_results_come_as_they_end() {
    let loaves = LOAVES.map(|(loaf, seconds)| bake(loaf, seconds));
    let tray: Vec<_> = one_thread()
        .block_on(FuturesUnordered::from_iter(loaves).collect());
    assert_eq!(tray, ["roll", "wheat", "rye"]);
}

#[test]
fn joined_coroutines_borrow_what_their_caller_owns() {
    let flour = String::from("rye flour");
    let weigh = async || {
        yield_now().await;
        flour.len()
    };
    let (one, other) =
        one_thread().block_on(async { join!(weigh(), weigh()) });
    assert_eq!((one, other, flour.len()), (9, 9, 9));
}

#[test]
fn joined_results_may_differ_in_type() {
    let order = async { join!(bake("rye", 2), async { 3 }) };
    assert_eq!(one_thread().block_on(order), ("rye", 3));
}

fn starts(runtime: &Runtime) -> Vec<&'static str> {
    let log = Arc::new(Mutex::new(Vec::new()));
    let baker = {
        let log = log.clone();
        async move {
            let loaves = LOAVES.map(|(loaf, _)| {
                let log = log.clone();
                spawn(async move {
                    log.lock().expect("no test panics here").push(loaf);
                })
            });
            join_all(loaves).await;
        }
    };
    // The caller of `spawn` is itself a task.
    let baker = runtime.spawn(baker);
    runtime.block_on(baker).expect("the baker does not panic");
    let log = log.lock().expect("no test panics here");
    log.clone()
}

#[test]
fn tasks_of_one_thread_start_in_the_order_they_are_spawned() {
    for _ in 0..100 {
        assert_eq!(starts(&one_thread()), ["rye", "wheat", "roll"]);
    }
}

#[test]
fn worker_thread_starts_the_last_spawned_first() {
    for _ in 0..100 {
        let worker = Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .expect("the system has one more thread");
        assert_eq!(starts(&worker), ["roll", "rye", "wheat"]);
    }
}

#[test]
fn worker_thread_runs_three_tasks_in_a_row_from_its_slot() {
    type Board = Arc<Mutex<Vec<&'static str>>>;

    // Each loaf spawns the next one, which takes the slot.
    fn bake(board: Board, loaves: &'static [&'static str]) {
        if let Some((loaf, rest)) = loaves.split_first() {
            spawn(async move {
                board.lock().expect("no test panics here").push(loaf);
                bake(board, rest);
            });
        }
    }

    let worker = Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .expect("the system has one more thread");
    let board = Board::default();
    let baker = {
        let board = board.clone();
        async move {
            bake(board.clone(), &["queued"]);
            bake(board, &["first", "second", "third", "fourth"]);
        }
    };
    let baker = worker.spawn(baker);
    worker.block_on(baker).expect("the baker does not panic");
    while Arc::strong_count(&board) > 1 {
        thread::yield_now();
    }
    assert_eq!(
        *board.lock().expect("no test panics here"),
        ["first", "second", "third", "queued", "fourth"]
    );
}

async fn here() -> ThreadId {
    yield_now().await;
    thread::current().id()
}

fn three_workers() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(3)
        .build()
        .expect("the system has three more threads")
}

#[test]
fn joined_coroutines_never_run_at_the_same_moment() {
    let at_work = Arc::new(AtomicUsize::new(0));
    let knead = || {
        let at_work = at_work.clone();
        async move {
            for _ in 0..1000 {
                assert_eq!(at_work.fetch_add(1, Ordering::SeqCst), 0);
                thread::yield_now();
                at_work.fetch_sub(1, Ordering::SeqCst);
                yield_now().await;
            }
        }
    };
    let many = three_workers();
    // A task can move to another worker at each of its awaits.
    let bakers = many.spawn(join_all([knead(), knead(), knead()]));
    many.block_on(bakers).expect("one kneads at a time");
}

#[test]
fn joined_coroutines_stay_in_one_thread_of_many() {
    let many = three_workers();
    let threads = many.block_on(join_all([here(), here(), here()]));
    assert_eq!(threads, [thread::current().id(); 3]);
}

#[test]
fn spawned_tasks_meet_in_the_middle_of_a_turn() {
    let many = three_workers();
    let table = Arc::new(Barrier::new(3));
    let bakers = [(); 3].map(|()| {
        let table = table.clone();
        many.spawn(async move {
            table.wait();
        })
    });
    for met in many.block_on(join_all(bakers)) {
        met.expect("each baker meets the others");
    }
}
