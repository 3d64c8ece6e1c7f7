//! What the page Backpressure and load shedding says.

use std::io::ErrorKind::WouldBlock;
use std::sync::Arc;
use std::time::Duration;

use crate::common::one_thread;
use futures::FutureExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{Semaphore, broadcast, mpsc, watch};
use tokio::task;
use tokio::time::{Instant, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn unbounded_channel_takes_everything() {
    let (sender, inbox) = mpsc::unbounded_channel();
    for number in 0..100_000 {
        sender.send(number).expect("it is open");
    }
    assert_eq!(inbox.len(), 100_000);
}

#[test]
fn full_channel_gives_the_message_back_at_once() {
    let (sender, _inbox) = mpsc::channel(1);
    sender.try_send("first").expect("it has room");
    let refused = sender.try_send("second");
    assert_eq!(refused, Err(TrySendError::Full("second")));
}

#[test]
fn send_into_a_full_channel_waits_for_room() {
    one_thread().block_on(async {
        let (sender, mut inbox) = mpsc::channel(1);
        sender.send("first").await.expect("it is open");
        let mut send = Box::pin(sender.send("second"));
        assert!(timeout(SECOND, send.as_mut()).await.is_err());
        assert_eq!(inbox.recv().await, Some("first"));
        send.await.expect("it is open");
        assert_eq!(inbox.recv().await, Some("second"));
    });
}

#[test]
fn closed_channel_is_told_from_a_full_one() {
    let (sender, inbox) = mpsc::channel(1);
    drop(inbox);
    assert_eq!(sender.try_send(1), Err(TrySendError::Closed(1)));
    // Also if it was full before.
    let (sender, inbox) = mpsc::channel(1);
    sender.try_send(1).expect("it has room");
    drop(inbox);
    assert_eq!(sender.try_send(2), Err(TrySendError::Closed(2)));
}

/// How long the orders took that an office with so much room accepts.
async fn office(room: usize) -> Vec<Duration> {
    let (orders, mut inbox) = mpsc::channel::<Instant>(room);
    let worker = task::spawn(async move {
        let mut took = Vec::new();
        while let Some(came) = inbox.recv().await {
            sleep(Duration::from_millis(700)).await;
            took.push(came.elapsed());
        }
        took
    });
    for _ in 0..7 {
        // A refused order is not served.
        let _ = orders.try_send(Instant::now());
        sleep(Duration::from_millis(200)).await;
    }
    drop(orders);
    worker.await.expect("the office does not panic")
}

#[test]
fn office_with_room_for_three_answers_an_order_too_late() {
    one_thread().block_on(async {
        let patience = Duration::from_millis(2500);
        let took = office(2).await;
        assert!(took.iter().all(|took| *took < patience));
        let took = office(3).await;
        assert!(took[4] > patience);
    });
}

#[test]
fn feed_that_waits_for_room_is_held_up_by_its_slowest_reader() {
    one_thread().block_on(async {
        let (quick, mut quick_inbox) = mpsc::channel(2);
        let (slow, mut slow_inbox) = mpsc::channel(2);
        let reads = task::spawn(async move {
            let start = Instant::now();
            while quick_inbox.recv().await.is_some() {}
            start.elapsed()
        });
        task::spawn(async move {
            while slow_inbox.recv().await.is_some() {
                sleep(SECOND).await;
            }
        });
        for price in 0..10 {
            quick.send(price).await.expect("it listens");
            slow.send(price).await.expect("it listens");
        }
        drop(quick);
        // Two prices wait for the slow reader, and it works on a third.
        assert_eq!(reads.await.expect("it ends"), 7 * SECOND);
    });
}

#[test]
fn semaphore_without_a_permit_refuses_at_once() {
    let room = Arc::new(Semaphore::new(1));
    let permit = room.clone().try_acquire_owned();
    let permit = permit.expect("there is one");
    assert!(room.try_acquire().is_err());
    drop(permit);
    assert!(room.try_acquire().is_ok());
}

#[test]
fn try_acquire_is_refused_while_others_wait() {
    let room = Semaphore::new(1);
    let permit = room.try_acquire().expect("there is one");
    let mut waits = Box::pin(room.acquire());
    assert!(waits.as_mut().now_or_never().is_none());
    drop(permit);
    assert!(room.try_acquire().is_err());
    assert!(waits.as_mut().now_or_never().is_some());
}

#[test]
fn try_acquire_gets_the_permit_that_no_task_waits_for() {
    let room = Semaphore::new(2);
    let permits = room.try_acquire_many(2).expect("there are two");
    let mut waits = Box::pin(room.acquire());
    assert!(waits.as_mut().now_or_never().is_none());
    drop(permits);
    let second = room.try_acquire().expect("it is free");
    assert!(room.try_acquire().is_err());
    assert!(waits.as_mut().now_or_never().is_some());
    drop(second);
}

#[test]
fn write_waits_for_a_reader_that_does_not_read() {
    one_thread().block_on(async {
        let (mut wire, mut reader) =
            UnixStream::pair().expect("the system has sockets");
        let block = vec![0; 1 << 20];
        let mut taken = 0;
        wire.writable().await.expect("it is open");
        // The system's buffers take what they have room for.
        while let Some(written) = wire.write(&block).now_or_never() {
            taken += written.expect("it is open");
            assert!(taken < 1 << 30, "there is no limit");
        }
        let mut write = Box::pin(wire.write(&block));
        assert!(timeout(SECOND, write.as_mut()).await.is_err());
        let mut read = vec![0; taken];
        reader.read_exact(&mut read).await.expect("it is there");
        // Nothing more was kept anywhere.
        let rest = reader.try_read(&mut read);
        assert!(rest.is_err_and(|e| e.kind() == WouldBlock));
        assert!(write.await.expect("it is open") > 0);
    });
}

#[test]
fn broadcast_tells_a_slow_reader_how_much_it_has_missed() {
    one_thread().block_on(async {
        let (sender, mut slow) = broadcast::channel(2);
        for price in 0..6 {
            sender.send(price).expect("somebody listens");
        }
        assert_eq!(slow.recv().await, Err(RecvError::Lagged(4)));
        assert_eq!(slow.recv().await, Ok(4));
    });
}

#[test]
fn watch_shows_a_slow_reader_the_newest_value_only() {
    one_thread().block_on(async {
        let (sender, mut slow) = watch::channel(0);
        for price in 1..6 {
            sender.send(price).expect("somebody listens");
        }
        slow.changed().await.expect("it is open");
        assert_eq!(*slow.borrow_and_update(), 5);
        assert!(slow.changed().now_or_never().is_none());
    });
}
