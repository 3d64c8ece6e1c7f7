use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

use exam::{Verdict, Wrong, expect, run};
use tokio::sync::mpsc;

use super::answer::measure;

pub fn check() -> Verdict {
    let (send, mut receive) = mpsc::channel(1);
    let arrived = run(async {
        let sensor = tokio::task::spawn_blocking(|| {
            measure([11, 12, 13].into(), send)
        });
        // The sensor is faster than this task.
        thread::sleep(Duration::from_millis(50));
        let mut arrived = Vec::new();
        while let Some(degrees) = receive.recv().await {
            arrived.push(degrees);
        }
        let _ = sensor.await;
        arrived
    })?;
    expect!(
        !arrived.is_empty(),
        "The sensor measures 11, 12 and 13, and none arrives: `send` makes a \
         future, and a thread does not poll it."
    );
    expect!(
        arrived == [11, 12, 13],
        "The sensor measures 11, 12 and 13, and {arrived:?} arrives: wait \
         until the channel has room."
    );
    let (send, receive) = mpsc::channel(1);
    drop(receive);
    let end =
        catch_unwind(AssertUnwindSafe(|| measure(vec![11], send)));
    end.map_err(|_| {
        Wrong(
            "The receiver is gone, and the thread panics: no value can \
             arrive any more, so end the loop."
                .to_owned(),
        )
    })
}
