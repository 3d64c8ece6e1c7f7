//! What the page Timeouts as blocks says of tokio's `timeout`.

use std::future::pending;
use std::time::Duration;

use crate::common::{Leaves, Log, one_thread};
use tokio::task::{spawn, yield_now};
use tokio::time::{Instant, advance, sleep, timeout, timeout_at};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn both_of_two_equal_limits_are_reported_from_the_inside_out() {
    one_thread().block_on(async {
        let (log, end) = (Log::default(), Instant::now() + SECOND);
        let outer = timeout_at(end, async {
            if timeout_at(end, pending::<()>()).await.is_err() {
                log.add("inner");
            }
            pending::<()>().await;
        });
        if outer.await.is_err() {
            log.add("outer");
        }
        assert_eq!(log.lines(), ["inner", "outer"]);
    });
}

#[test]
fn limit_drops_the_future_before_the_next_line() {
    one_thread().block_on(async {
        let (log, start) = (Log::default(), Instant::now());
        let inside = Leaves(log.clone(), "dropped");
        let block = async move {
            let _inside = inside;
            pending::<()>().await;
        };
        assert!(timeout(SECOND, block).await.is_err());
        log.add("next line");
        assert_eq!(log.lines(), ["dropped", "next line"]);
        assert_eq!(start.elapsed(), SECOND);
    });
}

#[test]
fn limit_of_zero_returns_what_is_ready_at_once() {
    one_thread().block_on(async {
        let call = timeout(Duration::ZERO, async { "value" });
        assert_eq!(call.await, Ok("value"));
    });
}

#[test]
fn limit_of_zero_at_a_whole_millisecond_drops_what_gives_way_once() {
    one_thread().block_on(async {
        let call = timeout(Duration::ZERO, yield_now());
        assert!(call.await.is_err());
    });
}

#[test]
fn limit_of_zero_lasts_until_the_next_millisecond() {
    one_thread().block_on(async {
        advance(Duration::from_micros(300)).await;
        let call = timeout(Duration::ZERO, yield_now());
        assert_eq!(call.await, Ok(()));
        let (limit, start) = (Duration::ZERO, Instant::now());
        assert!(timeout(limit, pending::<()>()).await.is_err());
        assert!(start.elapsed() >= Duration::from_micros(700));
    });
}

#[test]
fn limit_does_not_stop_a_task_that_is_spawned_in_it() {
    one_thread().block_on(async {
        let log = Log::default();
        let line = log.clone();
        let block = timeout(SECOND, async {
            spawn(async move {
                sleep(SECOND * 2).await;
                line.add("finished");
            });
            pending::<()>().await;
        });
        assert!(block.await.is_err());
        sleep(SECOND * 2).await;
        assert_eq!(log.lines(), ["finished"]);
    });
}

#[test]
fn reset_moves_the_end_of_a_sleep() {
    one_thread().block_on(async {
        let start = Instant::now();
        let mut limit = Box::pin(sleep(SECOND));
        limit.as_mut().reset(start + SECOND * 3);
        limit.await;
        assert_eq!(start.elapsed(), SECOND * 3);
    });
}
