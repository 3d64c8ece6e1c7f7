//! What the system tells of a socket, and when.

use std::cell::Cell;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net;
use std::rc::Rc;
use std::time::Duration;

use ground_up::stages::reactor::{
    Async, Executor, Interest::Read as Receive, spawn, yield_now,
};
use ground_up::stages::readiness;
use mio::net::UnixStream;
use mio::{Events, Interest, Poll, Token};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

fn is_told(poll: &mut Poll) -> bool {
    let mut events = Events::with_capacity(8);
    let polled = poll.poll(&mut events, Some(Duration::ZERO));
    polled.expect("the system can be asked");
    !events.is_empty()
}

#[test]
fn mio_tells_of_bytes_once() {
    let (mut ours, mut theirs) =
        UnixStream::pair().expect("two descriptors");
    let mut poll = Poll::new().expect("one more");
    poll.registry()
        .register(&mut ours, Token(0), Interest::READABLE)
        .expect("it is a socket");
    theirs.write_all(b"tide").expect("there is room");
    assert!(is_told(&mut poll));
    assert!(!is_told(&mut poll));
    ours.read_exact(&mut [0]).expect("one of four");
    assert!(!is_told(&mut poll));
    theirs.write_all(b"!").expect("there is room");
    assert!(is_told(&mut poll));
}

#[cfg(target_os = "linux")]
#[test]
fn mio_tells_of_bytes_again_when_there_is_room_to_write() {
    let (mut ours, mut theirs) =
        UnixStream::pair().expect("two descriptors");
    let mut poll = Poll::new().expect("one more");
    let both = Interest::READABLE | Interest::WRITABLE;
    poll.registry()
        .register(&mut ours, Token(0), both)
        .expect("it is a socket");
    while ours.write(&[0; 4096]).is_ok() {}
    theirs.write_all(b"tide").expect("there is room");
    assert!(is_told(&mut poll));
    ours.read_exact(&mut [0]).expect("one of four");
    assert!(!is_told(&mut poll));
    while theirs.read(&mut [0; 4096]).is_ok() {}
    let mut events = Events::with_capacity(8);
    let polled = poll.poll(&mut events, Some(Duration::ZERO));
    polled.expect("the system can be asked");
    let event = events.iter().next().expect("there is room now");
    assert!(event.is_writable() && event.is_readable());
}

#[test]
fn poll_tells_of_bytes_until_they_are_read() {
    let (mut ours, mut theirs) =
        net::UnixStream::pair().expect("two descriptors");
    theirs.write_all(b"tide").expect("there is room");
    let told = |ours: &net::UnixStream| {
        let mut list = [PollFd::new(ours, PollFlags::IN)];
        poll(&mut list, Some(&Timespec::default()))
            .expect("the system can be asked")
    };
    for _ in 0..4 {
        assert_eq!(told(&ours), 1);
        assert_eq!(told(&ours), 1);
        ours.read_exact(&mut [0]).expect("it is there");
    }
    assert_eq!(told(&ours), 0);
}

#[test]
fn loop_with_a_list_serves_sockets_though_its_queue_never_empties() {
    Executor::new().run(async {
        let (ours, mut theirs) =
            net::UnixStream::pair().expect("two descriptors");
        let ours = Async::new(ours).expect("it is a socket");
        let served = Rc::new(Cell::new(false));
        let told = served.clone();
        spawn(async move {
            let read = |mut io: &net::UnixStream| io.read(&mut [0]);
            ours.with(Receive, read).await.expect("one has come");
            told.set(true);
        });
        yield_now().await;
        theirs.write_all(b"!").expect("there is room");
        // Main is in the ready queue in every turn.
        let mut turns = 0;
        while !served.get() {
            turns += 1;
            assert!(turns < 10, "the loop has not looked");
            yield_now().await;
        }
    });
}

#[test]
fn reader_keeps_its_turn_while_there_are_bytes() {
    let executor = Executor::new();
    executor.run(async {
        let (ours, mut theirs) =
            net::UnixStream::pair().expect("two descriptors");
        let ours = Async::new(ours).expect("it is a socket");
        theirs.write_all(&[0; 1000]).expect("there is room");
        for _ in 0..1000 {
            let read = |mut io: &net::UnixStream| io.read(&mut [0]);
            ours.with(Receive, read).await.expect("it has come");
        }
    });
    assert_eq!(executor.polls(), 1);
}

#[test]
fn ready_waits_on_where_another_task_was_faster() {
    readiness::Executor::new().run(async {
        let listener = TcpListener::bind(("127.0.0.1", 0));
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let listener = readiness::Async::new(listener);
        let listener = Rc::new(listener.expect("it is a socket"));
        let clerks = [0, 1].map(|_| {
            let listener = listener.clone();
            readiness::spawn(async move {
                let ready = listener.ready(Receive).await;
                ready.expect("the system can be asked");
                listener.get().accept().is_ok()
            })
        });
        let [first, second] = clerks;
        readiness::yield_now().await;
        let _gull = TcpStream::connect(address).expect("it listens");
        assert!(first.await.expect("no panic"));
        for _ in 0..3 {
            readiness::yield_now().await;
        }
        let _heron = TcpStream::connect(address).expect("it listens");
        assert!(second.await.expect("no panic"));
    });
}

/// The turns of a loop whose main waits `times` times for a socket, each
/// time until a task has slept and then writes.
macro_rules! turns_of_waits {
    ($stage:path, $times:expr) => {{
        use $stage as stage;
        let executor = stage::Executor::new();
        executor.run(async {
            let (ours, mut theirs) =
                net::UnixStream::pair().expect("two descriptors");
            let ours = stage::Async::new(ours).expect("it is a socket");
            let writer = stage::spawn(async move {
                let millisecond = Duration::from_millis(1);
                for _ in 0..$times {
                    stage::sleep(millisecond).await;
                    theirs.write_all(b"!").expect("there is room");
                }
                // The last byte is read before this ends.
                stage::sleep(10 * millisecond).await;
            });
            for _ in 0..$times {
                let read = |mut io: &net::UnixStream| io.read(&mut [0]);
                ours.with(Receive, read).await.expect("one has come");
            }
            writer.await.expect("no panic");
        });
        executor.turns()
    }};
}

#[test]
fn wake_for_a_socket_rings_the_bell_of_a_loop_with_a_list() {
    use toy::stages::{abort, mailbox, reactor};

    let of_ten = |turns: fn(u64) -> u64| turns(10) - turns(0);
    // A turn for the writer, one for the reader, and one for the bell.
    assert_eq!(of_ten(|n| turns_of_waits!(reactor, n)), 30);
    assert_eq!(of_ten(|n| turns_of_waits!(abort, n)), 30);
    assert_eq!(of_ten(|n| turns_of_waits!(mailbox, n)), 20);
}
