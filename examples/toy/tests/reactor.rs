//! Sockets: from the stage `reactor` on.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::cell::Cell;
use std::future::{pending, poll_fn};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::pin::pin;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{io, thread};

use super::clock::{HOUR, traced};
use super::common::{Log, SECOND, own_waker, panic_of, value};
use super::run;
use super::stage::{
    Async, Executor, Interest, now, sleep, spawn, timeout, yield_now,
};
use futures::future::join;
use futures::{future, poll};
use toy::trace::What;

/// Two connected sockets of the running loop.
pub(super) fn pair() -> (Async<UnixStream>, Async<UnixStream>) {
    let (one, other) = plain_pair();
    let one = Async::new(one).expect("a socket can be registered");
    let other = Async::new(other).expect("a socket can be registered");
    (one, other)
}

/// Two connected sockets that no loop knows.
pub(super) fn plain_pair() -> (UnixStream, UnixStream) {
    UnixStream::pair().expect("the system has two descriptors")
}

#[test]
fn a_loop_gives_its_descriptors_back() {
    let before = descriptors();
    for _ in 0..100 {
        let executor = Executor::new();
        let sockets = executor.run(async { pair() });
        drop((executor, sockets));
    }
    // Other tests of this process may hold some of theirs.
    assert!(descriptors() < before + 200);
}

/// The lowest number that is free.
fn descriptors() -> i32 {
    use std::os::fd::AsRawFd;
    let (one, _other) = plain_pair();
    one.as_raw_fd()
}

#[test]
fn the_tracer_hears_of_waits_for_sockets() {
    let log = Log::new();
    traced(&log).run(async {
        let (gull, heron) = pair();
        let reader = spawn(async move {
            let ready = heron.ready(Interest::Read).await;
            ready.expect("it can be read");
        });
        yield_now().await;
        sleep(SECOND).await;
        drop(gull);
        value(reader).await;
    });
    let told = log.take().into_iter().filter(|event| {
        matches!(
            event.what,
            What::SocketAwaited(_, Interest::Read)
                | What::SocketReady(_, Interest::Read)
        )
    });
    let told: Vec<_> = told.collect();
    assert!(matches!(told[0].what, What::SocketAwaited(..)));
    assert_eq!(told[0].task, Some(1));
    assert!(told[0].line.is_some());
    assert!(matches!(told[1].what, What::SocketReady(..)));
    assert_eq!(told.len(), 2);
}

#[test]
fn the_virtual_clock_holds_while_a_socket_is_ready() {
    run(async {
        let (gull, heron) = pair();
        let reader = spawn(async move {
            heron.ready(Interest::Read).await.expect("it can be read");
            now()
        });
        spawn(async move {
            let sent = rustix::net::send(
                gull.get().as_fd(),
                b"ahoy",
                rustix::net::SendFlags::empty(),
            );
            sent.expect("there is room");
            sleep(SECOND).await;
        });
        assert_eq!(value(reader).await, Duration::ZERO);
    });
}

pub(super) type Socket = Async<UnixStream>;

pub(super) async fn receive(socket: &Socket, most: usize) -> Vec<u8> {
    let mut bytes = vec![0; most];
    let read =
        socket.with(Interest::Read, |mut io| io.read(&mut bytes));
    let length = read.await.expect("it can be read");
    bytes.truncate(length);
    bytes
}

pub(super) async fn send(socket: &Socket, bytes: &[u8]) {
    let write = socket.with(Interest::Write, |mut io| io.write(bytes));
    let length = write.await.expect("it can be written");
    assert_eq!(length, bytes.len());
}

/// Writes until the system takes no more; says how much it took.
pub(super) fn fill(socket: &Socket) -> usize {
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
pub(super) fn drain(socket: &Socket) -> usize {
    let (mut all, mut buffer) = (0, [0; 4096]);
    loop {
        match socket.get().read(&mut buffer) {
            Ok(part) => all += part,
            Err(e) if e.kind() == ErrorKind::WouldBlock => return all,
            Err(e) => panic!("{e}"),
        }
    }
}

pub(super) async fn is_ready(
    socket: &Socket,
    interest: Interest,
) -> bool {
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
    run(async {
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
    run(async {
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
    run(async {
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
    run(async {
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
    run(async {
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
    run(async {
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
fn an_error_of_the_operation_ends_with() {
    run(async {
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
    run(async {
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
fn a_wait_that_has_come_to_another_task_wakes_that_one() {
    run(async {
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
fn ready_comes_back_for_who_reads_in_part() {
    run(async {
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
    run(async {
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
    run(async {
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
fn dropping_it_closes_the_descriptor() {
    run(async {
        let (gull, heron) = pair();
        drop(gull);
        assert_eq!(receive(&heron, 10).await, b"");
    });
}

#[test]
fn the_number_of_a_dropped_descriptor_can_be_used_again() {
    run(async {
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
    run(async {
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
    run(async {
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
    // A child of another test may hold the other end for a moment.
    Executor::new().run(async {
        let (reader, writer) = io::pipe().expect("two descriptors");
        let reader = Async::new(reader).expect("it is a pipe");
        let read = spawn(async move {
            let read =
                reader.with(Interest::Read, |mut io| io.read(&mut [0]));
            let length = read.await.expect("an end is no error");
            let ready =
                timeout(60 * SECOND, reader.ready(Interest::Read));
            assert!(ready.await.is_ok());
            length
        });
        yield_now().await;
        drop(writer);
        assert_eq!(timeout(60 * SECOND, value(read)).await, Ok(0));
    });
}

#[test]
fn an_error_of_a_pipe_wakes_its_writer() {
    // A child of another test may hold the other end for a moment.
    Executor::new().run(async {
        let (reader, writer) = io::pipe().expect("two descriptors");
        let writer = Async::new(writer).expect("it is a pipe");
        while writer.get().write(&[7; 4096]).is_ok() {}
        let write = spawn(async move {
            let write =
                writer.with(Interest::Write, |mut io| io.write(&[7]));
            let error = write.await.expect_err("the reader is gone");
            let ready =
                timeout(60 * SECOND, writer.ready(Interest::Write));
            assert!(ready.await.is_ok());
            error.kind()
        });
        yield_now().await;
        drop(reader);
        let kind = timeout(60 * SECOND, value(write)).await;
        assert_eq!(kind, Ok(ErrorKind::BrokenPipe));
    });
}

#[test]
fn an_accept_and_a_connect_are_waits_like_others() {
    run(async {
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
fn one_made_before_the_loop_is_registered_by_its_first_wait() {
    let (gull, heron) = plain_pair();
    let gull = Async::new(gull).expect("it is a socket");
    let heron = Rc::new(Async::new(heron).expect("it is a socket"));
    let inner = heron.clone();
    run(async {
        let reader = spawn(async move { receive(&inner, 10).await });
        yield_now().await;
        send(&gull, b"ahoy").await;
        assert_eq!(value(reader).await, b"ahoy");
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
    let test = thread::current();
    let test = test.name().expect("the harness names it");
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
    run(async {
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
    let waker = run(own_waker());
    let words = panic_of(|| {
        let mut cx = std::task::Context::from_waker(&waker);
        pin!(socket.ready(Interest::Read)).poll(&mut cx).is_ready()
    });
    assert!(words.contains("running loop"), "{words}");
}

/// A socket that counts how often it is read.
pub(super) struct Counted(pub(super) UnixStream, pub(super) Cell<u32>);

impl AsFd for Counted {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Read for &Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1.update(|reads| reads + 1);
        (&self.0).read(buffer)
    }
}

pub(super) fn half_pair() -> (Async<UnixStream>, UnixStream) {
    let (ours, theirs) = UnixStream::pair().expect("two descriptors");
    (Async::new(ours).expect("a socket can be polled"), theirs)
}

pub(super) async fn read(
    socket: &Async<UnixStream>,
) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 16];
    let read = |mut io: &UnixStream| io.read(&mut buffer);
    let length = socket.with(Interest::Read, read).await?;
    Ok(buffer[..length].to_vec())
}

#[test]
fn with_tries_first() {
    let executor = Executor::new();
    executor.run(async {
        let (ours, mut theirs) = half_pair();
        theirs.write_all(b"tide").expect("it is read");
        assert_eq!(read(&ours).await.expect("it is sent"), b"tide");
    });
    assert_eq!(executor.polls(), 1);
}

#[test]
fn with_passes_other_errors_on() {
    Executor::new().run(async {
        let (ours, mut theirs) = half_pair();
        theirs.write_all(b"tide").expect("it stays unread");
        for kind in [
            ErrorKind::Interrupted,
            ErrorKind::ConnectionReset,
            ErrorKind::ConnectionAborted,
            ErrorKind::ConnectionRefused,
            ErrorKind::BrokenPipe,
            ErrorKind::TimedOut,
            ErrorKind::UnexpectedEof,
            ErrorKind::Other,
        ] {
            let mut tries = 0;
            let tried = ours.with(Interest::Read, |_| {
                tries += 1;
                match tries {
                    1 => Err(kind.into()),
                    _ => Ok(()),
                }
            });
            let error: io::Error = tried.await.expect_err("no retry");
            assert_eq!(error.kind(), kind);
            assert_eq!(tries, 1);
        }
    });
}

#[test]
fn one_look_wakes_all_that_are_ready() {
    let executor = Executor::new();
    executor.run(async {
        let (ours, mut theirs): (Vec<_>, Vec<_>) =
            (0..8).map(|_| half_pair()).unzip();
        let waits = ours.into_iter().map(|ours| {
            spawn(async move { ours.ready(Interest::Read).await })
        });
        let waits: Vec<_> = waits.collect();
        yield_now().await;
        for theirs in &mut theirs {
            theirs.write_all(b"tide").expect("it stays unread");
        }
        let before = executor.turns();
        for ended in future::join_all(waits).await {
            ended.expect("no panic").expect("it is ready");
        }
        // The turn that hears of all eight, and main's.
        assert_eq!(executor.turns(), before + 2);
    });
}

#[test]
fn reader_and_writer_wait_for_one_socket_at_once() {
    let executor = Executor::new();
    executor.run(async {
        let (ours, mut theirs) = half_pair();
        let both = join(
            ours.ready(Interest::Read),
            ours.ready(Interest::Write),
        );
        let mut both = pin!(both);
        let soon = Duration::from_millis(10);
        let early = timeout(soon, both.as_mut()).await;
        early.expect_err("there is nothing to read");
        theirs.write_all(b"tide").expect("it is read");
        let (read, write) = both.await;
        read.and(write).expect("both are ready");
    });
}

#[test]
fn wake_from_another_thread_ends_an_idle_poll() {
    let start = Instant::now();
    let (done, told) = futures::channel::oneshot::channel();
    let (begin, begun) = mpsc::channel();
    let other = thread::spawn(move || {
        begun.recv().expect("main begins");
        thread::sleep(Duration::from_millis(10));
        done.send(4).expect("main waits");
    });
    let told = Executor::new().run(async {
        let (ours, _theirs) = half_pair();
        spawn(async move { ours.ready(Interest::Read).await });
        begin.send(()).expect("the thread waits");
        timeout(HOUR, told).await
    });
    assert_eq!(told, Ok(Ok(4)));
    assert!(start.elapsed() < HOUR);
    other.join().expect("no panic");
}

#[test]
fn one_server_task_a_client_echoes_to_all() {
    Executor::new().run(async {
        let listener = TcpListener::bind(("127.0.0.1", 0));
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let listener = Async::new(listener).expect("it can be polled");
        spawn(async move {
            loop {
                let accept = |io: &TcpListener| io.accept();
                let client =
                    listener.with(Interest::Read, accept).await;
                let client = client.expect("a client comes").0;
                let client = Async::new(client).expect("it can");
                spawn(async move {
                    let read = |mut io: &TcpStream| {
                        let mut letter = [0];
                        io.read_exact(&mut letter)?;
                        Ok(letter)
                    };
                    let sent = client.with(Interest::Read, read).await;
                    let sent = sent.expect("a letter comes");
                    client.get().write_all(&sent).expect("one fits");
                });
            }
        });
        let clients = thread::spawn(move || {
            let dial =
                |_| TcpStream::connect(address).expect("it is up");
            let mut clients: Vec<_> = (0..8).map(dial).collect();
            for (letter, client) in clients.iter_mut().enumerate().rev()
            {
                let mut heard = [0];
                client.write_all(&[letter as u8]).expect("it is read");
                client.read_exact(&mut heard).expect("it is sent");
                assert_eq!(usize::from(heard[0]), letter);
            }
        });
        while !clients.is_finished() {
            sleep(Duration::from_millis(1)).await;
        }
        clients.join().expect("no panic");
    });
}

#[test]
fn loop_can_go_before_its_sockets_and_sleeps() {
    let cargo = Rc::new(());
    let theirs = cargo.clone();
    let executor = Executor::new();
    let (ours, _other) = executor.run(async {
        spawn(async move {
            let (ours, _other) = half_pair();
            let _never = ours.ready(Interest::Read).await;
            pending::<()>().await;
            drop(theirs);
        });
        yield_now().await;
        half_pair()
    });
    drop(executor);
    assert_eq!(Rc::strong_count(&cargo), 1);
    drop(ours);
}

#[test]
fn wait_does_not_need_a_new_change() {
    Executor::new().run(async {
        let (ours, mut theirs) = half_pair();
        theirs.write_all(b"tide").expect("it is read");
        for _ in 0..4 {
            // The system has told of the letters once; they are there.
            ours.ready(Interest::Read).await.expect("it is ready");
            let read = ours.get().read(&mut [0]);
            assert_eq!(read.expect("it is ready"), 1);
        }
    });
}

#[test]
fn two_tasks_wait_for_the_same_socket() {
    Executor::new().run(async {
        let (ours, mut theirs) = half_pair();
        let both = join(
            ours.ready(Interest::Read),
            ours.ready(Interest::Read),
        );
        let (first, second) = join(both, async {
            yield_now().await;
            theirs.write_all(b"tide").expect("it is read");
        })
        .await
        .0;
        first.and(second).expect("both are ready");
    });
}

#[test]
fn change_wakes_only_who_waits_for_it() {
    let polls = Rc::new(Cell::new(0));
    Executor::new().run(async {
        let (ours, mut theirs) = half_pair();
        while ours.get().write(&[0; 4096]).is_ok() {}
        let counted = polls.clone();
        let writer = spawn(async move {
            let mut ready = Box::pin(ours.ready(Interest::Write));
            poll_fn(|context| {
                counted.set(counted.get() + 1);
                ready.as_mut().poll(context)
            })
            .await
        });
        yield_now().await;
        theirs.write_all(b"tide").expect("it stays unread");
        for _ in 0..10 {
            yield_now().await;
        }
        assert_eq!(polls.get(), 1);
        theirs.set_nonblocking(true).expect("a socket can");
        while theirs.read(&mut [0; 4096]).is_ok() {}
        writer.await.expect("no panic").expect("it is ready");
    });
    assert_eq!(polls.get(), 2);
}
