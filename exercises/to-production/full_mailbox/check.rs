use exam::{Verdict, expect, run};
use tokio::sync::mpsc::channel;

use super::answer::take_all;

pub fn check() -> Verdict {
    let (taken, is_closed, none) = run(async {
        let (shop, mut orders) = channel(200);
        for order in 0..200 {
            shop.try_send(order).expect("there is room for 200");
        }
        let taken = take_all(&mut orders).await;
        let is_closed = shop.is_closed();
        (taken, is_closed, take_all(&mut orders).await)
    })?;
    expect!(
        taken.len() == 200,
        "200 orders are in the channel, and `take_all` returns {}: a poll \
         says \"not ready\" when the budget of the turn is spent.",
        taken.len()
    );
    expect!(
        taken.is_sorted(),
        "The orders come in another order than they were sent in."
    );
    expect!(
        !is_closed,
        "The channel is closed after `take_all`: \
         the shop wants to send more orders later."
    );
    expect!(
        none.is_empty(),
        "The channel is empty, and `take_all` returns {none:?}."
    );
    Ok(())
}
