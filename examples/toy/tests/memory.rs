//! What is over leaves no memory behind.

use std::alloc::System;
use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use toy::scope::{
    CancelScope, Cancelled, checkpoint, move_on_after, open_nursery,
};
use toy::{Executor, sleep};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The heap is one for all: its tests take turns.
static TURN: Mutex<()> = Mutex::new(());

async fn nap(seconds: u64) -> Result<(), Cancelled> {
    checkpoint(sleep(Duration::from_secs(seconds))).await
}

/// One child that ends, one that is cancelled, and one time limit.
async fn round() -> Result<(), Cancelled> {
    let opened = open_nursery(async |nursery| {
        nursery.start_soon(nap(9));
        nursery.start_soon(nap(1));
        move_on_after(Duration::from_secs(2), nap(9)).await?;
        nursery.cancel();
        Ok::<_, Cancelled>(())
    });
    opened.await.map(|_| ()).map_err(|_| Cancelled)
}

/// How many bytes are in use, less those that were at `start`.
fn bytes(start: &Region<'_, System>) -> usize {
    let change = start.change();
    change.bytes_allocated - change.bytes_deallocated
}

#[test]
fn a_hundred_thousand_scopes_and_children_leave_no_memory_behind() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    Executor::with_virtual_clock().run(async {
        let outer = CancelScope::new();
        let body = async {
            let start = Region::new(HEAP);
            for _ in 0..1_000 {
                round().await?;
            }
            let few = bytes(&start);
            for _ in 0..100_000 {
                round().await?;
            }
            assert_eq!(bytes(&start), few);
            Ok::<(), Cancelled>(())
        };
        assert_eq!(outer.enter(body).await, Ok(Some(())));
    });
}

#[test]
fn a_wake_after_the_loop_is_gone_leaves_no_memory_behind() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let wake_late = || {
        let executor = Executor::new();
        let waker =
            executor.run(poll_fn(|cx| Poll::Ready(cx.waker().clone())));
        drop(executor);
        waker.wake();
    };
    wake_late();
    let start = Region::new(HEAP);
    (0..1_000).for_each(|_| wake_late());
    // Each inbox that stays is a hundred bytes; the rest is the test
    // harness, which prints meanwhile.
    assert!(bytes(&start) < 10_000, "{} bytes", bytes(&start));
}
