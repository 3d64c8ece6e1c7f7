//! What the page What tokio adds to our loop says.

use std::cell::Cell;
use std::future::{pending, poll_fn};
use std::rc::Rc;
use std::sync::{self as std_sync, Arc, Barrier, mpsc as std_mpsc};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use crate::common::one_thread;
use futures::{FutureExt, StreamExt};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::{Mutex, Notify, OnceCell, mpsc, oneshot};
use tokio::task::{self, LocalSet, coop};
use tokio::time::{Instant, sleep};

/// How many times in a row `operation` is ready in one poll of a task, up
/// to 1000.
async fn in_one_poll(operation: impl AsyncFnMut()) -> u32 {
    // With a fresh budget.
    task::yield_now().await;
    in_a_row(operation)
}

/// The same, with what is left of the budget.
fn in_a_row(mut operation: impl AsyncFnMut()) -> u32 {
    let count = Cell::new(0);
    let all = async {
        while count.get() < 1000 {
            operation().await;
            count.set(count.get() + 1);
        }
    };
    let _ = all.now_or_never();
    count.get()
}

#[test]
fn a_task_of_tokio_takes_128_messages_in_one_poll() {
    one_thread().block_on(async {
        let (sender, mut inbox) = mpsc::unbounded_channel();
        let count = in_one_poll(async || {
            sender.send(1).expect("it is open");
            inbox.recv().await;
        });
        assert_eq!(count.await, 128);
    });
}

#[test]
fn a_lock_and_a_oneshot_have_the_same_budget() {
    one_thread().block_on(async {
        let lock = Mutex::new(());
        let count = in_one_poll(async || drop(lock.lock().await));
        assert_eq!(count.await, 128);
        let count = in_one_poll(async || {
            let (sender, inbox) = oneshot::channel();
            sender.send(1).expect("it is open");
            inbox.await.expect("it was sent");
        });
        assert_eq!(count.await, 128);
    });
}

#[test]
fn a_bounded_send_and_its_receive_cost_two() {
    one_thread().block_on(async {
        let (sender, mut inbox) = mpsc::channel(1);
        let count = in_one_poll(async || {
            sender.send(1).await.expect("it is open");
            inbox.recv().await;
        });
        assert_eq!(count.await, 64);
    });
}

#[test]
fn notify_once_cell_and_streams_of_futures_have_no_budget() {
    one_thread().block_on(async {
        let notify = Notify::new();
        let count = in_one_poll(async || {
            notify.notify_one();
            notify.notified().await;
        });
        assert_eq!(count.await, 1000);
        let cell = OnceCell::new_with(Some(1));
        let count = in_one_poll(async || {
            cell.get_or_init(async || 2).await;
        });
        assert_eq!(count.await, 1000);
        let mut numbers = futures::stream::iter(0..);
        let count = in_one_poll(async || {
            numbers.next().await;
        });
        assert_eq!(count.await, 1000);
    });
}

#[test]
fn unconstrained_task_has_no_budget() {
    one_thread().block_on(coop::unconstrained(async {
        let (sender, mut inbox) = mpsc::unbounded_channel();
        let count = in_one_poll(async || {
            sender.send(1).expect("it is open");
            inbox.recv().await;
        });
        assert_eq!(count.await, 1000);
    }));
}

#[test]
fn task_gets_the_rest_of_the_budget_of_its_waker_on_several_threads() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .expect("the system has threads");
    let steps = runtime.spawn(async {
        let (wake, woken) = oneshot::channel();
        let other = task::spawn(async {
            woken.await.expect("it is sent");
            in_a_row(coop::consume_budget)
        });
        // The other task begins to wait, and this one has a fresh budget.
        task::yield_now().await;
        for _ in 0..100 {
            coop::consume_budget().await;
        }
        wake.send(()).expect("it waits");
        other.await.expect("it does not panic")
    });
    // 28 are left, and the message is one of them.
    assert_eq!(runtime.block_on(steps).expect("no panic"), 27);
}

/// Whose turn it is, in the order of the turns.
type Turns = Arc<std_sync::Mutex<Vec<&'static str>>>;

/// A task that spends its budget twice and then ends.
fn spender(name: &'static str, turns: Turns) -> task::JoinHandle<()> {
    let mut spend = Box::pin(async {
        for _ in 0..300 {
            coop::consume_budget().await;
        }
    });
    task::spawn(poll_fn(move |cx| {
        turns.lock().expect("no panic").push(name);
        spend.as_mut().poll(cx)
    }))
}

#[test]
fn of_two_tasks_that_spent_their_budgets_the_last_goes_on_first() {
    one_thread().block_on(async {
        let turns = Turns::default();
        let tasks = ["office", "clerk"]
            .map(|name| spender(name, turns.clone()));
        for task in tasks {
            task.await.expect("no panic");
        }
        assert_eq!(
            *turns.lock().expect("no panic"),
            ["office", "clerk", "clerk", "office", "office", "clerk"]
        );
    });
}

#[test]
fn task_that_spent_its_budget_lets_a_busy_one_have_many_turns() {
    one_thread().block_on(async {
        let turns = Turns::default();
        let spent = spender("office", turns.clone());
        let counted = turns.clone();
        let busy = task::spawn(poll_fn(move |cx| {
            counted.lock().expect("no panic").push("busy");
            cx.waker().wake_by_ref();
            Poll::<()>::Pending
        }));
        spent.await.expect("no panic");
        busy.abort();
        let turns = turns.lock().expect("no panic");
        let between = turns.split(|name| *name == "office").nth(1);
        assert!(between.expect("it has three turns").len() > 30);
    });
}

#[test]
fn message_that_is_there_is_not_seen_when_the_budget_is_spent() {
    one_thread().block_on(async {
        let (sender, mut inbox) = mpsc::unbounded_channel();
        task::yield_now().await;
        for number in 0..200 {
            sender.send(number).expect("it is open");
        }
        for _ in 0..128 {
            inbox.recv().await;
        }
        assert_eq!(inbox.recv().now_or_never(), None);
        assert_eq!(inbox.try_recv(), Ok(128));
        let next = tokio::select! {
            biased;
            next = inbox.recv() => next,
            () = async {} => None,
        };
        assert_eq!(next, Some(129));
    });
}

#[test]
fn budget_of_our_own_computation_is_asked_for() {
    one_thread().block_on(async {
        assert_eq!(in_one_poll(coop::consume_budget).await, 128);
    });
}

#[test]
fn default_runtime_of_tokio_has_a_thread_for_each_core() {
    let runtime = Runtime::new().expect("the system has threads");
    let cores = thread::available_parallelism();
    let cores = cores.expect("the system counts them").get();
    // Its user may have said otherwise.
    let asked = std::env::var("TOKIO_WORKER_THREADS");
    let asked = asked.ok().and_then(|it| it.parse().ok());
    let workers = runtime.metrics().num_workers();
    assert_eq!(workers, asked.unwrap_or(cores));
}

#[test]
fn task_goes_on_on_another_thread_when_its_own_is_busy() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("the system has threads");
    // Until the blocking task is run by the thread of the first one.
    let has_moved = (0..1000).any(|_| {
        let moves = runtime.spawn(async {
            let (going_on, goes_on) = std_mpsc::channel::<()>();
            let (blocking, is_blocking) = std_mpsc::channel();
            let (wake, woken) = oneshot::channel();
            let began = thread::current().id();
            task::spawn(async move {
                let here = thread::current().id();
                blocking.send(here).expect("a thread waits");
                // It ends by an error.
                let _ = goes_on.recv();
            });
            thread::spawn(move || {
                let blocked = is_blocking.recv().expect("it begins");
                wake.send(blocked)
            });
            let blocked = woken.await.expect("it is sent");
            let is_elsewhere = thread::current().id() != began;
            drop(going_on);
            assert_ne!(blocked, thread::current().id());
            is_elsewhere
        });
        let moved = runtime.block_on(moves);
        moved.expect("it does not panic")
    });
    assert!(has_moved);
}

#[test]
fn local_set_takes_a_future_that_is_not_send() {
    one_thread().block_on(LocalSet::new().run_until(async {
        let shared = Rc::new(Cell::new(0));
        let theirs = shared.clone();
        let task = task::spawn_local(async move { theirs.set(1) });
        task.await.expect("it does not panic");
        assert_eq!(shared.get(), 1);
    }));
}

#[test]
fn handle_spawns_and_waits_on_another_thread() {
    let runtime = one_thread();
    runtime.block_on(async {
        let handle = Handle::current();
        let (sender, answer) = oneshot::channel();
        thread::spawn(move || {
            let task = handle.spawn(async { "pear" });
            let order = handle.block_on(task);
            sender.send(order.expect("it does not panic"))
        });
        assert_eq!(answer.await, Ok("pear"));
    });
}

#[test]
fn handles_of_a_task_are_cloned_and_dropped_on_other_threads() {
    one_thread().block_on(async {
        let task = tokio::spawn(pending::<()>());
        let threads = [(); 2].map(|()| {
            let handle = task.abort_handle();
            thread::spawn(move || {
                for _ in 0..1000 {
                    drop(handle.clone());
                }
                handle.abort();
            })
        });
        assert!(task.await.expect_err("it is aborted").is_cancelled());
        for thread in threads {
            thread.join().expect("it does not panic");
        }
    });
}

#[test]
fn two_threads_spawn_at_once_on_a_runtime_of_one_thread() {
    one_thread().block_on(async {
        let both = Arc::new(Barrier::new(2));
        let (sender, mut threads) = mpsc::unbounded_channel();
        for _ in 0..2 {
            let (both, sender) = (both.clone(), sender.clone());
            let handle = Handle::current();
            thread::spawn(move || {
                both.wait();
                for _ in 0..100 {
                    let sender = sender.clone();
                    handle.spawn(async move {
                        sender.send(thread::current().id())
                    });
                }
            });
        }
        drop(sender);
        let mut tasks = 0;
        while let Some(thread) = threads.recv().await {
            assert_eq!(thread, thread::current().id());
            tasks += 1;
        }
        assert_eq!(tasks, 200);
    });
}

#[test]
fn sleep_of_tokio_ends_at_a_whole_millisecond() {
    one_thread().block_on(async {
        let start = Instant::now();
        sleep(Duration::from_micros(100)).await;
        assert_eq!(start.elapsed(), Duration::from_millis(1));
    });
}

#[test]
fn sleeps_of_tokio_within_a_millisecond_end_at_the_same_time() {
    one_thread().block_on(async {
        let start = Instant::now();
        let ended = [100_400, 100_200].map(|micros| {
            let sleep = sleep(Duration::from_micros(micros));
            task::spawn(async move {
                sleep.await;
                start.elapsed()
            })
        });
        for ended in ended {
            let ended = ended.await.expect("it only sleeps");
            assert_eq!(ended, Duration::from_millis(101));
        }
    });
}

#[test]
fn sleeps_of_tokio_within_a_millisecond_end_in_the_order_they_were_set()
{
    one_thread().block_on(async {
        let (log, mut order) = mpsc::unbounded_channel();
        for micros in [100_400, 100_200, 100_000] {
            let log = log.clone();
            task::spawn(async move {
                sleep(Duration::from_micros(micros)).await;
                log.send(micros)
            });
        }
        drop(log);
        let mut ended = Vec::new();
        while let Some(micros) = order.recv().await {
            ended.push(micros);
        }
        assert_eq!(ended, [100_000, 100_400, 100_200]);
    });
}

#[test]
fn sleeps_of_our_loop_end_in_the_order_of_their_deadlines() {
    toy::Executor::with_virtual_clock().run(async {
        let ended = Rc::new(Cell::new(0));
        let tasks = [100_400, 100_200, 100_000].map(|micros| {
            let ended = ended.clone();
            toy::spawn(async move {
                toy::sleep(Duration::from_micros(micros)).await;
                assert_eq!(toy::now(), Duration::from_micros(micros));
                ended.set(ended.get() + 1);
                ended.get()
            })
        });
        let mut places = Vec::new();
        for task in tasks {
            places.push(task.await.expect("it does not panic"));
        }
        assert_eq!(places, [3, 2, 1]);
    });
}

#[test]
fn tasks_of_our_loop_share_what_is_not_send() {
    toy::Executor::new().run(async {
        let shared = Rc::new(Cell::new(0));
        let theirs = shared.clone();
        let task = toy::spawn(async move { theirs.set(1) });
        task.await.expect("it does not panic");
        assert_eq!(shared.get(), 1);
    });
}
