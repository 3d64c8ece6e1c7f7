//! What the stage tasks promises.

use ground_up::stages::tasks as stage;

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::mpsc;
use std::task::{Poll, Waker};
use std::thread;

use stage::{Executor, JoinError, spawn};
use toy::trace::{Event, What};

/// Goes to the back of the ready queue, once.
async fn give_way() {
    let mut given = false;
    poll_fn(|context| {
        if given {
            return Poll::Ready(());
        }
        given = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// The waker of whoever awaits this.
async fn own_waker() -> Waker {
    poll_fn(|context| Poll::Ready(context.waker().clone())).await
}

fn said(error: JoinError) -> &'static str {
    match error {
        JoinError::Panicked(said) => {
            said.downcast_ref::<&str>().expect("a panic with a literal")
        }
        #[allow(unreachable_patterns)] // later stages have Aborted
        other => panic!("{other:?}"),
    }
}

/// Panics when it is dropped.
struct Mine;

impl Drop for Mine {
    fn drop(&mut self) {
        panic!("mine");
    }
}

#[test]
fn spawned_task_waits_for_a_later_turn() {
    let executor = Executor::new();
    let log = Rc::new(RefCell::new(Vec::new()));
    executor.run(async {
        let theirs = log.clone();
        let task =
            spawn(async move { theirs.borrow_mut().push("task") });
        log.borrow_mut().push("main");
        task.await.expect("no panic");
        log.borrow_mut().push("main again");
    });
    assert_eq!(*log.borrow(), ["main", "task", "main again"]);
    assert_eq!(executor.turns(), 3);
    assert_eq!(executor.polls(), 3);
}

#[test]
fn main_stands_in_the_queue_like_any_task() {
    let log = RefCell::new(Vec::new());
    let order = Rc::new(Cell::new(0));
    Executor::new().run(async {
        let theirs = order.clone();
        spawn(async move {
            for _ in 0..3 {
                theirs.set(theirs.get() + 1);
                give_way().await;
            }
        });
        for _ in 0..3 {
            log.borrow_mut().push(order.get());
            give_way().await;
        }
    });
    assert_eq!(*log.borrow(), [0, 1, 2]);
}

#[test]
fn main_may_borrow() {
    let mut harbour = String::from("open");
    Executor::new().run(async { harbour.push_str(", and full") });
    assert_eq!(harbour, "open, and full");
}

#[test]
fn wakes_of_a_task_that_is_queued_coalesce() {
    let polls = Rc::new(Cell::new(0));
    Executor::new().run(async {
        let wakers = Rc::new(RefCell::new(Vec::new()));
        let (counted, theirs) = (polls.clone(), wakers.clone());
        spawn(poll_fn(move |context| {
            counted.set(counted.get() + 1);
            theirs.borrow_mut().push(context.waker().clone());
            Poll::<()>::Pending
        }));
        give_way().await;
        let waker = wakers.borrow_mut().pop().expect("it was polled");
        for _ in 0..100 {
            waker.wake_by_ref();
        }
        for _ in 0..5 {
            give_way().await;
        }
    });
    assert_eq!(polls.get(), 2);
}

#[test]
fn wake_during_a_poll_asks_for_another_one() {
    let executor = Executor::new();
    executor.run(async {
        for _ in 0..5 {
            give_way().await;
        }
    });
    assert_eq!(executor.polls(), 6);
}

#[test]
fn parked_task_is_left_alone() {
    let executor = Executor::new();
    let polls = Rc::new(Cell::new(0));
    executor.run(async {
        let counted = polls.clone();
        spawn(poll_fn(move |_| {
            counted.set(counted.get() + 1);
            Poll::<()>::Pending
        }));
        for _ in 0..100 {
            give_way().await;
        }
    });
    assert_eq!(polls.get(), 1);
}

#[test]
fn wake_from_another_thread_ends_an_idle_sleep() {
    let (hand_over, wakers) = mpsc::channel::<Waker>();
    let other = thread::spawn(move || {
        wakers.recv().expect("main sends its waker").wake();
    });
    let mut asked = false;
    Executor::new().run(poll_fn(|context| {
        if asked {
            return Poll::Ready(());
        }
        asked = true;
        let waker = context.waker().clone();
        hand_over.send(waker).expect("the thread waits");
        Poll::Pending
    }));
    other.join().expect("no panic");
}

#[test]
fn ten_thousand_wakes_from_another_thread_are_not_lost() {
    let (hand_over, wakers) = mpsc::channel::<Waker>();
    let other = thread::spawn(move || {
        for waker in wakers {
            waker.wake();
        }
    });
    Executor::new().run(async {
        for _ in 0..10_000 {
            let mut asked = false;
            poll_fn(|context| {
                if asked {
                    return Poll::Ready(());
                }
                asked = true;
                let waker = context.waker().clone();
                hand_over.send(waker).expect("the thread waits");
                Poll::Pending
            })
            .await;
        }
    });
    drop(hand_over);
    other.join().expect("no panic");
}

#[test]
fn stale_waker_wakes_nobody() {
    let executor = Executor::new();
    let stale = executor
        .run(async { spawn(own_waker()).await.expect("no panic") });
    let of_first_main = executor.run(own_waker());
    let polls = executor.polls();
    executor.run(async {
        for _ in 0..10 {
            let task = spawn(give_way());
            stale.wake_by_ref();
            of_first_main.wake_by_ref();
            task.await.expect("no panic");
        }
    });
    // Ten tasks polled twice each, and main eleven times.
    assert_eq!(executor.polls() - polls, 31);
}

#[test]
fn waker_that_outlives_its_loop_wakes_nobody() {
    let waker = Executor::new().run(own_waker());
    thread::spawn(move || waker.wake())
        .join()
        .expect("a wake does not panic");
}

#[test]
fn panic_of_a_task_reaches_its_joiner_and_nobody_else() {
    Executor::new().run(async {
        let gull = spawn(async { panic!("aground") });
        let heron = spawn(async {
            give_way().await;
            2
        });
        let lost: Result<(), _> = gull.await;
        assert_eq!(said(lost.expect_err("aground")), "aground");
        assert_eq!(heron.await.expect("no panic"), 2);
    });
}

#[test]
fn panic_of_a_destructor_reaches_the_joiner() {
    Executor::new().run(async {
        let lost = spawn(async {
            let _mine = Mine;
            give_way().await;
        });
        assert_eq!(said(lost.await.expect_err("mine")), "mine");
        assert_eq!(spawn(async { 4 }).await.expect("no panic"), 4);
    });
}

#[test]
fn future_is_dropped_before_its_joiner_hears() {
    let cargo = Rc::new(());
    Executor::new().run(async {
        let theirs = cargo.clone();
        let task = spawn(async move {
            let held = &theirs;
            give_way().await;
            Rc::strong_count(held)
        });
        assert_eq!(task.await.expect("no panic"), 2);
        assert_eq!(Rc::strong_count(&cargo), 1);
    });
}

#[test]
fn task_whose_handle_is_dropped_goes_on() {
    let done = Rc::new(Cell::new(false));
    Executor::new().run(async {
        let theirs = done.clone();
        drop(spawn(async move {
            give_way().await;
            theirs.set(true);
        }));
        for _ in 0..3 {
            give_way().await;
        }
    });
    assert!(done.get());
}

#[test]
fn handle_that_is_polled_after_it_was_ready_panics() {
    let again = || {
        Executor::new().run(async {
            let mut task = spawn(async { 1 });
            (&mut task).await.expect("no panic");
            task.await.expect("not reached");
        });
    };
    assert!(catch_unwind(again).is_err());
}

#[test]
fn run_inside_a_run_panics_and_leaves_the_outer_run_alive() {
    let executor = Rc::new(Executor::new());
    let inner = executor.clone();
    executor.run(async {
        let nested = spawn(async move { inner.run(async {}) });
        let error = nested.await.expect_err("it panics");
        assert!(said(error).contains("await instead"));
        assert_eq!(spawn(async { 5 }).await.expect("no panic"), 5);
    });
}

#[test]
fn spawn_outside_a_run_panics_also_after_main_did() {
    let outside = || catch_unwind(|| spawn(async {})).is_err();
    assert!(outside());
    let executor = Executor::new();
    let main = || executor.run(async { panic!("aground") });
    assert!(catch_unwind(AssertUnwindSafe(main)).is_err());
    assert!(outside());
}

#[test]
fn next_run_goes_on_with_the_tasks_that_were_left() {
    let executor = Executor::new();
    let log = Rc::new(RefCell::new(Vec::new()));
    executor.run(async {
        for name in ["Gull", "Heron"] {
            let theirs = log.clone();
            spawn(async move { theirs.borrow_mut().push(name) });
        }
    });
    assert!(log.borrow().is_empty());
    let main = || {
        executor.run(async {
            give_way().await;
            panic!("aground");
        });
    };
    assert!(catch_unwind(AssertUnwindSafe(main)).is_err());
    assert_eq!(*log.borrow(), ["Gull", "Heron"]);
}

#[test]
fn task_that_was_ready_when_main_ended_runs_next_time() {
    let executor = Executor::new();
    let done = Rc::new(Cell::new(false));
    let theirs = done.clone();
    // When main ends, the task stands in the queue.
    executor.run(async {
        spawn(async move {
            give_way().await;
            theirs.set(true);
        });
        give_way().await;
    });
    assert!(!done.get());
    executor.run(give_way());
    assert!(done.get());
}

#[test]
fn dropped_loop_drops_its_tasks() {
    let cargo = Rc::new(());
    let executor = Executor::new();
    executor.run(async {
        let theirs = cargo.clone();
        spawn(async move {
            pending::<()>().await;
            drop(theirs);
        });
        give_way().await;
    });
    assert_eq!(Rc::strong_count(&cargo), 2);
    drop(executor);
    assert_eq!(Rc::strong_count(&cargo), 1);
}

#[test]
fn one_turn_runs_what_was_ready_when_it_began() {
    let executor = Executor::new();
    let turns = Rc::new(RefCell::new(Vec::new()));
    executor.run(async {
        for _ in 0..3 {
            spawn(async { give_way().await });
        }
        give_way().await;
        turns.borrow_mut().push(executor.turns());
        give_way().await;
        turns.borrow_mut().push(executor.turns());
    });
    assert_eq!(*turns.borrow(), [2, 3]);
}

#[test]
fn tracer_hears_of_each_step() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let executor = Executor::new().traced({
        let heard = heard.clone();
        move |event: Event| {
            if event.what == What::Spawned {
                let line = event.line.expect("a call spawned it");
                assert!(line.file().ends_with("tasks.rs"));
            }
            heard.borrow_mut().push((event.what, event.task));
        }
    });
    executor.run(async {
        spawn(async {}).await.expect("no panic");
    });
    let of_main = |what| (what, Some(0));
    let of_task = |what| (what, Some(1));
    assert_eq!(
        *heard.borrow(),
        [
            of_main(What::Spawned),
            (What::Turn(1), None),
            of_main(What::Polled),
            of_task(What::Spawned),
            of_main(What::Parked),
            (What::Turn(1), None),
            of_task(What::Polled),
            of_main(What::Woken),
            of_task(What::Ended),
            (What::Turn(1), None),
            of_main(What::Polled),
            of_main(What::Ended),
        ]
    );
}
