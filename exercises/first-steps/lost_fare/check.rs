use std::cell::Cell;
use std::time::Duration;

use exam::{Verdict, expect, run};
use tokio::time::sleep;

use super::answer::pay;

pub fn check() -> Verdict {
    let till = Cell::new(0);
    let early = run(async {
        let look = async {
            sleep(Duration::from_millis(500)).await;
            till.get()
        };
        let (.., early) = tokio::join!(
            pay(&till, 1),
            pay(&till, 2),
            pay(&till, 3),
            look
        );
        early
    })?;
    let coins = till.get();
    expect!(
        early == 0,
        "At 0.5 s no fare is counted yet, and the till has {early} coins \
         already. A fare goes in when it is counted."
    );
    expect!(
        coins == 6,
        "The guests pay 6 coins, and the till has {coins}: a guest has \
         written over what others had paid during its await."
    );
    Ok(())
}
