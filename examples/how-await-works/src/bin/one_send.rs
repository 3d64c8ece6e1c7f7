use std::time::Duration;

use how_await_works::stages::traps::{run, sleep, spawn};

async fn ferry(name: &str, delay: u64) {
    if delay > 0 {
        sleep(Duration::from_secs(delay)).await;
    }
    println!("{name}: casts off");
}

fn main() {
    spawn(ferry("Gull", 2));
    spawn(ferry("Heron", 0));
    run();
}
