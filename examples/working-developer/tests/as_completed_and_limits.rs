//! What the page on results as they arrive says of `FuturesUnordered`,
//! `buffer_unordered` and `Semaphore`.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use crate::common::{Leaves, Log, one_thread};
use futures::stream::{self, FuturesUnordered, StreamExt};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn unordered_futures_yield_in_the_order_of_completion() {
    one_thread().block_on(async {
        let start = Instant::now();
        let mut reporters: FuturesUnordered<_> = [3, 1, 2]
            .map(async |seconds| {
                sleep(SECOND * seconds).await;
                seconds
            })
            .into_iter()
            .collect();
        let mut seen = Vec::new();
        while let Some(seconds) = reporters.next().await {
            assert_eq!(start.elapsed(), SECOND * seconds);
            seen.push(seconds);
        }
        assert_eq!(seen, [1, 2, 3]);
    });
}

#[test]
fn unordered_futures_move_only_while_they_are_awaited() {
    one_thread().block_on(async {
        let start = Instant::now();
        let call = async {
            sleep(SECOND).await;
            sleep(SECOND).await;
        };
        let mut calls: FuturesUnordered<_> =
            [call].into_iter().collect();
        sleep(SECOND * 5).await;
        calls.next().await;
        assert_eq!(start.elapsed(), SECOND * 7);
    });
}

#[test]
fn buffer_keeps_at_most_so_many_under_way() {
    one_thread().block_on(async {
        let (now, most, start) =
            (Cell::new(0), Cell::new(0), Instant::now());
        let calls = stream::iter([(); 6]).map(|()| async {
            now.set(now.get() + 1);
            most.set(most.get().max(now.get()));
            sleep(SECOND).await;
            now.set(now.get() - 1);
        });
        assert_eq!(calls.buffer_unordered(2).count().await, 6);
        assert_eq!(most.get(), 2);
        assert_eq!(start.elapsed(), SECOND * 3);
    });
}

#[test]
fn buffer_makes_a_future_when_there_is_room_for_it() {
    one_thread().block_on(async {
        let (made, done) = (Cell::new(0), Cell::new(0));
        let mut calls = stream::iter(0..6)
            .map(|_| {
                made.set(made.get() + 1);
                async { sleep(SECOND).await }
            })
            .buffer_unordered(2);
        while calls.next().await.is_some() {
            done.set(done.get() + 1);
            assert!(made.get() <= done.get() + 1);
        }
        assert_eq!(made.get(), 6);
    });
}

#[test]
fn buffer_moves_only_while_it_is_awaited() {
    one_thread().block_on(async {
        let start = Instant::now();
        let call = async |seconds| {
            for _ in 0..seconds {
                sleep(SECOND).await;
            }
        };
        let mut calls =
            stream::iter([1, 3]).map(call).buffer_unordered(2);
        calls.next().await;
        sleep(SECOND * 5).await;
        // The other call has had one of its three seconds.
        calls.next().await;
        assert_eq!(start.elapsed(), SECOND * 8);
    });
}

#[test]
fn futures_awaited_one_by_one_take_the_sum_of_their_times() {
    one_thread().block_on(async {
        let start = Instant::now();
        for call in
            [3, 1, 2].map(|n| async move { sleep(SECOND * n).await })
        {
            call.await;
        }
        assert_eq!(start.elapsed(), SECOND * 6);
    });
}

#[test]
fn tasks_awaited_one_by_one_take_as_long_as_the_longest() {
    one_thread().block_on(async {
        let start = Instant::now();
        for call in [3, 1, 2].map(|n| task::spawn(sleep(SECOND * n))) {
            call.await.expect("it only sleeps");
        }
        assert_eq!(start.elapsed(), SECOND * 3);
    });
}

#[test]
fn permit_is_given_back_when_its_task_is_aborted() {
    one_thread().block_on(async {
        let lines = Arc::new(Semaphore::new(1));
        let permit = lines.clone().acquire_owned().await;
        let permit = permit.expect("nobody closes it");
        let ada = task::spawn(async move {
            sleep(SECOND * 5).await;
            drop(permit);
        });
        task::yield_now().await;
        assert_eq!(lines.available_permits(), 0);
        ada.abort();
        ada.await.expect_err("aborted");
        assert_eq!(lines.available_permits(), 1);
    });
}

#[test]
fn permit_taken_before_the_spawn_bounds_the_tasks_that_exist() {
    one_thread().block_on(async {
        let lines = Arc::new(Semaphore::new(2));
        let start = Instant::now();
        for _ in 0..4 {
            let permit = lines.clone().acquire_owned().await;
            let permit = permit.expect("nobody closes it");
            let tasks = Handle::current().metrics().num_alive_tasks();
            assert!(tasks < 2, "{tasks} tasks before the next");
            task::spawn(async move {
                sleep(SECOND).await;
                drop(permit);
            });
        }
        assert_eq!(start.elapsed(), SECOND);
    });
}

#[test]
fn close_behind_an_await_is_skipped_by_an_abort() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let ada = task::spawn(async move {
            let line = Leaves(inner.clone(), "dropped");
            sleep(SECOND * 5).await;
            inner.add("closed");
            drop(line);
        });
        sleep(SECOND).await;
        ada.abort();
        ada.await.expect_err("aborted");
        assert_eq!(log.lines(), ["dropped"]);
    });
}
