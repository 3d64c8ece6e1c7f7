use std::cell::Cell;
use std::time::Duration;

use tokio::time::sleep;

pub async fn pay(till: &Cell<u64>, fare: u64) {
    let before = till.get();
    sleep(Duration::from_secs(fare)).await; // count the coins
    till.set(before + fare);
}
