//! What the page Awaiting says of waits in a row, waits that overlap
//! and turns that an `await` does not end.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::pin::pin;
use std::sync::{Arc, Barrier};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use crate::common::one_thread;
use futures::future::join_all;
use futures::{join, pending};
use tokio::runtime::Builder;
use tokio::task;
use tokio::time::{Instant, sleep};

/// How long `story` takes, in the seconds of a clock that jumps.
fn seconds(story: impl Future) -> u64 {
    one_thread().block_on(async {
        let start = Instant::now();
        story.await;
        start.elapsed().as_secs()
    })
}

async fn pilot(seconds: u64) {
    sleep(Duration::from_secs(seconds)).await;
}

fn polls<F: Future>(coroutine: F) -> (usize, F::Output) {
    let mut nobody = Context::from_waker(Waker::noop());
    let mut coroutine = pin!(coroutine);
    for count in 1.. {
        if let Poll::Ready(value) = coroutine.as_mut().poll(&mut nobody)
        {
            return (count, value);
        }
    }
    unreachable!("the range has no end")
}

#[test]
fn awaits_in_a_row_take_the_sum() {
    let story = async {
        pilot(1).await;
        pilot(2).await;
    };
    assert_eq!(seconds(story), 3);
}

#[test]
fn joined_waits_take_the_longest() {
    assert_eq!(seconds(async { join!(pilot(1), pilot(2)) }), 2);
}

#[test]
fn coroutines_made_first_are_still_awaited_in_a_row() {
    let story = async {
        let aurora = pilot(1);
        let borealis = pilot(2);
        aurora.await;
        borealis.await;
    };
    assert_eq!(seconds(story), 3);
}

#[test]
fn thousand_waits_need_one_thread() {
    let answer = async |_| {
        pilot(1).await;
        thread::current().id()
    };
    let used = Cell::new(0);
    let story = async {
        let threads = join_all((0..1000).map(answer)).await;
        assert_eq!(threads.len(), 1000);
        used.set(threads.into_iter().collect::<HashSet<_>>().len());
    };
    assert_eq!(seconds(story), 1);
    assert_eq!(used.get(), 1);
}

#[test]
fn joined_computations_run_one_after_the_other() {
    let log = RefCell::new(Vec::new());
    let chart = async |name: char| {
        for _ in 0..3 {
            log.borrow_mut().push(name);
        }
    };
    polls(async { join!(chart('A'), chart('B')) });
    assert_eq!(log.take(), ['A', 'A', 'A', 'B', 'B', 'B']);
}

#[test]
fn two_workers_run_two_tasks_at_the_same_moment() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("the system can start two threads");
    runtime.block_on(async {
        // Neither task passes before both have come, and neither
        // gives its thread away while it stands here.
        let both = Arc::new(Barrier::new(2));
        let meet = |barrier: Arc<Barrier>| async move {
            barrier.wait();
            thread::current().id()
        };
        let first = task::spawn(meet(both.clone()));
        let second = task::spawn(meet(both));
        let first = first.await.expect("meeting does not panic");
        let second = second.await.expect("meeting does not panic");
        assert_ne!(first, second);
    });
}

#[test]
fn await_of_what_is_ready_keeps_the_turn() {
    async fn hinge() -> u32 {
        1
    }
    async fn leaf() -> u32 {
        hinge().await + 1
    }
    async fn gate() -> u32 {
        leaf().await + 1
    }
    assert_eq!(polls(gate()), (1, 3));
}

#[test]
fn await_of_what_is_not_ready_gives_the_turn_away() {
    async fn gate() -> u32 {
        pending!();
        3
    }
    assert_eq!(polls(async { gate().await }), (2, 3));

    let log = RefCell::new(Vec::new());
    let ferry = async {
        log.borrow_mut().push("asks");
        gate().await;
        log.borrow_mut().push("through");
    };
    let gull = async { log.borrow_mut().push("cries") };
    polls(async { join!(ferry, gull) });
    assert_eq!(log.take(), ["asks", "cries", "through"]);
}

#[test]
fn joined_coroutines_share_one_task() {
    let ids = one_thread().block_on(async {
        task::spawn(async {
            let me = task::id();
            let who = async || task::id();
            let (first, second) = join!(who(), who());
            [me, first, second]
        })
        .await
        .expect("asking for an id does not panic")
    });
    assert_eq!(ids[0], ids[1]);
    assert_eq!(ids[0], ids[2]);
}

#[test]
fn postfix_await_reads_from_left_to_right() {
    async fn radio() -> Result<&'static str, ()> {
        Ok("aurora")
    }
    async fn name() -> Result<String, ()> {
        Ok(radio().await?.to_uppercase())
    }
    assert_eq!(polls(name()).1.as_deref(), Ok("AURORA"));
}
