use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn pilot(ferry: &str) -> String {
    say!("pilot: boards the {ferry}");
    sleep(Duration::from_secs(1)).await;
    format!("the {ferry} is in")
}

async fn harbour_master() {
    let order = pilot("Aurora");
    say!("harbour master: has written the order");
    sleep(Duration::from_secs(2)).await;
    say!("harbour master: hands it over");
    let report = order.await;
    say!("harbour master: {report}");
}

fn main() {
    run(harbour_master())
}
