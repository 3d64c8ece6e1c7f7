use std::time::Duration;

use first_steps::{run, say};
use tokio::time::sleep;

async fn unhitch(barges: u32) {
    if barges == 0 {
        say("tug: free");
        return;
    }
    sleep(Duration::from_secs(1)).await;
    say(format_args!("tug: barge {barges} is loose"));
    Box::pin(unhitch(barges - 1)).await;
}

fn main() {
    run(unhitch(3))
}
