//! A client sends a whole request and closes its writing half.

// ANCHOR: listing
use std::convert::Infallible;
use std::io;
use std::time::Duration;

use console::run;
use hyper::Response;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::{task, time::sleep};

async fn ask(half_close: bool) -> io::Result<()> {
    let (mut client, wire) = duplex(1024);
    let hello = service_fn(async |_| {
        sleep(Duration::from_secs(1)).await;
        Ok::<_, Infallible>(Response::new("hello".to_owned()))
    });
    let mut server = Builder::new();
    server.half_close(half_close);
    task::spawn(server.serve_connection(TokioIo::new(wire), hello));
    let request = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
    client.write_all(request).await?;
    client.shutdown().await?;
    let mut answer = String::new();
    client.read_to_string(&mut answer).await?;
    let first = answer.lines().next().unwrap_or("nothing");
    println!("half_close({half_close}): {first}");
    Ok(())
}

fn main() -> io::Result<()> {
    run(ask(false))?;
    run(ask(true))
}
// ANCHOR_END: listing
