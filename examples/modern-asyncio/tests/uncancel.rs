//! What the page Counting cancellations says of tokens.

use std::future::pending;

use crate::common::{Leaves, Log, one_thread};
use tokio::task::{spawn, yield_now};
use tokio_util::sync::CancellationToken;

#[test]
fn token_that_is_cancelled_twice_is_cancelled_once() {
    one_thread().block_on(async {
        let stop = CancellationToken::new();
        stop.cancel();
        stop.cancel();
        assert!(stop.is_cancelled());
        stop.cancelled().await;
    });
}

#[test]
fn cleanup_that_looks_at_its_cancelled_token_runs_no_line() {
    one_thread().block_on(async {
        let (log, stop) = (Log::default(), CancellationToken::new());
        let inside = log.clone();
        let cleanup = async move { inside.add("saves") };
        stop.cancel();
        let saved = stop.run_until_cancelled(cleanup).await;
        assert_eq!(saved, None);
        assert!(log.lines().is_empty());
    });
}

#[test]
fn aborted_task_cannot_await_in_its_cleanup() {
    one_thread().block_on(async {
        let log = Log::default();
        let inside = log.clone();
        let task = spawn(async move {
            let _leaves = Leaves(inside.clone(), "dropped");
            pending::<()>().await;
            inside.add("next line");
        });
        yield_now().await;
        task.abort();
        assert!(task.await.expect_err("aborted").is_cancelled());
        assert_eq!(log.lines(), ["dropped"]);
    });
}
