//! What the page Missed ticks and stuck tasks says.

use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::common::one_thread;
use to_production::timed::Timed;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::net::UnixStream;
use tokio::process::Command;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::{self, spawn_blocking};
use tokio::time::{
    Instant, MissedTickBehavior, interval, sleep, timeout,
};

const HOUR: Duration = Duration::from_secs(3600);

/// When ticks of 10 ms come, of which the third is worked on until `busy`.
fn ticks(behavior: MissedTickBehavior, busy: u64) -> Vec<u128> {
    one_thread().block_on(async {
        let start = Instant::now();
        let mut interval = interval(Duration::from_millis(10));
        interval.set_missed_tick_behavior(behavior);
        for _ in 0..3 {
            interval.tick().await;
        }
        sleep(Duration::from_millis(busy - 20)).await;
        let mut times = Vec::new();
        for _ in 0..4 {
            interval.tick().await;
            times.push(start.elapsed().as_millis());
        }
        times
    })
}

#[test]
fn burst_makes_up_for_missed_ticks() {
    let times = ticks(MissedTickBehavior::Burst, 47);
    assert_eq!(times, [47, 47, 50, 60]);
    assert_eq!(ticks(MissedTickBehavior::default(), 47), times);
}

#[test]
fn delay_counts_from_the_late_tick() {
    let times = ticks(MissedTickBehavior::Delay, 47);
    assert_eq!(times, [47, 57, 67, 77]);
}

#[test]
fn skip_leaves_out_missed_ticks_and_keeps_the_beat() {
    let times = ticks(MissedTickBehavior::Skip, 47);
    assert_eq!(times, [47, 50, 60, 70]);
}

#[test]
fn tick_that_is_five_milliseconds_late_is_not_missed() {
    let times = ticks(MissedTickBehavior::Delay, 35);
    assert_eq!(times, [35, 40, 50, 60]);
    let times = ticks(MissedTickBehavior::Delay, 36);
    assert_eq!(times, [36, 46, 56, 66]);
}

#[test]
fn first_tick_comes_at_once() {
    one_thread().block_on(async {
        let start = Instant::now();
        interval(HOUR).tick().await;
        assert_eq!(start.elapsed(), Duration::ZERO);
    });
}

#[test]
fn tick_that_is_dropped_is_not_lost() {
    one_thread().block_on(async {
        let start = Instant::now();
        let mut interval = interval(HOUR);
        interval.tick().await;
        assert!(timeout(HOUR / 2, interval.tick()).await.is_err());
        interval.tick().await;
        assert_eq!(start.elapsed(), HOUR);
    });
}

#[test]
fn wrapper_tells_of_long_turns_only() {
    static LONG: AtomicU32 = AtomicU32::new(0);
    let tell = |name: &str, turn: Duration| {
        assert_eq!(name, "office");
        assert!(turn >= Duration::from_millis(50));
        LONG.fetch_add(1, Relaxed);
    };
    let office = async {
        task::yield_now().await;
        thread::sleep(Duration::from_millis(50));
        task::yield_now().await;
        "done"
    };
    let limit = Duration::from_millis(49);
    let timed = Timed::new("office", office, limit, tell);
    assert_eq!(one_thread().block_on(timed), "done");
    assert_eq!(LONG.load(Relaxed), 1);
}

#[test]
fn wrapper_does_not_count_a_wait() {
    let tell = |_: &str, turn| panic!("a turn of {turn:?}");
    let wait = async { sleep(2 * HOUR).await };
    one_thread().block_on(Timed::new("office", wait, HOUR, tell));
}

#[derive(Debug, PartialEq)]
struct IsMissing;

/// A call of `dump` means this one only where `Handle` has none of its
/// own.
trait Dump {
    fn dump(&self) -> IsMissing;
}

impl Dump for Handle {
    fn dump(&self) -> IsMissing {
        IsMissing
    }
}

#[test]
fn runtime_has_no_dump_of_its_tasks_without_unstable_features() {
    one_thread().block_on(async {
        assert_eq!(Handle::current().dump(), IsMissing);
    });
}

#[test]
fn runtime_counts_the_tasks_that_are_alive() {
    one_thread().block_on(async {
        let metrics = Handle::current().metrics();
        let stuck = task::spawn(sleep(HOUR));
        assert_eq!(metrics.num_alive_tasks(), 1);
        stuck.abort();
        assert!(stuck.await.is_err());
        assert_eq!(metrics.num_alive_tasks(), 0);
    });
}

#[test]
fn paused_clock_waits_for_a_blocking_job() {
    one_thread().block_on(async {
        let job = spawn_blocking(|| {
            thread::sleep(Duration::from_millis(30));
        });
        assert!(timeout(HOUR, job).await.is_ok());
    });
}

#[test]
fn paused_clock_does_not_wait_for_a_thread() {
    one_thread().block_on(async {
        let (done, is_done) = oneshot::channel();
        let (hour, has_passed) = mpsc::channel::<()>();
        let thread = thread::spawn(move || {
            // It ends by an error.
            let _ = has_passed.recv();
            done.send(())
        });
        assert!(timeout(HOUR, is_done).await.is_err());
        drop(hour);
        let sent = thread.join().expect("it does not panic");
        assert!(sent.is_err());
    });
}

#[test]
fn paused_clock_does_not_wait_for_a_socket_or_a_child() {
    one_thread().block_on(async {
        let (mut wire, _peer) =
            UnixStream::pair().expect("the system has sockets");
        let read = wire.read_u8();
        assert!(timeout(HOUR, read).await.is_err());

        let mut child = Command::new("cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("every Unix has it");
        assert!(timeout(HOUR, child.wait()).await.is_err());
        child.kill().await.expect("it is our child");
    });
}

#[test]
fn thread_beside_a_blocking_job_is_waited_for() {
    one_thread().block_on(async {
        let (begun, is_begun) = mpsc::channel();
        let (hold, held) = mpsc::channel::<()>();
        let job = spawn_blocking(move || {
            begun.send(()).expect("a thread waits");
            // It ends by an error.
            let _ = held.recv();
        });
        let (done, is_done) = oneshot::channel();
        thread::spawn(move || {
            is_begun.recv().expect("the job begins");
            done.send(())
        });
        assert!(timeout(HOUR, is_done).await.is_ok());
        drop(hold);
        job.await.expect("it does not panic");
    });
}

#[test]
fn pipe_in_memory_needs_no_real_time() {
    one_thread().block_on(async {
        let (mut wire, mut peer) = duplex(64);
        task::spawn(async move {
            sleep(HOUR / 2).await;
            peer.write_u8(1).await
        });
        let read = timeout(HOUR, wire.read_u8()).await;
        assert_eq!(read.expect("in time").expect("it is open"), 1);
    });
}
