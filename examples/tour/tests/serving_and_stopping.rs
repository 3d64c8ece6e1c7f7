//! What the page Serving until stopped says of runtimes, futures and threads.

use std::future::{pending, ready};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, mpsc};
use std::task::{Context, Wake, Waker};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crate::common::one_thread;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task;
use tokio::time::{sleep, timeout};

/// A spawned task that adds one each second.
fn ticking() -> Arc<AtomicU32> {
    let ticks = Arc::new(AtomicU32::new(0));
    let counted = ticks.clone();
    task::spawn(async move {
        loop {
            sleep(Duration::from_secs(1)).await;
            counted.fetch_add(1, SeqCst);
        }
    });
    ticks
}

#[test]
fn parked_tasks_go_on_with_the_next_block_on() {
    let runtime = one_thread();
    let ticks = runtime.block_on(async {
        let ticks = ticking();
        sleep(Duration::from_millis(2500)).await;
        ticks
    });
    assert_eq!(ticks.load(SeqCst), 2);
    runtime.block_on(async { sleep(Duration::from_secs(2)).await });
    assert_eq!(ticks.load(SeqCst), 4);
}

#[test]
fn tasks_on_workers_go_on_after_block_on() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .expect("the system can start a thread");
    let (dawn, sees_dawn) = oneshot::channel();
    let (tell, told) = mpsc::channel();
    runtime.block_on(async {
        task::spawn(async move {
            sees_dawn.await.expect("the night ends");
            tell.send("parked").expect("the assistant listens");
        });
    });
    dawn.send(()).expect("the telescope waits");
    assert_eq!(told.recv(), Ok("parked"));
}

#[test]
fn dropping_a_runtime_in_a_task_panics() {
    one_thread().block_on(async {
        let task = task::spawn(async { drop(one_thread()) });
        assert!(task.await.expect_err("it panics").is_panic());
    });
}

#[test]
fn a_runtime_can_be_dropped_in_block_in_place() {
    let workers = Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .expect("the system can start a thread");
    let task = workers.spawn(async {
        let runtime = one_thread();
        task::block_in_place(move || drop(runtime));
    });
    assert!(workers.block_on(task).is_ok());
}

#[test]
fn a_root_future_that_is_never_ready_serves_for_ever() {
    one_thread().block_on(async {
        let ticks = ticking();
        let night = Duration::from_millis(8_000_500);
        assert!(timeout(night, pending::<()>()).await.is_err());
        assert_eq!(ticks.load(SeqCst), 8000);
    });
}

#[test]
fn into_future_polls_nothing() {
    let polls = AtomicU32::new(0);
    let work = async { polls.fetch_add(1, SeqCst) };
    one_thread().block_on(async {
        let work = work.into_future();
        sleep(Duration::from_secs(5)).await;
        assert_eq!(polls.load(SeqCst), 0);
        work.await;
    });
    assert_eq!(polls.load(SeqCst), 1);
}

#[test]
fn a_type_says_by_into_future_what_its_await_does() {
    struct Exposure {
        seconds: u32,
    }
    impl IntoFuture for Exposure {
        type Output = u32;
        type IntoFuture = std::future::Ready<u32>;
        fn into_future(self) -> Self::IntoFuture {
            ready(self.seconds * 2)
        }
    }
    let doubled =
        one_thread().block_on(async { Exposure { seconds: 30 }.await });
    assert_eq!(doubled, 60);
}

#[test]
fn a_thread_spawns_through_a_handle_and_waits_for_the_result() {
    let main_thread = thread::current().id();
    one_thread().block_on(async {
        let handle = Handle::current();
        let (answer, answered) = oneshot::channel();
        let driver = thread::spawn(move || {
            let task = handle.spawn(async { thread::current().id() });
            let ran_on: ThreadId =
                handle.block_on(task).expect("the task does not panic");
            answer.send(ran_on).expect("main waits");
        });
        assert_eq!(answered.await, Ok(main_thread));
        driver.join().expect("the thread does not panic");
    });
}

#[test]
fn a_waker_goes_to_another_thread() {
    struct Bell(mpsc::Sender<ThreadId>);
    impl Wake for Bell {
        fn wake(self: Arc<Self>) {
            self.0.send(thread::current().id()).expect("it is heard");
        }
    }
    let (bell, heard) = mpsc::channel();
    let waker = Waker::from(Arc::new(Bell(bell)));
    let (clouds, mut clouded) = oneshot::channel();
    let mut context = Context::from_waker(&waker);
    assert!(
        std::pin::pin!(&mut clouded).poll(&mut context).is_pending()
    );
    let sensor = thread::spawn(move || {
        clouds.send("cirrus").expect("the receiver is there");
        thread::current().id()
    });
    let sender = sensor.join().expect("the sensor does not panic");
    assert_eq!(heard.try_recv(), Ok(sender));
}
