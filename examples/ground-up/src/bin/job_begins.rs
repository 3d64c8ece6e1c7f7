//! A job of the stage pool begins with the first poll of its future.

use std::time::Duration;

use console::{say, set_clock};
use ground_up::harbour::on_the_clock;
use ground_up::stages::pool::{Executor, Pool, now, sleep};

// ANCHOR: listing
fn draw_chart() -> &'static str {
    println!("pool:  draws the chart");
    "a chart"
}

async fn harbour_master() {
    let pool = Pool::new(1);
    let job = pool.run(draw_chart);
    sleep(Duration::from_secs(1)).await;
    say!("harbour master: asks for the chart");
    let chart = job.await;
    say!("harbour master: has {chart}");
}

fn main() {
    set_clock(now);
    on_the_clock(Executor::new, Executor::with_virtual_clock)
        .run(harbour_master());
}
// ANCHOR_END: listing
