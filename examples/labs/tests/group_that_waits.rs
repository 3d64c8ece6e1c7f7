//! The lab "A task group that does not end is a bug".

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::common::one_thread;

#[test]
fn join_set_that_leaves_its_block_aborts_its_tasks() {
    one_thread().block_on(async {
        let (ended, mut waiting) = tokio::sync::mpsc::channel::<()>(1);
        {
            let mut group = JoinSet::new();
            group.spawn(async move {
                let _ended = ended;
                sleep(Duration::from_secs(3600)).await;
            });
            sleep(Duration::from_secs(1)).await;
        }
        let limit = Duration::from_secs(1);
        assert_eq!(timeout(limit, waiting.recv()).await, Ok(None));
    });
}
