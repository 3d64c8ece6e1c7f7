// clock: real
//! A reply that can only follow the end of the question.

use console::run;
// ANCHOR: listing
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task;

const HOST: &str = "127.0.0.1";

async fn charge(mut wire: TcpStream) -> io::Result<()> {
    let (mut letters, mut block) = (0, [0; 1024]);
    loop {
        match wire.read(&mut block).await? {
            0 => break,
            count => letters += count,
        }
    }
    let reply = format!("{letters} letters");
    wire.write_all(reply.as_bytes()).await
}

async fn night() -> io::Result<()> {
    let office = TcpListener::bind((HOST, 0)).await?;
    let mut station = TcpStream::connect(office.local_addr()?).await?;
    task::spawn(charge(office.accept().await?.0));
    for words in ["comet ", "low ", "in the west"] {
        station.write_all(words.as_bytes()).await?;
    }
    println!("station: has said all");
    station.shutdown().await?;
    let mut reply = String::new();
    station.read_to_string(&mut reply).await?;
    println!("office: {reply}");
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
