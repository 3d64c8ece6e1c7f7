// clock: real

use std::net::SocketAddr;

use dns_lookup::lookup_addr;
use tokio::task::spawn_blocking;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let caller = SocketAddr::from(([127, 0, 0, 1], 7));
    let look_up = move || lookup_addr(&caller.ip());
    let name = spawn_blocking(look_up).await;
    let name = name.expect("it does not panic");
    println!("by name: {}", name.expect("every system knows it"));
    println!("by number: {}, {}", caller.ip(), caller.port());
}
