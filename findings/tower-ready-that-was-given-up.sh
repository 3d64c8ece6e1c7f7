#!/usr/bin/env bash
# tower 0.5.3: a service with a `concurrency_limit(1)` is busy. A caller with its own clone waits
# for `ready()` for a second, gives up, and keeps the clone for later. When the service is free
# again, no request is running and no task waits, and still no other clone ever becomes ready. This
# lasts until the kept clone is dropped or makes a request. A `Buffer` that was full does the same.
#
# `timeout(…, service.ready())` drops the future of `ready()`, and for tokio's `Semaphore` a
# dropped `acquire` leaves the queue. So one would guess that the wait is over. However, the wait
# is not in that future. `poll_ready` began it in a `PollSemaphore` (in a `Buffer`, in a
# `PollSender`), which is a part of the clone, and it keeps its place in the queue. The next free
# permit goes to this wait, and no task polls it.
#
# The manual of `Service` says that `poll_ready` "may reserve shared resources", which a dropped
# service gives back. So a clone that is ready is known to hold a permit. This one was never ready.
# https://github.com/tower-rs/tower/issues/648 advises `timeout(…, svc.ready())`, because tower's
# own `Timeout` begins with the call: it does not limit how long a request waits for `ready()`.
#
# Seen with rustc 1.95.0 and tokio 1.54.1, on tokio's paused clock. Fails if tower behaves
# otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo new --quiet --vcs none "$work/ready"
cd "$work/ready"
cat >>Cargo.toml <<'MANIFEST'
tokio = { version = "=1.54.1", features = ["macros", "rt", "sync", "time", "test-util"] }
tower = { version = "=0.5.3", features = ["buffer", "limit", "util"] }
MANIFEST
cat >src/main.rs <<'PROGRAM'
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};
use tower::limit::ConcurrencyLimit;
use tower::{BoxError, Service, ServiceExt, buffer::Buffer, service_fn};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

/// Takes as many seconds as the request says.
async fn work(seconds: u64) -> Result<(), BoxError> {
    sleep(Duration::from_secs(seconds)).await;
    Ok(())
}

async fn answers_within_an_hour<S>(service: &S) -> bool
where
    S: Service<u64, Response = ()> + Clone,
{
    timeout(HOUR, service.clone().oneshot(0)).await.is_ok()
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let limited = ConcurrencyLimit::new(service_fn(work), 1);
    let busy = tokio::spawn(limited.clone().oneshot(10));
    yield_now().await;
    let mut clone = limited.clone();
    assert!(timeout(SECOND, clone.ready()).await.is_err());
    busy.await.unwrap().unwrap();
    let while_kept = answers_within_an_hour(&limited).await;
    drop(clone);
    let when_dropped = answers_within_an_hour(&limited).await;
    println!("concurrency limit, clone kept: {while_kept}, dropped: {when_dropped}");
    assert_eq!((while_kept, when_dropped), (false, true));

    let (buffer, worker) = Buffer::pair(ConcurrencyLimit::new(service_fn(work), 1), 1);
    tokio::spawn(worker);
    let mut queued = Vec::new();
    for _ in 0..3 {
        queued.push(tokio::spawn(buffer.clone().oneshot(10)));
        yield_now().await;
    }
    let mut clone = buffer.clone();
    assert!(timeout(SECOND, clone.ready()).await.is_err());
    for request in queued {
        request.await.unwrap().unwrap();
    }
    let while_kept = answers_within_an_hour(&buffer).await;
    drop(clone);
    let when_dropped = answers_within_an_hour(&buffer).await;
    println!("buffer, clone kept: {while_kept}, dropped: {when_dropped}");
    assert_eq!((while_kept, when_dropped), (false, true));

    let semaphore = Semaphore::new(1);
    let permit = semaphore.acquire().await.unwrap();
    assert!(timeout(SECOND, semaphore.acquire()).await.is_err());
    drop(permit);
    assert!(timeout(HOUR, semaphore.acquire()).await.is_ok());
    println!("tokio's semaphore after an acquire that was given up: free");
}
PROGRAM
cargo run --quiet
