//! Addresses that are recycled: from the stage `slots` on.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use super::common::own_waker;
use super::stage::{Executor, spawn};

#[test]
fn an_address_goes_to_the_next_task_once_its_wakers_are_gone() {
    Executor::new().run(async {
        let first = spawn(async { own_waker().await.data().addr() });
        let first = first.await.expect("it ends");
        let second = spawn(async { own_waker().await.data().addr() });
        assert_eq!(second.await.expect("it ends"), first);
    });
}

#[test]
fn an_address_stays_that_of_its_task_while_a_waker_is_kept() {
    Executor::new().run(async {
        let kept = spawn(own_waker()).await.expect("it ends");
        for _ in 0..10 {
            let next = spawn(own_waker()).await.expect("it ends");
            assert!(!next.will_wake(&kept));
            assert_ne!(next.data(), kept.data());
        }
    });
}
