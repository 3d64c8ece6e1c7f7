#!/usr/bin/env bash
# futures-concurrency 7.7.1: `limit` of a concurrent stream holds for `for_each` and `try_for_each`
# and has no effect on `collect`. Under a limit of 2, `for_each` has two jobs running at a time,
# and `map(…).collect()` has all of them running at once, wherever the limit stands. Moreover,
# `collect` puts the values in the order in which the jobs end, and `take(0)` lets one item
# through.
#
# The manual calls `Limit` "a concurrent iterator that limits the amount of concurrency applied",
# and its example for `collect` gives the values in the order of the items. So one would guess that
# each of the three endings respects the limit, as `buffered(2)` of the crate futures does before
# its `collect`, and that the order is kept, as in that and in rayon.
#
# `Limit` does nothing but answer when its consumer asks for the limit. `for_each` and
# `try_for_each` ask. The consumer of `collect` never does ("unbounded concurrency, so we just
# goooo"). `take` counts an item after it has handed it on.
#
# Seen with rustc 1.95.0 and tokio 1.54.1, on tokio's paused clock. Fails if this changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo new --quiet --vcs none "$work/limits"
cd "$work/limits"
cat >>Cargo.toml <<'MANIFEST'
futures = "=0.3.34"
futures-concurrency = "=7.7.1"
tokio = { version = "=1.54.1", features = ["macros", "rt", "time", "test-util"] }
MANIFEST
cat >src/main.rs <<'PROGRAM'
use std::cell::Cell;
use std::num::NonZeroUsize;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use futures_concurrency::prelude::*;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let two = NonZeroUsize::new(2);
    let (running, most) = (&Cell::new(0), &Cell::new(0));
    // A later job takes less time.
    let job = |number: u64| async move {
        running.set(running.get() + 1);
        most.set(most.get().max(running.get()));
        sleep(Duration::from_secs(10 - number)).await;
        running.set(running.get() - 1);
        number
    };
    let numbers = || vec![0, 1, 2, 3, 4, 5];

    numbers().into_co_stream().map(job).limit(two).for_each(|_| async {}).await;
    println!("for_each: at most {} at a time", most.get());
    assert_eq!(most.take(), 2);

    let after: Vec<u64> = numbers().into_co_stream().map(job).limit(two).collect().await;
    println!("map, limit, collect: at most {} at a time, {after:?}", most.get());
    assert_eq!((most.take(), after), (6, vec![5, 4, 3, 2, 1, 0]));

    let before: Vec<u64> = numbers().into_co_stream().limit(two).map(job).collect().await;
    println!("limit, map, collect: at most {} at a time, {before:?}", most.get());
    assert_eq!((most.take(), before), (6, vec![5, 4, 3, 2, 1, 0]));

    let buffered: Vec<u64> = stream::iter(numbers()).map(job).buffered(2).collect().await;
    println!("buffered(2) of futures: at most {} at a time, {buffered:?}", most.get());
    assert_eq!((most.take(), buffered), (2, numbers()));

    let none: Vec<u64> = numbers().into_co_stream().take(0).collect().await;
    println!("take(0): {none:?}");
    assert_eq!(none, [0]);
}
PROGRAM
cargo run --quiet
