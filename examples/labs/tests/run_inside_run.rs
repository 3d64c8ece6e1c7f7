//! The lab "I can call run inside run".

use tokio::task::spawn_blocking;

use crate::common::one_thread;

#[test]
fn block_on_is_allowed_in_a_blocking_job() {
    let colour = one_thread().block_on(async {
        let job =
            spawn_blocking(|| one_thread().block_on(async { "blue" }));
        job.await
    });
    assert_eq!(colour.expect("no panic"), "blue");
}
