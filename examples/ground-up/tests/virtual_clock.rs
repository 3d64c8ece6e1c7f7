//! What a virtual clock does not see.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

use ground_up::stages::clock::{
    Executor, now, sleep, spawn, yield_now,
};

const MILLI: Duration = Duration::from_millis(1);

#[test]
fn work_takes_no_time_of_a_virtual_clock() {
    Executor::with_virtual_clock().run(async {
        sleep(MILLI).await;
        thread::sleep(5 * MILLI);
        assert_eq!(now(), MILLI);
    });
}

/// A task sleeps, then main works for longer and sleeps for less.
fn order_of_wakes(executor: &Executor) -> Vec<&'static str> {
    let order = Rc::new(RefCell::new(Vec::new()));
    executor.run(async {
        let theirs = order.clone();
        let task = spawn(async move {
            sleep(20 * MILLI).await;
            theirs.borrow_mut().push("task");
        });
        yield_now().await;
        thread::sleep(50 * MILLI);
        sleep(10 * MILLI).await;
        order.borrow_mut().push("main");
        task.await.expect("no panic");
    });
    order.take()
}

#[test]
fn work_between_two_sleeps_gives_the_two_clocks_another_order() {
    let real = order_of_wakes(&Executor::new());
    assert_eq!(real, ["task", "main"]);
    let virtual_ = order_of_wakes(&Executor::with_virtual_clock());
    assert_eq!(virtual_, ["main", "task"]);
}
