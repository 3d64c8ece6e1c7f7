// clock: real
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

use how_await_works::stages::traps::{recv, run, send, spawn};

// ANCHOR: listing
async fn read(ferry: &str, mut signal: UnixStream) {
    recv(&signal).await;
    let mut message = [0; 100];
    let length = signal.read(&mut message).expect("the shore is there");
    let message = String::from_utf8_lossy(&message[..length]);
    println!("{ferry}: reads {message}");
}

async fn lighthouse(lamp: UnixStream) {
    send(&lamp).await;
    println!("lighthouse: blinks");
}

fn main() -> io::Result<()> {
    let (signal, mut shore) = UnixStream::pair()?;
    spawn(read("Gull", signal.try_clone()?));
    spawn(read("Heron", signal));
    spawn(lighthouse(shore.try_clone()?));
    shore.write_all(b"high tide")?;
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        println!("shore: signals again");
        shore.write_all(b"low tide")
    });
    run();
    Ok(())
}
// ANCHOR_END: listing
