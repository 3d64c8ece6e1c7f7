//! What the page Runner says of a runtime that serves several calls.

use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::common::{Leaves, Log, one_thread};
use tokio::task::{spawn, yield_now};

tokio::task_local! {
    static LANGUAGE: &'static str;
}

#[test]
fn task_that_one_call_spawns_goes_on_in_the_next() {
    let (log, runtime) = (Log::default(), one_thread());
    let line = log.clone();
    runtime.block_on(async {
        spawn(async move {
            yield_now().await;
            line.add("finished");
        });
    });
    assert!(log.lines().is_empty());
    runtime.block_on(async {
        yield_now().await;
        yield_now().await;
    });
    assert_eq!(log.lines(), ["finished"]);
}

#[test]
fn end_of_the_runtime_drops_what_is_left() {
    let (log, runtime) = (Log::default(), one_thread());
    let leaves = Leaves(log.clone(), "dropped");
    runtime.block_on(async {
        spawn(async move {
            let _leaves = leaves;
            pending::<()>().await;
        });
        yield_now().await;
    });
    assert!(log.lines().is_empty());
    drop(runtime);
    assert_eq!(log.lines(), ["dropped"]);
}

#[test]
fn block_on_inside_a_runtime_panics() {
    let (outer, inner) = (one_thread(), one_thread());
    let nested = || outer.block_on(async { inner.block_on(async {}) });
    assert!(catch_unwind(AssertUnwindSafe(nested)).is_err());
}

#[test]
fn task_local_ends_with_its_scope() {
    let runtime = one_thread();
    let greet = async { LANGUAGE.try_with(|name| *name).ok() };
    let inside = runtime.block_on(LANGUAGE.scope("French", greet));
    assert_eq!(inside, Some("French"));
    let greet = async { LANGUAGE.try_with(|name| *name).ok() };
    assert_eq!(runtime.block_on(greet), None);
}

#[test]
fn mutex_serves_two_runtimes() {
    let lock = tokio::sync::Mutex::new(0);
    for runtime in [one_thread(), one_thread()] {
        runtime.block_on(async {
            let mut guard = lock.lock().await;
            let waits = lock.lock();
            tokio::pin!(waits);
            assert!(futures::poll!(waits.as_mut()).is_pending());
            *guard += 1;
            drop(guard);
            *waits.await += 1;
        });
    }
    assert_eq!(lock.into_inner(), 4);
}
