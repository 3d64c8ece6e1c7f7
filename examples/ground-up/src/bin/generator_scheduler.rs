use how_await_works::stages::round_robin::{run, spawn, yield_now};

async fn load(ferry: &'static str, cars: u32) {
    for left in (1..=cars).rev() {
        println!("{ferry}: {left} to load");
        yield_now().await;
    }
    println!("{ferry}: sails");
}

fn main() {
    spawn(load("Gull", 3));
    spawn(load("Heron", 2));
    run();
}
