//! What the page on streams says of tokio's streams.

use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use crate::wire::{Server, pair, printed, python};
use console::run;
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::{task, time};

const ECHO_SERVER: &str = env!("CARGO_BIN_EXE_echo_server");

fn office() -> Server {
    Server::rust(ECHO_SERVER, &["serve"])
}

#[test]
fn silent_client_keeps_no_other_waiting() {
    let office = office();
    let mut silent = office.client();
    assert_eq!(office.replies(b"Birk: clear"), b"Birk: clear");
    silent.write_all(b"fog").expect("it reads");
    let mut heard = [0; 3];
    silent.read_exact(&mut heard).expect("it answers");
    assert_eq!(&heard, b"fog");
}

#[test]
fn echo_server_outlives_rough_clients() {
    office().outlives_rough_callers(b"Birk: clear", b"Birk: clear");
}

#[test]
fn error_of_a_connection_is_lost_with_its_handle() {
    static FAILED: AtomicBool = AtomicBool::new(false);
    run(async {
        let (station, mut office) = pair().await;
        drop(task::spawn(async move {
            let mut letter = [0];
            let error = office.read_exact(&mut letter).await;
            FAILED.store(error.is_err(), SeqCst);
            error
        }));
        drop(station);
        let (mut station, mut office) = pair().await;
        while !FAILED.load(SeqCst) {
            task::yield_now().await;
        }
        station.write_all(b"!").await.expect("it is open");
        assert_eq!(office.read_u8().await.ok(), Some(b'!'));
    });
}

#[test]
fn nothing_but_the_end_of_the_stream_reads_as_zero_bytes() {
    run(async {
        let (mut station, mut office) = pair().await;
        let mut block = [0; 8];
        let nothing = Duration::from_millis(100);
        let read = time::timeout(nothing, office.read(&mut block));
        assert!(read.await.is_err());
        station.shutdown().await.expect("it is open");
        assert_eq!(office.read(&mut block).await.ok(), Some(0));
        assert_eq!(office.read(&mut block).await.ok(), Some(0));
    });
}

#[test]
fn a_read_into_an_empty_buffer_is_zero_bytes_too() {
    run(async {
        let (mut station, mut office) = pair().await;
        station.write_all(b"fog").await.expect("it is open");
        assert_eq!(office.read(&mut Vec::new()).await.ok(), Some(0));
        assert_eq!(office.read(&mut [0; 8]).await.ok(), Some(3));
    });
}

#[test]
fn a_task_that_reads_after_the_end_lets_others_run() {
    run(async {
        let (station, mut office) = pair().await;
        drop(station);
        let other = task::spawn(async {});
        while !other.is_finished() {
            assert_eq!(office.read(&mut [0; 8]).await.ok(), Some(0));
        }
    });
}

#[test]
fn a_server_without_spawn_serves_one_client_at_a_time() {
    run(async {
        let office = TcpListener::bind(("127.0.0.1", 0)).await;
        let office = office.expect("a port is free");
        let address = office.local_addr().expect("it is bound");
        let serves = async {
            loop {
                let (mut wire, _) = office.accept().await?;
                let (mut hears, mut speaks) = wire.split();
                io::copy(&mut hears, &mut speaks).await?;
            }
        };
        let calls = async {
            let silent = TcpStream::connect(address).await?;
            let mut birk = TcpStream::connect(address).await?;
            birk.write_all(b"!").await?;
            let nothing = Duration::from_millis(100);
            let reply = time::timeout(nothing, birk.read_u8()).await;
            assert!(reply.is_err());
            drop(silent);
            birk.read_u8().await
        };
        let reply: io::Result<u8> = tokio::select! {
            failed = serves => failed,
            reply = calls => reply,
        };
        assert_eq!(reply.ok(), Some(b'!'));
    });
}

#[test]
fn stream_that_is_not_ended_gets_no_answer() {
    run(async {
        let (mut station, mut office) = pair().await;
        let attends = task::spawn(async move {
            let mut words = Vec::new();
            office.read_to_end(&mut words).await?;
            office.write_u8(words.len() as u8).await
        });
        station.write_all(b"comet").await.expect("it is open");
        let nothing = Duration::from_millis(100);
        let reply = time::timeout(nothing, station.read_u8());
        assert!(reply.await.is_err());
        station.shutdown().await.expect("it is open");
        assert_eq!(station.read_u8().await.ok(), Some(5));
        attends.await.expect("no panic").expect("it is open");
    });
}

#[test]
fn client_that_has_shut_down_can_still_read() {
    run(async {
        let (mut station, mut office) = pair().await;
        station.shutdown().await.expect("it is open");
        assert!(station.write_all(b"more").await.is_err());
        office.write_all(b"21").await.expect("it is open");
        drop(office);
        let mut heard = String::new();
        station
            .read_to_string(&mut heard)
            .await
            .expect("it is open");
        assert_eq!(heard, "21");
    });
}

#[test]
fn dropped_write_half_ends_the_stream() {
    run(async {
        let (station, mut office) = pair().await;
        let (mut reader, writer) = station.into_split();
        drop(writer);
        assert_eq!(office.read(&mut [0; 8]).await.ok(), Some(0));
        office.write_all(b"21").await.expect("it is open");
        assert_eq!(reader.read_u8().await.ok(), Some(b'2'));
    });
}

#[test]
fn a_dropped_half_of_split_does_not_end_the_stream() {
    run(async {
        let nothing = Duration::from_millis(100);
        let (mut station, mut office) = pair().await;
        {
            let (_reader, _writer) = station.split();
        }
        let read = time::timeout(nothing, office.read_u8()).await;
        assert!(read.is_err());
        let (_reader, writer) = io::split(station);
        drop(writer);
        let read = time::timeout(nothing, office.read_u8()).await;
        assert!(read.is_err());
    });
}

#[test]
fn dropped_stream_is_closed_in_both_directions() {
    run(async {
        let (station, mut office) = pair().await;
        drop(station);
        assert_eq!(office.read(&mut [0; 8]).await.ok(), Some(0));
        while office.write_all(b"21").await.is_ok() {
            task::yield_now().await;
        }
    });
}

#[test]
fn what_write_all_took_arrives_after_the_runtime_is_gone() {
    let office = std::net::TcpListener::bind(("127.0.0.1", 0))
        .expect("a port is free");
    let address = office.local_addr().expect("it is bound");
    run(async {
        let mut wire =
            TcpStream::connect(address).await.expect("it listens");
        wire.write_all(&[7; 50_000]).await.expect("it is open");
    });
    let mut heard = Vec::new();
    let (mut wire, _) = office.accept().expect("it was called");
    wire.read_to_end(&mut heard).expect("it ends");
    assert_eq!(heard.len(), 50_000);
}

#[cfg(target_os = "linux")]
#[test]
fn dropping_a_stream_with_unread_bytes_loses_what_was_written() {
    run(async {
        let (wire, mut office) = pair().await;
        office.write_all(b"fog").await.expect("it is open");
        wire.readable().await.expect("it is open");
        wire.writable().await.expect("it is open");
        let mut written = 0;
        while let Ok(count) = wire.try_write(&[7; 65_536]) {
            written += count;
        }
        drop(wire);
        let mut heard = Vec::new();
        let end = office.read_to_end(&mut heard).await;
        let error = end.expect_err("it is no end");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
        assert!(heard.len() < written);
    });
}

#[test]
fn echo_server_of_each_language_serves_clients_of_the_other() {
    let of_rust = office();
    let mut station = python("echo_server");
    station.args(["call", &of_rust.port.to_string()]);
    assert_eq!(printed(station), "hears Almer: cloud\n");

    let mut program = python("echo_server");
    program.arg("serve");
    let of_python = Server::start(program);
    let mut station = std::process::Command::new(ECHO_SERVER);
    station.args(["call", &of_python.port.to_string()]);
    assert_eq!(printed(station), "hears Almer: cloud\n");
    of_python.outlives_rough_callers(b"Birk: clear", b"Birk: clear");
}
