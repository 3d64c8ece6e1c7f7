//! The lab "Async makes computations run in parallel".

use std::sync::{Arc, Barrier};

use futures::future::join_all;
use tokio::runtime::Builder;
use tokio::task::spawn_blocking;

#[test]
fn three_blocking_jobs_run_at_the_same_moment() {
    let runtime =
        Builder::new_current_thread().build().expect("a loop");
    // It opens when three threads stand before it.
    let barrier = Arc::new(Barrier::new(3));
    runtime.block_on(async {
        let jobs = (0..3).map(|_| {
            let barrier = barrier.clone();
            spawn_blocking(move || barrier.wait().is_leader())
        });
        let leaders = join_all(jobs).await;
        let leaders =
            leaders.into_iter().map(|it| it.expect("no panic"));
        assert_eq!(leaders.filter(|is_leader| *is_leader).count(), 1);
    });
}
