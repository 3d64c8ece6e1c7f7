//! What the page Locks and semaphores says of tokio's Mutex, Semaphore and Barrier.

use std::pin::pin;
use std::sync::{Arc, TryLockError, mpsc};
use std::time::Duration;

use crate::common::one_thread;
use futures::poll;
use tokio::sync::{Barrier, Mutex, Semaphore};
use tokio::task::{self, JoinSet, LocalSet};
use tokio::time::{sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn dropping_the_guard_unlocks() {
    let lock = Mutex::new(3);
    let guard = lock.try_lock().expect("nobody holds it");
    assert!(lock.try_lock().is_err());
    drop(guard);
    assert_eq!(lock.try_lock().map(|plates| *plates).ok(), Some(3));
}

#[test]
fn a_free_lock_is_taken_in_the_first_poll() {
    one_thread().block_on(async {
        let lock = Mutex::new(());
        assert!(poll!(pin!(lock.lock())).is_ready());
    });
}

#[test]
fn the_lock_goes_to_the_task_that_has_waited_longest() {
    one_thread().block_on(async {
        let log = Arc::new(Mutex::new(Vec::new()));
        let guard = log.lock().await;
        let mut waiting = JoinSet::new();
        for number in 1..=4 {
            let log = log.clone();
            waiting.spawn(async move {
                log.lock().await.push(number);
            });
            task::yield_now().await;
        }
        drop(guard);
        waiting.join_all().await;
        assert_eq!(*log.lock().await, [1, 2, 3, 4]);
    });
}

#[test]
fn a_task_that_gave_up_and_asks_again_is_last() {
    one_thread().block_on(async {
        let lock = Mutex::new(());
        let guard = lock.lock().await;
        let mut gives_up = Box::pin(lock.lock());
        let mut waits_on = Box::pin(lock.lock());
        assert!(poll!(&mut gives_up).is_pending());
        assert!(poll!(&mut waits_on).is_pending());
        drop(gives_up);
        let mut again = pin!(lock.lock());
        assert!(poll!(&mut again).is_pending());
        drop(guard);
        assert!(poll!(&mut again).is_pending());
        drop(waits_on.await);
        assert!(poll!(&mut again).is_ready());
    });
}

#[test]
fn a_task_that_unlocks_and_locks_again_waits_behind_the_waiter() {
    one_thread().block_on(async {
        let log = Arc::new(Mutex::new(Vec::new()));
        let mut guard = log.lock().await;
        let south = task::spawn({
            let log = log.clone();
            async move { log.lock().await.push("south") }
        });
        task::yield_now().await;
        guard.push("north");
        drop(guard);
        assert!(log.try_lock().is_err());
        log.lock().await.push("north again");
        south.await.expect("no panic");
        assert_eq!(
            *log.lock().await,
            ["north", "south", "north again"]
        );
    });
}

#[test]
fn a_task_that_locks_twice_waits_for_itself() {
    one_thread().block_on(async {
        let lock = Mutex::new(());
        let _guard = lock.lock().await;
        assert!(timeout(3600 * SECOND, lock.lock()).await.is_err());
    });
}

#[test]
fn a_dropped_wait_for_the_lock_leaves_it_to_the_next() {
    one_thread().block_on(async {
        let lock = Mutex::new(());
        let guard = lock.lock().await;
        let mut impatient = Box::pin(lock.lock());
        let mut patient = pin!(lock.lock());
        assert!(poll!(&mut impatient).is_pending());
        assert!(poll!(&mut patient).is_pending());
        drop(guard);
        assert!(poll!(&mut patient).is_pending());
        drop(impatient);
        assert!(poll!(&mut patient).is_ready());
    });
}

#[test]
fn a_panic_unlocks_and_the_next_finds_what_it_left() {
    one_thread().block_on(async {
        let plates = Arc::new(Mutex::new(3));
        let held = plates.clone();
        let clumsy = task::spawn(async move {
            let mut plates = held.lock().await;
            *plates -= 1;
            panic!("drops one");
        });
        assert!(clumsy.await.is_err());
        assert_eq!(*plates.lock().await, 2);
    });
}

#[test]
fn a_std_lock_is_poisoned_by_a_panic() {
    one_thread().block_on(async {
        let plates = Arc::new(std::sync::Mutex::new(3));
        let held = plates.clone();
        let clumsy = task::spawn(async move {
            let _plates = held.lock();
            panic!("drops one");
        });
        assert!(clumsy.await.is_err());
        assert!(plates.lock().is_err());
    });
}

#[test]
#[expect(clippy::await_holding_lock, reason = "the test shows why")]
fn a_std_guard_kept_across_an_await_is_held_in_other_turns() {
    let lock = std::sync::Mutex::new(());
    one_thread().block_on(async {
        let holder = async {
            let guard = lock.lock().expect("no holder panics");
            sleep(SECOND).await;
            drop(guard);
        };
        let asker = async {
            let refused = lock.try_lock().err();
            assert!(matches!(refused, Some(TryLockError::WouldBlock)));
        };
        tokio::join!(biased; holder, asker);
    });
}

#[test]
fn a_task_that_waits_for_a_std_lock_stops_the_task_that_holds_it() {
    let (unlocked, heard) = mpsc::channel();
    let night = move || {
        let lock = std::rc::Rc::new(std::sync::Mutex::new(()));
        let tasks = LocalSet::new();
        one_thread().block_on(tasks.run_until(async {
            let (first, second) = (lock.clone(), lock);
            let holder = task::spawn_local(async move {
                let guard = first.lock();
                task::yield_now().await;
                drop(guard);
                unlocked.send(()).ok();
            });
            let asker = task::spawn_local(async move {
                drop(second.lock());
            });
            asker.await.expect("no panic");
            holder.await.expect("no panic");
        }));
    };
    // The thread never ends; it goes with the process.
    std::thread::spawn(night);
    let patience = Duration::from_millis(500);
    assert_eq!(
        heard.recv_timeout(patience),
        Err(mpsc::RecvTimeoutError::Timeout)
    );
}

#[test]
fn a_permit_too_many_is_a_permit_more() {
    let power = Semaphore::new(2);
    power.add_permits(1);
    assert_eq!(power.available_permits(), 3);
}

#[test]
fn a_dropped_permit_comes_back() {
    let power = Arc::new(Semaphore::new(2));
    one_thread().block_on(async {
        let permit = power.clone().acquire_owned().await;
        let turning = task::spawn(async move {
            let _permit = permit;
            panic!("the motor burns out");
        });
        assert_eq!(power.available_permits(), 1);
        assert!(turning.await.is_err());
    });
    assert_eq!(power.available_permits(), 2);
}

#[test]
fn a_wait_for_a_permit_that_is_given_up_takes_no_permit() {
    one_thread().block_on(async {
        let power = Semaphore::new(1);
        let held = power.acquire().await.expect("it is open");
        assert!(timeout(SECOND, power.acquire()).await.is_err());
        assert_eq!(power.available_permits(), 0);
        drop(held);
        assert_eq!(power.available_permits(), 1);
    });
}

#[test]
fn permits_go_to_those_who_wait_in_their_order() {
    one_thread().block_on(async {
        let power = Arc::new(Semaphore::new(1));
        let log = Arc::new(Mutex::new(Vec::new()));
        let held = power.acquire().await.expect("it is open");
        let mut waiting = JoinSet::new();
        for number in 1..=3 {
            let (power, log) = (power.clone(), log.clone());
            waiting.spawn(async move {
                let _permit = power.acquire().await;
                log.lock().await.push(number);
            });
            task::yield_now().await;
        }
        drop(held);
        let newcomer = power.acquire().await;
        log.lock().await.push(4);
        drop(newcomer);
        waiting.join_all().await;
        assert_eq!(*log.lock().await, [1, 2, 3, 4]);
    });
}

#[test]
fn task_that_asks_for_two_permits_is_not_overtaken_by_one_that_asks_for_one()
 {
    one_thread().block_on(async {
        let power = Arc::new(Semaphore::new(2));
        let held = power.acquire().await.expect("it is open");
        let heavy = task::spawn({
            let power = power.clone();
            async move { power.acquire_many_owned(2).await }
        });
        task::yield_now().await;
        assert!(timeout(SECOND, power.acquire()).await.is_err());
        drop(held);
        let heavy = heavy.await.expect("no panic").expect("it is open");
        assert_eq!(heavy.num_permits(), 2);
    });
}

#[test]
fn a_closed_semaphore_refuses_those_who_wait() {
    one_thread().block_on(async {
        let power = Arc::new(Semaphore::new(0));
        let turning = task::spawn({
            let power = power.clone();
            async move { power.acquire().await.is_err() }
        });
        task::yield_now().await;
        power.close();
        assert!(turning.await.expect("no panic"));
        assert!(power.acquire().await.is_err());
    });
}

#[test]
fn one_task_at_the_barrier_is_the_leader() {
    one_thread().block_on(async {
        let first_light = Barrier::new(3);
        let (north, south, east) = tokio::join!(
            first_light.wait(),
            first_light.wait(),
            first_light.wait()
        );
        let leaders = [north, south, east].map(|met| met.is_leader());
        assert_eq!(leaders.iter().filter(|&&leads| leads).count(), 1);
    });
}

#[test]
fn task_that_gave_up_still_counts_at_the_barrier() {
    one_thread().block_on(async {
        let first_light = Barrier::new(2);
        assert!(timeout(SECOND, first_light.wait()).await.is_err());
        let met = timeout(SECOND, first_light.wait()).await;
        assert!(met.expect("nobody else has to come").is_leader());
    });
}
