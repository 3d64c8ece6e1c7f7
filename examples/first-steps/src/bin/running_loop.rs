//! A loop can be found only while it runs.

// ANCHOR: listing
use tokio::runtime::Handle;

fn office() -> &'static str {
    match Handle::try_current() {
        Ok(_) => "a loop is running",
        Err(_) => "no loop is running",
    }
}

#[tokio::main(flavor = "current_thread")]
async fn open_harbour() {
    println!("inside: {}", office());
}

fn main() {
    println!("before: {}", office());
    open_harbour();
    println!("after: {}", office());
}
// ANCHOR_END: listing
