//! The lab "wait, wait_for and timeout do the same".

use std::time::Duration;

use tokio::task;
use tokio::time::{sleep, timeout};

use crate::common::{Log, one_thread};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn timeout_of_a_handle_leaves_the_task_running() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let task = task::spawn(async move {
            sleep(2 * SECOND).await;
            inner.add("done");
        });
        timeout(SECOND, task).await.expect_err("it takes longer");
        assert_eq!(log.lines(), [""; 0]);
        sleep(2 * SECOND).await;
        assert_eq!(log.lines(), ["done"]);
    });
}
