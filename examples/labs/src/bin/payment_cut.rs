//! hyper drops a handler whose client has gone.

// ANCHOR: listing
use std::{convert::Infallible, error::Error, time::Duration};

use console::{run, say};
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::{Request, Response, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncWriteExt, duplex};
use tokio::{task, time::sleep};

async fn charge() {
    say!("handler: charges the card");
    sleep(Duration::from_secs(2)).await;
    say!("handler: writes the receipt");
}

async fn pay(
    _request: Request<Incoming>,
) -> Result<Response<String>, Infallible> {
    charge().await;
    Ok(Response::new("thanks".into()))
}

async fn start() -> Result<(), Box<dyn Error>> {
    let (mut client, wire) = duplex(1024);
    let (wire, server) = (TokioIo::new(wire), Builder::new());
    task::spawn(server.serve_connection(wire, service_fn(pay)));
    let request = b"POST /pay HTTP/1.1\r\nhost: shop\r\n\r\n";
    client.write_all(request).await?;
    sleep(Duration::from_secs(1)).await;
    say!("client: goes away");
    drop(client);
    sleep(Duration::from_secs(2)).await;
    say!("main: ends");
    Ok(())
}
// ANCHOR_END: listing

fn main() -> Result<(), Box<dyn Error>> {
    run(start())
}
