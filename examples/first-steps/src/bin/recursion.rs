use std::time::Duration;

use console::{run, say};
use tokio::time::sleep;

async fn unhitch(barges: u32) {
    if barges == 0 {
        say!("tug: free");
        return;
    }
    sleep(Duration::from_secs(1)).await;
    say!("tug: barge {barges} is loose");
    Box::pin(unhitch(barges - 1)).await;
}

fn main() {
    run(unhitch(3))
}
