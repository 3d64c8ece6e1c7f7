use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use exam::{Verdict, expect, now, run};
use tokio::time::sleep;

use super::answer::Crew;

pub fn check() -> Verdict {
    let left = Arc::new(AtomicUsize::new(3));
    let job = |seconds: u64, fails: bool| {
        let left = left.clone();
        async move {
            sleep(Duration::from_secs(seconds)).await;
            left.fetch_sub(1, SeqCst);
            assert!(!fails, "no light");
        }
    };
    let end = run(async {
        let mut crew = Crew::default();
        for (seconds, fails) in [(3, false), (1, true), (2, false)] {
            crew.start(job(seconds, fails));
        }
        crew.end_of_shift().await;
        now()
    })?;
    let left = left.load(SeqCst);
    expect!(
        end != 1.0,
        "`end_of_shift` returns at 1.0 s, when a job fails, and {left} \
         jobs have not ended: wait for the others too."
    );
    expect!(
        left == 0,
        "`end_of_shift` returns at {end:.1} s, and {left} jobs have not \
         ended."
    );
    Ok(())
}
