//! The lab "A task group that does not end is a bug".

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::common::{Leaves, Log, one_thread};

#[test]
fn join_set_that_leaves_its_block_aborts_its_tasks_and_does_not_wait() {
    let log = Log::default();
    one_thread().block_on(async {
        {
            let mut group = JoinSet::new();
            let leaves = Leaves(log.clone(), "dropped");
            group.spawn(async move {
                let _leaves = leaves;
                sleep(Duration::from_secs(3600)).await;
            });
            sleep(Duration::from_secs(1)).await;
        }
        log.add("after the block");
        sleep(Duration::from_secs(1)).await;
        log.add("a second later");
    });
    assert_eq!(
        log.lines(),
        ["after the block", "dropped", "a second later"]
    );
}

#[test]
fn shutdown_of_a_join_set_waits_until_its_tasks_are_dropped() {
    let log = Log::default();
    one_thread().block_on(async {
        let mut group = JoinSet::new();
        let leaves = Leaves(log.clone(), "dropped");
        group.spawn(async move {
            let _leaves = leaves;
            sleep(Duration::from_secs(3600)).await;
        });
        sleep(Duration::from_secs(1)).await;
        group.shutdown().await;
        log.add("after the shutdown");
    });
    assert_eq!(log.lines(), ["dropped", "after the shutdown"]);
}
