//! What the page Barriers says of tokio's `Barrier`.

use std::sync::Arc;

use crate::common::one_thread;
use futures::FutureExt;
use tokio::sync::Barrier;
use tokio::task::{JoinSet, spawn, yield_now};

#[test]
fn last_to_arrive_is_the_leader_and_passes_first() {
    let barrier = Barrier::new(2);
    let mut first = Box::pin(barrier.wait());
    assert!(first.as_mut().now_or_never().is_none());
    let last = barrier.wait().now_or_never().expect("it is the last");
    assert!(last.is_leader());
    let first = first.now_or_never().expect("all are there");
    assert!(!first.is_leader());
}

#[test]
fn barrier_serves_one_round_after_the_other() {
    one_thread().block_on(async {
        let barrier = Arc::new(Barrier::new(2));
        let other = barrier.clone();
        let worker = spawn(async move {
            for _ in 0..3 {
                other.wait().await;
            }
        });
        for _ in 0..3 {
            barrier.wait().await;
        }
        worker.await.expect("it does not panic");
    });
}

#[test]
fn dropped_wait_still_counts() {
    let barrier = Barrier::new(2);
    let mut gone = Box::pin(barrier.wait());
    assert!(gone.as_mut().now_or_never().is_none());
    drop(gone);
    assert!(barrier.wait().now_or_never().is_some());
}

#[test]
fn wait_that_is_dropped_as_the_barrier_opens_has_counted() {
    let barrier = Barrier::new(3);
    let mut gone = Box::pin(barrier.wait());
    let mut other = Box::pin(barrier.wait());
    assert!(gone.as_mut().now_or_never().is_none());
    assert!(other.as_mut().now_or_never().is_none());
    assert!(barrier.wait().now_or_never().is_some());
    drop(gone);
    assert!(other.now_or_never().is_some());
    assert!(barrier.wait().now_or_never().is_none());
}

#[test]
fn wait_that_was_never_polled_does_not_count() {
    let barrier = Barrier::new(2);
    drop(barrier.wait());
    assert!(barrier.wait().now_or_never().is_none());
}

#[test]
fn wait_that_is_kept_passes_when_it_is_polled_again() {
    let barrier = Barrier::new(2);
    let mut kept = Box::pin(barrier.wait());
    assert!(kept.as_mut().now_or_never().is_none());
    assert!(barrier.wait().now_or_never().is_some());
    assert!(kept.as_mut().now_or_never().is_some());
}

#[test]
fn arrival_in_a_task_outlives_the_patience_of_its_caller() {
    one_thread().block_on(async {
        let barrier = Arc::new(Barrier::new(2));
        let inside = barrier.clone();
        let arrival = spawn(async move {
            inside.wait().await;
        });
        yield_now().await;
        drop(arrival);
        assert!(barrier.wait().await.is_leader());
    });
}

#[test]
fn worker_that_fails_leaves_the_others_at_the_barrier() {
    one_thread().block_on(async {
        let barrier = Arc::new(Barrier::new(2));
        let inside = barrier.clone();
        let mut group = JoinSet::new();
        group.spawn(async move {
            inside.wait().await;
            Ok(())
        });
        group.spawn(async { Err("fails") });
        let ended = group.join_next().await.expect("there are two");
        assert_eq!(ended.expect("no panic"), Err("fails"));
        for _ in 0..5 {
            yield_now().await;
        }
        assert!(group.try_join_next().is_none() && group.len() == 1);
    });
}
