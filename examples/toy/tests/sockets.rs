//! Descriptors and their readiness.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::future::poll_fn;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::pin::pin;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use crate::common::{
    Log, SECOND, own_waker, pair, panic_of, plain_pair, value,
    virtually,
};
use futures::{future, poll};
use toy::trace::What;
use toy::{
    Async, Executor, Interest, now, sleep, spawn, timeout, yield_now,
};

type Socket = Async<UnixStream>;

async fn receive(socket: &Socket, most: usize) -> Vec<u8> {
    let mut bytes = vec![0; most];
    let read =
        socket.with(Interest::Read, |mut io| io.read(&mut bytes));
    let length = read.await.expect("it can be read");
    bytes.truncate(length);
    bytes
}

async fn send(socket: &Socket, bytes: &[u8]) {
    let write = socket.with(Interest::Write, |mut io| io.write(bytes));
    let length = write.await.expect("it can be written");
    assert_eq!(length, bytes.len());
}

/// Writes until the system takes no more; says how much it took.
fn fill(socket: &Socket) -> usize {
    let mut all = 0;
    loop {
        match socket.get().write(&[7; 4096]) {
            Ok(part) => all += part,
            Err(e) if e.kind() == ErrorKind::WouldBlock => return all,
            Err(e) => panic!("{e}"),
        }
    }
}

/// Reads until there is no more; says how much there was.
fn drain(socket: &Socket) -> usize {
    let (mut all, mut buffer) = (0, [0; 4096]);
    loop {
        match socket.get().read(&mut buffer) {
            Ok(part) => all += part,
            Err(e) if e.kind() == ErrorKind::WouldBlock => return all,
            Err(e) => panic!("{e}"),
        }
    }
}

async fn is_ready(socket: &Socket, interest: Interest) -> bool {
    poll!(pin!(socket.ready(interest))).is_ready()
}

#[test]
fn new_makes_the_descriptor_non_blocking() {
    let (socket, _other) = plain_pair();
    let socket = Async::new(socket).expect("it is a socket");
    let read = socket.get().read(&mut [0]);
    let error = read.expect_err("there is nothing to read");
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
}

#[test]
fn a_task_that_waits_for_bytes_is_woken_by_them() {
    virtually(async {
        let (gull, heron) = pair();
        let reader = spawn(async move { receive(&heron, 10).await });
        yield_now().await;
        send(&gull, b"ahoy").await;
        assert_eq!(value(reader).await, b"ahoy");
    });
}

#[test]
fn bytes_from_another_thread_end_the_sleep_of_the_loop() {
    let (say, asleep) = mpsc::channel();
    let executor = Executor::new().traced(move |event| {
        if matches!(event.what, What::Idle(None)) {
            let _ = say.send(());
        }
    });
    let (socket, mut other) = plain_pair();
    let writer = thread::spawn(move || {
        asleep.recv().expect("the loop falls asleep");
        other.write_all(b"ahoy").expect("there is room");
    });
    let socket = Async::new(socket).expect("it is a socket");
    assert_eq!(executor.run(receive(&socket, 10)), b"ahoy");
    writer.join().expect("it does not panic");
}

#[test]
fn two_tasks_use_both_directions_of_one_socket() {
    virtually(async {
        let (gull, heron) = pair();
        let gull = Rc::new(gull);
        fill(&gull);
        let (one, other) = (gull.clone(), gull);
        let reader = spawn(async move { receive(&one, 10).await });
        let writer = spawn(async move { send(&other, b"ahoy").await });
        yield_now().await;
        send(&heron, b"aye").await;
        assert_eq!(value(reader).await, b"aye");
        drain(&heron);
        value(writer).await;
        assert_eq!(receive(&heron, 10).await, b"ahoy");
    });
}

#[test]
fn two_readers_each_get_what_there_is_for_one() {
    virtually(async {
        let (gull, heron) = pair();
        let heron = Rc::new(heron);
        let readers = [0, 1].map(|_| {
            let heron = heron.clone();
            spawn(async move { receive(&heron, 1).await })
        });
        yield_now().await;
        send(&gull, b"a").await;
        sleep(SECOND).await;
        send(&gull, b"b").await;
        let [first, second] = readers;
        let mut all = value(first).await;
        all.extend(value(second).await);
        all.sort();
        assert_eq!(all, b"ab");
    });
}

#[test]
fn one_wake_is_enough_for_two_readers() {
    virtually(async {
        let (gull, heron) = pair();
        let heron = Rc::new(heron);
        let readers = [0, 1].map(|_| {
            let heron = heron.clone();
            spawn(async move { receive(&heron, 1).await })
        });
        yield_now().await;
        send(&gull, b"ab").await;
        for reader in readers {
            assert_eq!(value(reader).await.len(), 1);
        }
    });
}

#[test]
fn a_reader_whose_bytes_are_taken_waits_on() {
    virtually(async {
        let (gull, heron) = pair();
        let heron = Rc::new(heron);
        let inner = heron.clone();
        let reader = spawn(async move { receive(&inner, 10).await });
        yield_now().await;
        send(&gull, b"lost").await;
        // The reader is woken for nothing.
        assert_eq!(drain(&heron), 4);
        sleep(SECOND).await;
        send(&gull, b"ahoy").await;
        assert_eq!(value(reader).await, b"ahoy");
    });
}

#[test]
fn an_operation_that_would_block_on_a_ready_descriptor_is_tried_again()
{
    virtually(async {
        let (gull, heron) = pair();
        send(&gull, b"ahoy").await;
        let mut tries = 0;
        let tried = heron.with(Interest::Read, |_| {
            tries += 1;
            match tries {
                1..1000 => Err(ErrorKind::WouldBlock.into()),
                _ => Ok(tries),
            }
        });
        assert_eq!(tried.await.expect("the last one"), 1000);
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

#[test]
fn a_task_that_never_waits_lets_the_others_run() {
    virtually(async {
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
fn an_error_of_the_operation_ends_with() {
    virtually(async {
        let (gull, heron) = pair();
        send(&heron, b"ahoy").await;
        for kind in [
            ErrorKind::Interrupted,
            ErrorKind::ConnectionReset,
            ErrorKind::ConnectionAborted,
            ErrorKind::BrokenPipe,
            ErrorKind::TimedOut,
            ErrorKind::Other,
        ] {
            let mut tries = 0;
            let tried = gull.with(Interest::Read, |_| {
                tries += 1;
                match tries {
                    1 => Err(io::Error::from(kind)),
                    _ => Ok(()),
                }
            });
            let error = tried.await.expect_err("the operation says so");
            assert_eq!(error.kind(), kind);
            assert_eq!(tries, 1);
        }
    });
}

#[test]
fn with_tries_first_and_waits_then() {
    virtually(async {
        let (gull, _heron) = pair();
        let tried = gull.with(Interest::Read, |_| Ok("at once"));
        let mut tried = pin!(tried);
        assert!(poll!(tried.as_mut()).is_ready());
    });
}

#[test]
fn a_cancelled_wait_wakes_nobody() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let (gull, heron) = pair();
        let late = timeout(SECOND, heron.ready(Interest::Read)).await;
        assert!(late.is_err());
        let polls = executor.polls();
        send(&gull, b"ahoy").await;
        sleep(SECOND).await;
        assert_eq!(executor.polls() - polls, 1);
        assert_eq!(receive(&heron, 10).await, b"ahoy");
    });
}

#[test]
fn cancelling_one_wait_leaves_the_other() {
    virtually(async {
        let (gull, heron) = pair();
        let heron = Rc::new(heron);
        let waits = ["gull", "heron"].map(|_| {
            let heron = heron.clone();
            spawn(async move { heron.ready(Interest::Read).await })
        });
        yield_now().await;
        let [cancelled, kept] = waits;
        cancelled.abort();
        send(&gull, b"ahoy").await;
        value(kept).await.expect("it can be read");
    });
}

#[test]
fn a_wait_that_has_come_to_another_task_wakes_that_one() {
    virtually(async {
        let (gull, heron) = pair();
        let mut moved =
            Box::pin(async move { heron.ready(Interest::Read).await });
        assert!(poll!(&mut moved).is_pending());
        let task = spawn(moved);
        yield_now().await;
        send(&gull, b"ahoy").await;
        value(task).await.expect("it can be read");
    });
}

#[test]
fn ready_does_not_wait_for_what_would_not_block() {
    virtually(async {
        let (gull, heron) = pair();
        assert!(is_ready(&gull, Interest::Write).await);
        assert!(!is_ready(&heron, Interest::Read).await);
        gull.get().write_all(b"ahoy").expect("there is room");
        assert!(is_ready(&heron, Interest::Read).await);
    });
}

#[test]
fn ready_comes_back_for_who_reads_in_part() {
    virtually(async {
        let (gull, heron) = pair();
        let reader = spawn(async move {
            let mut all = Vec::new();
            while all.len() < 6 {
                let ready = heron.ready(Interest::Read).await;
                ready.expect("it can be read");
                let mut one = [0];
                let read = heron.get().read(&mut one);
                assert_eq!(read.expect("it was ready"), 1);
                all.extend(one);
            }
            all
        });
        yield_now().await;
        send(&gull, b"ahoy").await;
        sleep(SECOND).await;
        send(&gull, b"!!").await;
        assert_eq!(value(reader).await, b"ahoy!!");
    });
}

#[test]
fn ready_waits_for_who_has_read_all() {
    virtually(async {
        let (gull, heron) = pair();
        send(&gull, b"ahoy").await;
        for _ in 0..3 {
            let ready = heron.ready(Interest::Read).await;
            ready.expect("it can be read");
            drain(&heron);
            let late = timeout(SECOND, heron.ready(Interest::Read));
            assert!(late.await.is_err());
            send(&gull, b"ahoy").await;
        }
        assert_eq!(now(), 3 * SECOND);
    });
}

#[test]
fn a_full_socket_is_ready_when_there_is_room_again() {
    virtually(async {
        let (gull, heron) = pair();
        for _ in 0..3 {
            fill(&gull);
            let mut room = pin!(gull.ready(Interest::Write));
            assert!(poll!(room.as_mut()).is_pending());
            drain(&heron);
            room.await.expect("it can be written");
        }
    });
}

#[test]
fn poll_ready_wakes_every_task_that_asked() {
    virtually(async {
        let (gull, heron) = pair();
        let heron = Rc::new(heron);
        let waits = [0, 1].map(|_| {
            let heron = heron.clone();
            spawn(poll_fn(move |cx| {
                heron.poll_ready(Interest::Read, cx)
            }))
        });
        yield_now().await;
        send(&gull, b"ahoy").await;
        for wait in waits {
            value(wait).await.expect("it can be read");
        }
    });
}

struct Counting(AtomicUsize);

impl Wake for Counting {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

#[test]
fn poll_ready_wakes_a_task_once_that_asked_often() {
    virtually(async {
        let (gull, heron) = pair();
        let wakes = Arc::new(Counting(AtomicUsize::new(0)));
        let waker = Waker::from(wakes.clone());
        let mut cx = Context::from_waker(&waker);
        for _ in 0..10 {
            let wait = heron.poll_ready(Interest::Read, &mut cx);
            assert!(wait.is_pending());
        }
        send(&gull, b"ahoy").await;
        sleep(SECOND).await;
        assert_eq!(wakes.0.load(SeqCst), 1);
    });
}

#[test]
fn poll_ready_waits_for_both_directions_at_once() {
    virtually(async {
        let (gull, heron) = pair();
        fill(&gull);
        let gull = Rc::new(gull);
        let inner = gull.clone();
        let either = spawn(poll_fn(move |cx| {
            let read = inner.poll_ready(Interest::Read, cx);
            let write = inner.poll_ready(Interest::Write, cx);
            match (read.is_ready(), write.is_ready()) {
                (false, false) => Poll::Pending,
                which => Poll::Ready(which),
            }
        }));
        yield_now().await;
        send(&heron, b"ahoy").await;
        assert_eq!(value(either).await, (true, false));
    });
}

#[test]
fn dropping_it_closes_the_descriptor() {
    virtually(async {
        let (gull, heron) = pair();
        drop(gull);
        assert_eq!(receive(&heron, 10).await, b"");
    });
}

#[test]
fn the_number_of_a_dropped_descriptor_can_be_used_again() {
    virtually(async {
        for _ in 0..100 {
            let (gull, heron) = pair();
            let mut dropped = Box::pin(heron.ready(Interest::Read));
            assert!(poll!(&mut dropped).is_pending());
            drop(dropped);
            send(&gull, b"ahoy").await;
            drop(heron);
            let (gull, heron) = pair();
            let reader =
                spawn(async move { receive(&heron, 10).await });
            yield_now().await;
            send(&gull, b"aye").await;
            assert_eq!(value(reader).await, b"aye");
        }
    });
}

#[test]
fn the_number_is_free_though_a_copy_of_the_descriptor_is_open() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let (gull, heron) = plain_pair();
        let copy = heron.try_clone().expect("one more descriptor");
        drop(Async::new(heron).expect("it is a socket"));
        // Were it registered still, the copy would keep it alive, and
        // the first of the pair, which has its number, would be woken.
        (&gull).write_all(b"ahoy").expect("there is room");
        let (third, other) = pair();
        let reader = spawn(async move { receive(&third, 10).await });
        let polls = executor.polls();
        sleep(SECOND).await;
        assert_eq!(executor.polls() - polls, 2);
        send(&other, b"aye").await;
        assert_eq!(value(reader).await, b"aye");
        drop(copy);
    });
}

#[test]
fn the_end_of_file_is_ready_at_every_question() {
    virtually(async {
        let (gull, heron) = pair();
        let reader = spawn(async move {
            for _ in 0..3 {
                assert_eq!(receive(&heron, 10).await, b"");
                let ready = heron.ready(Interest::Read).await;
                ready.expect("a hang-up is ready");
            }
        });
        yield_now().await;
        drop(gull);
        value(reader).await;
    });
}

#[test]
fn a_hang_up_wakes_a_writer() {
    virtually(async {
        let (gull, heron) = pair();
        fill(&gull);
        let writer = spawn(async move {
            let write =
                gull.with(Interest::Write, |mut io| io.write(b"ahoy"));
            write.await.map_err(|e| e.kind())
        });
        yield_now().await;
        drop(heron);
        let broken = value(writer).await;
        assert!(broken.is_err());
    });
}

/// Of a pipe the system reports a hang-up alone, or an error alone.
#[test]
fn a_hang_up_of_a_pipe_wakes_its_reader() {
    virtually(async {
        let (reader, writer) = io::pipe().expect("two descriptors");
        let reader = Async::new(reader).expect("it is a pipe");
        let read = spawn(async move {
            let read =
                reader.with(Interest::Read, |mut io| io.read(&mut [0]));
            let length = read.await.expect("an end is no error");
            let ready = timeout(SECOND, reader.ready(Interest::Read));
            assert!(ready.await.is_ok());
            length
        });
        yield_now().await;
        drop(writer);
        assert_eq!(timeout(SECOND, value(read)).await, Ok(0));
    });
}

#[test]
fn an_error_of_a_pipe_wakes_its_writer() {
    virtually(async {
        let (reader, writer) = io::pipe().expect("two descriptors");
        let writer = Async::new(writer).expect("it is a pipe");
        while writer.get().write(&[7; 4096]).is_ok() {}
        let write = spawn(async move {
            let write =
                writer.with(Interest::Write, |mut io| io.write(&[7]));
            let error = write.await.expect_err("the reader is gone");
            let ready = timeout(SECOND, writer.ready(Interest::Write));
            assert!(ready.await.is_ok());
            error.kind()
        });
        yield_now().await;
        drop(reader);
        let kind = timeout(SECOND, value(write)).await;
        assert_eq!(kind, Ok(ErrorKind::BrokenPipe));
    });
}

#[test]
fn an_accept_and_a_connect_are_waits_like_others() {
    virtually(async {
        let listener = TcpListener::bind("127.0.0.1:0");
        let listener = listener.expect("loopback has a free port");
        let address = listener.local_addr().expect("it is bound");
        let listener = Async::new(listener).expect("it is a socket");
        let server = spawn(async move {
            let accept = listener.with(Interest::Read, |l| l.accept());
            let (stream, _) = accept.await.expect("a ferry comes");
            let stream = Async::new(stream).expect("it is a socket");
            let write = stream
                .with(Interest::Write, |mut io| io.write(b"ahoy"));
            write.await.expect("it can be written")
        });
        yield_now().await;
        let stream = TcpStream::connect(address).expect("it listens");
        let stream = Async::new(stream).expect("it is a socket");
        let mut bytes = [0; 10];
        let read =
            stream.with(Interest::Read, |mut io| io.read(&mut bytes));
        assert_eq!(read.await.expect("it can be read"), 4);
        assert_eq!(value(server).await, 4);
    });
}

#[test]
fn a_regular_file_is_an_error() {
    let open = || File::open("Cargo.toml").expect("it is there");
    virtually(async {
        assert!(Async::new(open()).is_err());
        assert!(Async::new(open()).is_err(), "and again");
    });
    if let Ok(file) = Async::new(open()) {
        assert!(virtually(file.ready(Interest::Read)).is_err());
    }
}

#[test]
fn a_descriptor_that_is_registered_twice_is_an_error() {
    virtually(async {
        let (gull, heron) = plain_pair();
        let heron = Arc::new(heron);
        let first = Async::new(heron.clone()).expect("the first one");
        let second = Async::new(heron).err().expect("it is there");
        assert_eq!(second.kind(), ErrorKind::AlreadyExists);
        (&gull).write_all(b"ahoy").expect("there is room");
        let ready = first.ready(Interest::Read).await;
        ready.expect("the first one is as it was");
    });
}

#[test]
fn one_made_before_the_loop_is_registered_by_its_first_wait() {
    let (gull, heron) = plain_pair();
    let gull = Async::new(gull).expect("it is a socket");
    let heron = Rc::new(Async::new(heron).expect("it is a socket"));
    let inner = heron.clone();
    virtually(async {
        let reader = spawn(async move { receive(&inner, 10).await });
        yield_now().await;
        send(&gull, b"ahoy").await;
        assert_eq!(value(reader).await, b"ahoy");
    });
}

#[test]
fn a_descriptor_registered_twice_before_the_loop_is_an_error() {
    let (_gull, heron) = plain_pair();
    let heron = Arc::new(heron);
    let [first, second] = [heron.clone(), heron]
        .map(|heron| Async::new(heron).expect("no loop runs"));
    virtually(async {
        let mut wait = pin!(first.ready(Interest::Read));
        assert!(poll!(wait.as_mut()).is_pending());
        assert!(second.ready(Interest::Read).await.is_err());
    });
}

#[test]
fn a_wait_in_the_next_run_is_a_wait_too() {
    let executor = Executor::new();
    let (gull, heron) = executor.run(async {
        let (gull, heron) = pair();
        assert!(!is_ready(&heron, Interest::Read).await);
        (gull, heron)
    });
    executor.run(async move {
        let reader = spawn(async move { receive(&heron, 10).await });
        yield_now().await;
        send(&gull, b"ahoy").await;
        assert_eq!(value(reader).await, b"ahoy");
    });
}

#[test]
fn sockets_are_served_though_the_ready_queue_never_empties() {
    Executor::new().run(async {
        let (gull, heron) = pair();
        let reader = spawn(async move { receive(&heron, 10).await });
        let busy = spawn(async {
            loop {
                yield_now().await;
            }
        });
        yield_now().await;
        send(&gull, b"ahoy").await;
        assert_eq!(value(reader).await, b"ahoy");
        busy.abort();
    });
}

#[test]
fn waiting_tasks_are_not_polled_meanwhile() {
    let executor = Executor::new();
    executor.run(async {
        let (gull, heron) = pair();
        spawn(async move { receive(&heron, 10).await });
        yield_now().await;
        let (polls, turns) = (executor.polls(), executor.turns());
        sleep(Duration::from_millis(50)).await;
        assert_eq!(executor.polls() - polls, 1);
        assert!(executor.turns() - turns <= 2);
        drop(gull);
    });
}

#[test]
fn a_ready_descriptor_that_nobody_asks_for_wakes_nobody() {
    let executor = Executor::new();
    executor.run(async {
        let (gull, heron) = pair();
        send(&gull, b"ahoy").await;
        let turns = executor.turns();
        for _ in 0..3 {
            sleep(Duration::from_millis(20)).await;
        }
        // It may be told once that the sockets are there.
        assert!(executor.turns() - turns <= 5);
        drop(heron);
    });
}

async fn poll_receive(socket: &Socket, most: usize) -> Vec<u8> {
    let mut bytes = vec![0; most];
    let read = poll_fn(|cx| socket.poll_read(cx, &mut bytes)).await;
    bytes.truncate(read.expect("it can be read"));
    bytes
}

#[test]
fn poll_read_takes_what_there_is_and_waits_for_more() {
    virtually(async {
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
    virtually(async {
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
    virtually(async {
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
    virtually(async {
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
    virtually(async {
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
    virtually(async {
        let (gull, heron) = pair();
        send(&gull, b"ahoy").await;
        assert_eq!(poll_receive(&heron, 10).await, b"ahoy");
        let nothing = timeout(SECOND, poll_receive(&heron, 0)).await;
        assert_eq!(nothing, Ok(Vec::new()));
    });
}

#[test]
fn poll_read_takes_packet_after_packet() {
    virtually(async {
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
    virtually(async {
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
    virtually(async {
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
    virtually(async {
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
    virtually(async {
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
fn a_loops_socket_in_another_loop_is_an_error_and_no_hang() {
    let first = Executor::new();
    let (gull, heron) = first.run(async { pair() });
    assert!(virtually(heron.ready(Interest::Read)).is_err());
    let sent = first.run(async {
        send(&gull, b"ahoy").await;
        receive(&heron, 10).await
    });
    assert_eq!(sent, b"ahoy");
}

thread_local! {
    static TREASURE: RefCell<Option<Socket>> =
        const { RefCell::new(None) };
}

struct Sinker;

impl Wake for Sinker {
    fn wake(self: Arc<Self>) {
        drop(TREASURE.take());
    }
}

#[test]
fn a_waker_may_drop_a_socket_of_its_loop() {
    virtually(async {
        let (gull, heron) = pair();
        let (treasure, other) = pair();
        TREASURE.set(Some(treasure));
        let waker = Waker::from(Arc::new(Sinker));
        let mut cx = Context::from_waker(&waker);
        let wait = heron.poll_ready(Interest::Read, &mut cx);
        assert!(wait.is_pending());
        send(&gull, b"ahoy").await;
        let end = timeout(SECOND, receive(&other, 10)).await;
        assert_eq!(end, Ok(Vec::new()));
    });
}

/// A system call that sleeps can end with `EINTR` when its process has
/// been stopped and goes on.
#[cfg(target_os = "linux")]
#[test]
fn a_stopped_process_sleeps_on_when_it_goes_on() {
    if std::env::var_os("STOPPED").is_some() {
        let executor = Executor::new().traced(|event| {
            if matches!(event.what, What::Idle(None)) {
                println!("idle");
            }
        });
        let input = Async::new(io::stdin()).expect("it is a pipe");
        let read = executor.run(input.ready(Interest::Read));
        return read.expect("it is open");
    }
    let program = std::env::current_exe().expect("this test runs");
    let test = "sockets::a_stopped_process_sleeps_on_when_it_goes_on";
    let mut child = Command::new(program)
        .args(["--exact", test, "--nocapture"])
        .env("STOPPED", "yes")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs now");
    let output = child.stdout.take().expect("it is piped");
    let mut lines =
        BufReader::new(output).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.ends_with("idle")));
    let id = child.id();
    let script = format!(
        "for i in 1 2 3 4 5 6 7 8 9 10; do kill -STOP {id}; \
         until grep -q '^State:.[TZ]' /proc/{id}/status; do :; done; \
         kill -CONT {id}; done"
    );
    let told = Command::new("sh").args(["-c", &script]).status();
    assert!(told.expect("there is a shell").success());
    let mut input = child.stdin.take().expect("it is piped");
    // A loop that the stop has ended reads no more.
    let _ = input.write_all(b"ahoy");
    assert!(child.wait().expect("it is our child").success());
}

#[test]
fn four_hundred_sockets_wait_at_once() {
    virtually(async {
        let done = Rc::new(Cell::new(0));
        let (gulls, tasks): (Vec<_>, Vec<_>) = (0..400)
            .map(|_| {
                let (gull, heron) = pair();
                let done = done.clone();
                let task = spawn(async move {
                    receive(&heron, 1).await;
                    done.set(done.get() + 1);
                });
                (gull, task)
            })
            .unzip();
        yield_now().await;
        for gull in gulls.iter().rev() {
            send(gull, b"a").await;
        }
        future::join_all(tasks).await;
        assert_eq!(done.get(), 400);
    });
}

#[test]
fn a_wait_needs_a_running_loop() {
    let (socket, _other) = plain_pair();
    let socket = Async::new(socket).expect("it is a socket");
    let waker = virtually(own_waker());
    let words = panic_of(|| {
        let mut cx = std::task::Context::from_waker(&waker);
        pin!(socket.ready(Interest::Read)).poll(&mut cx).is_ready()
    });
    assert!(words.contains("running loop"), "{words}");
}
