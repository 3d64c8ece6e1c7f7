//! What the page An async socket says of readiness.

use std::cell::{Cell, RefCell};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::panic::catch_unwind;
use std::rc::Rc;

use ground_up::async_socket::AsyncSocket;
use how_await_works::stages::traps::{recv, run, send, spawn};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const AT_ONCE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 0,
};

fn is_ready(socket: &UnixStream, what: PollFlags) -> bool {
    let mut asked = [PollFd::new(socket, what)];
    poll(&mut asked, Some(&AT_ONCE)).expect("the system can poll") == 1
}

fn pair() -> (UnixStream, UnixStream) {
    UnixStream::pair().expect("the system has sockets")
}

#[test]
fn readiness_is_gone_when_another_reader_took_the_bytes() {
    let (mut signal, mut shore) = pair();
    let mut other = signal.try_clone().expect("a descriptor is left");
    shore.write_all(b"high tide").expect("there is room");
    assert!(is_ready(&signal, PollFlags::IN));
    assert!(is_ready(&other, PollFlags::IN));
    assert_eq!(other.read(&mut [0; 100]).expect("it is ready"), 9);
    signal.set_nonblocking(true).expect("a socket can be");
    let error = signal.read(&mut [0; 100]).expect_err("it is empty");
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
}

#[test]
fn writable_socket_takes_a_part_of_what_is_too_much() {
    let (mut near, far) = pair();
    near.set_nonblocking(true).expect("a socket can be");
    assert!(is_ready(&near, PollFlags::OUT));
    let sent = near.write(&[0; 10_000_000]).expect("it is ready");
    assert!(0 < sent && sent < 10_000_000);
    drop(far);
}

#[test]
fn non_blocking_reader_asks_again_and_lets_others_run() {
    let log = Rc::new(RefCell::new(Vec::new()));
    let read = async |name,
                      signal: AsyncSocket<UnixStream>,
                      log: Rc<RefCell<Vec<&str>>>| {
        signal.recv(&mut [0; 100]).await.expect("no reset");
        log.borrow_mut().push(name);
    };
    let (signal, mut shore) = pair();
    let twin = signal.try_clone().expect("a descriptor is left");
    let lamp = shore.try_clone().expect("a descriptor is left");
    shore.write_all(b"high tide").expect("there is room");
    for (name, signal) in [("Gull", signal), ("Heron", twin)] {
        let signal = AsyncSocket::new(signal).expect("a socket can be");
        let log = log.clone();
        spawn(async move { read(name, signal, log).await });
    }
    let seen = log.clone();
    spawn(async move {
        send(&lamp).await;
        seen.borrow_mut().push("lighthouse");
        shore.write_all(b"low tide").expect("there is room");
    });
    run();
    assert_eq!(*log.borrow(), ["Gull", "lighthouse", "Heron"]);
}

#[test]
fn send_all_goes_on_where_the_last_part_ended() {
    let (near, far) = pair();
    let bytes: Vec<u8> = (0..3_000_000).map(|n| n as u8).collect();
    let expected = bytes.clone();
    let near = AsyncSocket::new(near).expect("a socket can be");
    let far = AsyncSocket::new(far).expect("a socket can be");
    let received = Rc::new(RefCell::new(Vec::<u8>::new()));
    let heard = received.clone();
    spawn(
        async move { near.send_all(&bytes).await.expect("no reset") },
    );
    spawn(async move {
        let mut part = vec![0; 65536];
        loop {
            match far.recv(&mut part).await.expect("no reset") {
                0 => return,
                length => heard.borrow_mut().extend(&part[..length]),
            }
        }
    });
    run();
    assert!(*received.borrow() == expected);
}

#[test]
fn two_tasks_that_wait_for_one_socket_are_both_woken() {
    let log = Rc::new(RefCell::new(0));
    let (signal, mut shore) = pair();
    let signal = Rc::new(signal);
    for _ in 0..2 {
        let (signal, log) = (signal.clone(), log.clone());
        spawn(async move {
            recv(&*signal).await;
            *log.borrow_mut() += 1;
        });
    }
    shore.write_all(b"!").expect("there is room");
    run();
    assert_eq!(*log.borrow(), 2);
}

#[test]
fn tokio_panics_at_a_blocking_socket_in_a_debug_build() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system can make one more event loop");
    let _inside = runtime.enter();
    let take = |socket| {
        catch_unwind(|| tokio::net::UnixStream::from_std(socket))
    };
    let (blocking, other) = pair();
    assert_eq!(take(blocking).is_err(), cfg!(debug_assertions));
    other.set_nonblocking(true).expect("a socket can be");
    assert!(take(other).is_ok_and(|taken| taken.is_ok()));
}

#[test]
fn tokio_makes_an_eager_reader_pass() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system can make one more event loop");
    let bytes = 1000;
    let read = Rc::new(Cell::new(0));
    let seen = read.clone();
    let local = tokio::task::LocalSet::new();
    let read_when_the_other_ran =
        runtime.block_on(local.run_until(async move {
            let (mut near, mut far) =
                tokio::net::UnixStream::pair().expect("a pair");
            far.write_all(&vec![0; bytes])
                .await
                .expect("there is room");
            // Once, so that the readiness is known.
            near.readable().await.expect("it is open");
            let reader = tokio::task::spawn_local(async move {
                while read.get() < bytes {
                    near.read_exact(&mut [0])
                        .await
                        .expect("it is there");
                    read.set(read.get() + 1);
                }
            });
            let other =
                tokio::task::spawn_local(async move { seen.get() });
            let seen = other.await.expect("no panic");
            reader.await.expect("no panic");
            seen
        }));
    assert!(0 < read_when_the_other_ran);
    assert!(read_when_the_other_ran < bytes);
}
