// clock: real
//! A telegram over TLS that ends while its station still listens.

use std::error::Error;

use console::run;
// ANCHOR: listing
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task;
use tokio_rustls::TlsAcceptor;
use tour::tls::tls_of_both;

async fn charge(wire: TcpStream, tls: TlsAcceptor) -> io::Result<()> {
    let mut wire = tls.accept(wire).await?;
    let mut words = Vec::new();
    wire.read_to_end(&mut words).await?;
    let reply = format!("{} letters", words.len());
    wire.write_all(reply.as_bytes()).await?;
    wire.shutdown().await
}

async fn night() -> Result<(), Box<dyn Error>> {
    let (office_tls, station_tls) = tls_of_both()?;
    let office = TcpListener::bind((HOST, 0)).await?;
    let wire = TcpStream::connect(office.local_addr()?).await?;
    task::spawn(charge(office.accept().await?.0, office_tls));
    let name = "localhost".try_into()?;
    let mut wire = station_tls.connect(name, wire).await?;
    wire.write_all(b"comet low in the west").await?;
    wire.shutdown().await?;
    println!("station: has said all");
    let mut reply = String::new();
    wire.read_to_string(&mut reply).await?;
    println!("office: {reply}");
    Ok(())
}
// ANCHOR_END: listing

const HOST: &str = "127.0.0.1";

fn main() -> Result<(), Box<dyn Error>> {
    run(night())
}
