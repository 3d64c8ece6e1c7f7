//! Scopes beside what tokio has in their place, and what drops do.

use std::time::Duration;

use crate::common::Log;
use curio_and_trio::sleep;
use tokio_util::sync::CancellationToken;
use toy::scope::{CancelScope, Cancelled, move_on_after};
use toy::{Executor, now, spawn, timeout};

const SECOND: Duration = Duration::from_secs(1);

fn virtually<F: Future>(main: F) -> F::Output {
    Executor::with_virtual_clock().run(main)
}

#[test]
fn a_cancelled_token_cancels_its_children_and_leaves_its_parent() {
    let parent = CancellationToken::new();
    let child = parent.child_token();
    let grandchild = child.child_token();
    child.cancel();
    assert!(grandchild.is_cancelled());
    assert!(!parent.is_cancelled());
}

#[test]
fn code_that_was_not_given_the_token_is_not_stopped() {
    let token = CancellationToken::new();
    let seconds = virtually(async {
        let given = token.run_until_cancelled(sleep(9));
        let not_given = sleep(3);
        let cancel = async {
            toy::sleep(SECOND).await;
            token.cancel();
        };
        let (given, not_given, ()) =
            futures::join!(given, not_given, cancel);
        assert_eq!(given, None);
        assert_eq!(not_given, Ok(()));
        now().as_secs()
    });
    assert_eq!(seconds, 3);
}

#[test]
fn a_token_that_is_cancelled_stays_so() {
    let token = CancellationToken::new();
    token.cancel();
    virtually(async {
        for _ in 0..3 {
            let nap = token.run_until_cancelled(sleep(9)).await;
            assert_eq!(nap, None);
        }
        assert_eq!(now(), Duration::ZERO);
    });
}

#[test]
fn a_dropped_future_runs_no_further_line() {
    let mut log = Vec::new();
    virtually(async {
        let limited = timeout(SECOND, async {
            log.push("begun");
            let nap = sleep(9).await;
            log.push("after the sleep");
            nap
        });
        assert!(limited.await.is_err());
    });
    assert_eq!(log, ["begun"]);
}

#[test]
fn a_handle_that_is_dropped_shields_its_task_and_nobody_waits() {
    virtually(async {
        let task = spawn(sleep(3));
        let waits = async { task.await.expect("no panic") };
        assert!(timeout(SECOND, waits).await.is_err());
        // The wait is over, and the task goes on.
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_shielded_body_is_waited_for() {
    virtually(async {
        let ended = move_on_after(SECOND, async {
            CancelScope::new().shielded().enter(sleep(3)).await?;
            sleep(9).await
        });
        assert_eq!(ended.await, Ok::<_, Cancelled>(None));
        assert_eq!(now(), 3 * SECOND);
    });
}

#[test]
fn a_timeout_that_drops_a_shielded_body_does_not_wait_for_it() {
    virtually(async {
        let log = Log::default();
        let body = log.clone();
        let shielded = CancelScope::new().shielded();
        let saving = shielded.enter(async move {
            let saved = sleep(3).await;
            body.add("saved");
            saved
        });
        timeout(SECOND, saving).await.expect_err("too slow");
        assert_eq!(now(), SECOND);
        toy::sleep(9 * SECOND).await;
        assert!(log.take().is_empty());
    });
}

#[test]
fn a_receive_that_is_ready_keeps_the_turn() {
    let executor = Executor::new();
    executor.run(async {
        let (add, items) = async_channel::unbounded();
        for item in 0..300 {
            add.try_send(item).expect("it has no bound");
        }
        let turns = executor.turns();
        for _ in 0..300 {
            items.recv().await.expect("the sender is still here");
        }
        assert_eq!(executor.turns(), turns);
    });
}

#[tokio::test]
async fn tokio_takes_the_turn_after_128_receives() {
    let (add, mut items) = tokio::sync::mpsc::unbounded_channel();
    for item in 0..300 {
        add.send(item).expect("the receiver is still here");
    }
    let (left, watched) = std::sync::mpsc::channel();
    tokio::spawn(async move { left.send(()).expect("main waits") });
    let mut taken = 0;
    while watched.try_recv().is_err() {
        items.recv().await.expect("the sender is still here");
        taken += 1;
    }
    // The last was taken after the watcher had run.
    assert_eq!(taken, 129);
}
