//! The lab "If write did not fail, the data is sent".

use std::fs;
use std::io::Write;
use std::path::Path;
use std::pin::pin;
use std::process::Stdio;
use std::sync::mpsc;

use futures::poll;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufWriter, duplex};
use tokio::process::Command;
use tokio::runtime::Builder;
use tokio::task::spawn_blocking;

use crate::common::one_thread;

#[test]
fn write_to_a_file_of_tokio_returns_before_it_is_written() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    // One thread for blocking calls, which is busy until it is told.
    let runtime = Builder::new_current_thread()
        .max_blocking_threads(1)
        .build()
        .expect("the system can make one more event loop");
    runtime.block_on(async {
        let mut file = File::create(&path).await.expect("it is ours");
        let (tell, told) = mpsc::channel::<()>();
        let busy = spawn_blocking(move || told.recv());
        file.write_all(b"report").await.expect("it is open");
        let written = || fs::read(&path).expect("it is ours");
        assert_eq!(written(), b"");
        tell.send(()).expect("the thread listens");
        file.flush().await.expect("the disk has room");
        assert_eq!(written(), b"report");
        busy.await.expect("no panic").expect("it was told");
    });
}

#[test]
fn blocking_buffered_writer_writes_the_rest_when_dropped() {
    let mut sent = Vec::new();
    let mut writer = std::io::BufWriter::new(&mut sent);
    writer.write_all(b"report").expect("memory takes it");
    assert_eq!(writer.get_ref().len(), 0);
    drop(writer);
    assert_eq!(sent, b"report");
}

#[test]
fn flush_of_a_buffered_writer_waits_until_all_is_sent() {
    one_thread().block_on(async {
        let (near, mut far) = duplex(4);
        let mut writer = BufWriter::new(near);
        writer.write_all(b"report").await.expect("it is open");
        let mut flush = pin!(writer.flush());
        assert!(poll!(&mut flush).is_pending());
        let mut first = [0; 4];
        far.read_exact(&mut first).await.expect("it is open");
        assert_eq!(&first, b"repo");
        flush.await.expect("it is open");
        let mut rest = [0; 2];
        far.read_exact(&mut rest).await.expect("it is open");
        assert_eq!(&rest, b"rt");
    });
}

#[test]
fn shutdown_of_a_buffered_writer_sends_the_rest_and_the_end() {
    one_thread().block_on(async {
        let (near, mut far) = duplex(64);
        let mut writer = BufWriter::new(near);
        writer.write_all(b"report").await.expect("it is open");
        writer.shutdown().await.expect("it is open");
        let mut received = Vec::new();
        far.read_to_end(&mut received).await.expect("it is open");
        assert_eq!(received, b"report");
        drop(writer);
    });
}

#[test]
fn input_of_a_child_ends_when_the_writer_is_dropped_and_not_at_its_shutdown()
 {
    let on_the_real_clock =
        Builder::new_current_thread().enable_all().build();
    on_the_real_clock.expect("a loop").block_on(async {
        let mut child = Command::new("cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("there is a cat");
        let input = child.stdin.take().expect("it is a pipe");
        let mut writer = BufWriter::new(input);
        let mut output = child.stdout.take().expect("it is a pipe");
        writer.write_all(b"report").await.expect("it is open");
        writer.shutdown().await.expect("it is open");
        let mut echo = [0; 6];
        output.read_exact(&mut echo).await.expect("it is open");
        assert_eq!(&echo, b"report");

        writer.write_all(b"more").await.expect("it is open still");
        writer.flush().await.expect("the child still reads");
        drop(writer);
        let mut rest = Vec::new();
        output.read_to_end(&mut rest).await.expect("it is open");
        assert_eq!(rest, b"more");
    });
}
