use std::cell::Cell;
use std::rc::Rc;

use how_await_works::stages::round_robin::{run, spawn, yield_now};

async fn unload(ferry: &str, cars: u32, free: Rc<Cell<u32>>) {
    for _ in 0..cars {
        yield_now().await;
    }
    free.set(1);
    println!("{ferry}: leaves the berth");
}

async fn wait_for_berth(ferry: &str, free: Rc<Cell<u32>>) {
    let mut looks = 1;
    while free.get() == 0 {
        looks += 1;
        yield_now().await;
    }
    println!("{ferry}: moors after {looks} looks");
}

fn main() {
    let free = Rc::new(Cell::new(0));
    spawn(wait_for_berth("Heron", free.clone()));
    spawn(unload("Gull", 10, free));
    run();
}
