// clock: real
//! Connects that block the loop which should accept them.

// ANCHOR: listing
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use console::run;
use tokio::net::{TcpListener, TcpSocket};
use tokio::task;

async fn serve(server: TcpListener) -> io::Result<()> {
    loop {
        server.accept().await?;
    }
}

async fn call(address: SocketAddr) -> io::Result<&'static str> {
    let limit = Duration::from_millis(500);
    for _ in 0..10 {
        TcpStream::connect_timeout(&address, limit)?;
    }
    Ok("all ten are connected")
}

async fn start() -> io::Result<()> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    let server = socket.listen(1)?;
    let address = server.local_addr()?;
    task::spawn(serve(server));
    task::yield_now().await;
    match call(address).await {
        Err(error) if error.kind() == ErrorKind::TimedOut => {
            println!("a connect is stuck, and so is the loop");
        }
        result => println!("{}", result?),
    }
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(start())
}
