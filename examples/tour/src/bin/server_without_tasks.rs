// clock: real
//! A server that waits for each client before it accepts the next.

// ANCHOR: listing
use std::{io, time::Duration};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::{task, time::timeout};

async fn answer(mut connection: TcpStream) -> io::Result<()> {
    let (mut reader, mut writer) = connection.split();
    tokio::io::copy(&mut reader, &mut writer).await?;
    Ok(())
}

async fn serve(listener: TcpListener) -> io::Result<()> {
    loop {
        let (connection, _) = listener.accept().await?;
        answer(connection).await?;
    }
}

async fn night() -> io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    task::spawn(serve(listener));
    let north = TcpStream::connect(address).await?;
    let mut south = TcpStream::connect(address).await?;
    south.write_all(b"clear sky").await?;
    let mut heard = [0; 9];
    let read = south.read(&mut heard);
    if timeout(Duration::from_millis(200), read).await.is_err() {
        println!("South gets no answer");
    }
    drop(north);
    println!("North hangs up");
    south.read_exact(&mut heard).await?;
    println!("South hears {}", String::from_utf8_lossy(&heard));
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    console::run(night())
}
