use std::time::Duration;

use exam::{Verdict, expect, now, run};
use tokio::time::sleep;

use super::answer::prices;

async fn stall(
    seconds: u64,
    price: Option<u32>,
) -> Result<u32, String> {
    sleep(Duration::from_secs(seconds)).await;
    price.ok_or("closed".to_owned())
}

pub fn check() -> Verdict {
    let (found, end) = run(async {
        let stalls = vec![
            stall(3, Some(30)),
            stall(1, None),
            stall(2, Some(50)),
        ];
        (prices(stalls).await, now())
    })?;
    expect!(
        !found.is_empty(),
        "One stall is closed, and there is no price at all. \
         The other stalls have answered: keep their prices."
    );
    expect!(
        found != [Some(30), Some(50)],
        "The prices are 30 and 50, and the closed stall has left no gap: \
         put `None` in its place."
    );
    expect!(
        found == [Some(30), None, Some(50)],
        "The stalls ask 30, nothing and 50, in this order, not {found:?}."
    );
    expect!(
        end == 3.0,
        "The answer is there at {end:.1} s: the stalls are asked one after \
         the other. Ask all at once, and it takes 3.0 s."
    );
    Ok(())
}
