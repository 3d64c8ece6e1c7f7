//! What the page Features that meet says of tokio.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use crate::common::{Leaves, Log, one_thread};
use tokio::sync::Mutex;
use tokio::task::{JoinSet, spawn, yield_now};
use tokio::time::timeout;

const SECOND: Duration = Duration::from_secs(1);

async fn parked(leaves: Leaves) {
    let _leaves = leaves;
    pending::<()>().await;
}

#[test]
fn limited_set_drops_its_children_on_a_later_turn() {
    one_thread().block_on(async {
        let log = Log::default();
        let mut group = JoinSet::new();
        group.spawn(parked(Leaves(log.clone(), "dropped")));
        assert!(timeout(SECOND, group.join_all()).await.is_err());
        log.add("next line");
        yield_now().await;
        assert_eq!(log.lines(), ["next line", "dropped"]);
    });
}

#[test]
fn limited_block_releases_its_lock_before_the_next_line() {
    one_thread().block_on(async {
        let lock = Mutex::new(());
        let block = async {
            let _held = lock.lock().await;
            pending::<()>().await;
        };
        assert!(timeout(SECOND, block).await.is_err());
        assert!(lock.try_lock().is_ok());
    });
}

#[test]
fn waiter_that_is_aborted_as_the_lock_is_freed_leaves_it() {
    one_thread().block_on(async {
        let (lock, log) = (Arc::new(Mutex::new(())), Log::default());
        let held = lock.lock().await;
        let (shared, line) = (lock.clone(), log.clone());
        let waiter = spawn(async move {
            let _held = shared.lock().await;
            line.add("works");
        });
        yield_now().await;
        drop(held);
        waiter.abort();
        assert!(waiter.await.expect_err("aborted").is_cancelled());
        assert!(lock.try_lock().is_ok() && log.lines().is_empty());
    });
}

#[test]
fn task_that_is_spawned_as_the_runtime_ends_runs_no_line() {
    struct Spawns(Log);
    impl Drop for Spawns {
        fn drop(&mut self) {
            let log = self.0.clone();
            log.add("spawns");
            spawn(async move { log.add("runs") });
        }
    }
    let (log, runtime) = (Log::default(), one_thread());
    let spawns = Spawns(log.clone());
    runtime.block_on(async {
        spawn(async move {
            let _spawns = spawns;
            pending::<()>().await;
        });
        yield_now().await;
    });
    drop(runtime);
    assert_eq!(log.lines(), ["spawns"]);
}
