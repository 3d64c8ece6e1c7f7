// clock: real
use std::time::{Duration, Instant};

use toy::{Executor, now, sleep};

async fn connect(answers: &[&str]) {
    let mut pause = Duration::from_secs(3600);
    for answer in answers {
        if *answer == "welcome" {
            break;
        }
        sleep(pause).await;
        pause *= 2;
    }
}

async fn check() {
    connect(&["busy", "busy", "busy", "welcome"]).await;
    let hours = now().as_secs() / 3600;
    println!("connected after {hours} hours");
}

fn main() {
    let start = Instant::now();
    Executor::with_virtual_clock().run(check());
    if start.elapsed() < Duration::from_secs(60) {
        println!("checked in less than a minute");
    }
}
