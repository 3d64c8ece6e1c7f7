#!/usr/bin/env bash
# turmoil 0.7.2: two simulated hosts have a TCP connection. They are partitioned for five seconds,
# and the client writes once meanwhile. After `repair` the connection stays silent for ever: the
# text written during the partition is never delivered, nor is any that follows, nor the end when
# the client drops its stream. Each write returns `Ok`, and the reader gets no error. A new
# connection works. After `hold` and `release` in place of `partition` and `repair`, everything
# arrives.
#
# TCP sends a lost segment again, and a break of five seconds is no more than a delay. So one would
# guess that the connection goes on after the repair, and a test that sees the reader wait for ever
# seems to have found a fault of the program under test. The manual says that a partition drops
# messages and that `repair` lets them be delivered again. However, the streams of turmoil number
# their segments and put them in order, and they have nothing that sends a segment again. So the
# reader waits for the lost number and keeps all later segments back.
# https://github.com/tokio-rs/turmoil/issues/185, open, tells of the same with `fail_rate`; the
# answer there is that "there is no re-transmit behavior implemented".
#
# Seen with rustc 1.95.0 and tokio 1.54.1. Time is simulated. Fails if turmoil behaves otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo new --quiet --vcs none "$work/partition"
cd "$work/partition"
cat >>Cargo.toml <<'MANIFEST'
tokio = { version = "=1.54.1", features = ["io-util", "rt", "time"] }
turmoil = "=0.7.2"
MANIFEST
cat >src/main.rs <<'PROGRAM'
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::sleep;
use turmoil::net::{TcpListener, TcpStream};

/// What the server has seen of the first connection and of the second, half a minute after the break.
fn seen(begin: fn(&str, &str), end: fn(&str, &str)) -> Vec<String> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut simulation =
        turmoil::Builder::new().simulation_duration(Duration::from_secs(60)).build();
    let server_has_seen = seen.clone();
    simulation.host("server", move || {
        let seen = server_has_seen.clone();
        async move {
            let listener = TcpListener::bind("0.0.0.0:80").await?;
            for number in 0.. {
                let (mut stream, _) = listener.accept().await?;
                let seen = seen.clone();
                seen.lock().unwrap().push(String::new());
                tokio::spawn(async move {
                    let mut buffer = [0; 16];
                    loop {
                        let end = match stream.read(&mut buffer).await {
                            Ok(0) => "end",
                            Ok(length) => std::str::from_utf8(&buffer[..length]).unwrap(),
                            Err(_) => "error",
                        };
                        seen.lock().unwrap()[number].push_str(end);
                        if ["end", "error"].contains(&end) {
                            return;
                        }
                    }
                });
            }
            Ok(())
        }
    });
    simulation.client("client", async move {
        let mut stream = TcpStream::connect("server:80").await?;
        stream.write_all(b"one ").await?;
        sleep(Duration::from_secs(1)).await;
        begin("client", "server");
        stream.write_all(b"two ").await?;
        sleep(Duration::from_secs(5)).await;
        end("client", "server");
        stream.write_all(b"three ").await?;
        sleep(Duration::from_secs(1)).await;
        drop(stream);
        let mut stream = TcpStream::connect("server:80").await?;
        stream.write_all(b"four ").await?;
        sleep(Duration::from_secs(30)).await;
        Ok(())
    });
    simulation.run().unwrap();
    let seen = seen.lock().unwrap();
    seen.clone()
}

fn main() {
    let held = seen(|a, b| turmoil::hold(a, b), |a, b| turmoil::release(a, b));
    println!("hold and release: {held:?}");
    assert_eq!(held, ["one two three end", "four "]);
    let parted = seen(|a, b| turmoil::partition(a, b), |a, b| turmoil::repair(a, b));
    println!("partition and repair: {parted:?}");
    assert_eq!(parted, ["one ", "four "]);
}
PROGRAM
cargo run --quiet
