//! What the stage abort promises.

use ground_up::stages::abort as stage;

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::rc::Rc;
use std::time::Duration;

use stage::{
    Executor, JoinError, JoinHandle, now, sleep, spawn, yield_now,
};

/// Says when it is dropped.
struct Log(Rc<RefCell<Vec<&'static str>>>, &'static str);

impl Drop for Log {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

#[test]
fn aborted_task_drops_its_future_before_the_join_resolves() {
    let log = Rc::new(RefCell::new(Vec::new()));
    Executor::new().run(async {
        let (outer, inner) =
            (Log(log.clone(), "outer"), Log(log.clone(), "inner"));
        let task = spawn(async move {
            let _outer = outer;
            let _inner = inner;
            pending::<()>().await;
        });
        yield_now().await;
        task.abort();
        assert!(log.borrow().is_empty());
        let error = task.await.expect_err("it was aborted");
        assert!(matches!(error, JoinError::Aborted));
        log.borrow_mut().push("joined");
    });
    assert_eq!(*log.borrow(), ["inner", "outer", "joined"]);
}

#[test]
fn task_that_never_ran_is_dropped_without_a_step() {
    Executor::new().run(async {
        let ran = Rc::new(Cell::new(false));
        let theirs = ran.clone();
        let task = spawn(async move { theirs.set(true) });
        task.abort();
        assert!(matches!(task.await, Err(JoinError::Aborted)));
        assert!(!ran.get());
    });
}

#[test]
fn abort_of_a_task_that_has_ended_changes_nothing() {
    Executor::new().run(async {
        let task = spawn(async { 3 });
        yield_now().await;
        task.abort();
        task.abort();
        assert_eq!(task.await.expect("it had ended"), 3);
    });
}

#[test]
fn aborted_sleep_leaves_no_timer() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let task = spawn(sleep(Duration::from_secs(1)));
        yield_now().await;
        task.abort();
        task.await.expect_err("it was aborted");
        sleep(Duration::from_secs(2)).await;
        assert_eq!(now(), Duration::from_secs(2));
    });
    // main: start, after the yield, after the join, after the sleep;
    // the task: its sleep, its end.
    assert_eq!(executor.polls(), 6);
}

#[test]
fn panic_of_an_aborted_tasks_destructor_reaches_the_joiner() {
    struct Mine;

    impl Drop for Mine {
        fn drop(&mut self) {
            panic!("mine");
        }
    }

    Executor::new().run(async {
        let mine = Mine;
        let task = spawn(async move {
            let _mine = mine;
            pending::<()>().await;
        });
        yield_now().await;
        task.abort();
        let error = task.await.expect_err("it was aborted");
        assert!(matches!(error, JoinError::Panicked(_)));
    });
}

#[test]
fn task_that_aborts_itself_keeps_its_turn() {
    Executor::new().run(async {
        let own: Rc<RefCell<Option<JoinHandle<()>>>> = Rc::default();
        let (theirs, steps) = (own.clone(), Rc::new(Cell::new(0)));
        let counted = steps.clone();
        let task = spawn(async move {
            theirs.borrow().as_ref().expect("main put it").abort();
            counted.set(1);
            yield_now().await;
            counted.set(2);
        });
        own.replace(Some(task));
        yield_now().await;
        yield_now().await;
        assert_eq!(steps.get(), 1);
        let task = own.take().expect("main put it");
        assert!(matches!(task.await, Err(JoinError::Aborted)));
    });
}

#[test]
fn tasks_of_a_dropped_loop_say_that_they_were_aborted() {
    let executor = Executor::new();
    let [handle] = executor.run(async { [spawn(pending::<()>())] });
    drop(executor);
    let joined = Executor::new().run(handle);
    assert!(matches!(joined, Err(JoinError::Aborted)));
}

#[test]
fn what_is_spawned_while_the_loop_is_dropped_is_dropped() {
    struct LastWish(Rc<RefCell<Option<JoinHandle<()>>>>);

    impl Drop for LastWish {
        fn drop(&mut self) {
            self.0.replace(Some(spawn(pending())));
        }
    }

    let executor = Executor::new();
    let wish: Rc<RefCell<Option<JoinHandle<()>>>> = Rc::default();
    executor.run(async {
        let wish = LastWish(wish.clone());
        spawn(async move {
            let _wish = wish;
            pending::<()>().await;
        });
    });
    drop(executor);
    let spawned = wish.take().expect("the destructor spawned");
    let joined = Executor::new().run(spawned);
    assert!(matches!(joined, Err(JoinError::Aborted)));
}

#[test]
fn loop_that_is_dropped_in_a_run_leaves_that_run_alive() {
    Executor::new().run(async {
        let other = Executor::new();
        drop(other);
        assert_eq!(spawn(async { 5 }).await.expect("no panic"), 5);
    });
}
