use std::time::Duration;

use exam::say;
use tokio::time::sleep;

async fn quote(shop: &str, seconds: u64, price: u32) -> u32 {
    say!("{shop}: is asked");
    sleep(Duration::from_secs(seconds)).await;
    say!("{shop}: {price}");
    price
}

pub async fn cheapest() -> u32 {
    tokio::select! {
        biased;
        mainz = quote("Mainz", 1, 30) => mainz,
        basel = quote("Basel", 3, 20) => basel,
    }
}
