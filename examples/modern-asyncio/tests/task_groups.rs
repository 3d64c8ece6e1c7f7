//! What the page Task groups says of tokio's sets of tasks.

use std::future::pending;

use crate::common::{Leaves, Log, one_thread};
use futures::FutureExt;
use tokio::task::{JoinSet, spawn, yield_now};
use tokio::try_join;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

async fn parked(leaves: Leaves) {
    let _leaves = leaves;
    pending::<()>().await;
}

#[test]
fn shutdown_returns_after_the_aborted_children_are_dropped() {
    one_thread().block_on(async {
        let (log, mut group) = (Log::default(), JoinSet::new());
        group.spawn(parked(Leaves(log.clone(), "dropped")));
        yield_now().await;
        group.shutdown().await;
        log.add("next line");
        assert_eq!(log.lines(), ["dropped", "next line"]);
    });
}

#[test]
fn set_that_is_dropped_does_not_wait_for_its_children() {
    one_thread().block_on(async {
        let (log, mut group) = (Log::default(), JoinSet::new());
        group.spawn(parked(Leaves(log.clone(), "dropped")));
        yield_now().await;
        drop(group);
        log.add("next line");
        yield_now().await;
        assert_eq!(log.lines(), ["next line", "dropped"]);
    });
}

#[test]
fn error_of_a_child_is_a_value_that_stops_nobody() {
    one_thread().block_on(async {
        let mut group = JoinSet::new();
        group.spawn(async { Err("refused") });
        group.spawn(async {
            yield_now().await;
            Ok("finished")
        });
        let mut ends = group.join_all().await;
        ends.sort();
        assert_eq!(ends, [Ok("finished"), Err("refused")]);
    });
}

#[test]
fn first_error_of_try_join_drops_the_other_branch() {
    one_thread().block_on(async {
        let log = Log::default();
        let leaves = Leaves(log.clone(), "dropped");
        let other = async {
            parked(leaves).await;
            Ok(())
        };
        let refused = async {
            yield_now().await;
            Err::<(), _>("refused")
        };
        assert_eq!(try_join!(other, refused), Err("refused"));
        log.add("next line");
        assert_eq!(log.lines(), ["dropped", "next line"]);
    });
}

#[test]
fn error_of_a_task_is_a_value_where_its_handle_is_awaited() {
    one_thread().block_on(async {
        let price = spawn(async { Err::<u32, _>("no price") });
        assert_eq!(price.await.expect("no panic"), Err("no price"));
    });
}

#[test]
fn task_that_aborts_its_set_and_returns_keeps_its_value() {
    one_thread().block_on(async {
        let mut group = JoinSet::new();
        let (give, own) = tokio::sync::oneshot::channel();
        let handle = group.spawn(async {
            let own: tokio::task::AbortHandle =
                own.await.expect("it is sent");
            own.abort();
            "value"
        });
        give.send(handle).expect("it is awaited");
        let end = group.join_next().await.expect("there is one");
        assert_eq!(end.expect("it was not aborted"), "value");
    });
}

#[test]
fn future_that_cancels_its_token_and_returns_keeps_its_value() {
    one_thread().block_on(async {
        let stop = CancellationToken::new();
        let child = async {
            stop.cancel();
            "value"
        };
        assert_eq!(
            stop.run_until_cancelled(child).await,
            Some("value")
        );
    });
}

#[test]
fn tracker_waits_for_its_tasks_and_stops_none() {
    one_thread().block_on(async {
        let (log, group) = (Log::default(), TaskTracker::new());
        let line = log.clone();
        let refused = group.spawn(async { Err::<(), _>("refused") });
        group.spawn(async move {
            yield_now().await;
            yield_now().await;
            line.add("finished");
        });
        group.close();
        group.wait().await;
        assert_eq!(log.lines(), ["finished"]);
        assert!(refused.await.expect("no panic").is_err());
    });
}

#[test]
fn tracker_waits_for_a_task_that_a_task_has_spawned() {
    one_thread().block_on(async {
        let (log, group) = (Log::default(), TaskTracker::new());
        let (line, inside) = (log.clone(), group.clone());
        group.spawn(async move {
            inside.spawn(async move {
                yield_now().await;
                line.add("grandchild");
            });
        });
        group.close();
        group.wait().await;
        assert_eq!(log.lines(), ["grandchild"]);
    });
}

#[test]
fn task_that_is_aborted_alone_stops_no_other() {
    one_thread().block_on(async {
        let mut group = JoinSet::new();
        let first = group.spawn(pending());
        group.spawn(async {
            yield_now().await;
            yield_now().await;
            "finished"
        });
        first.abort();
        let mut ends = Vec::new();
        while let Some(end) = group.join_next().await {
            ends.push(end.ok());
        }
        assert_eq!(ends, [None, Some("finished")]);
    });
}

#[test]
fn aborted_waiter_of_a_shared_future_leaves_it_to_the_other() {
    one_thread().block_on(async {
        let shared = async {
            yield_now().await;
            yield_now().await;
            "value"
        };
        let shared = shared.shared();
        let first = spawn(shared.clone());
        let second = spawn(shared);
        yield_now().await;
        first.abort();
        assert!(first.await.expect_err("aborted").is_cancelled());
        assert_eq!(second.await.expect("no panic"), "value");
    });
}
