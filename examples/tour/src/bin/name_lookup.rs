// clock: real

use tokio::net::lookup_host;

async fn look_up(name: &str) {
    let Ok(mut found) = lookup_host((name, 7)).await else {
        println!("{name}: nobody");
        return;
    };
    let here = found.all(|address| address.ip().is_loopback());
    let whose = if here { "this machine" } else { "another one" };
    println!("{name}: {whose}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    look_up("localhost").await;
    look_up("comet.invalid").await;
}
