// clock: real
use std::thread;
use std::time::Duration;

use toy::{Executor, Pool, now, timeout};

fn measure() -> u32 {
    thread::sleep(Duration::from_millis(500));
    20
}

async fn start() {
    let pool = Pool::new(1);
    let limit = Duration::from_secs(60);
    let measured = timeout(limit, pool.run(measure)).await;
    let seconds = now().as_secs();
    match measured {
        Ok(degrees) => println!("{seconds} s  {degrees} degrees"),
        Err(_) => println!("{seconds} s  no answer"),
    }
}

fn main() {
    Executor::with_virtual_clock().run(start());
}
