//! Threads that finish futures: from the stage `pool` on.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::io::Read;
use std::panic::panic_any;
use std::pin::pin;
use std::rc::Rc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::task::{Context, Wake, Waker};
use std::thread;
use std::time::Duration;

use super::common::{OnDrop, SECOND, own_waker, panic_of, value};
use super::reactor::plain_pair;
use super::run;
use super::stage::{
    Async, Executor, Interest, JoinError, Pool, now, sleep, spawn,
    timeout, yield_now,
};
use futures::{future, poll};
use nix::sys::pthread::{pthread_kill, pthread_self};
use nix::sys::signal::Signal;
use tokio::runtime;
use tokio::signal::unix::{SignalKind, signal};
use toy::trace::What;

#[test]
fn leaves_are_built_where_no_loop_runs() {
    let (socket, _other) = plain_pair();
    let socket = Async::new(socket).expect("it is a socket");
    let pool = Pool::new(1);
    let job = pool.run(|| "gull");
    let room = socket.ready(Interest::Write);
    let limited = timeout(SECOND, sleep(2 * SECOND));
    run(async {
        assert_eq!(job.await, "gull");
        room.await.expect("it can be written");
        assert!(limited.await.is_err());
        yield_now().await;
    });
}

/// All orders of so many things.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let Some(last) = count.checked_sub(1) else {
        return vec![Vec::new()];
    };
    let insert = |order: Vec<usize>| {
        (0..count).map(move |place| {
            let mut order = order.clone();
            order.insert(place, last);
            order
        })
    };
    orders(last).into_iter().flat_map(insert).collect()
}

#[test]
fn the_parts_of_a_loop_may_be_dropped_in_every_order() {
    for order in orders(6) {
        let drops = Rc::new(Cell::new(0));
        let (parts, mut other) = parts_of_a_loop(&drops);
        let mut parts = parts.map(Some);
        for place in order {
            parts[place] = None;
        }
        assert_eq!(drops.get(), 1);
        let end = other.read(&mut [0]);
        assert_eq!(end.expect("it was closed"), 0);
    }
}

/// An executor and all that can outlive it; and the other end of its
/// socket. The task in it counts its drop.
fn parts_of_a_loop(
    drops: &Rc<Cell<i32>>,
) -> ([Box<dyn Any>; 6], std::os::unix::net::UnixStream) {
    let executor = Executor::with_virtual_clock();
    let (socket, other) = plain_pair();
    let drops = drops.clone();
    let dropped = OnDrop(move || drops.set(drops.get() + 1));
    let parts = executor.run(async {
        let handle = spawn(async move {
            let _dropped = dropped;
            sleep(SECOND).await;
            pending::<()>().await;
        });
        let mut nap = Box::pin(sleep(SECOND));
        assert!(poll!(&mut nap).is_pending());
        let socket = Rc::new(Async::new(socket).expect("a socket"));
        let held = socket.clone();
        let mut wait =
            Box::pin(async move { held.ready(Interest::Read).await });
        assert!(poll!(&mut wait).is_pending());
        let pool = Pool::new(1);
        pool.run(|| ()).await;
        let waker = own_waker().await;
        (handle, nap, socket, wait, pool, waker)
    });
    let (handle, nap, socket, wait, pool, waker) = parts;
    let parts: [Box<dyn Any>; 6] = [
        Box::new(executor),
        Box::new(handle),
        Box::new(nap),
        Box::new((wait, socket)),
        Box::new(pool),
        Box::new(waker),
    ];
    (parts, other)
}

/// A loop whose virtual clock would jump, and a channel that hears of
/// each time when it has nothing to do.
fn traced_idle() -> (Executor, mpsc::Receiver<()>) {
    let (say, idle) = mpsc::channel();
    let executor =
        Executor::with_virtual_clock().traced(move |event| {
            if let What::Idle(_) = event.what {
                let _ = say.send(());
            }
        });
    (executor, idle)
}

#[test]
fn a_job_runs_on_another_thread_and_gives_its_value() {
    run(async {
        let pool = Pool::new(1);
        let here = thread::current().id();
        let there = pool.run(|| thread::current().id()).await;
        assert_ne!(there, here);
    });
}

#[test]
fn jobs_overlap() {
    run(async {
        let pool = Pool::new(2);
        let both = Arc::new(Barrier::new(2));
        let jobs = [0, 1].map(|each| {
            let both = both.clone();
            pool.run(move || {
                both.wait();
                each
            })
        });
        assert_eq!(future::join_all(jobs).await, [0, 1]);
    });
}

#[test]
fn a_pool_runs_no_more_jobs_at_once_than_it_has_threads() {
    run(async {
        let pool = Pool::new(1);
        let inside = Arc::new(AtomicBool::new(false));
        let jobs = (0..20).map(|_| {
            let inside = inside.clone();
            pool.run(move || {
                assert!(!inside.swap(true, SeqCst));
                thread::yield_now();
                inside.store(false, SeqCst);
            })
        });
        future::join_all(jobs).await;
    });
}

#[test]
fn the_loop_goes_on_while_a_job_runs() {
    Executor::new().run(async {
        let pool = Pool::new(1);
        let (open, gate) = mpsc::channel();
        let opener = spawn(async move {
            yield_now().await;
            open.send("gull").expect("the job listens");
        });
        let job = pool.run(move || gate.recv());
        assert_eq!(job.await, Ok("gull"));
        value(opener).await;
    });
}

#[test]
fn a_panic_of_a_job_is_resumed_with_its_payload() {
    run(async {
        let pool = Pool::new(1);
        let clone = pool.clone();
        let task = spawn(async move {
            clone.run(|| panic_any(7_u8)).await;
        });
        let Err(JoinError::Panicked(payload)) = task.await else {
            panic!("it panicked");
        };
        assert_eq!(payload.downcast_ref(), Some(&7_u8));
        assert_eq!(pool.run(|| "goes on").await, "goes on");
    });
}

#[test]
fn a_cancelled_wait_does_not_stop_its_job() {
    run(async {
        let pool = Pool::new(1);
        let (open, gate) = mpsc::channel();
        let (say, hear) = mpsc::channel();
        let mut wait = Box::pin(pool.run(move || {
            gate.recv().expect("main opens it");
            say.send("done").expect("main listens");
        }));
        assert!(poll!(&mut wait).is_pending());
        drop(wait);
        open.send(()).expect("the job listens");
        assert_eq!(hear.recv(), Ok("done"));
        assert_eq!(pool.run(|| "next").await, "next");
    });
}

#[test]
fn a_result_that_nobody_awaits_may_panic_when_dropped() {
    run(async {
        let pool = Pool::new(1);
        let (open, gate) = mpsc::channel();
        let mut wait = Box::pin(pool.run(move || {
            gate.recv().expect("main opens it");
            OnDrop(|| panic!("aground"))
        }));
        assert!(poll!(&mut wait).is_pending());
        drop(wait);
        open.send(()).expect("the job listens");
        assert_eq!(pool.run(|| "next").await, "next");
    });
}

#[test]
fn a_job_is_handed_in_by_the_first_poll() {
    run(async {
        let pool = Pool::new(1);
        let begun = Arc::new(AtomicBool::new(false));
        let inner = begun.clone();
        let job = pool.run(move || inner.store(true, SeqCst));
        pool.run(|| ()).await;
        assert!(!begun.load(SeqCst));
        job.await;
        assert!(begun.load(SeqCst));
    });
}

#[test]
fn the_last_drop_waits_for_the_job_that_has_begun() {
    run(async {
        let pool = Pool::new(1);
        let ended = Arc::new(AtomicBool::new(false));
        let inner = ended.clone();
        let (open, gate) = mpsc::channel();
        let mut wait = Box::pin(pool.run(move || {
            open.send(()).expect("main listens");
            // Long enough for a drop that does not wait to be seen.
            thread::sleep(Duration::from_millis(50));
            inner.store(true, SeqCst);
        }));
        assert!(poll!(&mut wait).is_pending());
        drop(wait);
        gate.recv().expect("the job begins");
        let clone = pool.clone();
        drop(pool);
        assert!(!ended.load(SeqCst), "a clone is left");
        drop(clone);
        assert!(ended.load(SeqCst));
    });
}

#[test]
fn the_last_drop_discards_the_jobs_that_nobody_began() {
    run(async {
        let pool = Pool::new(1);
        let (give, take) = mpsc::channel::<Pool>();
        let (say, hear) = mpsc::channel();
        let mut first = Box::pin(pool.run(move || {
            // The last one: it is dropped while this job runs.
            drop(take.recv().expect("main gives it"));
        }));
        let mut second = Box::pin(pool.run(move || {
            say.send("begun").expect("main listens");
        }));
        assert!(poll!(&mut first).is_pending());
        assert!(poll!(&mut second).is_pending());
        drop((first, second));
        assert!(give.send(pool).is_ok());
        assert!(hear.recv().is_err(), "the job was dropped");
    });
}

#[test]
fn destructors_of_discarded_jobs_may_panic() {
    run(async {
        let pool = Pool::new(1);
        let (give, take) = mpsc::channel::<Pool>();
        let (say, hear) = mpsc::channel();
        let mut first = Box::pin(pool.run(move || {
            drop(take.recv().expect("main gives it"));
        }));
        assert!(poll!(&mut first).is_pending());
        for _ in 0..3 {
            let say = say.clone();
            let mine = OnDrop(move || {
                let _ = say.send("dropped");
                panic_any("aground");
            });
            let mut job = Box::pin(pool.run(move || drop(mine)));
            assert!(poll!(&mut job).is_pending());
        }
        drop((first, say));
        assert!(give.send(pool).is_ok());
        assert_eq!(hear.iter().count(), 3);
    });
}

#[test]
fn a_discarded_job_holds_no_virtual_clock() {
    run(async {
        let pool = Pool::new(1);
        let (give, take) = mpsc::channel::<Pool>();
        let mut first = Box::pin(pool.run(move || {
            drop(take.recv().expect("main gives it"));
        }));
        let mut second = Box::pin(pool.run(|| ()));
        assert!(poll!(&mut first).is_pending());
        assert!(poll!(&mut second).is_pending());
        drop((first, second));
        assert!(give.send(pool).is_ok());
        sleep(SECOND).await;
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_pool_dropped_on_one_of_its_own_threads_lets_them_go() {
    run(async {
        let (say, hear) = mpsc::channel();
        let pool = Pool::new(2);
        let (give, take) = mpsc::channel::<Pool>();
        let mut job = Box::pin(pool.run(move || {
            drop(take.recv().expect("main gives it"));
            say.send("alive").expect("main listens");
        }));
        assert!(poll!(&mut job).is_pending());
        drop(job);
        assert!(give.send(pool).is_ok());
        assert_eq!(hear.recv(), Ok("alive"));
    });
}

#[test]
fn the_virtual_clock_waits_for_a_job() {
    let (executor, idle) = traced_idle();
    executor.run(async {
        let pool = Pool::new(1);
        let job = timeout(
            SECOND,
            pool.run(move || {
                idle.recv().expect("the loop has nothing to do");
                "gull"
            }),
        );
        assert_eq!(job.await, Ok("gull"));
        assert_eq!(now(), Duration::ZERO);
    });
}

#[test]
fn a_signal_that_ends_the_sleep_moves_no_virtual_clock() {
    let mut listens = runtime::Builder::new_current_thread();
    let listens = listens.enable_all().build().expect("a runtime");
    let _entered = listens.enter();
    // Without a handler, the signal would end the process.
    let _handler = signal(SignalKind::user_defined1()).expect("one");
    let (executor, idle) = traced_idle();
    let here = pthread_self();
    executor.run(async {
        let pool = Pool::new(1);
        let over = Arc::new(AtomicBool::new(false));
        let inner = over.clone();
        let job = pool.run(move || {
            idle.recv().expect("the loop has nothing to do");
            let again = || idle.recv_timeout(Duration::from_millis(1));
            while !inner.load(SeqCst) && again().is_err() {
                pthread_kill(here, Signal::SIGUSR1).expect("it runs");
            }
            "gull"
        });
        let outcome = timeout(SECOND, job).await;
        over.store(true, SeqCst);
        assert_eq!(outcome, Ok("gull"));
        assert_eq!(now(), Duration::ZERO);
    });
}

#[test]
fn the_virtual_clock_waits_for_a_job_that_nobody_awaits() {
    let (executor, idle) = traced_idle();
    executor.run(async {
        let pool = Pool::new(1);
        let ended = Arc::new(AtomicBool::new(false));
        let inner = ended.clone();
        let mut wait = Box::pin(pool.run(move || {
            idle.recv().expect("the loop has nothing to do");
            inner.store(true, SeqCst);
        }));
        assert!(poll!(&mut wait).is_pending());
        drop(wait);
        sleep(SECOND).await;
        assert!(ended.load(SeqCst));
    });
}

/// The thread of the job calls it, and it takes its time: until the
/// clock has jumped, which it must not.
struct Slow {
    jumped: Mutex<mpsc::Receiver<()>>,
    task: Waker,
}

impl Wake for Slow {
    fn wake(self: Arc<Self>) {
        let jumped = self.jumped.lock().expect("nobody panics");
        let _ = jumped.recv_timeout(Duration::from_millis(100));
        self.task.wake_by_ref();
    }
}

#[test]
fn the_virtual_clock_waits_until_a_job_has_woken_its_task() {
    let (say, jumped) = mpsc::channel();
    let executor =
        Executor::with_virtual_clock().traced(move |event| {
            if let What::Jumped(_) = event.what {
                let _ = say.send(());
            }
        });
    executor.run(async {
        let pool = Pool::new(1);
        let jumped = Mutex::new(jumped);
        let task = own_waker().await;
        let waker = Waker::from(Arc::new(Slow { jumped, task }));
        let mut cx = Context::from_waker(&waker);
        let (go, gone) = mpsc::channel();
        let mut job = pin!(pool.run(move || gone.recv()));
        assert!(job.as_mut().poll(&mut cx).is_pending());
        go.send(()).expect("the job waits");
        let job = poll_fn(|_| job.as_mut().poll(&mut cx));
        let job = timeout(SECOND, job).await;
        assert_eq!(job, Ok(Ok(())));
        assert_eq!(now(), Duration::ZERO);
    });
}

#[test]
fn sleep_zero_does_not_wait_for_a_job() {
    run(async {
        let pool = Pool::new(1);
        let (go, gone) = mpsc::channel();
        let mut job = pin!(pool.run(move || gone.recv()));
        assert!(poll!(job.as_mut()).is_pending());
        sleep(Duration::ZERO).await;
        go.send(()).expect("the job waits for this");
        assert_eq!(job.await, Ok(()));
    });
}

#[test]
fn a_job_that_has_come_to_another_task_wakes_that_one() {
    run(async {
        let pool = Pool::new(1);
        let (go, gone) = mpsc::channel();
        let mut moved = Box::pin(async move {
            pool.run(move || gone.recv()).await.is_ok()
        });
        assert!(poll!(&mut moved).is_pending());
        let task = spawn(moved);
        yield_now().await;
        go.send(()).expect("the job waits");
        let woken = timeout(SECOND, value(task)).await;
        assert_eq!(woken, Ok(true));
    });
}

#[test]
fn the_virtual_clock_goes_on_when_a_job_has_panicked() {
    run(async {
        let pool = Pool::new(1);
        let clone = pool.clone();
        let task = spawn(async move {
            clone.run(|| panic!("aground")).await;
        });
        assert!(task.await.is_err());
        sleep(SECOND).await;
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_job_that_outlives_its_loop_finishes() {
    let pool = Pool::new(1);
    let (open, gate) = mpsc::channel();
    let (say, hear) = mpsc::channel();
    let executor = Executor::new();
    executor.run(async {
        let pool = pool.clone();
        spawn(async move {
            let job = pool.run(move || {
                gate.recv().expect("the test opens it");
                say.send("done").expect("the test listens");
            });
            job.await;
        });
        yield_now().await;
    });
    drop(executor);
    open.send(()).expect("the job listens");
    assert_eq!(hear.recv(), Ok("done"));
}

#[test]
fn a_pool_serves_two_loops() {
    let pool = Pool::new(2);
    assert_eq!(run(pool.run(|| 1)), 1);
    assert_eq!(Executor::new().run(pool.run(|| 2)), 2);
}

#[test]
fn a_job_of_another_loop_holds_no_virtual_clock() {
    let pool = Pool::new(1);
    let (open, gate) = mpsc::channel::<()>();
    let other = Executor::new();
    other.run(async {
        let mut job = Box::pin(pool.run(move || gate.recv()));
        assert!(poll!(&mut job).is_pending());
    });
    run(async {
        sleep(SECOND).await;
        assert_eq!(now(), SECOND);
    });
    drop(open);
}

#[test]
fn a_thousand_jobs_each_wake_their_task() {
    Executor::new().run(async {
        let pool = Pool::new(4);
        let sum = Rc::new(RefCell::new(0));
        let tasks = (0..1000).map(|each| {
            let (pool, sum) = (pool.clone(), sum.clone());
            spawn(async move {
                let part = pool.run(move || each).await;
                *sum.borrow_mut() += part;
            })
        });
        let tasks: Vec<_> = tasks.collect();
        future::join_all(tasks).await;
        assert_eq!(*sum.borrow(), 999 * 1000 / 2);
    });
}

#[test]
fn a_pool_needs_a_thread() {
    assert!(panic_of(|| Pool::new(0)).contains("thread"));
}

#[test]
fn an_idle_pool_does_not_keep_the_loop_awake() {
    let executor = Executor::new();
    executor.run(async {
        let pool = Pool::new(2);
        pool.run(|| ()).await;
        let mut never = pin!(pending::<()>());
        assert!(poll!(never.as_mut()).is_pending());
        let turns = executor.turns();
        sleep(Duration::from_millis(50)).await;
        // The end of the job may ring once more.
        assert!(executor.turns() - turns <= 3);
    });
}
