// clock: real
//! Lines of at most 64 letters, however they arrive.

use std::env;

use console::run;
// ANCHOR: listing
use futures::{SinkExt, StreamExt};
use tokio::io::{self, AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task;
use tokio_util::codec::{Framed, LinesCodec, LinesCodecError};

async fn note(wire: TcpStream) -> Result<(), LinesCodecError> {
    let codec = LinesCodec::new_with_max_length(64);
    let mut lines = Framed::new(wire, codec);
    while let Some(line) = lines.next().await {
        let Ok(line) = line else {
            return lines.send("no report").await;
        };
        lines.send(format!("noted {}", line.trim())).await?;
    }
    Ok(())
}

async fn report(port: u16, pieces: &[&[u8]]) -> io::Result<()> {
    let mut wire = TcpStream::connect((HOST, port)).await?;
    for piece in pieces {
        wire.write_all(piece).await?;
    }
    wire.shutdown().await?;
    let mut lines = BufReader::new(wire).lines();
    while let Some(line) = lines.next_line().await? {
        println!("office: {line}");
    }
    Ok(())
}

async fn night() -> io::Result<()> {
    let office = TcpListener::bind((HOST, 0)).await?;
    let port = office.local_addr()?.port();
    task::spawn(serve(office));
    report(port, &[b"Birk: cl", b"ear\nCorvo: f", b"og\n"]).await?;
    report(port, &[&[0xFF; 65]]).await
}
// ANCHOR_END: listing

const HOST: &str = "127.0.0.1";

async fn serve(office: TcpListener) -> io::Result<()> {
    loop {
        task::spawn(note(office.accept().await?.0));
    }
}

async fn serve_for_ever() -> io::Result<()> {
    let office = TcpListener::bind((HOST, 0)).await?;
    println!("{}", office.local_addr()?.port());
    serve(office).await
}

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("serve") => run(serve_for_ever()),
        Some("call") => {
            let port = args[1].parse().expect("a port");
            run(report(port, &[b"Almer: cl", b"oud\n"]))
        }
        _ => run(night()),
    }
}
