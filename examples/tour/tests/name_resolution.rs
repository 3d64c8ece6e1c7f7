//! What the page on name resolution says of tokio and dns-lookup.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::mpsc;
use std::task::Poll;
use std::time::Duration;

use dns_lookup::lookup_addr;
use futures::poll;
use tokio::net::{TcpListener, TcpStream, lookup_host};
use tokio::runtime::{Builder, Runtime};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const A_MOMENT: Duration = Duration::from_millis(50);

fn with_one_blocking_thread() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(1)
        .build()
        .expect("the system has room for it")
}

/// Runs `night` while the only thread for blocking jobs is busy; what it is
/// handed frees the thread.
fn while_the_thread_is_busy<F: Future>(
    night: impl FnOnce(mpsc::Sender<()>) -> F,
) -> F::Output {
    let runtime = with_one_blocking_thread();
    let (free, freed) = mpsc::channel();
    runtime.block_on(async {
        spawn_blocking(move || freed.recv());
        night(free).await
    })
}

#[test]
fn lookup_waits_for_a_thread_of_the_blocking_pool() {
    while_the_thread_is_busy(async |free| {
        let mut lookup = Box::pin(lookup_host(("localhost", 7)));
        assert!(timeout(A_MOMENT, &mut lookup).await.is_err());
        free.send(()).expect("the job waits for it");
        assert!(lookup.await.is_ok());
    });
}

#[test]
fn address_written_out_needs_no_lookup() {
    while_the_thread_is_busy(async |_free| {
        let mut lookup = Box::pin(lookup_host("127.0.0.1:7"));
        let Poll::Ready(Ok(found)) = poll!(&mut lookup) else {
            panic!("it waits");
        };
        assert!(found.eq([SocketAddr::from((HERE, 7))]));
    });
}

#[tokio::test]
async fn every_address_of_localhost_is_this_machine() {
    let found = lookup_host(("localhost", 7)).await.expect("hosts");
    let found = found.collect::<Vec<_>>();
    assert!(!found.is_empty());
    assert!(found.iter().all(|address| address.ip().is_loopback()));
}

#[tokio::test]
async fn unknown_name_is_an_error_of_io() {
    assert!(lookup_host(("comet.invalid", 7)).await.is_err());
}

#[tokio::test]
async fn impossible_name_is_an_error_of_io_too() {
    assert!(lookup_host(("a".repeat(64), 7)).await.is_err());
}

#[tokio::test]
async fn connecting_tries_one_address_after_the_other() {
    let closed =
        TcpListener::bind((HERE, 0)).await.expect("a free port");
    let nobody = closed.local_addr().expect("it is bound");
    drop(closed);
    let office =
        TcpListener::bind((HERE, 0)).await.expect("a free port");
    let address = office.local_addr().expect("it is bound");
    let line = TcpStream::connect(&[nobody, address][..]).await;
    assert_eq!(
        line.expect("one listens").peer_addr().ok(),
        Some(address)
    );
}

#[test]
fn reverse_lookup_in_a_blocking_job_waits_for_its_thread() {
    while_the_thread_is_busy(async |free| {
        let mut lookup = spawn_blocking(|| lookup_addr(&HERE));
        assert!(timeout(A_MOMENT, &mut lookup).await.is_err());
        free.send(()).expect("the job waits for it");
        let name = lookup.await.expect("it does not panic");
        assert!(name.is_ok_and(|name| !name.is_empty()));
    });
}
