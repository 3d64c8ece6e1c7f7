// clock: real
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use how_await_works::stages::traps::{recv, run, send, spawn};

// ANCHOR: listing
async fn read(
    ferry: &str,
    mut signal: UnixStream,
    has_read: Sender<()>,
) {
    recv(&signal).await;
    let mut message = [0; 100];
    let length = signal.read(&mut message).expect("the shore is there");
    let message = String::from_utf8_lossy(&message[..length]);
    println!("{ferry}: reads {message}");
    has_read.send(()).ok();
}

async fn lighthouse(lamp: UnixStream) {
    send(&lamp).await;
    println!("lighthouse: blinks");
}

fn main() -> io::Result<()> {
    let (signal, mut shore) = UnixStream::pair()?;
    let (has_read, first_read) = mpsc::channel();
    spawn(read("Gull", signal.try_clone()?, has_read.clone()));
    spawn(read("Heron", signal, has_read));
    spawn(lighthouse(shore.try_clone()?));
    shore.write_all(b"high tide")?;
    thread::spawn(move || {
        first_read.recv().expect("Gull reads");
        thread::sleep(Duration::from_millis(100));
        println!("shore: signals again");
        shore.write_all(b"low tide")
    });
    run();
    Ok(())
}
// ANCHOR_END: listing
