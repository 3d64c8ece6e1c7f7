//! What the page Blocking calls in threads and processes says of tokio's blocking pool.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use std::{pin::pin, thread};

use console::run;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio::{fs, task};

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
fn job_that_waits_for_a_channel_ends_when_its_sender_is_dropped() {
    run(async {
        let (begin, begun) = oneshot::channel();
        let (lamp, light) = mpsc::channel::<()>();
        let job = task::spawn_blocking(move || {
            begin.send(()).expect("the test waits");
            light.recv()
        });
        begun.await.expect("it begins");
        assert!(!job.is_finished());
        drop(lamp);
        assert!(job.await.expect("no panic").is_err());
    });
}

/// A runtime of one thread, and one of several.
fn runtimes() -> [Runtime; 2] {
    [Builder::new_current_thread(), Builder::new_multi_thread()].map(
        |mut builder| builder.build().expect("one more event loop"),
    )
}

fn job_that_waits_for_the_lamp(
    runtime: &Runtime,
    light: mpsc::Receiver<()>,
    done: Arc<AtomicBool>,
) {
    runtime.block_on(async {
        let (begin, begun) = oneshot::channel();
        task::spawn_blocking(move || {
            begin.send(()).expect("main waits");
            light.recv().expect("the test sends");
            done.store(true, SeqCst);
        });
        begun.await.expect("it begins");
    });
}

#[test]
fn end_of_the_runtime_waits_for_a_job_that_has_begun() {
    for runtime in runtimes() {
        let (lamp, light) = mpsc::channel();
        let done = Arc::new(AtomicBool::new(false));
        job_that_waits_for_the_lamp(&runtime, light, done.clone());
        let end = thread::spawn(move || drop(runtime));
        thread::sleep(Duration::from_millis(100));
        assert!(!end.is_finished());
        lamp.send(()).expect("the job waits");
        end.join().expect("no panic");
        assert!(done.load(SeqCst));
    }
}

#[test]
fn runtime_shut_down_in_the_background_waits_for_no_job() {
    for runtime in runtimes() {
        let (lamp, light) = mpsc::channel();
        let done = Arc::new(AtomicBool::new(false));
        job_that_waits_for_the_lamp(&runtime, light, done.clone());
        runtime.shutdown_background();
        assert!(!done.load(SeqCst));
        lamp.send(()).expect("the job still waits");
    }
}

#[test]
fn task_local_value_is_not_at_hand_in_a_job() {
    tokio::task_local! { static STAR: &'static str; }
    run(STAR.scope("Mira", async {
        assert_eq!(STAR.get(), "Mira");
        let job =
            task::spawn_blocking(|| STAR.try_with(|_| ()).is_err());
        assert!(job.await.expect("no panic"));
    }));
}

#[test]
fn job_changes_what_its_owner_sees() {
    run(async {
        let catalogue = Arc::new(Mutex::new(vec!["Mira"]));
        let theirs = catalogue.clone();
        let job = task::spawn_blocking(move || {
            theirs.lock().expect("no panic").push("Deneb");
        });
        job.await.expect("no panic");
        assert_eq!(catalogue.lock().expect("no panic").len(), 2);
    });
}

#[test]
fn file_is_not_read_while_jobs_fill_the_pool() {
    let runtime = Builder::new_current_thread()
        .enable_time()
        .max_blocking_threads(1)
        .build()
        .expect("the system can make one more event loop");
    runtime.block_on(async {
        let (lamp, light) = mpsc::channel::<()>();
        let job = task::spawn_blocking(move || light.recv().is_ok());
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let mut read = pin!(fs::read(path));
        let waits = timeout(Duration::from_millis(100), &mut read);
        assert!(waits.await.is_err());
        lamp.send(()).expect("the job waits");
        assert!(job.await.expect("no panic"));
        assert!(read.await.is_ok());
    });
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
        let started = Arc::new(AtomicUsize::new(0));
        let (lamps, jobs): (Vec<_>, Vec<_>) = (0..513)
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
        while started.load(SeqCst) < 512 {
            task::yield_now().await;
        }
        for _ in 0..1000 {
            task::yield_now().await;
        }
        assert_eq!(started.load(SeqCst), 512);
        for lamp in lamps {
            lamp.send(()).expect("the job waits");
        }
        for job in jobs {
            job.await.expect("no panic");
        }
        assert_eq!(started.load(SeqCst), 513);
    });
}

#[test]
fn block_on_in_a_task_panics() {
    for runtime in runtimes() {
        runtime.block_on(async {
            let inner = task::spawn(async {
                Handle::current().block_on(async {});
            });
            assert!(inner.await.expect_err("it panics").is_panic());
        });
    }
}

#[test]
fn block_on_in_a_job_waits_for_the_loop() {
    run(async {
        let the_loop = thread::current().id();
        let tokio = Handle::current();
        let job = task::spawn_blocking(move || {
            let dome = tokio.spawn(async { thread::current().id() });
            let here = thread::current().id();
            let opened_by = tokio.block_on(async {
                assert_eq!(thread::current().id(), here);
                dome.await.expect("no panic")
            });
            assert_ne!(opened_by, here);
            opened_by
        });
        assert_eq!(job.await.expect("no panic"), the_loop);
    });
}

#[test]
fn value_sent_by_a_thread_wakes_a_loop_that_sleeps() {
    run(async {
        let (tell, told) = oneshot::channel();
        let thread = thread::spawn(move || {
            thread::sleep(Duration::from_millis(50));
            tell.send("open")
        });
        let told = timeout(Duration::from_secs(20), told);
        assert_eq!(told.await, Ok(Ok("open")));
        assert_eq!(thread.join().expect("no panic"), Ok(()));
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
