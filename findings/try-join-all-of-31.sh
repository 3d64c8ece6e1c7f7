#!/usr/bin/env bash
# futures 0.3.34: `try_join_all` over 30 futures returns the first error at once. Over 31 futures
# it returns the error only after all futures before the failed one have given their values. Here
# the second job fails at once and the first one takes an hour: 30 jobs fail after 0 s, 31 jobs
# after an hour. If the first job never ended, the error would never come, and no other job is
# cancelled.
#
# The number that counts is what the iterator gives as its upper bound. An iterator without an
# upper bound counts as large. So two jobs out of `"a b".split(' ')` or `.flatten()` fail after an
# hour, too. The same two jobs, collected into a `Vec` first, fail at once.
#
# The manual says "If any future returns an error then all other futures will be canceled and an
# error will be returned immediately", and that it "will switch to the more powerful
# `FuturesOrdered` for performance reasons". So one would guess that the number of futures changes
# nothing but the speed. However, `try_collect` over `FuturesOrdered` looks at the results in the
# order of the futures. A `FuturesUnordered` with `try_collect` returns the error at once, but its
# values are in the order of completion. The fault is known as
# https://github.com/rust-lang/futures-rs/issues/2866, open.
#
# Seen with rustc 1.95.0. The clock is tokio's paused one. Fails if futures behaves otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo new --quiet --vcs none "$work/joins"
cd "$work/joins"
cat >>Cargo.toml <<'MANIFEST'
futures = "=0.3.34"
tokio = { version = "=1.54.1", features = ["macros", "rt", "time", "test-util"] }
MANIFEST
cat >src/main.rs <<'PROGRAM'
use std::future::Future;
use std::time::Duration;

use futures::future::try_join_all;
use futures::stream::{FuturesUnordered, TryStreamExt};
use tokio::time::{Instant, sleep};

async fn job(number: usize) -> Result<usize, &'static str> {
    if number == 1 {
        return Err("the second job failed");
    }
    sleep(Duration::from_secs(3600)).await;
    Ok(number)
}

async fn seconds_until_error(
    what: &str,
    jobs: impl Future<Output = Result<Vec<usize>, &'static str>>,
) -> u64 {
    let begun = Instant::now();
    assert_eq!(jobs.await, Err("the second job failed"));
    println!("{what}: the error comes after {} s", begun.elapsed().as_secs());
    begun.elapsed().as_secs()
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let words = || "a b".split(' ').enumerate().map(|(number, _)| job(number));
    let nested = || vec![vec![0], vec![1]].into_iter().flatten().map(job);
    let seconds = [
        seconds_until_error("30 jobs", try_join_all((0..30).map(job))).await,
        seconds_until_error("31 jobs", try_join_all((0..31).map(job))).await,
        seconds_until_error("2 jobs of split", try_join_all(words())).await,
        seconds_until_error("2 jobs of flatten", try_join_all(nested())).await,
        seconds_until_error("2 jobs in a Vec", try_join_all(words().collect::<Vec<_>>())).await,
        seconds_until_error(
            "31 jobs in FuturesUnordered",
            (0..31).map(job).collect::<FuturesUnordered<_>>().try_collect(),
        )
        .await,
    ];
    assert_eq!(seconds, [0, 3600, 3600, 3600, 0, 0]);
}
PROGRAM
cargo run --quiet
