// clock: real
//! A thread asks the loop for something, and waits for the answer.

// ANCHOR: listing
use std::thread;

use console::run;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

async fn open_the_dome(degrees: u32) -> &'static str {
    println!("the dome opens at {degrees}");
    "open"
}

fn cellar(tokio: &Handle) {
    let dome = tokio.spawn(open_the_dome(120));
    let answer = tokio.block_on(dome).expect("it does not panic");
    println!("the cellar hears: {answer}");
}

async fn night() {
    let (tell, told) = oneshot::channel();
    let tokio = Handle::current();
    thread::spawn(move || {
        cellar(&tokio);
        tell.send(()).expect("the night waits");
    });
    told.await.expect("the cellar does not panic");
}
// ANCHOR_END: listing

fn main() {
    run(night());
}
