//! What the page on debug mode says of tokio and of Rust.

use std::cell::RefCell;
use std::future::pending;
use std::process::Command;
use std::time::Duration;
use std::{mem, thread};

use console::run;
use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;
use tokio::runtime::{Builder, Handle};
use tokio::task;
use tokio::time::{advance, sleep, timeout};
use tour::timed::timed;

const A_MOMENT: Duration = Duration::from_millis(100);

fn slow_polls_of(inner: impl Future) -> Vec<Duration> {
    let slow = RefCell::new(vec![]);
    let runtime = Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the system can make one more event loop");
    runtime.block_on(timed(inner, A_MOMENT, |took| {
        slow.borrow_mut().push(took);
    }));
    slow.into_inner()
}

#[test]
fn poll_that_takes_too_long_is_reported_by_the_wrapper() {
    let polls = slow_polls_of(async {
        advance(A_MOMENT / 2).await;
        advance(A_MOMENT * 2).await;
    });
    assert_eq!(polls, [A_MOMENT * 2]);
}

#[test]
fn long_wait_is_no_slow_poll() {
    let night = async { sleep(Duration::from_secs(3600)).await };
    assert!(slow_polls_of(night).is_empty());
}

#[test]
fn tokio_itself_reports_no_slow_poll() {
    let program = env!("CARGO_BIN_EXE_slow_step");
    let ended = Command::new(program).output().expect("it was built");
    assert_eq!(ended.stdout, b"log: slow poll of measure\n");
    assert!(ended.stderr.is_empty());
}

#[test]
fn runtime_counts_the_time_that_its_polls_take() {
    run(async {
        let metrics = Handle::current().metrics();
        task::spawn(async { thread::sleep(A_MOMENT) })
            .await
            .expect("no panic");
        sleep(Duration::from_millis(1)).await;
        assert!(metrics.worker_total_busy_duration(0) >= A_MOMENT);
    });
}

#[test]
fn runtime_counts_the_tasks_that_nobody_holds() {
    run(async {
        let metrics = Handle::current().metrics();
        drop(task::spawn(pending::<()>()));
        task::yield_now().await;
        assert_eq!(metrics.num_alive_tasks(), 1);
    });
}

#[test]
fn forgotten_stream_is_never_closed() {
    run(async {
        let (mut office, station) =
            UnixStream::pair().expect("two ends");
        mem::forget(station);
        let end = timeout(A_MOMENT, office.read_u8());
        assert!(end.await.is_err());
    });
}

#[test]
fn stream_of_a_task_that_never_ends_is_not_closed() {
    run(async {
        let (mut office, station) =
            UnixStream::pair().expect("two ends");
        let task = task::spawn(async move {
            let _station = station;
            pending::<()>().await;
        });
        let end = timeout(A_MOMENT, office.read_u8());
        assert!(end.await.is_err());
        task.abort();
        assert_eq!(office.read(&mut [0]).await.expect("a pipe"), 0);
    });
}
