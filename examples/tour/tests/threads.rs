//! What the page Work that blocks says of tokio's blocking pool.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Barrier, mpsc};
use std::thread;

use first_steps::run;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task;

#[test]
fn loop_goes_on_while_a_job_blocks() {
    run(async {
        let (lamp, light) = mpsc::channel::<()>();
        let job = task::spawn_blocking(move || light.recv().is_ok());
        for _ in 0..100 {
            task::yield_now().await;
        }
        assert!(!job.is_finished());
        lamp.send(()).expect("the job waits");
        assert!(job.await.expect("it does not panic"));
    });
}

#[test]
fn panic_of_a_job_is_an_error_of_its_handle() {
    run(async {
        let job = task::spawn_blocking(|| panic!("broken plate"));
        assert!(job.await.expect_err("it panics").is_panic());
    });
}

#[test]
fn aborted_job_goes_on_once_it_has_begun() {
    run(async {
        let (begin, begun) = oneshot::channel();
        let (lamp, light) = mpsc::channel::<()>();
        let job = task::spawn_blocking(move || {
            begin.send(()).expect("the test waits");
            light.recv().is_ok()
        });
        begun.await.expect("it begins");
        job.abort();
        lamp.send(()).expect("the job waits");
        assert!(job.await.expect("it was not cancelled"));
    });
}

#[test]
fn end_of_the_runtime_waits_for_a_job_that_has_begun() {
    static DONE: AtomicBool = AtomicBool::new(false);
    let (lamp, light) = mpsc::channel::<()>();
    let night = thread::spawn(move || {
        run(async {
            let (begin, begun) = oneshot::channel();
            task::spawn_blocking(move || {
                begin.send(()).expect("main waits");
                light.recv().expect("the test sends");
                DONE.store(true, SeqCst);
            });
            begun.await.expect("it begins");
        });
        DONE.load(SeqCst)
    });
    lamp.send(()).expect("the job waits");
    assert!(night.join().expect("no panic"));
}

#[test]
fn job_beyond_the_limit_of_all_jobs_waits() {
    let runtime = Builder::new_current_thread()
        .max_blocking_threads(2)
        .build()
        .expect("the system can make one more event loop");
    runtime.block_on(async {
        let started = Arc::new(AtomicUsize::new(0));
        let (lamps, jobs): (Vec<_>, Vec<_>) = (0..3)
            .map(|_| {
                let (lamp, light) = mpsc::channel::<()>();
                let started = started.clone();
                let job = task::spawn_blocking(move || {
                    started.fetch_add(1, SeqCst);
                    light.recv().expect("the test sends");
                });
                (lamp, job)
            })
            .unzip();
        while started.load(SeqCst) < 2 {
            task::yield_now().await;
        }
        for _ in 0..1000 {
            task::yield_now().await;
        }
        assert_eq!(started.load(SeqCst), 2);
        for lamp in lamps {
            lamp.send(()).expect("the job waits");
        }
        for job in jobs {
            job.await.expect("no panic");
        }
        assert_eq!(started.load(SeqCst), 3);
    });
}

#[test]
fn five_hundred_and_twelve_jobs_block_at_once() {
    run(async {
        let full = Arc::new(Barrier::new(512));
        let jobs: Vec<_> = (0..512)
            .map(|_| {
                let full = full.clone();
                task::spawn_blocking(move || full.wait().is_leader())
            })
            .collect();
        let mut leaders = 0;
        for job in jobs {
            leaders += usize::from(job.await.expect("no panic"));
        }
        assert_eq!(leaders, 1);
    });
}

#[test]
fn block_on_in_a_task_panics() {
    run(async {
        let inner = task::spawn(async {
            Handle::current().block_on(async {});
        });
        assert!(inner.await.expect_err("it panics").is_panic());
    });
}

#[test]
fn block_on_in_a_job_waits_for_the_loop() {
    run(async {
        let tokio = Handle::current();
        let job = task::spawn_blocking(move || {
            tokio.block_on(async {
                task::yield_now().await;
                "open"
            })
        });
        assert_eq!(job.await.expect("no panic"), "open");
    });
}

#[test]
fn thread_wakes_a_loop_that_sleeps() {
    run(async {
        let (begin, begun) = oneshot::channel();
        let tokio = Handle::current();
        let thread = thread::spawn(move || {
            tokio.spawn(async { begin.send(()).is_ok() })
        });
        begun.await.expect("the task runs");
        let task = thread.join().expect("no panic");
        assert!(task.await.expect("no panic"));
    });
}
