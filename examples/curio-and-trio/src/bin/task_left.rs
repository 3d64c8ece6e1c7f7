use std::time::Duration;

use console::say;
use curio_and_trio::run;
use toy::{sleep, spawn};

async fn copy(host: &str, seconds: u64) {
    sleep(Duration::from_secs(seconds)).await;
    say!("{host}: copied");
}

async fn save() {
    spawn(copy("near", 1));
    spawn(copy("far", 5));
    say!("saved");
}

async fn start() {
    save().await;
    sleep(Duration::from_secs(2)).await;
    say!("main ends");
}

fn main() {
    run(start());
}
