//! What the page Cancel safety says.

use std::pin::pin;
use std::time::Duration;

use crate::common::one_thread;
use futures::{FutureExt, SinkExt, StreamExt};
use tokio::io::{
    AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, duplex,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, mpsc};
use tokio::time::{sleep, timeout};
use tokio_util::codec::{FramedRead, LinesCodec};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn read_exact_that_is_dropped_has_taken_its_bytes() {
    one_thread().block_on(async {
        let (mut wire, mut peer) = duplex(64);
        peer.write_all(b"hel").await.expect("it has room");
        let mut word = [0; 5];
        let read = timeout(SECOND, wire.read_exact(&mut word)).await;
        assert!(read.is_err());
        peer.write_all(b"lo, world").await.expect("it has room");
        wire.read_exact(&mut word).await.expect("there is enough");
        assert_eq!(&word, b"lo, w");
    });
}

#[test]
fn read_line_that_is_dropped_loses_its_bytes() {
    one_thread().block_on(async {
        let (wire, mut peer) = duplex(64);
        let mut wire = BufReader::new(wire);
        peer.write_all(b"hel").await.expect("it has room");
        let mut line = String::new();
        let read = timeout(SECOND, wire.read_line(&mut line)).await;
        assert!(read.is_err());
        assert_eq!(line, "");
        peer.write_all(b"lo\n").await.expect("it has room");
        wire.read_line(&mut line).await.expect("it is UTF-8");
        assert_eq!(line, "lo\n");
    });
}

#[test]
fn read_to_end_that_is_dropped_leaves_its_bytes_in_the_buffer() {
    one_thread().block_on(async {
        let (mut wire, mut peer) = duplex(64);
        peer.write_all(b"hel").await.expect("it has room");
        let mut all = Vec::new();
        let read = timeout(SECOND, wire.read_to_end(&mut all)).await;
        assert!(read.is_err());
        assert_eq!(all, b"hel");

        let mut text = String::new();
        peer.write_all(b"lo").await.expect("it has room");
        let read =
            timeout(SECOND, wire.read_to_string(&mut text)).await;
        assert!(read.is_err());
        assert_eq!(text, "");
    });
}

#[test]
fn read_and_read_buf_that_are_dropped_have_taken_nothing() {
    one_thread().block_on(async {
        let (mut wire, mut peer) = duplex(64);
        let mut buffer = Vec::new();
        for _ in 0..2 {
            let read = wire.read_buf(&mut buffer);
            assert!(timeout(SECOND, read).await.is_err());
        }
        let mut block = [0; 5];
        assert!(timeout(SECOND, wire.read(&mut block)).await.is_err());
        peer.write_all(b"hello").await.expect("it has room");
        wire.read_buf(&mut buffer).await.expect("it is open");
        assert_eq!(buffer, b"hello");
    });
}

#[test]
fn codec_keeps_half_a_line_when_its_wait_is_dropped() {
    one_thread().block_on(async {
        let (wire, mut peer) = duplex(64);
        let mut lines = FramedRead::new(wire, LinesCodec::new());
        peer.write_all(b"hel").await.expect("it has room");
        assert!(timeout(SECOND, lines.next()).await.is_err());
        peer.write_all(b"lo\n").await.expect("it has room");
        let line = lines.next().await.expect("it is open");
        assert_eq!(line.expect("it is a line"), "hello");
    });
}

#[test]
fn future_that_is_kept_over_timeouts_loses_nothing() {
    one_thread().block_on(async {
        let (mut wire, mut peer) = duplex(64);
        peer.write_all(b"hel").await.expect("it has room");
        let mut word = [0; 5];
        {
            let mut read = pin!(wire.read_exact(&mut word));
            assert!(timeout(SECOND, read.as_mut()).await.is_err());
            peer.write_all(b"lo").await.expect("it has room");
            read.await.expect("there is enough");
        }
        assert_eq!(&word, b"hello");
    });
}

#[test]
fn write_all_that_is_dropped_has_sent_a_part() {
    one_thread().block_on(async {
        let (mut wire, mut peer) = duplex(3);
        let write = wire.write_all(b"hello");
        assert!(timeout(SECOND, write).await.is_err());
        drop(wire);
        let mut sent = String::new();
        peer.read_to_string(&mut sent).await.expect("it ends");
        assert_eq!(sent, "hel");
    });
}

#[test]
fn accept_and_recv_that_are_dropped_have_taken_nothing() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0");
    let listener = listener.expect("loopback has ports");
    listener.set_nonblocking(true).expect("it is a socket");
    one_thread().block_on(async {
        let listener = TcpListener::from_std(listener);
        let listener = listener.expect("the loop has room");
        let address = listener.local_addr().expect("it is bound");
        assert!(listener.accept().now_or_never().is_none());
        let client = TcpStream::connect(address).await;
        let client = client.expect("somebody listens");
        let (_, peer) = listener.accept().await.expect("it came");
        assert_eq!(peer, client.local_addr().expect("it is bound"));

        let (sender, mut inbox) = mpsc::channel(1);
        assert!(inbox.recv().now_or_never().is_none());
        sender.try_send("hello").expect("it has room");
        assert_eq!(inbox.recv().await, Some("hello"));
    });
}

#[test]
fn wait_for_a_lock_that_is_dropped_loses_its_place() {
    one_thread().block_on(async {
        let lock = Mutex::new(());
        let held = lock.lock().await;
        let mut early = Box::pin(lock.lock());
        assert!(early.as_mut().now_or_never().is_none());
        let mut late = Box::pin(lock.lock());
        assert!(late.as_mut().now_or_never().is_none());
        drop(early);
        let mut again = Box::pin(lock.lock());
        assert!(again.as_mut().now_or_never().is_none());
        drop(held);
        assert!(again.as_mut().now_or_never().is_none());
        assert!(late.as_mut().now_or_never().is_some());
    });
}

#[test]
fn tokio_send_that_is_dropped_is_not_delivered() {
    let (sender, mut inbox) = mpsc::channel(1);
    sender.try_send(1).expect("it has room");
    let mut send = Box::pin(sender.send(2));
    assert!(send.as_mut().now_or_never().is_none());
    assert_eq!(inbox.try_recv(), Ok(1));
    drop(send);
    assert!(inbox.try_recv().is_err());
}

#[test]
fn async_channel_send_that_is_dropped_is_not_delivered() {
    let (sender, inbox) = async_channel::bounded(1);
    sender.try_send(1).expect("it has room");
    let mut send = Box::pin(sender.send(2));
    assert!(send.as_mut().now_or_never().is_none());
    assert_eq!(inbox.try_recv(), Ok(1));
    drop(send);
    assert!(inbox.try_recv().is_err());
}

#[test]
fn futures_send_that_is_dropped_is_not_delivered() {
    // A capacity of 0, and one more for the only sender.
    let (mut sender, mut inbox) = futures::channel::mpsc::channel(0);
    sender.try_send(1).expect("it has room");
    let mut send = Box::pin(sender.send(2));
    assert!(send.as_mut().now_or_never().is_none());
    assert_eq!(inbox.try_recv(), Ok(1));
    drop(send);
    assert!(inbox.try_recv().is_err());
}

#[test]
fn flume_send_that_is_dropped_is_delivered() {
    let (sender, inbox) = flume::bounded(1);
    sender.try_send(1).expect("it has room");
    let mut send = Box::pin(sender.send_async(2));
    assert!(send.as_mut().now_or_never().is_none());
    assert_eq!(inbox.try_recv(), Ok(1));
    drop(send);
    assert_eq!(inbox.try_recv(), Ok(2));
}

#[test]
fn flume_send_that_is_dropped_while_the_channel_is_full_is_not_delivered()
 {
    let (sender, inbox) = flume::bounded(1);
    sender.try_send(1).expect("it has room");
    let mut send = Box::pin(sender.send_async(2));
    assert!(send.as_mut().now_or_never().is_none());
    drop(send);
    assert_eq!(inbox.try_recv(), Ok(1));
    assert!(inbox.try_recv().is_err());
}

#[test]
fn reserved_room_takes_the_message_without_a_wait() {
    one_thread().block_on(async {
        let message = String::from("second");
        let (sender, mut inbox) = mpsc::channel(1);
        sender.try_send("first").expect("it has room");
        assert!(timeout(SECOND, sender.reserve()).await.is_err());
        assert_eq!(inbox.recv().await, Some("first"));
        let room = sender.reserve().await.expect("it is open");
        room.send(message.as_str());
        assert_eq!(inbox.recv().await, Some("second"));
    });
}

#[test]
fn branch_that_loses_a_select_is_dropped_with_what_it_had_read() {
    one_thread().block_on(async {
        let (mut wire, mut peer) = duplex(64);
        peer.write_all(b"hel").await.expect("it has room");
        let mut word = [0; 5];
        tokio::select! {
            _ = wire.read_exact(&mut word) => panic!("it is too short"),
            () = sleep(SECOND) => {}
        }
        peer.write_all(b"lo").await.expect("it has room");
        let mut rest = [0; 2];
        wire.read_exact(&mut rest).await.expect("there is enough");
        assert_eq!(&rest, b"lo");
    });
}

#[test]
fn tokio_read_that_is_dropped_leaves_its_bytes() {
    let (wire, peer) = std::os::unix::net::UnixStream::pair()
        .expect("the system has sockets");
    wire.set_nonblocking(true).expect("it is a socket");
    one_thread().block_on(async {
        let mut wire = tokio::net::UnixStream::from_std(wire)
            .expect("the loop has room");
        let mut buffer = Vec::new();
        let mut first = Box::pin(wire.read_buf(&mut buffer));
        assert!(first.as_mut().now_or_never().is_none());
        std::io::Write::write_all(&mut &peer, b"hello")
            .expect("it has room");
        drop(first);
        std::io::Write::write_all(&mut &peer, b"world")
            .expect("it has room");
        wire.read_buf(&mut buffer).await.expect("it is open");
        assert_eq!(buffer, b"helloworld");
    });
}

#[cfg(target_os = "linux")]
#[test]
fn compio_read_that_is_dropped_takes_its_bytes_along() {
    use compio::driver::DriverType;
    use compio::net::UnixStream;
    use compio::runtime::Runtime;
    use to_production::completion::read_dropped;

    let runtime = match Runtime::new() {
        Ok(it) if it.driver_type() == DriverType::IoUring => it,
        // Containers forbid it, and old kernels have none: no machine
        // can be given it.
        _ => return eprintln!("skipped: no io_uring"),
    };
    let read = runtime.block_on(async {
        let (wire, peer) = std::os::unix::net::UnixStream::pair()?;
        let wire = UnixStream::from_std(wire)?;
        read_dropped(&wire, &UnixStream::from_std(peer)?).await
    });
    assert_eq!(read.expect("it is open"), b"world");
}
