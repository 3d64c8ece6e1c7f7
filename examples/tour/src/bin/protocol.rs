// clock: real
//! Events of a connection, called from a loop that reads.

use console::run;
use tokio::net::TcpListener;
use tokio::task;
// ANCHOR: listing
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

struct Station {
    words: &'static [u8],
}

impl Station {
    async fn connection_made(&self, wire: &mut TcpStream) {
        println!("connected");
        wire.write_all(self.words).await.expect("it is open");
        wire.shutdown().await.expect("it is open");
    }

    fn data_received(&mut self, block: &[u8]) {
        println!("hears {}", String::from_utf8_lossy(block));
    }

    fn connection_lost(self, error: Option<io::Error>) {
        println!("hung up: {error:?}");
    }
}

async fn drive(mut wire: TcpStream, mut station: Station) {
    station.connection_made(&mut wire).await;
    let mut block = [0; 1024];
    let error = loop {
        match wire.read(&mut block).await {
            Ok(0) => break None,
            Ok(count) => station.data_received(&block[..count]),
            Err(error) => break Some(error),
        }
    };
    station.connection_lost(error);
}
// ANCHOR_END: listing

const HOST: &str = "127.0.0.1";

async fn echo(mut wire: TcpStream) -> io::Result<()> {
    let (mut reader, mut writer) = wire.split();
    io::copy(&mut reader, &mut writer).await?;
    Ok(())
}

async fn night() -> io::Result<()> {
    let office = TcpListener::bind((HOST, 0)).await?;
    let wire = TcpStream::connect(office.local_addr()?).await?;
    task::spawn(echo(office.accept().await?.0));
    let words = b"Birk: clear";
    drive(wire, Station { words }).await;
    Ok(())
}

fn main() -> io::Result<()> {
    run(night())
}
