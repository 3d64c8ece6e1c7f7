//! The lab "A stream fetches the next items in the background".

use std::time::Duration;

use futures::stream::{StreamExt, iter};
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

use crate::common::one_thread;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn buffered_fetch_times_out_while_the_body_waits() {
    // Two answers of a second each; both are quicker than the limit.
    let fetch = async |seconds: u32| {
        sleep(SECOND * seconds).await;
        sleep(SECOND).await;
    };
    let limited = |seconds| timeout(4 * SECOND, fetch(seconds));
    one_thread().block_on(async {
        let pages = iter([0, 2]).map(limited).buffered(2);
        let mut pages = Box::pin(pages);
        assert_eq!(pages.next().await, Some(Ok(())));
        sleep(9 * SECOND).await;
        assert!(matches!(pages.next().await, Some(Err(_))));

        let pages = iter([0, 2]).map(limited).buffered(2);
        let in_time: Vec<_> = pages.collect().await;
        assert_eq!(in_time, [Ok(()), Ok(())]);
    });
}

#[test]
fn body_that_needs_the_lock_of_a_buffered_fetch_waits_for_ever() {
    let lock = Mutex::new(());
    let fetch = async |seconds: u32| {
        let _held = lock.lock().await;
        sleep(SECOND * seconds).await;
    };
    one_thread().block_on(async {
        let mut pages = Box::pin(iter([1, 1]).map(fetch).buffered(2));
        pages.next().await;
        let day = Duration::from_secs(86_400);
        assert!(timeout(day, lock.lock()).await.is_err());
    });
}
