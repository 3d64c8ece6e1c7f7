// clock: real
use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::thread;

use ground_up::async_socket::AsyncSocket;
use ground_up::service::fib;
use how_await_works::stages::traps;

fn number(request: &[u8]) -> Option<u32> {
    str::from_utf8(request).ok()?.parse().ok()
}

// ANCHOR: listing
fn in_a_thread(n: u32) -> u64 {
    let thread = thread::spawn(move || fib(n));
    thread.join().expect("fib does not panic")
}

async fn answer(
    ferry: &str,
    client: AsyncSocket<UnixStream>,
    compute: fn(u32) -> u64,
) {
    let mut request = [0; 100];
    let length = client.recv(&mut request).await.expect("it has asked");
    let n = number(&request[..length]).expect("it asks with a number");
    println!("{ferry}: fib({n}) begins");
    println!("{ferry}: fib({n}) is {}", compute(n));
}

fn serve(place: &str, compute: fn(u32) -> u64) -> io::Result<()> {
    println!("{place}:");
    for (ferry, request) in [("Gull", "20"), ("Heron", "1")] {
        let (mut client, server) = UnixStream::pair()?;
        client.write_all(request.as_bytes())?;
        traps::spawn(answer(ferry, AsyncSocket::new(server)?, compute));
    }
    traps::run();
    Ok(())
}

fn main() -> io::Result<()> {
    serve("in the loop", fib)?;
    serve("in the pool", in_a_thread)
}
// ANCHOR_END: listing
