//! What the stage pool promises.

use ground_up::stages::pool as stage;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::Duration;

use futures::future::join;
use stage::{
    Elapsed, Executor, JoinError, Pool, now, sleep, spawn, timeout,
    yield_now,
};

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn job_runs_on_another_thread_and_its_value_comes_back() {
    Executor::new().run(async {
        let job = || (thread::current().id(), 6 * 7);
        let (id, value) = Pool::new(1).run(job).await;
        assert_ne!(id, thread::current().id());
        assert_eq!(value, 42);
    });
}

#[test]
fn loop_goes_on_while_a_job_runs() {
    Executor::new().run(async {
        let pool = Pool::new(1);
        let (go, gone) = mpsc::channel();
        let begun = Rc::new(Cell::new(false));
        let theirs = begun.clone();
        let job = spawn(async move {
            theirs.set(true);
            pool.run(move || gone.recv().expect("main says so")).await
        });
        while !begun.get() {
            yield_now().await;
        }
        sleep(Duration::from_millis(1)).await;
        go.send(5).expect("the job waits");
        assert_eq!(job.await.expect("no panic"), 5);
    });
}

#[test]
fn two_threads_run_two_jobs_at_once() {
    Executor::new().run(async {
        let pool = Pool::new(2);
        let meet = Arc::new(Barrier::new(2));
        let there = meet.clone();
        // With one thread the first job would wait for ever.
        join(
            pool.run(move || meet.wait()),
            pool.run(move || there.wait()),
        )
        .await;
    });
}

#[test]
fn panic_of_a_job_is_resumed_in_the_awaiter() {
    Executor::new().run(async {
        let pool = Pool::new(1);
        let theirs = pool.clone();
        let job = spawn(async move {
            theirs.run(|| panic!("aground")).await;
        });
        let error = job.await.expect_err("it panics");
        #[allow(irrefutable_let_patterns)] // later stages have Aborted
        let JoinError::Panicked(said) = error else {
            panic!("it was not aborted")
        };
        assert_eq!(said.downcast_ref(), Some(&"aground"));
        assert_eq!(pool.run(|| 3).await, 3);
    });
}

#[test]
fn virtual_clock_waits_for_jobs() {
    Executor::with_virtual_clock().run(async {
        let pool = Pool::new(1);
        let job = || thread::sleep(Duration::from_millis(20));
        assert_eq!(timeout(HOUR, pool.run(job)).await, Ok(()));
        assert_eq!(now(), Duration::ZERO);
        sleep(HOUR).await;
        assert_eq!(now(), HOUR);
    });
}

#[test]
fn virtual_clock_waits_for_a_job_that_nobody_awaits() {
    Executor::with_virtual_clock().run(async {
        let pool = Pool::new(1);
        let (end, ended) = mpsc::channel();
        let slow = move || {
            thread::sleep(Duration::from_millis(20));
            end.send(()).expect("main listens");
        };
        let given_up = timeout(Duration::ZERO, pool.run(slow)).await;
        assert_eq!(given_up, Err(Elapsed));
        assert!(ended.try_recv().is_err());
        sleep(HOUR).await;
        ended.try_recv().expect("the job has ended");
    });
}

#[test]
fn job_goes_on_when_its_future_is_dropped() {
    let (end, ended) = mpsc::channel();
    Executor::new().run(async {
        let pool = Pool::new(1);
        let (go, gone) = mpsc::channel::<()>();
        let job = move || {
            gone.recv().expect("main says so");
            end.send(()).expect("the test listens");
        };
        let short = Duration::from_millis(1);
        assert_eq!(timeout(short, pool.run(job)).await, Err(Elapsed));
        go.send(()).expect("the job waits");
    });
    ended.recv().expect("the job ends");
}

#[test]
fn job_that_outlives_its_loop_wakes_nobody() {
    let (end, ended) = mpsc::channel();
    let (go, gone) = mpsc::channel::<()>();
    let executor = Executor::new();
    executor.run(async {
        let pool = Pool::new(1);
        spawn(async move {
            let job = move || gone.recv().expect("the test says so");
            pool.run(job).await;
        });
        let pool = Pool::new(1);
        spawn(async move {
            pool.run(move || end.send(())).await.expect("it listens");
        });
        yield_now().await;
        yield_now().await;
    });
    drop(executor);
    go.send(()).expect("the job waits");
    ended.recv().expect("the job ends");
}
