// clock: real
//! A report that ends in the middle, once by its station and once by
//! whoever cut the wire.

use std::error::Error;

use console::run;
// ANCHOR: listing
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task;
use tokio_rustls::TlsAcceptor;
use tour::tls::tls_of_both;

async fn note(wire: TcpStream, tls: TlsAcceptor) -> io::Result<()> {
    let mut wire = tls.accept(wire).await?;
    wire.write_all(b"go on").await?;
    wire.flush().await?;
    let mut report = String::new();
    match wire.read_to_string(&mut report).await {
        Ok(_) => println!("office: {report}"),
        Err(error) => println!("office: {:?}", error.kind()),
    }
    Ok(())
}

async fn night() -> Result<(), Box<dyn Error>> {
    let (office_tls, station_tls) = tls_of_both()?;
    let office = TcpListener::bind((HOST, 0)).await?;
    let address = office.local_addr()?;
    for cut in [false, true] {
        let wire = TcpStream::connect(address).await?;
        let (call, _) = office.accept().await?;
        let noted = task::spawn(note(call, office_tls.clone()));
        let name = "localhost".try_into()?;
        let mut wire = station_tls.connect(name, wire).await?;
        wire.read_exact(&mut [0; 5]).await?;
        wire.write_all(b"no comet").await?;
        wire.flush().await?;
        if !cut {
            wire.write_all(b" in the west").await?;
            wire.shutdown().await?;
        }
        drop(wire);
        noted.await??;
    }
    Ok(())
}
// ANCHOR_END: listing

const HOST: &str = "127.0.0.1";

fn main() -> Result<(), Box<dyn Error>> {
    run(night())
}
