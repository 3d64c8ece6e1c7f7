// clock: real
//! A server that accepts no more ends its connections.

// ANCHOR: listing
use std::{io, time::Duration};

use console::run;
use futures::try_join;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

async fn serve(mut client: TcpStream) -> io::Result<()> {
    println!("server: has a client");
    client.read_to_end(&mut Vec::new()).await?;
    println!("server: its client has gone");
    Ok(())
}

async fn start() -> io::Result<()> {
    let server = TcpListener::bind("127.0.0.1:0").await?;
    let connect = TcpStream::connect(server.local_addr()?);
    let (_client, accepted) = try_join!(connect, server.accept())?;
    let mut clients = JoinSet::new();
    clients.spawn(serve(accepted.0));
    sleep(Duration::from_millis(200)).await;
    drop(server);
    let limit = Duration::from_secs(1);
    if timeout(limit, clients.shutdown()).await.is_ok() {
        println!("main: the server is closed");
    } else {
        println!("main: the server has not closed in a second");
    }
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(start())
}
