// clock: real
//! An axum router on the book's own loop. With a port as argument it
//! serves until it is interrupted; without, it asks itself and ends.

use std::env;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use async_channel::{Receiver, Sender};
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::service::TowerToHyperService;
use real_traffic::{BoxError, client, serve};
use tokio::sync::oneshot;
use toy::{Async, Executor, sleep, spawn};

async fn ask(address: SocketAddr) -> Result<(), BoxError> {
    let mut office = client(address).await?;
    for path in ["/moor/Gull", "/moor/Heron", "/lighthouse"] {
        let body = Empty::<Bytes>::new();
        let request = Request::post(path).body(body)?;
        let answer = office.send_request(request).await?;
        let status = answer.status().as_u16();
        let body = answer.collect().await?.to_bytes();
        println!("{path}: {status} {body:?}");
    }
    Ok(())
}

// ANCHOR: listing
type Call = oneshot::Sender<usize>;

async fn harbour_master(calls: Receiver<Call>) {
    let mut free = 1..;
    while let Ok(call) = calls.recv().await {
        sleep(Duration::from_millis(100)).await;
        // The handler that called may be gone.
        let _ = call.send(free.next().expect("no end of berths"));
    }
}

async fn moor(
    State(office): State<Sender<Call>>,
    Path(ferry): Path<String>,
) -> String {
    let (call, answer) = oneshot::channel();
    office.send(call).await.expect("the office is open");
    let berth = answer.await.expect("every call is answered");
    format!("{ferry}: berth {berth}\n")
}

fn open_office(listener: Async<TcpListener>) -> impl Future {
    let (office, calls) = async_channel::bounded(8);
    spawn(harbour_master(calls));
    let router = Router::new()
        .route("/moor/{ferry}", post(moor))
        .route("/tide", get(async || "high\n"))
        .with_state(office);
    serve(listener, TowerToHyperService::new(router))
}
// ANCHOR_END: listing

async fn run(port: Option<u16>) -> Result<(), BoxError> {
    let listener = TcpListener::bind(("127.0.0.1", port.unwrap_or(0)))?;
    let address = listener.local_addr()?;
    let serving = open_office(Async::new(listener)?);
    if port.is_some() {
        println!("http://{address}");
        serving.await;
        return Ok(());
    }
    spawn(async { drop(serving.await) });
    ask(address).await
}

fn main() -> Result<(), BoxError> {
    let port = env::args().nth(1).map(|port| port.parse());
    Executor::new().run(run(port.transpose()?))
}
