//! What the page Timeouts says of `timeout`.

use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use crate::common::{Leaves, Log, one_thread};
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio::{select, task};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn timeout_drops_what_it_limits_before_it_yields() {
    one_thread().block_on(async {
        let (log, start) = (Log::default(), Instant::now());
        let line = Leaves(log.clone(), "hangs up");
        let call = async move {
            let _line = line;
            pending::<()>().await;
        };
        assert!(timeout(SECOND, call).await.is_err());
        log.add("the next line");
        assert_eq!(start.elapsed(), SECOND);
        assert_eq!(log.lines(), ["hangs up", "the next line"]);
    });
}

#[test]
fn timeout_that_is_pinned_keeps_what_it_limits() {
    one_thread().block_on(async {
        let log = Log::default();
        let line = Leaves(log.clone(), "hangs up");
        let call = async move {
            let _line = line;
            pending::<()>().await;
        };
        {
            let mut limited = pin!(timeout(SECOND, call));
            assert!(limited.as_mut().await.is_err());
            log.add("the next line");
        }
        assert_eq!(log.lines(), ["the next line", "hangs up"]);
    });
}

#[test]
fn handle_that_is_lent_to_a_timeout_can_be_aborted() {
    one_thread().block_on(async {
        let start = Instant::now();
        let mut ada = task::spawn(pending::<()>());
        assert!(timeout(SECOND, &mut ada).await.is_err());
        assert!(!ada.is_finished());
        ada.abort();
        assert!(ada.await.expect_err("aborted").is_cancelled());
        assert_eq!(start.elapsed(), SECOND);
    });
}

#[test]
fn value_wins_at_the_instant_of_the_timeout() {
    one_thread().block_on(async {
        let call = async {
            sleep(SECOND).await;
            "an answer"
        };
        assert_eq!(timeout(SECOND, call).await, Ok("an answer"));
    });
}

#[test]
fn value_of_another_task_can_lose_at_the_instant_of_the_timeout() {
    one_thread().block_on(async {
        let start = Instant::now();
        let call = task::spawn(async {
            sleep(SECOND).await;
            "an answer"
        });
        timeout(SECOND, call).await.expect_err("too late");
        assert_eq!(start.elapsed(), SECOND);
    });
}

#[test]
fn timeout_over_a_handle_leaves_the_task_running() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        let ada = task::spawn(async move {
            sleep(SECOND * 2).await;
            inner.add("has the answer");
        });
        assert!(timeout(SECOND, ada).await.is_err());
        sleep(SECOND * 5).await;
        assert_eq!(log.lines(), ["has the answer"]);
    });
}

#[test]
fn timeout_limits_a_block_of_statements() {
    one_thread().block_on(async {
        let log = Log::default();
        let both = async {
            sleep(SECOND * 2).await;
            log.add("mayor");
            sleep(SECOND * 2).await;
            log.add("police");
        };
        assert!(timeout(SECOND * 3, both).await.is_err());
        assert_eq!(log.lines(), ["mayor"]);
    });
}

#[test]
fn call_that_never_awaits_is_not_timed_out() {
    one_thread().block_on(async {
        let call = async {
            let _long = (0..1000).sum::<u32>();
            "an answer"
        };
        let answer = timeout(Duration::ZERO, call).await;
        assert_eq!(answer, Ok("an answer"));
    });
}

#[test]
fn outer_limit_drops_the_inner_one() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = async {
            if timeout(SECOND * 60, pending::<()>()).await.is_err() {
                log.add("inner");
            }
        };
        if timeout(SECOND, inner).await.is_err() {
            log.add("outer");
        }
        sleep(SECOND * 100).await;
        assert_eq!(log.lines(), ["outer"]);
    });
}

#[test]
fn limit_and_error_of_the_call_lie_in_two_layers() {
    one_thread().block_on(async {
        let call = async { Err::<(), _>("the system gave up") };
        let answer = timeout(SECOND, call).await;
        assert_eq!(answer, Ok(Err("the system gave up")));
    });
}

#[test]
fn two_calls_share_a_point_in_time() {
    one_thread().block_on(async {
        let (start, end) =
            (Instant::now(), Instant::now() + SECOND * 3);
        assert!(timeout_at(end, sleep(SECOND * 2)).await.is_ok());
        assert!(timeout_at(end, sleep(SECOND * 2)).await.is_err());
        assert_eq!(start.elapsed(), SECOND * 3);
    });
}

#[test]
fn sleep_beside_a_call_is_a_limit_that_moves() {
    one_thread().block_on(async {
        let start = Instant::now();
        let mut limit = pin!(sleep(SECOND));
        let mut answers = 0;
        loop {
            let answer = sleep(Duration::from_millis(700));
            select! {
                () = answer, if answers < 3 => {
                    answers += 1;
                    limit.as_mut().reset(Instant::now() + SECOND);
                }
                () = limit.as_mut() => break,
            }
        }
        assert_eq!(answers, 3);
        assert_eq!(start.elapsed(), Duration::from_millis(3100));
    });
}
