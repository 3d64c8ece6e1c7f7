//! The lab "A timeout around its handle stops the task".

use std::time::Duration;

use futures::channel::oneshot;
use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;
use tokio::task;
use tokio::time::{sleep, timeout};
use tokio_util::task::AbortOnDropHandle;

use crate::common::{Leaves, Log, one_thread};

const SECOND: Duration = Duration::from_secs(1);

/// Says `done` when it is done, and `dropped` at any end.
async fn download(log: Log) {
    let _leaves = Leaves(log.clone(), "dropped");
    sleep(2 * SECOND).await;
    log.add("done");
}

#[test]
fn dropped_handle_leaves_the_task_running() {
    let log = Log::default();
    one_thread().block_on(async {
        drop(task::spawn(download(log.clone())));
        sleep(3 * SECOND).await;
    });
    assert_eq!(log.lines(), ["done", "dropped"]);
}

#[test]
fn handle_that_aborts_on_drop_stops_the_task() {
    let log = Log::default();
    one_thread().block_on(async {
        let handle = task::spawn(download(log.clone()));
        let handle = AbortOnDropHandle::new(handle);
        assert!(timeout(SECOND, handle).await.is_err());
        sleep(3 * SECOND).await;
    });
    assert_eq!(log.lines(), ["dropped"]);
}

#[test]
fn handle_of_the_crate_futures_drops_its_task_with_it() {
    let log = Log::default();
    let mut pool = LocalPool::new();
    let work = {
        let log = log.clone();
        async move { log.add("ran") }
    };
    let handle = pool.spawner().spawn_local_with_handle(work);
    drop(handle.expect("the pool is there"));
    pool.run();
    assert_eq!(log.lines(), [""; 0]);

    let (send, receive) = oneshot::channel::<()>();
    let work = {
        let log = log.clone();
        async move {
            let _leaves = Leaves(log.clone(), "dropped");
            log.add("begins");
            receive.await.ok();
            log.add("goes on");
        }
    };
    let handle = pool.spawner().spawn_local_with_handle(work);
    pool.run_until_stalled();
    drop(handle.expect("the pool is there"));
    send.send(()).expect("the task waits");
    pool.run();
    assert_eq!(log.lines(), ["begins", "dropped"]);
}
