// clock: real
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use ground_up::async_socket::AsyncSocket;
use how_await_works::stages::traps::{run, sleep, spawn};

const TICK: Duration = Duration::from_millis(100);

// ANCHOR: listing
async fn answer(ferry: &str, client: AsyncSocket<UnixStream>) {
    let mut request = [0; 100];
    match client.recv(&mut request).await.expect("no reset") {
        0 => println!("{ferry}: said nothing in time"),
        length => {
            let request = String::from_utf8_lossy(&request[..length]);
            println!("{ferry}: {request}");
        }
    }
}

async fn watch(client: UnixStream) {
    sleep(2 * TICK).await;
    client.shutdown(Shutdown::Both).ok();
}

async fn lighthouse(blinks: u32) {
    for blink in 1..=blinks {
        sleep(TICK).await;
        println!("lighthouse: blink {blink}");
    }
}

fn main() -> io::Result<()> {
    let (mut gull, gulls_end) = UnixStream::pair()?;
    let (mut heron, herons_end) = UnixStream::pair()?;
    for (ferry, end) in [("Gull", gulls_end), ("Heron", herons_end)] {
        spawn(watch(end.try_clone()?));
        spawn(answer(ferry, AsyncSocket::new(end)?));
    }
    spawn(lighthouse(1));
    gull.write_all(b"any berth?")?;
    run();
    println!("Heron: reads {} bytes", heron.read(&mut [0; 100])?);
    Ok(())
}
// ANCHOR_END: listing
