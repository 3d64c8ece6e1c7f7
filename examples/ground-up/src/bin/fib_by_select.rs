// clock: real
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use ground_up::ferry_client::{ask, number};
use ground_up::service::fib;
use how_await_works::stages::traps::{recv, run, send, spawn};

// ANCHOR: listing
async fn serve(listener: TcpListener) {
    loop {
        recv(&listener).await;
        let (client, _) = listener.accept().expect("a client waits");
        spawn(answer(client));
    }
}

async fn answer(mut client: TcpStream) {
    let mut request = [0; 100];
    loop {
        recv(&client).await;
        let length = client.read(&mut request).expect("all is well");
        if length == 0 {
            return;
        }
        let reply = fib(number(&request[..length])).to_string() + "\n";
        send(&client).await;
        client.write_all(reply.as_bytes()).expect("all is well");
    }
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let service = listener.local_addr()?;
    thread::spawn(move || {
        spawn(serve(listener));
        run();
    });
    let gull = TcpStream::connect(service)?;
    let heron = TcpStream::connect(service)?;
    ask("Heron", &heron, 10)?;
    ask("Gull", &gull, 20)?;
    ask("Heron", &heron, 15)
}
// ANCHOR_END: listing
