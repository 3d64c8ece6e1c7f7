// clock: real
//! What one write sends is not what one read takes.

use console::run;
// ANCHOR: listing
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task;

const HOST: &str = "127.0.0.1";

async fn listen(mut wire: TcpStream) -> io::Result<()> {
    let mut block = [0; 1024];
    loop {
        let count = wire.read(&mut block).await?;
        if count == 0 {
            return Ok(());
        }
        let heard = String::from_utf8_lossy(&block[..count]);
        println!("office reads {}", heard.replace('\n', "/"));
        wire.write_all(b".").await?;
    }
}

async fn night() -> io::Result<()> {
    let office = TcpListener::bind((HOST, 0)).await?;
    let mut birk = TcpStream::connect(office.local_addr()?).await?;
    birk.write_all(b"Birk: clear\n").await?;
    birk.write_all(b"Almer: cloud\nCor").await?;
    let listens = task::spawn(listen(office.accept().await?.0));
    birk.read_u8().await?;
    birk.write_all(b"vo: fog\n").await?;
    birk.read_u8().await?;
    birk.shutdown().await?;
    listens.await?
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
