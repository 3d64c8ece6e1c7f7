//! What the page Waiting for a pool says of threads.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread;

use ground_up::service::fib;
use how_await_works::stages::traps::{run, spawn};

fn order(compute: fn(u32) -> u64) -> Vec<(&'static str, &'static str)> {
    let log = Rc::new(RefCell::new(Vec::new()));
    for (ferry, n) in [("Gull", 20), ("Heron", 1)] {
        let log = log.clone();
        spawn(async move {
            log.borrow_mut().push((ferry, "begins"));
            compute(n);
            log.borrow_mut().push((ferry, "ends"));
        });
    }
    run();
    log.take()
}

const ONE_AFTER_THE_OTHER: [(&str, &str); 4] = [
    ("Gull", "begins"),
    ("Gull", "ends"),
    ("Heron", "begins"),
    ("Heron", "ends"),
];

#[test]
fn light_request_waits_for_the_heavy_one_before_it() {
    assert_eq!(order(fib), ONE_AFTER_THE_OTHER);
}

#[test]
fn joining_a_thread_blocks_the_loop() {
    let in_a_thread = |n| {
        let thread = thread::spawn(move || fib(n));
        thread.join().expect("fib does not panic")
    };
    assert_eq!(order(in_a_thread), ONE_AFTER_THE_OTHER);
}
