// clock: real
//! One client at a time; the others wait in the backlog.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use ground_up::service::{Ferry, answer, lines, run};

// ANCHOR: listing
fn serve(listener: TcpListener) -> io::Result<()> {
    loop {
        let (client, _) = listener.accept()?;
        attend(&client).ok(); // an error: this client has left
    }
}

fn attend(mut client: &TcpStream) -> io::Result<()> {
    for line in lines(client) {
        client.write_all(answer(&line?).as_bytes())?;
    }
    Ok(())
}
// ANCHOR_END: listing

fn visit(service: SocketAddr) -> io::Result<()> {
    let mut gull = Ferry::new("Gull", service)?;
    gull.ask(10)?;
    let mut heron = Ferry::new("Heron", service)?;
    heron.send(20)?;
    let hears = thread::spawn(move || heron.hear().map(|()| heron));
    gull.ask(15)?;
    gull.leave();
    hears.join().expect("Heron does not panic")?.leave();
    Ok(())
}

fn main() -> io::Result<()> {
    run(serve, visit)
}
