use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc as std_mpsc;
use std::thread;
use std::time::Duration;

use exam::{Verdict, expect, run};
use tokio::sync::mpsc;

use super::answer::measure;

pub fn check() -> Verdict {
    let (send, mut receive) = mpsc::channel(1);
    let arrived = run(async {
        let (end, ended) = std_mpsc::channel();
        let end = iter::from_fn(move || {
            let _ = end.send(());
            None
        });
        let sensor = [11, 12, 13].into_iter().chain(end);
        let sensor =
            tokio::task::spawn_blocking(|| measure(sensor, send));
        // The sensor is faster than this task: it has measured all, or waits.
        let _ = ended.recv_timeout(Duration::from_millis(500));
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
    let (tell, ends) = std_mpsc::channel();
    thread::spawn(move || {
        let sensor = iter::repeat(11);
        let measuring = AssertUnwindSafe(|| measure(sensor, send));
        tell.send(catch_unwind(measuring).is_ok())
    });
    let end = ends.recv_timeout(Duration::from_millis(500));
    expect!(
        end.is_ok(),
        "The receiver is gone, and the thread measures on: no value can \
         arrive any more, so end the loop."
    );
    expect!(
        end == Ok(true),
        "The receiver is gone, and the thread panics: no value can arrive \
         any more, so end the loop."
    );
    Ok(())
}
