//! Takes orders over HTTP and keeps each one that it has accepted.
//!
//! `service LEDGER [PORT]` appends the orders to the file LEDGER. The
//! limits are in the environment; see `limits.rs`.

mod ledger;
mod limits;
mod shop;

use std::convert::Infallible;
use std::env;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use ledger::Ledger;
use limits::Limits;
use shop::Shop;
use to_production::BoxError;
use tokio::net::TcpListener;
use tokio::select;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Prints a line. That nobody reads the log is no reason to stop.
fn log(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

// ANCHOR: accept
async fn accept(
    listener: &TcpListener,
    shop: &Arc<Shop>,
    connections: &TaskTracker,
    stopping: &CancellationToken,
) -> Infallible {
    let room = Arc::new(Semaphore::new(shop.limits.connections));
    loop {
        let permit = room.clone().acquire_owned().await;
        let permit = permit.expect("it is never closed");
        match listener.accept().await {
            Ok((wire, _)) => {
                let (shop, stopping) = (shop.clone(), stopping.clone());
                connections.spawn(async move {
                    shop.serve(wire, stopping).await;
                    drop(permit);
                });
            }
            Err(error) => {
                // Out of descriptors: one is free when a client leaves.
                log(format_args!("accept: {error}"));
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}
// ANCHOR_END: accept

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, BoxError> {
    let mut args = env::args().skip(1);
    let path = args.next().ok_or("usage: service LEDGER [PORT]")?;
    let port = args.next().map_or(Ok(0), |port| port.parse())?;
    let limits = Limits::from_environment()?;
    let drain = limits.drain;

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (ledger, failure) = Ledger::open(path, limits.queue);
    let shop = Arc::new(Shop::new(limits, ledger));
    let connections = TaskTracker::new();
    let stopping = CancellationToken::new();
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    log(format_args!("listening on {}", listener.local_addr()?));

    // ANCHOR: stop
    let mut is_well = true;
    select! {
        never = accept(&listener, &shop, &connections, &stopping) => {
            match never {}
        }
        _ = terminate.recv() => log("terminated"),
        _ = interrupt.recv() => log("interrupted"),
        Ok(error) = failure => {
            log(format_args!("the ledger failed: {error}"));
            is_well = false;
        }
    }

    drop(listener);
    stopping.cancel();
    connections.close();
    if timeout(drain, connections.wait()).await.is_err() {
        log(format_args!("{} connections cut", connections.len()));
        is_well = false;
    }
    // ANCHOR_END: stop
    Ok(if is_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
