//! The lab "Every await lets the other tasks run".

use std::future::ready;
use std::thread;
use std::time::Duration;

use futures::channel::mpsc::unbounded;
use futures::stream::StreamExt;
use tokio::runtime::Builder;
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::{LocalSet, coop};
use tokio::time::timeout;

use crate::common::{Log, one_thread};

/// How many values `worker` has taken when another task gets a turn.
async fn taken_before_another_turn(
    worker: impl AsyncFnOnce(Log) + 'static,
) -> usize {
    let log = Log::default();
    let local = LocalSet::new();
    let other = {
        let log = log.clone();
        async move { log.lines().len() }
    };
    let log = log.clone();
    local.spawn_local(async move { worker(log).await });
    let seen = local.spawn_local(other);
    local.await;
    seen.await.expect("no panic")
}

#[test]
fn channel_of_tokio_pauses_after_128_messages() {
    one_thread().block_on(async {
        let seen = taken_before_another_turn(async |log| {
            let (sender, mut receiver) = unbounded_channel();
            for number in 0..1000 {
                sender.send(number).expect("it is open");
            }
            drop(sender);
            while receiver.recv().await.is_some() {
                log.add("taken");
            }
        });
        assert_eq!(seen.await, 128);
    });
}

#[test]
fn channel_of_the_crate_futures_never_pauses() {
    one_thread().block_on(async {
        let seen = taken_before_another_turn(async |log| {
            let (sender, mut receiver) = unbounded();
            for number in 0..1000 {
                sender.unbounded_send(number).expect("it is open");
            }
            drop(sender);
            while receiver.next().await.is_some() {
                log.add("taken");
            }
        });
        assert_eq!(seen.await, 1000);
    });
}

#[test]
fn channel_of_the_crate_futures_pauses_if_it_pays_from_the_budget() {
    one_thread().block_on(async {
        let seen = taken_before_another_turn(async |log| {
            let (sender, mut receiver) = unbounded();
            for number in 0..1000 {
                sender.unbounded_send(number).expect("it is open");
            }
            drop(sender);
            while coop::cooperative(receiver.next()).await.is_some() {
                log.add("taken");
            }
        });
        assert_eq!(seen.await, 128);
    });
}

#[test]
fn timeout_of_tokio_does_not_end_a_future_that_never_pauses() {
    let on_the_real_clock =
        Builder::new_current_thread().enable_time().build();
    on_the_real_clock.expect("a loop").block_on(async {
        let limit = Duration::from_millis(1);
        let worker = async {
            for _ in 0..20 {
                thread::sleep(limit);
                ready(()).await;
            }
        };
        assert_eq!(timeout(limit, worker).await, Ok(()));
    });
}
