//! What an abort ends, and from where.

use std::cell::Cell;
use std::future::pending;
use std::rc::Rc;
use std::thread;

use ground_up::stages::abort::{Executor, spawn, yield_now};
use tokio::runtime::Builder;
use tokio::task::{self, LocalSet};

#[test]
fn task_spawned_by_an_aborted_task_goes_on() {
    let done = Rc::new(Cell::new(false));
    let theirs = done.clone();
    Executor::new().run(async {
        let parent = spawn(async move {
            spawn(async move {
                for _ in 0..5 {
                    yield_now().await;
                }
                theirs.set(true);
            });
            pending::<()>().await;
        });
        yield_now().await;
        parent.abort();
        assert!(parent.await.is_err());
        for _ in 0..10 {
            yield_now().await;
        }
    });
    assert!(done.get());
}

#[test]
fn task_spawned_by_an_aborted_task_of_tokio_goes_on() {
    let done = Rc::new(Cell::new(false));
    let theirs = done.clone();
    let runtime = Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime needs no descriptor");
    LocalSet::new().block_on(&runtime, async {
        let parent = task::spawn_local(async move {
            task::spawn_local(async move {
                for _ in 0..5 {
                    task::yield_now().await;
                }
                theirs.set(true);
            });
            pending::<()>().await;
        });
        task::yield_now().await;
        parent.abort();
        let error = parent.await.expect_err("it was aborted");
        assert!(error.is_cancelled());
        for _ in 0..10 {
            task::yield_now().await;
        }
    });
    assert!(done.get());
}

#[test]
fn task_of_tokio_is_aborted_from_another_thread() {
    let runtime = Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime needs no descriptor");
    let error = runtime.block_on(async {
        let waiting = tokio::spawn(pending::<()>());
        let handle = waiting.abort_handle();
        task::yield_now().await;
        let other = thread::spawn(move || handle.abort());
        other.join().expect("it does not panic");
        waiting.await.expect_err("it was aborted")
    });
    assert!(error.is_cancelled());
}
