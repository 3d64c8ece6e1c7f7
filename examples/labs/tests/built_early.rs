//! The lab "It does not matter when I build a future".

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::common::one_thread;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn sleep_counts_from_the_call_and_an_async_block_from_its_await() {
    one_thread().block_on(async {
        let start = Instant::now();
        let plain = sleep(SECOND);
        let wrapped = async { sleep(SECOND).await };
        sleep(SECOND).await;
        plain.await;
        assert_eq!(start.elapsed(), SECOND);
        wrapped.await;
        assert_eq!(start.elapsed(), 2 * SECOND);
    });
}

#[test]
fn async_block_around_a_sleep_can_be_built_before_the_runtime() {
    let early = async { sleep(SECOND).await };
    one_thread().block_on(early);
}

#[test]
#[should_panic = "there is no reactor running"]
fn sleep_that_is_built_outside_a_runtime_panics() {
    drop(sleep(SECOND));
}
