use std::time::Duration;

use exam::{Verdict, expect, run};
use tokio::time::{sleep, timeout};

use super::answer::{Quay, visit};

pub fn check() -> Verdict {
    let quay = Quay::default();
    let (during, after) = run(async {
        visit(&quay, "Heron").await;
        let after = quay.borrow().clone();
        let gull =
            timeout(Duration::from_secs(5), visit(&quay, "Gull"));
        let look = async {
            sleep(Duration::from_secs(2)).await;
            quay.borrow().clone()
        };
        let (_, during) = tokio::join!(gull, look);
        (during, after)
    })?;
    expect!(
        during.contains("Gull"),
        "At 2.0 s Gull should be at the quay, and it is not."
    );
    expect!(
        !after.contains("Heron"),
        "Heron's visit is over; it is still there."
    );
    expect!(
        quay.borrow().is_empty(),
        "The visit is cancelled at 5.0 s, and Gull is still at the quay. \
         Clean up on every way out, not on the last line alone."
    );
    Ok(())
}
