// clock: real
//! A buffered writer sends what it has, and is dropped then.

// ANCHOR: listing
use console::run;
use futures::try_join;
use tokio::io::{self, AsyncReadExt, AsyncWriteExt, BufWriter};

static REPORT: [u8; 10_000] = [0; 10_000];

async fn office(mut wire: io::DuplexStream) -> io::Result<()> {
    let mut received = Vec::new();
    wire.read_to_end(&mut received).await?;
    let whole = received.len() == REPORT.len();
    let whole = if whole { "all" } else { "a part" };
    println!("office: has {whole} of the report");
    Ok(())
}

async fn send(wire: io::DuplexStream) -> io::Result<()> {
    let mut writer = BufWriter::new(wire);
    for part in REPORT.chunks(3_000) {
        writer.write_all(part).await?;
    }
    writer.flush().await?;
    println!("main: the report is written");
    Ok(())
}

async fn start() -> io::Result<()> {
    let (near, far) = io::duplex(65_536);
    try_join!(office(far), send(near))?;
    Ok(())
}
// ANCHOR_END: listing

fn main() -> io::Result<()> {
    run(start())
}
