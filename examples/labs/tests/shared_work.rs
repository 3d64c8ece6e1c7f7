//! The lab "Cancelling my wait concerns only me".

use std::time::Duration;

use futures::future::FutureExt;
use tokio::task;
use tokio::time::sleep;

use crate::common::{Leaves, Log, one_thread};

const SECOND: Duration = Duration::from_secs(1);

async fn load(log: Log) {
    let _leaves = Leaves(log.clone(), "dropped");
    sleep(2 * SECOND).await;
    log.add("loaded");
}

#[test]
fn shared_future_ends_with_its_last_waiter() {
    let log = Log::default();
    one_thread().block_on(async {
        let loading = load(log.clone()).shared();
        let pages =
            [task::spawn(loading.clone()), task::spawn(loading)];
        sleep(SECOND).await;
        for page in pages {
            page.abort();
        }
        sleep(2 * SECOND).await;
    });
    assert_eq!(log.lines(), ["dropped"]);
}

#[test]
fn shared_future_that_is_kept_stands_still_without_a_waiter() {
    let log = Log::default();
    one_thread().block_on(async {
        let kept = load(log.clone()).shared();
        let page = task::spawn(kept.clone());
        sleep(SECOND).await;
        page.abort();
        sleep(60 * SECOND).await;
        assert_eq!(log.lines(), [""; 0]);
        kept.await;
        assert_eq!(log.lines(), ["loaded", "dropped"]);
    });
}

#[test]
fn shared_handle_lets_the_work_go_on_without_a_waiter() {
    let log = Log::default();
    one_thread().block_on(async {
        let loading = task::spawn(load(log.clone()));
        let loading = loading.map(|end| end.is_ok()).shared();
        let pages =
            [task::spawn(loading.clone()), task::spawn(loading)];
        sleep(SECOND).await;
        for page in pages {
            page.abort();
        }
        sleep(2 * SECOND).await;
    });
    assert_eq!(log.lines(), ["loaded", "dropped"]);
}
