use std::time::Duration;

use console::{say, set_clock};
use how_await_works::now;
use how_await_works::stages::round_robin::{run, sleep, spawn};

async fn ferry(name: &str, delay: f64, bells: u32) {
    sleep(Duration::from_secs_f64(delay)).await;
    for left in (1..=bells).rev() {
        say!("{name}: {left} to go");
        sleep(Duration::from_secs(1)).await;
    }
    say!("{name}: casts off");
}

fn main() {
    set_clock(now);
    spawn(ferry("Gull", 0.3, 3));
    spawn(ferry("Heron", 1.5, 1));
    spawn(ferry("Tern", 0.7, 2));
    run();
}
