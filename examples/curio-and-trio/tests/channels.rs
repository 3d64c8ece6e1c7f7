//! What the page Memory channels says of channels, on our loop and on
//! tokio.

use std::panic::catch_unwind;
use std::sync::mpsc::{TrySendError, sync_channel};

use crate::common::{Log, SECOND, paused, virtually};
use async_channel::bounded;
use curio_and_trio::{Error, sleep};
use futures::future::join;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{LocalSet, spawn_local};
use toy::scope::{CancelScope, checkpoint, open_nursery};
use toy::{now, spawn, timeout};

#[test]
fn a_channel_ends_when_its_last_sender_is_dropped() {
    virtually(async {
        let (sender, pages) = bounded::<u32>(1);
        let other = sender.clone();
        drop(sender);
        assert!(timeout(SECOND, pages.recv()).await.is_err());
        drop(other);
        assert!(pages.recv().await.is_err());
    });
}

#[test]
fn values_in_a_channel_are_received_before_its_end() {
    virtually(async {
        let (sender, pages) = bounded(2);
        sender.try_send(1).expect("there is room");
        drop(sender);
        assert_eq!(pages.recv().await, Ok(1));
        assert!(pages.recv().await.is_err());
    });
}

#[test]
fn each_value_goes_to_one_of_two_receivers() {
    virtually(async {
        let (sender, left) = bounded(2);
        let right = left.clone();
        sender.try_send(1).expect("there is room");
        sender.try_send(2).expect("there is room");
        assert_eq!(left.recv().await, Ok(1));
        assert_eq!(right.recv().await, Ok(2));
        assert!(left.is_empty());
    });
}

#[test]
fn a_sentinel_is_taken_by_one_of_two_receivers() {
    virtually(async {
        let (sender, left) = bounded(1);
        let right = left.clone();
        sender.try_send(None::<u32>).expect("there is room");
        assert_eq!(left.recv().await, Ok(None));
        assert!(timeout(60 * SECOND, right.recv()).await.is_err());
    });
}

#[test]
fn a_send_without_receivers_gives_the_value_back() {
    virtually(async {
        let (sender, pages) = bounded(1);
        drop(pages);
        let refused = sender.send("letter").await;
        assert_eq!(
            refused.expect_err("refused").into_inner(),
            "letter"
        );
    });
}

#[test]
fn close_of_one_sender_ends_the_channel_for_all() {
    virtually(async {
        let (sender, pages) = bounded(2);
        let other = sender.clone();
        sender.close();
        assert!(sender.send(1).await.is_err());
        assert!(other.send(2).await.is_err());
        assert!(pages.recv().await.is_err());
    });
}

#[test]
fn a_send_into_a_full_channel_waits_for_room() {
    virtually(async {
        let (sender, pages) = bounded(1);
        sender.try_send(1).expect("there is room");
        let receive = async {
            sleep(2).await.expect("in no scope");
            pages.recv().await
        };
        let (sent, received) = join(sender.send(2), receive).await;
        assert_eq!((sent, received), (Ok(()), Ok(1)));
        assert_eq!(now(), 2 * SECOND);
    });
}

#[test]
fn a_channel_of_async_channel_or_of_tokio_without_room_panics() {
    assert!(catch_unwind(|| bounded::<u32>(0)).is_err());
    assert!(catch_unwind(|| mpsc::channel::<u32>(0)).is_err());
}

#[test]
fn a_channel_of_std_without_room_takes_nothing_without_a_receiver() {
    let (sender, pages) = sync_channel(0);
    assert_eq!(sender.try_send(1), Err(TrySendError::Full(1)));
    std::thread::scope(|scope| {
        scope.spawn(|| sender.send(2).expect("there is a receiver"));
        assert_eq!(pages.recv(), Ok(2));
    });
}

#[test]
fn a_sender_that_awaits_a_receipt_goes_on_when_the_value_is_taken() {
    virtually(async {
        let (sender, pages) = bounded(1);
        let send = async {
            let (receipt, taken) = oneshot::channel();
            let sent = sender.send(("letter", receipt)).await;
            sent.expect("there is a receiver");
            taken.await.expect("the receiver sends it");
            now()
        };
        let receive = async {
            sleep(2).await.expect("in no scope");
            let (page, receipt) =
                pages.recv().await.expect("one comes");
            receipt.send(()).expect("the sender waits");
            page
        };
        let ends = join(send, receive).await;
        assert_eq!(ends, (2 * SECOND, "letter"));
    });
}

#[test]
fn a_value_that_is_sent_before_the_cancel_is_received() {
    let log = Log::default();
    virtually(async {
        let (sender, pages) = bounded(1);
        let scope = CancelScope::new();
        let (inner, child) = (scope.clone(), log.clone());
        open_nursery(async move |nursery| {
            nursery.start_soon(async move {
                let printed = inner.enter(async {
                    let page = checkpoint(pages.recv()).await?;
                    child.add(page.expect("one comes"));
                    sleep(1).await?;
                    child.add("printed");
                    Ok::<_, Error>(())
                });
                printed.await?;
                Ok(())
            });
            sleep(1).await?;
            sender.try_send("letter").expect("there is room");
            scope.cancel();
            Ok::<_, Error>(())
        })
        .await
        .expect("no child fails");
        assert_eq!(log.take(), ["letter"]);
    });
}

#[test]
fn a_value_stays_in_the_channel_when_our_task_that_waits_is_aborted() {
    virtually(async {
        let (sender, pages) = bounded(1);
        let receiver = pages.clone();
        let printer = spawn(async move { receiver.recv().await });
        sleep(1).await.expect("in no scope");
        sender.try_send("letter").expect("there is room");
        printer.abort();
        assert!(printer.await.is_err());
        assert_eq!(pages.len(), 1);
    });
}

#[test]
fn a_value_stays_in_the_channel_when_a_tokio_task_that_waits_is_aborted()
 {
    LocalSet::new().block_on(&paused(), async {
        let (sender, pages) = bounded(1);
        let receiver = pages.clone();
        let printer = spawn_local(async move { receiver.recv().await });
        tokio::time::sleep(SECOND).await;
        sender.try_send("letter").expect("there is room");
        printer.abort();
        assert!(printer.await.is_err());
        assert_eq!(pages.len(), 1);
    });
}
