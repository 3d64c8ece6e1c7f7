use std::time::Duration;

use exam::{Verdict, expect, now, run};
use tokio::time::sleep;

use super::answer::{Callback, horn};

fn listen(callback: Callback) {
    tokio::spawn(async move {
        sleep(Duration::from_millis(2500)).await;
        callback("two long".to_owned());
    });
}

pub fn check() -> Verdict {
    let (signal, end) = run(async { (horn(listen).await, now()) })?;
    expect!(
        end >= 2.5,
        "`horn` returns at {end:.1} s, and the horn sounds at 2.5 s only. \
         Wait for the callback."
    );
    expect!(
        end == 2.5,
        "The horn sounds at 2.5 s, and `horn` returns at {end:.1} s. \
         Let the callback itself wake the task: await what it fills."
    );
    expect!(
        signal == "two long",
        "The signal was \"two long\", and `horn` returns {signal:?}."
    );
    Ok(())
}
