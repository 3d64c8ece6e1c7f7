//! What the page on test clocks says of our loop's clock, and of
//! tokio's.

use std::cell::RefCell;
use std::future::Future;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crate::common::{SECOND, paused, virtually};
use curio_and_trio::Error;
use futures::future::join_all;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use tokio::time::Instant;
use toy::scope::{Nursery, open_nursery};
use toy::{Async, Interest, Pool, now, sleep, spawn, timeout};

const SHORT: Duration = Duration::from_millis(20);

#[test]
fn our_clock_jumps_when_every_task_waits() {
    virtually(async {
        let task = spawn(sleep(7 * 3600 * SECOND));
        task.await.expect("it is not aborted");
        assert_eq!(now(), 7 * 3600 * SECOND);
    });
}

#[test]
fn our_clock_waits_for_a_job_of_the_pool() {
    virtually(async {
        let pool = Pool::new(1);
        let job = pool.run(|| thread::sleep(SHORT));
        assert_eq!(timeout(60 * SECOND, job).await, Ok(()));
        assert_eq!(now(), Duration::ZERO);
    });
}

#[test]
fn our_clock_does_not_wait_for_a_thread() {
    virtually(async {
        let (release, released) = channel::<()>();
        let (answer, answered) = oneshot::channel();
        let thread = thread::spawn(move || {
            released.recv().expect("the test sends");
            // The receiver has given up.
            answer.send(20).unwrap_err()
        });
        assert!(timeout(60 * SECOND, answered).await.is_err());
        release.send(()).expect("the thread waits");
        assert_eq!(thread.join().expect("no panic"), 20);
    });
}

#[test]
fn our_clock_does_not_wait_for_a_socket() {
    virtually(async {
        let (ours, mut theirs) = UnixStream::pair().expect("a pair");
        let socket = Async::new(ours).expect("it can be watched");
        let ready = socket.ready(Interest::Read);
        assert!(timeout(60 * SECOND, ready).await.is_err());
        theirs.write_all(b"20").expect("the other end is open");
    });
}

#[test]
fn the_paused_clock_jumps_when_every_task_waits() {
    paused().block_on(async {
        let start = Instant::now();
        let task = tokio::spawn(tokio::time::sleep(7 * 3600 * SECOND));
        task.await.expect("no panic");
        assert_eq!(start.elapsed(), 7 * 3600 * SECOND);
    });
}

#[test]
fn the_paused_clock_waits_for_spawn_blocking() {
    paused().block_on(async {
        let job = spawn_blocking(|| thread::sleep(SHORT));
        assert!(limited(job).await.is_some());
    });
}

#[test]
fn the_paused_clock_does_not_wait_for_a_thread() {
    paused().block_on(async {
        let (release, released) = channel::<()>();
        let (answer, answered) = oneshot::channel();
        let thread = thread::spawn(move || {
            released.recv().expect("the test sends");
            // The receiver has given up.
            answer.send(20).unwrap_err()
        });
        assert!(limited(answered).await.is_none());
        release.send(()).expect("the thread waits");
        assert_eq!(thread.join().expect("no panic"), 20);
    });
}

#[test]
fn the_paused_clock_does_not_wait_for_a_socket() {
    paused().block_on(async {
        let (ours, theirs) =
            tokio::net::UnixStream::pair().expect("a pair");
        assert!(limited(ours.readable()).await.is_none());
        let mut theirs = theirs.into_std().expect("it is registered");
        theirs.set_nonblocking(false).expect("it is open");
        drop(ours);
        assert_eq!(theirs.read(&mut [0]).expect("an end"), 0);
    });
}

#[test]
fn our_sleeps_for_one_moment_end_in_the_order_in_which_they_were_set() {
    let order = Rc::new(RefCell::new(Vec::new()));
    virtually(async {
        let tasks = (0..6).map(|number| {
            let order = order.clone();
            spawn(async move {
                sleep(SECOND).await;
                order.borrow_mut().push(number);
            })
        });
        join_all(tasks).await;
    });
    assert_eq!(order.take(), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn sleeps_of_tokio_for_one_moment_end_in_the_order_in_which_they_were_set()
 {
    let order = Rc::new(RefCell::new(Vec::new()));
    tokio::task::LocalSet::new().block_on(&paused(), async {
        let tasks = (0..6).map(|number| {
            let order = order.clone();
            tokio::task::spawn_local(async move {
                tokio::time::sleep(SECOND).await;
                order.borrow_mut().push(number);
            })
        });
        join_all(tasks).await;
    });
    assert_eq!(order.take(), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn children_of_our_nursery_begin_in_the_order_of_their_start() {
    for _ in 0..64 {
        let order = Rc::new(RefCell::new(Vec::new()));
        let opened = open_nursery(async |nursery: Nursery<Error>| {
            for name in ['A', 'B', 'C'] {
                let order = order.clone();
                nursery.start_soon(async move {
                    order.borrow_mut().push(name);
                    Ok(())
                });
            }
            Ok(())
        });
        virtually(opened).expect("no child fails");
        assert_eq!(order.take(), ['A', 'B', 'C']);
    }
}

/// What `future` ends with before a minute of tokio's clock is over.
async fn limited<F: Future>(future: F) -> Option<F::Output> {
    tokio::time::timeout(60 * SECOND, future).await.ok()
}
