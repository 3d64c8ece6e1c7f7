// clock: real
//! A server that repeats every byte, and stations that report to it.

use std::env;

use console::run;
// ANCHOR: listing
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task;

async fn echo(mut wire: TcpStream) -> io::Result<()> {
    let mut block = [0; 1024];
    loop {
        match wire.read(&mut block).await? {
            0 => return wire.shutdown().await,
            count => wire.write_all(&block[..count]).await?,
        }
    }
}

async fn serve(office: TcpListener) -> io::Result<()> {
    loop {
        let (wire, _) = office.accept().await?;
        task::spawn(echo(wire));
    }
}

async fn report(mut wire: TcpStream, words: &str) -> io::Result<()> {
    wire.write_all(words.as_bytes()).await?;
    wire.shutdown().await?;
    let mut heard = String::new();
    wire.read_to_string(&mut heard).await?;
    println!("hears {heard}");
    Ok(())
}

async fn night() -> io::Result<()> {
    let office = TcpListener::bind((HOST, 0)).await?;
    let address = office.local_addr()?;
    task::spawn(serve(office));
    let corvo = TcpStream::connect(address).await?;
    let birk = TcpStream::connect(address).await?;
    report(birk, "Birk: clear").await?;
    report(corvo, "Corvo: fog").await
}
// ANCHOR_END: listing

const HOST: &str = "127.0.0.1";

async fn serve_for_ever() -> io::Result<()> {
    let office = TcpListener::bind((HOST, 0)).await?;
    println!("{}", office.local_addr()?.port());
    serve(office).await
}

async fn call(port: u16) -> io::Result<()> {
    let wire = TcpStream::connect((HOST, port)).await?;
    report(wire, "Almer: cloud").await
}

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("serve") => run(serve_for_ever()),
        Some("call") => run(call(args[1].parse().expect("a port"))),
        _ => run(night()),
    }
}
