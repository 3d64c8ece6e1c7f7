//! The lab "Two awaits in a row overlap".

use std::future::pending;
use std::thread;
use std::time::Duration;

use futures::join;
use tokio::task::{self, yield_now};

use crate::common::{Leaves, Log, one_thread};

#[test]
fn blocking_step_in_a_join_stalls_the_other_branch() {
    let log = Log::default();
    let blocks = async {
        yield_now().await;
        log.add("begins to block");
        thread::sleep(Duration::from_millis(50));
        log.add("has blocked");
    };
    let counts = async {
        log.add("one");
        yield_now().await;
        log.add("two");
    };
    // A second worker would be free for the other branch.
    let workers = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("the system can make one more event loop");
    workers.block_on(async { join!(blocks, counts) });
    assert_eq!(
        log.lines(),
        ["one", "begins to block", "has blocked", "two"]
    );
}

#[test]
fn joined_futures_are_dropped_with_their_task() {
    one_thread().block_on(async {
        let log = Log::default();
        let [left, right] = ["left", "right"].map(|name| {
            let leaves = Leaves(log.clone(), name);
            async move {
                let _leaves = leaves;
                pending::<()>().await;
            }
        });
        let both = task::spawn(async move {
            join!(left, right);
        });
        yield_now().await;
        assert_eq!(log.lines(), [""; 0]);
        both.abort();
        both.await.expect_err("it was aborted");
        let mut lines = log.lines();
        lines.sort_unstable();
        assert_eq!(lines, ["left", "right"]);
    });
}
