// clock: real
use std::io::{self, Write};
use std::os::unix::net::UnixStream;

use ground_up::async_socket::AsyncSocket;
use how_await_works::stages::traps::{run, send, spawn};

// ANCHOR: listing
async fn read(ferry: &str, signal: AsyncSocket<UnixStream>) {
    let mut message = [0; 100];
    let length = signal.recv(&mut message).await;
    let length = length.expect("the shore is there");
    let message = String::from_utf8_lossy(&message[..length]);
    println!("{ferry}: reads {message}");
}

async fn lighthouse(mut shore: UnixStream) {
    send(&shore).await;
    println!("lighthouse: blinks");
    println!("shore: signals again");
    shore.write_all(b"low tide").expect("Heron reads");
}

fn main() -> io::Result<()> {
    let (signal, mut shore) = UnixStream::pair()?;
    spawn(read("Gull", AsyncSocket::new(signal.try_clone()?)?));
    spawn(read("Heron", AsyncSocket::new(signal)?));
    shore.write_all(b"high tide")?;
    spawn(lighthouse(shore));
    run();
    Ok(())
}
// ANCHOR_END: listing
