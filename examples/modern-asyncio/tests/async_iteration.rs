//! What the page Async iteration says of streams.

use std::future::{pending, ready};
use std::pin::pin;
use std::time::Duration;

use crate::common::{Leaves, Log, one_thread};
use futures::stream::{Stream, StreamExt, iter, unfold};
use tokio::task::{self, JoinSet};
use tokio::time::{sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

/// Three rows, one a second, from a connection that notes its end.
fn rows(log: &Log) -> impl Stream<Item = u32> + use<> {
    let log = log.clone();
    let state = (Leaves(log.clone(), "closes"), 1);
    unfold(state, move |(connection, row)| {
        let log = log.clone();
        async move {
            log.add("asked");
            sleep(SECOND).await;
            (row <= 3).then_some((row, (connection, row + 1)))
        }
    })
}

#[test]
fn stream_runs_no_line_before_its_first_item_is_asked_for() {
    one_thread().block_on(async {
        let log = Log::default();
        let mut found = pin!(rows(&log));
        sleep(SECOND).await;
        assert!(log.lines().is_empty());
        assert_eq!(found.next().await, Some(1));
        assert_eq!(log.lines(), ["asked"]);
    });
}

#[test]
fn other_tasks_run_while_next_waits() {
    one_thread().block_on(async {
        let log = Log::default();
        let inner = log.clone();
        task::spawn(async move { inner.add("other") });
        let mut found = pin!(rows(&log));
        while let Some(row) = found.next().await {
            if row == 1 {
                log.add("row 1");
                break;
            }
        }
        assert_eq!(log.lines(), ["asked", "other", "row 1"]);
    });
}

#[test]
fn collect_gathers_the_items() {
    one_thread().block_on(async {
        let found = rows(&Log::default());
        let found = found.filter(|row| ready(*row > 1));
        assert_eq!(found.collect::<Vec<_>>().await, [2, 3]);
    });
}

#[test]
fn stream_that_is_left_drops_what_it_holds_at_once() {
    one_thread().block_on(async {
        let log = Log::default();
        {
            let mut found = pin!(rows(&log));
            found.next().await;
        }
        assert_eq!(log.lines(), ["asked", "closes"]);
    });
}

#[test]
fn next_that_is_dropped_leaves_its_stream_where_it_was() {
    one_thread().block_on(async {
        let log = Log::default();
        let mut found = pin!(rows(&log));
        let limit = SECOND / 2;
        timeout(limit, found.next()).await.expect_err("too early");
        assert_eq!(timeout(limit, found.next()).await, Ok(Some(1)));
        assert_eq!(log.lines(), ["asked"]);
    });
}

#[test]
fn group_that_a_stream_holds_ends_with_the_stream() {
    one_thread().block_on(async {
        let log = Log::default();
        let mut group = JoinSet::new();
        let kit = Leaves(log.clone(), "stops");
        group.spawn(async move {
            let _kit = kit;
            pending::<()>().await;
        });
        let rows = iter([1, 2, 3]).map(move |row| {
            assert_eq!(group.len(), 1);
            row
        });
        {
            let mut found = pin!(rows);
            assert_eq!(found.next().await, Some(1));
        }
        task::yield_now().await;
        assert_eq!(log.lines(), ["stops"]);
    });
}

#[test]
fn panic_in_the_group_of_a_stream_does_not_stop_its_consumer() {
    one_thread().block_on(async {
        let mut group = JoinSet::new();
        group.spawn(async { panic!("no heartbeat") });
        let rows = iter([1, 2, 3]).then(move |row| {
            assert_eq!(group.len(), 1);
            async move {
                task::yield_now().await;
                row
            }
        });
        assert_eq!(rows.collect::<Vec<_>>().await, [1, 2, 3]);
    });
}

#[test]
#[should_panic = "must not be polled after"]
fn unfold_that_has_ended_panics_when_it_is_asked_again() {
    one_thread().block_on(async {
        let mut found = pin!(rows(&Log::default()));
        while found.next().await.is_some() {}
        found.next().await;
    });
}

#[test]
fn fuse_lets_a_stream_end_again() {
    one_thread().block_on(async {
        let mut found = pin!(rows(&Log::default()).fuse());
        while found.next().await.is_some() {}
        assert_eq!(found.next().await, None);
    });
}
