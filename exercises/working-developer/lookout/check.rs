use std::time::Duration;

use exam::{Verdict, expect, now, run};
use tokio::time::sleep;

use super::answer::sail;

async fn voyage(
    danger_after: u64,
) -> (Result<&'static str, String>, f64) {
    let work = async {
        sleep(Duration::from_secs(5)).await;
        "fish"
    };
    let lookout = async move {
        sleep(Duration::from_secs(danger_after)).await;
        "a rock".to_owned()
    };
    (sail(work, lookout).await, now())
}

pub fn check() -> Verdict {
    let (result, end) = run(voyage(1))?;
    expect!(
        result.is_err() && end == 1.0,
        "The lookout sees the danger at 1.0 s, and the ship works on until \
         {end:.1} s: its error is not noticed."
    );
    let (result, end) = run(voyage(9))?;
    expect!(
        end == 5.0,
        "The work is done at 5.0 s, and `sail` returns at {end:.1} s: \
         stop the lookout when the work is done."
    );
    expect!(
        result == Ok("fish"),
        "The work returns \"fish\", and `sail` returns {result:?}."
    );
    Ok(())
}
