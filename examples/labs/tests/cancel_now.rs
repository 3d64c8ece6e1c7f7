//! The lab "After cancel, the task has stopped".

use std::future::pending;

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
