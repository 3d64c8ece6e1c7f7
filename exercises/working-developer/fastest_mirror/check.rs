use std::sync::{Arc, Mutex};
use std::time::Duration;

use exam::{Verdict, expect, now, run};
use tokio::time::sleep;

use super::answer::fastest;

type Ended = Arc<Mutex<Vec<f64>>>;

async fn mirror(seconds: u64, ended: Ended) -> String {
    sleep(Duration::from_secs(seconds)).await;
    ended.lock().unwrap().push(now());
    format!("after {seconds} s")
}

pub fn check() -> Verdict {
    let ended = Ended::default();
    let (answer, end) = run(async {
        let mirrors =
            [2, 1, 3].map(|seconds| mirror(seconds, ended.clone()));
        let answer = fastest(mirrors.into()).await;
        let end = now();
        sleep(Duration::from_secs(10)).await;
        (answer, end)
    })?;
    expect!(
        !answer.is_empty(),
        "`fastest` returns no answer: ask the mirrors, \
         and return the first answer."
    );
    expect!(
        end == 1.0,
        "The first answer is there at 1.0 s, and `fastest` returns at \
         {end:.1} s: do not wait for the others."
    );
    expect!(
        answer == "after 1 s",
        "The first answers \"after 1 s\", and `fastest` returns {answer:?}."
    );
    let others = ended.lock().unwrap().split_off(1);
    expect!(
        others.is_empty(),
        "`fastest` has its answer at {end:.1} s, and the slow mirrors still \
         end their work: {others:?}. Cancel them."
    );
    Ok(())
}
