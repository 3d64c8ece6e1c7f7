//! What the page Closing a queue says of tokio's channels.

use crate::common::{Leaves, Log, one_thread};
use futures::poll;
use std::pin::pin;
use tokio::sync::mpsc::channel;
use tokio::sync::mpsc::error::{SendError, TrySendError};
use tokio::task;

#[test]
fn channel_is_closed_when_its_last_sender_is_dropped() {
    one_thread().block_on(async {
        let (sender, mut jobs) = channel(10);
        let second = sender.clone();
        sender.send(1).await.expect("the receiver lives");
        drop(sender);
        assert_eq!(jobs.recv().await, Some(1));
        second.send(2).await.expect("the receiver lives");
        assert_eq!(jobs.recv().await, Some(2));
        let mut end = pin!(jobs.recv());
        assert!(poll!(&mut end).is_pending());
        drop(second);
        assert_eq!(end.await, None);
    });
}

#[test]
fn send_that_waits_gets_its_value_back_when_the_receiver_is_dropped() {
    one_thread().block_on(async {
        let (sender, jobs) = channel(1);
        sender.send(1).await.expect("the receiver lives");
        let mut send = pin!(sender.send(2));
        assert!(poll!(&mut send).is_pending());
        drop(jobs);
        assert_eq!(send.await, Err(SendError(2)));
    });
}

#[test]
fn dropped_receiver_drops_what_is_in_the_channel() {
    one_thread().block_on(async {
        let log = Log::default();
        let (sender, jobs) = channel(1);
        let job = Leaves(log.clone(), "job dropped");
        assert!(sender.send(job).await.is_ok());
        drop(jobs);
        assert_eq!(log.lines(), ["job dropped"]);
    });
}

#[test]
fn closed_receiver_refuses_sends_and_still_delivers_the_rest() {
    one_thread().block_on(async {
        let (sender, mut jobs) = channel(10);
        sender.send(1).await.expect("the receiver lives");
        jobs.close();
        assert_eq!(sender.send(2).await, Err(SendError(2)));
        assert_eq!(jobs.recv().await, Some(1));
        assert_eq!(jobs.recv().await, None);
    });
}

#[test]
fn place_reserved_before_the_close_can_still_be_used() {
    one_thread().block_on(async {
        let (sender, mut jobs) = channel(10);
        let place = sender.reserve().await.expect("there is room");
        jobs.close();
        let mut job = pin!(jobs.recv());
        assert!(poll!(&mut job).is_pending());
        place.send(1);
        assert_eq!(job.await, Some(1));
    });
}

#[test]
fn sender_can_wait_until_the_receiver_is_gone_or_closed() {
    one_thread().block_on(async {
        let (sender, jobs) = channel::<u32>(1);
        let mut closed = pin!(sender.closed());
        assert!(poll!(&mut closed).is_pending());
        drop(jobs);
        closed.await;

        let (sender, mut jobs) = channel(1);
        sender.send(1).await.expect("the receiver lives");
        let mut closed = pin!(sender.closed());
        assert!(poll!(&mut closed).is_pending());
        jobs.close();
        closed.await;
        assert_eq!(jobs.recv().await, Some(1));
    });
}

#[test]
fn send_without_waiting_tells_a_full_channel_from_a_closed_one() {
    one_thread().block_on(async {
        let (sender, jobs) = channel(1);
        sender.try_send(1).expect("there is room");
        assert_eq!(sender.try_send(2), Err(TrySendError::Full(2)));
        drop(jobs);
        assert_eq!(sender.try_send(2), Err(TrySendError::Closed(2)));
    });
}

#[test]
fn aborted_worker_drops_its_receiver() {
    one_thread().block_on(async {
        let (sender, mut jobs) = channel::<u32>(1);
        let worker = task::spawn(async move { jobs.recv().await });
        task::yield_now().await;
        worker.abort();
        worker.await.expect_err("aborted");
        assert!(sender.is_closed());
    });
}
