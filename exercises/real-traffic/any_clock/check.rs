use std::time::Duration;

use exam::{Verdict, expect};
use tokio::sync::oneshot;
use toy::{Executor, now, sleep, spawn, timeout};

use super::answer::moor;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// What `moor` returns on our loop, and when, if the number comes at that time and the limit is 2 s.
fn moored(comes_at: u64) -> Option<(Option<u32>, u64)> {
    Executor::with_virtual_clock().run(async move {
        let (send, berth) = oneshot::channel();
        let harbour = spawn(async move {
            sleep(seconds(comes_at)).await;
            let _ = send.send(7);
        });
        let attempt =
            timeout(seconds(1000), moor(berth, sleep(seconds(2))));
        let result = attempt.await.ok();
        drop(harbour);
        result.map(|berth| (berth, now().as_secs()))
    })
}

pub fn check() -> Verdict {
    let end = moored(10_000);
    expect!(
        end.is_some(),
        "No number comes, and `moor` waits on after its limit of 2 s: \
         wait for both at once."
    );
    expect!(
        end == Some((None, 2)),
        "No number comes within the limit of 2 s, and `moor` returns {end:?}."
    );
    let end = moored(1);
    expect!(
        end == Some((Some(7), 1)),
        "The number 7 comes at 1 s, and `moor` returns {end:?}."
    );
    // A choice by lot is right for once, and not each time.
    let same = (0..50).all(|_| {
        Executor::with_virtual_clock().run(async {
            let (send, berth) = oneshot::channel();
            let _ = send.send(7);
            moor(berth, async {}).await == Some(7)
        })
    });
    expect!(
        same,
        "The number and the limit come at the same moment, and `moor` gives \
         up: look at the number first."
    );
    Ok(())
}
