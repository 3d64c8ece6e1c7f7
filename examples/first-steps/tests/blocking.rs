//! What the page Blocking says of tasks that keep or pass on a thread.

use std::cell::Cell;
use std::future::ready;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::{one_thread, wake_at_once};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::task::{self, LocalSet};
use tokio::time::sleep;

fn workers(count: usize) -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(count)
        .build()
        .expect("the system can start two threads")
}

/// Spawns a lighthouse that is ready all the time; counts its flashes.
fn lighthouse() -> Arc<AtomicU32> {
    let flashes = Arc::new(AtomicU32::new(0));
    let counted = flashes.clone();
    task::spawn(async move {
        loop {
            counted.fetch_add(1, SeqCst);
            wake_at_once().await;
        }
    });
    flashes
}

#[test]
fn blocking_sleep_stalls_every_task() {
    one_thread().block_on(async {
        let flashes = lighthouse();
        let pilot = task::spawn(async move {
            let before = flashes.load(SeqCst);
            thread::sleep(Duration::from_millis(2));
            let blocked = flashes.load(SeqCst) - before;
            sleep(Duration::from_millis(2)).await;
            let parked = flashes.load(SeqCst) - before;
            (before, blocked, parked)
        });
        for _ in 0..4 {
            task::yield_now().await;
        }
        // The paused clock stands while the lighthouse is ready.
        tokio::time::advance(Duration::from_millis(2)).await;
        let (before, blocked, parked) =
            pilot.await.expect("the pilot does not panic");
        assert_eq!((before, blocked), (1, 0));
        assert!(parked > 0);
    });
}

#[test]
fn blocking_waits_add_up() {
    one_thread().block_on(async {
        let start = Instant::now();
        let pilots = [3, 2].map(|milliseconds| {
            task::spawn(async move {
                thread::sleep(Duration::from_millis(milliseconds));
            })
        });
        for pilot in pilots {
            pilot.await.expect("no pilot panics");
        }
        assert!(start.elapsed() >= Duration::from_millis(5));
    });
}

#[test]
fn async_sleeps_take_as_long_as_the_longest() {
    one_thread().block_on(async {
        let start = tokio::time::Instant::now();
        let pilots = [2600, 1600].map(|milliseconds| {
            task::spawn(sleep(Duration::from_millis(milliseconds)))
        });
        for pilot in pilots {
            pilot.await.expect("no pilot panics");
        }
        assert_eq!(start.elapsed(), Duration::from_millis(2600));
    });
}

fn blocked_pilot_sees_light(
    runtime: &Runtime,
    patience: Duration,
) -> bool {
    runtime.block_on(async move {
        let (flash, light) = mpsc::channel();
        let pilot =
            task::spawn(
                async move { light.recv_timeout(patience).is_ok() },
            );
        task::spawn(async move { flash.send(()).ok() });
        pilot.await.expect("the pilot does not panic")
    })
}

#[test]
fn blocking_task_stalls_its_own_worker_only() {
    let long = Duration::from_secs(30);
    assert!(blocked_pilot_sees_light(&workers(2), long));
}

#[test]
fn blocking_task_stalls_the_only_worker() {
    let short = Duration::from_millis(2);
    assert!(!blocked_pilot_sees_light(&workers(1), short));
}

#[test]
fn task_that_a_blocking_task_has_spawned_last_waits_for_it() {
    let seen = |is_last: bool, patience| {
        workers(2).block_on(async move {
            let (flash, light) = mpsc::channel();
            let pilot = task::spawn(async move {
                task::spawn(async move { flash.send(()).ok() });
                if !is_last {
                    task::spawn(ready(()));
                }
                light.recv_timeout(patience).is_ok()
            });
            pilot.await.expect("the pilot does not panic")
        })
    };
    assert!(!seen(true, Duration::from_millis(50)));
    assert!(seen(false, Duration::from_secs(30)));
}

#[test]
fn task_that_a_blocking_task_has_woken_last_waits_for_it() {
    let seen = |is_last: bool, patience| {
        workers(2).block_on(async move {
            let (flash, light) = mpsc::channel();
            let (wait, waits) = mpsc::channel();
            let (wake, woken) = oneshot::channel::<()>();
            task::spawn(async move {
                wait.send(()).expect("the test listens");
                woken.await.expect("the pilot wakes it");
                flash.send(()).ok()
            });
            waits.recv().expect("the lighthouse begins");
            let pilot = task::spawn(async move {
                wake.send(()).expect("the lighthouse waits");
                if !is_last {
                    task::spawn(ready(()));
                }
                light.recv_timeout(patience).is_ok()
            });
            pilot.await.expect("the pilot does not panic")
        })
    };
    // By chance the lighthouse may not yet be parked.
    let patience = Duration::from_millis(50);
    assert!((0..100).any(|_| !seen(true, patience)));
    assert!(seen(false, Duration::from_secs(30)));
}

#[test]
fn task_that_blocks_after_a_sleep_can_hold_up_the_timer_of_another() {
    let seen = |sleeps_first: bool, patience| {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_time()
            .build()
            .expect("the system can start two threads");
        runtime.block_on(async move {
            let (flash, light) = mpsc::channel();
            task::spawn(async move {
                sleep(Duration::from_millis(20)).await;
                flash.send(()).ok()
            });
            let pilot = task::spawn(async move {
                if sleeps_first {
                    sleep(Duration::from_millis(10)).await;
                }
                light.recv_timeout(patience).is_ok()
            });
            pilot.await.expect("the pilot does not panic")
        })
    };
    // By chance the other worker can be awake, and then it watches.
    let patience = Duration::from_millis(50);
    assert!((0..100).any(|_| !seen(true, patience)));
    assert!(seen(false, Duration::from_secs(30)));
}

#[test]
fn as_many_blocking_tasks_as_workers_stall_the_rest() {
    workers(2).block_on(async {
        let all_block = Arc::new(Barrier::new(3));
        let pilots = [(), ()].map(|()| {
            let all_block = all_block.clone();
            let (release, released) = mpsc::channel::<()>();
            let pilot = task::spawn(async move {
                all_block.wait();
                released.recv().ok()
            });
            (pilot, release)
        });
        all_block.wait();

        let lit = Arc::new(AtomicBool::new(false));
        let flash = lit.clone();
        let light = task::spawn(async move {
            flash.store(true, SeqCst);
        });
        thread::sleep(Duration::from_millis(5));
        assert!(!lit.load(SeqCst));

        for (pilot, release) in pilots {
            release.send(()).expect("the pilot still blocks");
            pilot.await.expect("no pilot panics");
        }
        light.await.expect("the lighthouse does not panic");
        assert!(lit.load(SeqCst));
    });
}

#[test]
fn blocking_call_in_a_thread_of_its_own_stalls_no_task() {
    let runtime = Builder::new_current_thread()
        .build()
        .expect("no reactor is asked for");
    assert!(runtime.block_on(async {
        let (flash, light) = mpsc::channel();
        let patience = Duration::from_secs(30);
        let pilot = task::spawn_blocking(move || {
            light.recv_timeout(patience).is_ok()
        });
        task::spawn(async move { flash.send(()).ok() });
        pilot.await.expect("the pilot does not panic")
    }));
}

#[test]
fn ready_await_passes_on_no_turn() {
    one_thread().block_on(async {
        let flashes = lighthouse();
        let pilot = task::spawn(async move {
            let before = flashes.load(SeqCst);
            for _ in 0..1000 {
                ready(()).await;
            }
            (before, flashes.load(SeqCst))
        });
        let (before, after) = pilot.await.expect("no panic");
        assert_eq!((before, after), (1, 1));
    });
}

#[test]
fn full_tokio_channel_is_drained_128_at_a_time() {
    one_thread().block_on(async {
        let (send, mut receive) = tokio::sync::mpsc::channel(300);
        for call in 0..300 {
            send.try_send(call).expect("there is room for 300");
        }
        drop(send);
        let flashes = lighthouse();
        let pilot = task::spawn(async move {
            let mut taken = 0;
            let before = flashes.load(SeqCst);
            while receive.recv().await.is_some() {
                if flashes.load(SeqCst) > before {
                    return taken;
                }
                taken += 1;
            }
            taken
        });
        assert_eq!(pilot.await.expect("no panic"), 128);
    });
}

#[test]
fn nothing_runs_between_two_awaits_on_one_thread() {
    let free = Rc::new(Cell::new(100));
    let local = LocalSet::new();
    for _ in 0..100 {
        let free = free.clone();
        local.spawn_local(async move {
            wake_at_once().await;
            let seen = free.get();
            thread::yield_now();
            free.set(seen - 1);
            wake_at_once().await;
        });
    }
    one_thread().block_on(local);
    assert_eq!(free.get(), 0);
}

#[test]
fn await_between_read_and_write_loses_an_update() {
    let free = Rc::new(Cell::new(3));
    let local = LocalSet::new();
    for _ in 0..2 {
        let free = free.clone();
        local.spawn_local(async move {
            let seen = free.get();
            wake_at_once().await;
            free.set(seen - 1);
        });
    }
    one_thread().block_on(local);
    assert_eq!(free.get(), 2);
}

#[test]
fn two_workers_lose_an_update_without_any_await() {
    let free = Arc::new(AtomicU32::new(3));
    workers(2).block_on(async {
        let both_have_read = Arc::new(Barrier::new(2));
        let ferries = [(), ()].map(|()| {
            let free = free.clone();
            let both_have_read = both_have_read.clone();
            task::spawn(async move {
                let seen = free.load(SeqCst);
                both_have_read.wait();
                free.store(seen - 1, SeqCst);
            })
        });
        for ferry in ferries {
            ferry.await.expect("no ferry panics");
        }
    });
    assert_eq!(free.load(SeqCst), 2);
}

#[test]
fn fetch_sub_loses_nothing_on_two_workers() {
    let free = Arc::new(AtomicU32::new(3));
    workers(2).block_on(async {
        let together = Arc::new(Barrier::new(2));
        let ferries = [(), ()].map(|()| {
            let (free, together) = (free.clone(), together.clone());
            task::spawn(async move {
                together.wait();
                free.fetch_sub(1, SeqCst);
            })
        });
        for ferry in ferries {
            ferry.await.expect("no ferry panics");
        }
    });
    assert_eq!(free.load(SeqCst), 1);
}

#[test]
fn stalled_task_wakes_once() {
    one_thread().block_on(async {
        let flashes = Arc::new(AtomicU32::new(0));
        let counted = flashes.clone();
        task::spawn(async move {
            loop {
                counted.fetch_add(1, SeqCst);
                sleep(Duration::from_secs(1)).await;
            }
        });
        task::yield_now().await;
        // Five flashes are due in one step of the clock, as after a
        // call that blocks.
        tokio::time::advance(Duration::from_millis(5500)).await;
        for _ in 0..10 {
            task::yield_now().await;
        }
        assert_eq!(flashes.load(SeqCst), 2);
    });
}
