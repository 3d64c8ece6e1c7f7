//! What the page Events and conditions says of tokio's watch and Notify.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use crate::common::one_thread;
use tokio::sync::{Notify, watch};
use tokio::task::{self, JoinSet};
use tokio::time::timeout;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_flag_raised_is_seen_by_all_who_wait_and_all_who_come() {
    one_thread().block_on(async {
        let (clear_sky, clear) = watch::channel(false);
        let mut waiting = JoinSet::new();
        for _ in 0..3 {
            let mut clear = clear.clone();
            waiting.spawn(async move {
                clear.wait_for(|c| *c).await.is_ok()
            });
        }
        task::yield_now().await;
        clear_sky.send_replace(true);
        assert_eq!(waiting.join_all().await, [true, true, true]);
        assert!(clear.clone().wait_for(|c| *c).await.is_ok());
    });
}

#[test]
fn a_flag_raised_and_lowered_in_one_turn_is_seen_by_nobody() {
    one_thread().block_on(async {
        let (clear_sky, mut clear) = watch::channel(false);
        let waiting = task::spawn(async move {
            timeout(SECOND, clear.wait_for(|c| *c)).await.is_ok()
        });
        task::yield_now().await;
        clear_sky.send_replace(true);
        clear_sky.send_replace(false);
        assert!(!waiting.await.expect("no panic"));
    });
}

#[test]
fn another_thread_can_see_a_flag_that_one_turn_raises_and_lowers() {
    let (clear_sky, mut clear) = watch::channel(false);
    clear_sky.send_replace(true);
    let looks = std::thread::spawn(move || {
        one_thread().block_on(async {
            timeout(SECOND, clear.wait_for(|c| *c)).await.is_ok()
        })
    });
    let seen = looks.join().expect("no panic");
    clear_sky.send_replace(false);
    assert!(seen);
}

#[test]
fn those_who_wait_are_told_that_the_flag_is_gone() {
    one_thread().block_on(async {
        let (clear_sky, mut clear) = watch::channel(false);
        let waiting = task::spawn(async move {
            clear.wait_for(|c| *c).await.is_err()
        });
        task::yield_now().await;
        drop(clear_sky);
        assert!(waiting.await.expect("no panic"));
    });
}

#[test]
fn notify_one_keeps_one_permit_and_no_second() {
    one_thread().block_on(async {
        let changed = Notify::new();
        changed.notify_one();
        changed.notify_one();
        assert!(timeout(SECOND, changed.notified()).await.is_ok());
        assert!(timeout(SECOND, changed.notified()).await.is_err());
    });
}

#[test]
fn notify_waiters_wakes_all_who_wait() {
    one_thread().block_on(async {
        let changed = Arc::new(Notify::new());
        let mut waiting = JoinSet::new();
        for _ in 0..3 {
            let changed = changed.clone();
            waiting.spawn(async move {
                timeout(SECOND, changed.notified()).await.is_ok()
            });
        }
        task::yield_now().await;
        changed.notify_waiters();
        assert_eq!(waiting.join_all().await, [true, true, true]);
    });
}

#[test]
fn notify_waiters_keeps_nothing_for_later() {
    one_thread().block_on(async {
        let changed = Notify::new();
        changed.notify_waiters();
        assert!(timeout(SECOND, changed.notified()).await.is_err());
    });
}

#[test]
fn a_notified_made_before_the_call_hears_it_without_a_poll() {
    one_thread().block_on(async {
        let changed = Notify::new();
        let early = changed.notified();
        changed.notify_waiters();
        assert!(timeout(SECOND, early).await.is_ok());
    });
}

#[test]
fn task_that_looks_before_it_waits_misses_nothing_by_a_lost_notification()
 {
    one_thread().block_on(async {
        let plates = Mutex::new(0);
        let changed = Notify::new();
        *plates.lock().expect("no holder panics") = 2;
        changed.notify_waiters();
        let pack = async {
            loop {
                let sign = changed.notified();
                if *plates.lock().expect("no holder panics") == 2 {
                    return;
                }
                sign.await;
            }
        };
        assert!(timeout(SECOND, pack).await.is_ok());
    });
}

#[test]
fn notify_one_wakes_who_waits_longest() {
    one_thread().block_on(async {
        let changed = Arc::new(Notify::new());
        let log = Arc::new(Mutex::new(Vec::new()));
        let mut waiting = JoinSet::new();
        for number in 1..=3 {
            let (changed, log) = (changed.clone(), log.clone());
            waiting.spawn(async move {
                changed.notified().await;
                log.lock().expect("no holder panics").push(number);
            });
        }
        task::yield_now().await;
        changed.notify_one();
        task::yield_now().await;
        changed.notify_one();
        task::yield_now().await;
        assert_eq!(*log.lock().expect("no holder panics"), [1, 2]);
    });
}

#[test]
fn a_notified_that_is_dropped_passes_its_notification_on() {
    one_thread().block_on(async {
        let changed = Notify::new();
        let mut second = pin!(changed.notified());
        {
            let mut first = pin!(changed.notified());
            first.as_mut().enable();
            second.as_mut().enable();
            changed.notify_one();
        }
        assert!(timeout(SECOND, second).await.is_ok());
    });
}

#[test]
fn a_notification_to_a_task_that_cannot_use_it_is_used_up() {
    one_thread().block_on(async {
        let plates = Arc::new(AtomicU32::new(0));
        let changed = Arc::new(Notify::new());
        let mut packers = [3, 1].map(|needed| {
            let (plates, changed) = (plates.clone(), changed.clone());
            task::spawn(async move {
                while plates.load(SeqCst) < needed {
                    changed.notified().await;
                }
            })
        });
        task::yield_now().await;
        plates.store(1, SeqCst);
        changed.notify_one();
        let [_, one] = &mut packers;
        assert!(timeout(SECOND, &mut *one).await.is_err());
        changed.notify_waiters();
        assert!(timeout(SECOND, one).await.is_ok());
    });
}

#[test]
fn wait_for_on_a_value_looks_again_at_each_change() {
    one_thread().block_on(async {
        let (shelf, mut plates) = watch::channel(0);
        let looks = AtomicU32::new(0);
        let enough = plates.wait_for(|plates| {
            looks.fetch_add(1, SeqCst);
            *plates >= 2
        });
        let mut enough = pin!(enough);
        for (dry, seen) in [(0, false), (1, false), (2, true)] {
            shelf.send_replace(dry);
            let done = poll_fn(|context| {
                Poll::Ready(enough.as_mut().poll(context).is_ready())
            });
            assert_eq!(done.await, seen);
        }
        assert_eq!(looks.load(SeqCst), 3);
    });
}
