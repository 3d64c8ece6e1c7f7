// clock: real
//! Work for a core needs a thread, and shares what its owner shares.

// ANCHOR: listing
use std::process;
use std::sync::{Arc, Mutex};

use console::run;
use tokio::task;

type Catalogue = Arc<Mutex<Vec<&'static str>>>;

fn count_stars(plate: u32, catalogue: Catalogue) -> (u32, u32) {
    let mut names = catalogue.lock().expect("no holder panics");
    names.push("Deneb");
    (process::id(), plate * 1000)
}

async fn night() {
    let catalogue = Arc::new(Mutex::new(vec!["Algol", "Mira"]));
    let theirs = catalogue.clone();
    let job = task::spawn_blocking(|| count_stars(7, theirs));
    let (worker, stars) = job.await.expect("counting does not panic");
    println!("stars: {stars}");
    let here = worker == process::id();
    println!("counted in this process: {here}");
    let names = catalogue.lock().expect("no holder panics").len();
    println!("names in the catalogue: {names}");
}
// ANCHOR_END: listing

fn main() {
    run(night());
}
