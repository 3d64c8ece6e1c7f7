//! What the page Queues says of tokio's bounded channel.

use std::collections::HashSet;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::common::one_thread;
use futures::poll;
use tokio::sync::mpsc::error::{SendTimeoutError, TrySendError};
use tokio::sync::{self, mpsc};
use tokio::task::{self, JoinSet};
use tokio::time::{Instant, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn values_are_received_in_the_order_they_were_sent() {
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel(100);
        for plate in 0..100 {
            handed_in.send(plate).await.expect("the receiver is there");
        }
        for plate in 0..100 {
            assert_eq!(plates.recv().await, Some(plate));
        }
    });
}

#[test]
fn a_channel_without_room_is_refused() {
    assert!(catch_unwind(|| mpsc::channel::<u32>(0)).is_err());
}

#[test]
fn receivers_behind_a_lock_get_each_value_once() {
    one_thread().block_on(async {
        let (handed_in, plates) = mpsc::channel(1);
        let plates = Arc::new(sync::Mutex::new(plates));
        let mut trays = JoinSet::new();
        for _ in 0..2 {
            let plates = plates.clone();
            trays.spawn(async move {
                let mut own = Vec::new();
                while let Some(plate) = plates.lock().await.recv().await
                {
                    own.push(plate);
                }
                own
            });
        }
        for plate in 0..100 {
            handed_in.send(plate).await.expect("they receive");
        }
        drop(handed_in);
        let all = trays.join_all().await.concat();
        assert_eq!(all.len(), 100);
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), 100);
    });
}

#[test]
fn a_full_channel_gives_the_value_back() {
    let (handed_in, _plates) = mpsc::channel(1);
    assert_eq!(handed_in.try_send("Mira"), Ok(()));
    let refused = handed_in.try_send("Algol");
    assert_eq!(refused, Err(TrySendError::Full("Algol")));
}

#[test]
fn larger_channel_makes_no_receiver_faster() {
    one_thread().block_on(async {
        let start = Instant::now();
        let (handed_in, mut plates) = mpsc::channel(3);
        let expose = async {
            for plate in 0..4 {
                handed_in.send(plate).await.expect("it is received");
            }
            start.elapsed()
        };
        let develop = async {
            while plates.recv().await != Some(3) {
                sleep(2 * SECOND).await;
            }
            start.elapsed()
        };
        let ends = tokio::join!(expose, develop);
        assert_eq!(ends, (Duration::ZERO, 6 * SECOND));
    });
}

#[test]
fn room_in_a_channel_belongs_to_the_sender_who_waits() {
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel(1);
        handed_in.send("first").await.expect("there is room");
        let waiting = handed_in.clone();
        let waiting =
            task::spawn(
                async move { waiting.send("waits").await.is_ok() },
            );
        task::yield_now().await;
        assert_eq!(plates.recv().await, Some("first"));
        let newcomer = handed_in.try_send("newcomer");
        assert_eq!(newcomer, Err(TrySendError::Full("newcomer")));
        assert!(waiting.await.expect("no panic"));
        assert_eq!(plates.recv().await, Some("waits"));
    });
}

/// What a sender has sent when the other task has its first turn.
fn sent_before_the_first_turn_of_another(room: usize) -> u32 {
    one_thread().block_on(async {
        let sent = Arc::new(AtomicU32::new(0));
        let counted = sent.clone();
        let (handed_in, _plates) = mpsc::channel(room);
        let telescope = task::spawn(async move {
            for plate in 0..300 {
                handed_in.send(plate).await.expect("there is room");
                counted.fetch_add(1, SeqCst);
            }
        });
        let other = task::spawn(async move { sent.load(SeqCst) });
        let seen = other.await.expect("no panic");
        telescope.await.expect("no panic");
        seen
    })
}

#[test]
fn a_sender_with_room_gives_up_the_turn_after_128_values() {
    assert_eq!(sent_before_the_first_turn_of_another(300), 128);
}

struct Plate(Arc<Mutex<Vec<&'static str>>>);

impl Drop for Plate {
    fn drop(&mut self) {
        self.0.lock().expect("no holder panics").push("broken");
    }
}

#[test]
fn a_send_that_is_dropped_takes_its_value_along() {
    let log = Arc::new(Mutex::new(Vec::new()));
    one_thread().block_on(async {
        let (handed_in, _plates) = mpsc::channel(1);
        let permit = handed_in.reserve().await.expect("there is room");
        let second = handed_in.send(Plate(log.clone()));
        assert!(timeout(SECOND, second).await.is_err());
        assert_eq!(*log.lock().expect("no holder panics"), ["broken"]);
        drop(permit);
    });
}

#[test]
fn a_send_timeout_gives_the_value_back() {
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel(1);
        handed_in.send("Mira").await.expect("there is room");
        let refused = handed_in.send_timeout("Algol", SECOND).await;
        assert_eq!(refused, Err(SendTimeoutError::Timeout("Algol")));
        assert_eq!(plates.recv().await, Some("Mira"));
        assert!(plates.try_recv().is_err());
    });
}

#[test]
fn a_reserve_that_is_dropped_leaves_the_value_where_it_was() {
    let log = Arc::new(Mutex::new(Vec::new()));
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel(1);
        let first = handed_in.reserve().await.expect("there is room");
        let plate = Plate(log.clone());
        assert!(timeout(SECOND, handed_in.reserve()).await.is_err());
        assert!(log.lock().expect("no holder panics").is_empty());
        first.send(plate);
        assert!(plates.recv().await.is_some());
    });
}

#[test]
fn a_reserve_that_is_dropped_loses_its_place() {
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel(1);
        handed_in.send("Mira").await.expect("there is room");
        let mut first = Box::pin(handed_in.reserve());
        assert!(poll!(first.as_mut()).is_pending());
        let mut second = Box::pin(handed_in.reserve());
        assert!(poll!(second.as_mut()).is_pending());
        drop(first);
        let mut first_again = Box::pin(handed_in.reserve());
        assert!(poll!(first_again.as_mut()).is_pending());
        assert_eq!(plates.recv().await, Some("Mira"));
        assert!(poll!(first_again.as_mut()).is_pending());
        second.await.expect("it is received").send("second");
        assert_eq!(plates.recv().await, Some("second"));
        first_again.await.expect("it is received").send("first");
        assert_eq!(plates.recv().await, Some("first"));
    });
}

#[test]
fn a_reserve_dropped_after_its_wake_leaves_the_room_to_the_next() {
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel(1);
        handed_in.send("Mira").await.expect("there is room");
        let mut gone = Box::pin(handed_in.reserve());
        assert!(poll!(gone.as_mut()).is_pending());
        let mut patient = Box::pin(handed_in.reserve());
        assert!(poll!(patient.as_mut()).is_pending());
        assert_eq!(plates.recv().await, Some("Mira"));
        assert!(poll!(patient.as_mut()).is_pending());
        drop(gone);
        assert!(poll!(patient.as_mut()).is_ready());
    });
}

#[test]
fn a_permit_loses_its_value_when_the_receiver_is_gone() {
    let log = Arc::new(Mutex::new(Vec::new()));
    one_thread().block_on(async {
        let (handed_in, plates) = mpsc::channel(1);
        let permit = handed_in.reserve().await.expect("there is room");
        drop(plates);
        let () = permit.send(Plate(log.clone()));
        drop(handed_in);
        assert_eq!(*log.lock().expect("no holder panics"), ["broken"]);
    });
}

#[test]
fn a_recv_that_is_dropped_loses_no_value() {
    one_thread().block_on(async {
        let (handed_in, mut plates) = mpsc::channel(1);
        let mut given_up = Box::pin(plates.recv());
        assert!(poll!(given_up.as_mut()).is_pending());
        // The receiver is woken, and gives up before it runs.
        handed_in.send("Mira").await.expect("there is room");
        drop(given_up);
        assert_eq!(plates.recv().await, Some("Mira"));
    });
}
