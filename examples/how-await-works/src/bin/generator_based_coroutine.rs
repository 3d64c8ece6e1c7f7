//! The same wait by combinators and by `.await`.

// ANCHOR: listing
use futures::FutureExt;
use tokio::task::yield_now;

fn pilot(ferry: &str) -> impl Future<Output = String> {
    yield_now().map(move |()| format!("{ferry} is in"))
}

async fn tug(ferry: &str) -> String {
    yield_now().await;
    format!("{ferry} is in tow")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("{}", pilot("Gull").await);
    println!("{}", tug("Heron").await);
}
// ANCHOR_END: listing
