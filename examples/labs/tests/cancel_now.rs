//! The lab "After cancel, the task has stopped".

use std::future::pending;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::task::{self, yield_now};

use crate::common::{Leaves, Log, one_thread};

#[test]
fn aborted_task_has_dropped_its_future_when_its_handle_is_ready() {
    one_thread().block_on(async {
        let log = Log::default();
        let leaves = Leaves(log.clone(), "closed");
        let task = task::spawn(async move {
            let _leaves = leaves;
            pending::<()>().await;
        });
        yield_now().await;
        task.abort();
        assert_eq!(log.lines(), [""; 0]);
        let error = task.await.expect_err("it was aborted");
        assert!(error.is_cancelled());
        assert_eq!(log.lines(), ["closed"]);
    });
}

#[test]
fn another_worker_drops_an_aborted_task_meanwhile() {
    let workers = Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("the system can make one more event loop");
    let (leaves, left) = mpsc::channel::<()>();
    let (begins, begun) = oneshot::channel();
    workers.block_on(async {
        let task = task::spawn(async move {
            let _leaves = leaves;
            begins.send(()).expect("it is waited for");
            pending::<()>().await;
        });
        begun.await.expect("the task begins");
        task.abort();
        // No line here awaits anything until the task is dropped.
        let patience = Duration::from_secs(30);
        let end = left.recv_timeout(patience);
        assert_eq!(end, Err(RecvTimeoutError::Disconnected));
    });
}
