// clock: real
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

use ground_up::service::{Ferry, answer, run};
use how_await_works::stages::traps::{self, recv, send, spawn};

// ANCHOR: listing
async fn attend(mut client: TcpStream) {
    let mut line = [0; 100];
    loop {
        recv(&client).await;
        let length = client.read(&mut line).expect("no reset");
        if length == 0 {
            return;
        }
        let reply = answer(&line[..length]);
        send(&client).await;
        client.write_all(reply.as_bytes()).expect("no reset");
    }
}

async fn accept_all(listener: TcpListener) {
    loop {
        recv(&listener).await;
        let (client, _) = listener.accept().expect("a client");
        spawn(attend(client));
    }
}

fn serve(listener: TcpListener) -> io::Result<()> {
    spawn(accept_all(listener));
    traps::run();
    Ok(())
}
// ANCHOR_END: listing

fn visit(service: SocketAddr) -> io::Result<()> {
    let mut gull = Ferry::new("Gull", service)?;
    let mut heron = Ferry::new("Heron", service)?;
    heron.ask(10)?;
    gull.ask(20)?;
    heron.ask(15)
}

fn main() -> io::Result<()> {
    run(serve, visit)
}
