//! What the page The last plate says of the end of tokio's channel.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use crate::common::one_thread;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task;
use tokio::time::{Instant, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn what_was_sent_is_received_before_the_end() {
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel(2);
        handed_in.try_send("Mira").expect("there is room");
        handed_in.try_send("Algol").expect("there is room");
        drop(handed_in);
        assert_eq!(plates.recv().await, Some("Mira"));
        assert_eq!(plates.recv().await, Some("Algol"));
        assert_eq!(plates.recv().await, None);
    });
}

#[test]
fn a_forgotten_sender_keeps_the_receiver_waiting() {
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel::<&str>(1);
        let forgotten = handed_in.clone();
        drop(handed_in);
        assert!(timeout(3600 * SECOND, plates.recv()).await.is_err());
        drop(forgotten);
        assert_eq!(plates.recv().await, None);
    });
}

#[test]
fn a_weak_sender_does_not_keep_the_channel_open() {
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel::<&str>(1);
        let weak = handed_in.downgrade();
        drop(handed_in);
        assert_eq!(plates.recv().await, None);
        assert!(weak.upgrade().is_none());
    });
}

#[test]
fn close_lets_the_rest_out_and_nothing_in() {
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel(2);
        handed_in.try_send("Mira").expect("there is room");
        plates.close();
        assert!(handed_in.send("Algol").await.is_err());
        assert_eq!(plates.recv().await, Some("Mira"));
        assert_eq!(plates.recv().await, None);
    });
}

#[test]
fn a_sender_learns_that_the_receiver_is_gone() {
    one_thread().block_on(async {
        let (handed_in, plates) = mpsc::channel(1);
        drop(plates);
        let refused =
            handed_in.send("Mira").await.expect_err("it is gone");
        assert_eq!(refused.0, "Mira");
    });
}

#[test]
fn a_sender_waits_by_an_answer_until_its_value_is_done() {
    one_thread().block_on(async {
        let start = Instant::now();
        let (handed_in, mut plates) = mpsc::channel(1);
        task::spawn(async move {
            let answer: oneshot::Sender<&str> =
                plates.recv().await.expect("a plate comes");
            sleep(2 * SECOND).await;
            answer.send("fixed").expect("the sender waits");
        });
        let (answer, answered) = oneshot::channel();
        handed_in.send(answer).await.expect("the darkroom receives");
        assert_eq!(answered.await, Ok("fixed"));
        assert_eq!(start.elapsed(), 2 * SECOND);
    });
}

#[test]
fn a_worker_that_panics_is_told_and_the_wait_ends() {
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel::<&str>(1);
        let darkroom = task::spawn(async move {
            let plate = plates.recv().await;
            panic!("drops {plate:?}");
        });
        handed_in.send("Mira").await.expect("the darkroom receives");
        assert!(darkroom.await.expect_err("it panics").is_panic());
    });
}

/// How long two workers take for two values of two seconds each.
async fn two_workers(lock_in_the_head: bool) -> Duration {
    let start = Instant::now();
    let (handed_in, plates) = mpsc::channel(2);
    handed_in.try_send("Mira").expect("there is room");
    handed_in.try_send("Algol").expect("there is room");
    drop(handed_in);
    let plates = Mutex::new(plates);
    let work = async || {
        if lock_in_the_head {
            while let Some(_plate) = plates.lock().await.recv().await {
                sleep(2 * SECOND).await;
            }
            return;
        }
        loop {
            let next = plates.lock().await.recv().await;
            let Some(_plate) = next else { return };
            sleep(2 * SECOND).await;
        }
    };
    tokio::join!(work(), work());
    start.elapsed()
}

#[test]
fn a_guard_in_the_head_of_a_loop_is_held_in_its_body() {
    one_thread().block_on(async {
        assert_eq!(two_workers(false).await, 2 * SECOND);
        assert_eq!(two_workers(true).await, 4 * SECOND);
    });
}

#[test]
fn one_closed_channel_ends_every_worker() {
    one_thread().block_on(async {
        let (handed_in, plates) = mpsc::channel::<&str>(1);
        let plates = Arc::new(Mutex::new(plates));
        let ended = Arc::new(AtomicU32::new(0));
        let workers = [(); 3].map(|()| {
            let (plates, ended) = (plates.clone(), ended.clone());
            task::spawn(async move {
                while plates.lock().await.recv().await.is_some() {}
                ended.fetch_add(1, SeqCst);
            })
        });
        drop(handed_in);
        for worker in workers {
            worker.await.expect("the worker does not panic");
        }
        assert_eq!(ended.load(SeqCst), 3);
    });
}

#[test]
fn a_receiver_that_is_still_referred_to_keeps_the_sender_waiting() {
    one_thread().block_on(async {
        let (handed_in, plates) = mpsc::channel(1);
        let plates = Arc::new(Mutex::new(plates));
        let shared = Arc::clone(&plates);
        let darkroom = task::spawn(async move {
            let star = shared.lock().await.recv().await;
            panic!("drops {star:?}");
        });
        handed_in.send("Mira").await.expect("the darkroom waits");
        darkroom.await.expect_err("it drops the plate");
        handed_in.send("Algol").await.expect("there is room");
        let mut third = Box::pin(handed_in.send("Deneb"));
        assert!(timeout(3600 * SECOND, &mut third).await.is_err());
        drop(plates);
        third.await.expect_err("the last owner is gone");
    });
}
