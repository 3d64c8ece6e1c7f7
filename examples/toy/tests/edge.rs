//! Reads that remember that they took all: from the stage `edge` on.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::cell::Cell;
use std::future::{pending, poll_fn};
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::common::{Log, SECOND, panic_of, value};
use super::reactor::{
    Counted, Socket, drain, fill, pair, plain_pair, receive, send,
};
use super::run;
use super::stage::{
    Async, Executor, Interest, Pool, sleep, spawn, timeout, yield_now,
};
use futures::task::noop_waker;

async fn poll_receive(socket: &Socket, most: usize) -> Vec<u8> {
    let mut bytes = vec![0; most];
    let read = poll_fn(|cx| socket.poll_read(cx, &mut bytes)).await;
    bytes.truncate(read.expect("it can be read"));
    bytes
}

#[test]
fn poll_read_takes_what_there_is_and_waits_for_more() {
    run(async {
        let (gull, heron) = pair();
        let reader = spawn(async move {
            let mut all = Vec::new();
            loop {
                match poll_receive(&heron, 3).await {
                    end if end.is_empty() => return all,
                    part => all.push(part),
                }
            }
        });
        for bytes in [b"ahoy".as_slice(), b"aye", b"a"] {
            yield_now().await;
            send(&gull, bytes).await;
            sleep(SECOND).await;
        }
        drop(gull);
        let parts = value(reader).await;
        assert_eq!(parts, [b"aho".as_slice(), b"y", b"aye", b"a"]);
    });
}

#[test]
fn poll_read_sees_the_end_that_came_with_the_last_bytes() {
    run(async {
        for wait in [false, true] {
            let (gull, heron) = pair();
            send(&gull, b"ahoy").await;
            drop(gull);
            if wait {
                sleep(SECOND).await;
            }
            assert_eq!(poll_receive(&heron, 10).await, b"ahoy");
            assert_eq!(poll_receive(&heron, 10).await, b"");
            assert_eq!(poll_receive(&heron, 10).await, b"");
        }
    });
}

#[test]
fn poll_read_sees_the_end_of_a_half_that_came_with_the_last_bytes() {
    run(async {
        let (gull, heron) = pair();
        send(&gull, b"ahoy").await;
        let half = gull.get().shutdown(Shutdown::Write);
        half.expect("it is connected");
        sleep(SECOND).await;
        assert_eq!(poll_receive(&heron, 10).await, b"ahoy");
        let end = timeout(SECOND, poll_receive(&heron, 10)).await;
        assert_eq!(end, Ok(Vec::new()));
    });
}

#[test]
fn poll_read_sees_the_end_that_came_after_the_last_bytes() {
    run(async {
        let (gull, heron) = pair();
        send(&gull, b"ahoy").await;
        sleep(SECOND).await;
        assert_eq!(poll_receive(&heron, 10).await, b"ahoy");
        drop(gull);
        assert_eq!(poll_receive(&heron, 10).await, b"");
    });
}

#[test]
fn poll_read_goes_on_after_bytes_that_were_taken_through_get() {
    run(async {
        let (gull, heron) = pair();
        send(&gull, b"ahoy").await;
        assert_eq!(poll_receive(&heron, 10).await, b"ahoy");
        for _ in 0..3 {
            send(&gull, b"lost").await;
            assert_eq!(drain(&heron), 4);
            send(&gull, b"aye").await;
            assert_eq!(poll_receive(&heron, 10).await, b"aye");
        }
    });
}

#[test]
fn poll_read_of_nothing_takes_nothing_and_does_not_wait() {
    run(async {
        let (gull, heron) = pair();
        send(&gull, b"ahoy").await;
        assert_eq!(poll_receive(&heron, 10).await, b"ahoy");
        let nothing = timeout(SECOND, poll_receive(&heron, 0)).await;
        assert_eq!(nothing, Ok(Vec::new()));
    });
}

#[test]
fn poll_read_takes_packet_after_packet() {
    run(async {
        let two = UnixDatagram::pair().expect("two descriptors");
        let [gull, heron] = <[_; 2]>::from(two)
            .map(|socket| UnixStream::from(OwnedFd::from(socket)));
        (&gull).write_all(b"ahoy").expect("there is room");
        (&gull).write_all(b"aye").expect("there is room");
        let heron = Async::new(heron).expect("it is a socket");
        assert_eq!(poll_receive(&heron, 10).await, b"ahoy");
        let second = timeout(SECOND, poll_receive(&heron, 10)).await;
        assert_eq!(second, Ok(b"aye".to_vec()));
    });
}

#[test]
fn poll_write_sends_in_parts_until_all_is_sent() {
    run(async {
        let (gull, heron) = pair();
        let cargo: Vec<u8> = (0..1_000_000).map(|i| i as u8).collect();
        let expected = cargo.clone();
        let writer = spawn(async move {
            let (mut left, mut parts) = (&*cargo, 0);
            while !left.is_empty() {
                let write = poll_fn(|cx| gull.poll_write(cx, left));
                let part = write.await.expect("it can be written");
                (left, parts) = (&left[part..], parts + 1);
            }
            parts
        });
        let mut all = Vec::new();
        while all.len() < expected.len() {
            all.extend(poll_receive(&heron, 10_000).await);
        }
        assert!(all == expected);
        assert!(value(writer).await > 1);
    });
}

#[test]
fn poll_write_to_a_closed_end_is_an_error() {
    run(async {
        let (gull, heron) = pair();
        let filler = fill(&gull);
        assert!(filler > 0);
        let writer = spawn(poll_fn(move |cx| {
            gull.poll_write(cx, b"ahoy").map_err(|e| e.kind())
        }));
        yield_now().await;
        drop(heron);
        assert!(value(writer).await.is_err());
    });
}

#[test]
fn poll_read_yields_on_a_descriptor_that_is_always_ready() {
    run(async {
        let (gull, heron) = pair();
        send(&gull, &[7; 200]).await;
        let log = Log::new();
        let other = log.clone();
        spawn(async move { other.add("other") });
        for _ in 0..100 {
            assert_eq!(poll_receive(&heron, 1).await, [7]);
        }
        assert_eq!(log.take(), ["other"]);
    });
}

#[test]
fn two_tasks_that_poll_read_are_both_woken() {
    run(async {
        let (gull, heron) = pair();
        let heron = Rc::new(heron);
        let readers = [0, 1].map(|_| {
            let heron = heron.clone();
            spawn(async move { poll_receive(&heron, 1).await })
        });
        yield_now().await;
        send(&gull, b"ab").await;
        for reader in readers {
            assert_eq!(value(reader).await.len(), 1);
        }
    });
}

#[test]
fn one_read_serves_a_request_that_does_not_fill_the_buffer() {
    Executor::new().run(async {
        let (mut client, server) =
            UnixStream::pair().expect("two sockets");
        let server = Counted(server, Cell::new(0));
        let server = Async::new(server).expect("the loop watches it");
        let mut buffer = [0; 16];
        for request in 1..=10 {
            // The server waits before the request comes.
            let waiting = poll_fn(|cx| {
                let read = server.poll_read(cx, &mut buffer);
                Poll::Ready(read.is_pending())
            });
            assert!(waiting.await);
            client.write_all(b"fib 7").expect("there is room");
            let read =
                poll_fn(|cx| server.poll_read(cx, &mut buffer)).await;
            assert_eq!(read.expect("it is open"), 5);
            // The very first one asks, for nobody knows better yet.
            assert_eq!(server.get().1.get(), 1 + request);
        }
    });
}

#[test]
fn a_read_that_fills_its_buffer_is_followed_by_one_that_asks() {
    Executor::new().run(async {
        let (mut client, server) =
            UnixStream::pair().expect("two sockets");
        let server = Counted(server, Cell::new(0));
        let server = Async::new(server).expect("the loop watches it");
        client.write_all(b"fib 7").expect("there is room");
        let mut buffer = [0; 5];
        let read = poll_fn(|cx| server.poll_read(cx, &mut buffer));
        assert_eq!(read.await.expect("it is open"), 5);
        assert_eq!(server.get().1.get(), 1);
        for asked in [2, 2] {
            let waiting = poll_fn(|cx| {
                let read = server.poll_read(cx, &mut buffer);
                Poll::Ready(read.is_pending())
            });
            assert!(waiting.await);
            assert_eq!(server.get().1.get(), asked);
        }
    });
}

#[test]
fn poll_read_waits_for_a_packet_of_which_the_system_has_told() {
    run(async {
        let two = UnixDatagram::pair().expect("two descriptors");
        let [gull, heron] = <[_; 2]>::from(two)
            .map(|socket| UnixStream::from(OwnedFd::from(socket)));
        (&gull).write_all(b"ahoy").expect("there is room");
        (&gull).write_all(b"aye").expect("there is room");
        let heron = Async::new(heron).expect("it is a socket");
        // The loop hears of both.
        sleep(SECOND).await;
        assert_eq!(poll_receive(&heron, 10).await, b"ahoy");
        let second = timeout(SECOND, poll_receive(&heron, 10)).await;
        assert!(second.is_err());
        (&gull).write_all(b"ho").expect("there is room");
        assert_eq!(poll_receive(&heron, 10).await, b"aye");
    });
}

#[test]
fn with_reads_twice_for_each_request_that_it_waits_for() {
    run(async {
        let (mut client, server) =
            UnixStream::pair().expect("two sockets");
        let server = Counted(server, Cell::new(0));
        let server = Async::new(server).expect("the loop watches it");
        let server = Rc::new(server);
        for request in 1..=10 {
            let reader = server.clone();
            let reading = spawn(async move {
                let mut buffer = [0; 16];
                let read = |mut io: &Counted| io.read(&mut buffer);
                let length = reader.with(Interest::Read, read).await;
                length.expect("it is open")
            });
            // The server waits before the request comes.
            yield_now().await;
            client.write_all(b"fib 7").expect("there is room");
            assert_eq!(value(reading).await, 5);
            assert_eq!(server.get().1.get(), 2 * request);
        }
    });
}

#[test]
fn a_task_that_never_waits_lets_the_others_run() {
    run(async {
        let (gull, heron) = pair();
        let log = Log::new();
        let other = log.clone();
        spawn(async move { other.add("other") });
        for _ in 0..100 {
            send(&gull, b"a").await;
            receive(&heron, 1).await;
        }
        assert_eq!(log.take(), ["other"]);
    });
}

#[test]
fn with_yields_after_64_rounds_on_a_ready_descriptor() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let (gull, heron) = pair();
        send(&gull, &[7; 200]).await;
        yield_now().await;
        let turns = executor.turns();
        for round in 1..=129 {
            assert_eq!(receive(&heron, 1).await, [7]);
            let due = (round - 1) / 64;
            assert_eq!(executor.turns() - turns, due, "{round}");
        }
    });
}

/// The words that one poll panics with.
fn panic_of_poll<F: Future>(future: F) -> String {
    panic_of(|| {
        let waker = noop_waker();
        let mut cx = Context::from_waker(&waker);
        pin!(future).poll(&mut cx).is_ready()
    })
}

#[test]
fn the_first_polls_of_leaves_need_a_running_loop() {
    let (socket, _other) = plain_pair();
    let socket = Async::new(socket).expect("it is a socket");
    let pool = Pool::new(1);
    let polls = [
        panic_of_poll(sleep(SECOND)),
        panic_of_poll(timeout(SECOND, pending::<()>())),
        panic_of_poll(pool.run(|| ())),
        panic_of_poll(socket.ready(Interest::Read)),
        panic_of_poll(socket.with(Interest::Read, |_| Ok(()))),
    ];
    for words in polls {
        assert!(words.contains("running loop"), "{words}");
    }
}
