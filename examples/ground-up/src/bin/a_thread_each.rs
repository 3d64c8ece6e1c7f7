// clock: real
//! A thread for each client: nobody waits for a silent neighbour.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use ground_up::service::{Ferry, answer, lines, run};

// ANCHOR: listing
fn serve(listener: TcpListener) -> io::Result<()> {
    loop {
        let (client, _) = listener.accept()?;
        thread::spawn(move || attend(&client));
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
    heron.ask(20)?;
    gull.ask(15)?;
    gull.leave();
    heron.leave();
    Ok(())
}

fn main() -> io::Result<()> {
    run(serve, visit)
}
