//! What the page Looking into a running process says of tokio's numbers
//! and of a registry.

use std::future::pending;

use crate::common::{Leaves, Log, one_thread};
use tokio::runtime::Handle;
use tokio::task::{self, LocalSet};

#[test]
fn metrics_count_the_tasks_that_are_alive_without_main() {
    one_thread().block_on(async {
        let metrics = Handle::current().metrics();
        assert_eq!(metrics.num_alive_tasks(), 0);
        let task = task::spawn(pending::<()>());
        assert_eq!(metrics.num_alive_tasks(), 1);
        task.abort();
        task.await.expect_err("aborted");
        assert_eq!(metrics.num_alive_tasks(), 0);
    });
}

#[test]
fn metrics_do_not_count_the_tasks_of_a_local_set() {
    LocalSet::new().block_on(&one_thread(), async {
        let metrics = Handle::current().metrics();
        let task = task::spawn_local(pending::<()>());
        task::yield_now().await;
        assert!(!task.is_finished());
        assert_eq!(metrics.num_alive_tasks(), 0);
    });
}

#[test]
fn entry_that_a_task_holds_is_removed_when_the_task_is_aborted() {
    one_thread().block_on(async {
        let registry = Log::default();
        let entry = Leaves(registry.clone(), "removed");
        let task = task::spawn(async move {
            let _entry = entry;
            pending::<()>().await;
        });
        task::yield_now().await;
        assert!(registry.lines().is_empty());
        task.abort();
        task.await.expect_err("aborted");
        assert_eq!(registry.lines(), ["removed"]);
    });
}

#[test]
fn handle_does_not_tell_what_its_task_waits_for() {
    one_thread().block_on(async {
        let task = task::spawn(pending::<()>());
        task::yield_now().await;
        let seen = format!("{task:?}");
        assert!(seen.contains("JoinHandle { id: Id("), "{seen}");
        assert!(!seen.contains("pending"), "{seen}");
    });
}
