//! What the page on queues says of looking and of taking.

use std::cell::RefCell;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use async_channel::{
    Receiver, RecvError, TryRecvError, TrySendError, bounded, unbounded,
};
use futures::{join, poll};
use tokio::task::{spawn, yield_now};
use tokio::time::timeout;

use crate::common::one_thread;

type Log<'a> = RefCell<Vec<&'a str>>;

async fn bake<'a>(
    baker: &'a str,
    orders: &Receiver<&'a str>,
    log: &Log<'a>,
) {
    while let Ok(_loaf) = orders.try_recv() {
        log.borrow_mut().push(baker);
        yield_now().await;
    }
}

#[test]
fn filled_queue_is_shared_out_and_emptied() {
    let log = Log::default();
    let (shop, orders) = unbounded();
    for loaf in ["rye", "wheat", "roll", "bun"] {
        shop.try_send(loaf).expect("the bakers take orders");
    }
    one_thread().block_on(async {
        join!(
            bake("Emil", &orders, &log),
            bake("Rosa", &orders, &log),
            bake("Tom", &orders, &log),
        )
    });
    assert_eq!(log.take(), ["Emil", "Rosa", "Tom", "Emil"]);
    assert!(orders.is_empty());
}

#[test]
fn worker_that_asks_for_empty_leaves_later_items() {
    let log = Log::default();
    let (shop, orders) = unbounded();
    let sell = async {
        shop.try_send("rye").expect("the bakers take orders");
        for _ in 0..5 {
            yield_now().await;
        }
        shop.try_send("wheat").expect("the bakers take orders");
    };
    one_thread()
        .block_on(async { join!(sell, bake("Emil", &orders, &log)) });
    assert_eq!(log.take(), ["Emil"]);
    assert_eq!(orders.len(), 1);
}

#[test]
fn looking_and_taking_later_strands_a_worker() {
    let (shop, orders) = unbounded();
    shop.try_send("rye").expect("the bakers take orders");
    let worker = async || {
        while !orders.is_empty() {
            yield_now().await;
            orders.recv().await.expect("the shop is open");
        }
    };
    let hour = Duration::from_secs(3600);
    let ends = one_thread().block_on(async {
        join!(timeout(hour, worker()), timeout(hour, worker()))
    });
    assert!(ends.0.is_ok() && ends.1.is_err());
}

#[test]
fn workers_stay_until_the_last_sender_is_gone() {
    let (shop, orders) = unbounded();
    let again = shop.clone();
    let taken = one_thread().block_on(async {
        let worker = spawn(async move {
            let mut taken = Vec::new();
            while let Ok(loaf) = orders.recv().await {
                taken.push(loaf);
            }
            taken
        });
        yield_now().await;
        shop.try_send("rye").expect("the worker waits");
        drop(shop);
        yield_now().await;
        again.try_send("wheat").expect("the worker waits");
        drop(again);
        worker.await.expect("the worker does not panic")
    });
    assert_eq!(taken, ["rye", "wheat"]);
}

#[test]
fn send_to_a_full_queue_waits_until_a_worker_takes() {
    let (shop, orders) = bounded(1);
    one_thread().block_on(async {
        shop.send("rye").await.expect("there is room");
        let mut send = pin!(shop.send("wheat"));
        assert_eq!(poll!(send.as_mut()), Poll::Pending);
        assert_eq!(orders.recv().await, Ok("rye"));
        assert_eq!(poll!(send), Poll::Ready(Ok(())));
        assert_eq!(orders.recv().await, Ok("wheat"));
    });
}

#[test]
fn full_queue_gives_the_value_of_try_send_back() {
    let (shop, _orders) = bounded(1);
    assert_eq!(shop.try_send("rye"), Ok(()));
    assert_eq!(
        shop.try_send("wheat"),
        Err(TrySendError::Full("wheat"))
    );
}

#[test]
fn closed_queue_gives_away_what_it_has_first() {
    let (shop, orders) = unbounded();
    shop.try_send("rye").expect("the queue is open");
    drop(shop);
    let (first, second) = one_thread()
        .block_on(async { (orders.recv().await, orders.recv().await) });
    assert_eq!((first, second), (Ok("rye"), Err(RecvError)));
}

#[test]
fn try_recv_tells_empty_from_closed() {
    let (shop, orders) = unbounded::<&str>();
    assert_eq!(orders.try_recv(), Err(TryRecvError::Empty));
    drop(shop);
    assert_eq!(orders.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn joined_worker_takes_what_woke_another() {
    let log = Log::default();
    let (shop, orders) = unbounded();
    let sell = async {
        yield_now().await;
        shop.try_send("rye").expect("the workers wait");
        yield_now().await;
        shop.try_send("wheat").expect("the workers wait");
        yield_now().await;
        drop(shop);
    };
    let worker = async |baker| {
        while orders.recv().await.is_ok() {
            log.borrow_mut().push(baker);
        }
    };
    one_thread().block_on(async {
        join!(sell, worker("Emil"), worker("Rosa"))
    });
    assert_eq!(log.take(), ["Emil", "Emil"]);
}
