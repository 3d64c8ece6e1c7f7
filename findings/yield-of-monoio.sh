#!/usr/bin/env bash
# A task of monoio 0.2.4 that wakes itself while it is polled, as every generic `yield_now` does, is polled
# again before all other tasks. Two tasks that yield do not take turns, and one that yields until another
# has done something waits for ever. A main that wakes itself is polled in a loop of its own, with the
# same effect: no spawned task has a turn. On tokio, smol, compio and glommio the others come first.
#
# The benchmark of this book asks for turns before it measures a yield, and has no figure for monoio.
#
# Seen with rustc 1.95.0 on Linux 6.18. Fails if monoio behaves otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo new --quiet --vcs none "$work/yields"
cd "$work/yields"
cat >>Cargo.toml <<'MANIFEST'
futures-lite = "2"
monoio = "=0.2.4"
MANIFEST
cat >src/main.rs <<'PROGRAM'
use std::cell::RefCell;
use std::rc::Rc;

use futures_lite::future::yield_now;
use monoio::{IoUringDriver, RuntimeBuilder, spawn};

fn main() {
    let mut runtime = RuntimeBuilder::<IoUringDriver>::new().build().expect("io_uring");
    let order = Rc::new(RefCell::new(String::new()));
    let task = |name| {
        let order = order.clone();
        async move {
            for _ in 0..3 {
                order.borrow_mut().push(name);
                yield_now().await;
            }
        }
    };
    runtime.block_on(async {
        let tasks = [spawn(task('a')), spawn(task('b'))];
        for _ in 0..1000 {
            yield_now().await;
        }
        assert_eq!(*order.borrow(), "", "main has yielded, and a task had its turn");
        for task in tasks {
            task.await;
        }
    });
    assert_eq!(*order.borrow(), "aaabbb");
    println!("main yields 1000 times: no task has a turn; two tasks that yield: {}", order.borrow());
}
PROGRAM
cargo run --quiet
