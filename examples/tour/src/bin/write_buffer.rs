// clock: real
//! A write that does not wait takes what there is room for.

// ANCHOR: listing
use console::run;
use tokio::io::{self, AsyncReadExt};
use tokio::net::{TcpListener, TcpStream};

const HOST: &str = "127.0.0.1";

async fn night() -> io::Result<()> {
    let listener = TcpListener::bind((HOST, 0)).await?;
    let station = TcpStream::connect(listener.local_addr()?).await?;
    station.writable().await?;
    let plate = vec![0; 30 << 20];
    let mut taken = 0;
    let refusal = loop {
        match station.try_write(&plate[taken % plate.len()..]) {
            Ok(count) => taken += count,
            Err(error) => break error,
        }
    };
    println!("station: {:?}", refusal.kind());
    println!("three plates gone: {}", taken >= 3 * plate.len());
    drop(station);
    let (mut office, _) = listener.accept().await?;
    let arrived = office.read_to_end(&mut Vec::new()).await?;
    println!("office: has what was taken: {}", arrived == taken);
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(night())
}
