//! What the stage reactor promises.

use ground_up::stages::reactor as stage;

use std::cell::Cell;
use std::future::pending;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::pin::pin;
use std::rc::Rc;
use std::sync::mpsc;
use std::task::{Context, Waker};
use std::thread;
use std::time::{Duration, Instant};

use futures::future::join;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use stage::{
    Async, Elapsed, Executor, Interest, now, sleep, spawn, timeout,
    yield_now,
};

const HOUR: Duration = Duration::from_secs(3600);

/// Without a wake for so long, the test has failed.
const LONG: Duration = Duration::from_secs(20);

fn pair() -> (Async<UnixStream>, UnixStream) {
    let (ours, theirs) = UnixStream::pair().expect("two descriptors");
    (Async::new(ours).expect("a socket can be polled"), theirs)
}

async fn read(socket: &Async<UnixStream>) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 16];
    let read = |mut io: &UnixStream| io.read(&mut buffer);
    let length = socket.with(Interest::Read, read).await?;
    Ok(buffer[..length].to_vec())
}

#[test]
fn descriptor_is_made_non_blocking() {
    Executor::new().run(async {
        let (ours, _theirs) = pair();
        let read = ours.get().read(&mut [0]);
        let error = read.expect_err("nothing was sent");
        assert_eq!(error.kind(), ErrorKind::WouldBlock);
    });
}

#[test]
fn reader_sleeps_until_another_thread_writes() {
    let executor = Executor::new();
    executor.run(async {
        let (ours, mut theirs) = pair();
        let other = thread::spawn(move || {
            thread::sleep(Duration::from_millis(10));
            theirs.write_all(b"tide").expect("somebody reads");
            theirs
        });
        assert_eq!(read(&ours).await.expect("it is sent"), b"tide");
        other.join().expect("no panic");
    });
    assert_eq!(executor.polls(), 2);
}

#[test]
fn with_tries_first() {
    let executor = Executor::new();
    executor.run(async {
        let (ours, mut theirs) = pair();
        theirs.write_all(b"tide").expect("it is read");
        assert_eq!(read(&ours).await.expect("it is sent"), b"tide");
    });
    assert_eq!(executor.polls(), 1);
}

#[test]
fn with_waits_again_where_another_task_was_faster() {
    Executor::new().run(async {
        let (ours, mut theirs) = pair();
        let ours = Rc::new(ours);
        let tries = Rc::new(Cell::new(0));
        let readers = ["first", "second"].map(|_| {
            let (ours, tries) = (ours.clone(), tries.clone());
            spawn(async move {
                let read = |mut io: &UnixStream| {
                    tries.set(tries.get() + 1);
                    let mut buffer = [0; 16];
                    let length = io.read(&mut buffer)?;
                    Ok(buffer[..length].to_vec())
                };
                let read = ours.with(Interest::Read, read).await;
                read.expect("a WouldBlock is no error of with")
            })
        });
        yield_now().await;
        theirs.write_all(b"ebb").expect("it is read");
        let [first, second] = readers;
        assert_eq!(first.await.expect("no panic"), b"ebb");
        yield_now().await;
        // Both were woken, and one of them for nothing.
        assert_eq!(tries.get(), 4);
        theirs.write_all(b"flood").expect("it is read");
        assert_eq!(second.await.expect("no panic"), b"flood");
        assert_eq!(tries.get(), 5);
    });
}

#[test]
fn with_passes_other_errors_on() {
    Executor::new().run(async {
        let (ours, mut theirs) = pair();
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
fn ready_comes_back_as_long_as_something_is_left_to_read() {
    Executor::new().run(async {
        let (ours, mut theirs) = pair();
        theirs.write_all(b"tide").expect("it is read");
        for letter in b"tide" {
            ours.ready(Interest::Read).await.expect("it is ready");
            let mut buffer = [0];
            let read = ours.get().read(&mut buffer);
            assert_eq!(read.expect("it is ready"), 1);
            assert_eq!(buffer[0], *letter);
        }
        let more = ours.ready(Interest::Read);
        let more = timeout(Duration::from_millis(10), more).await;
        assert_eq!(more.expect_err("all is read"), Elapsed);
    });
}

/// What the system reports of it now.
fn reported(io: &impl AsFd, flags: PollFlags) -> PollFlags {
    let mut asked = [PollFd::new(io, flags)];
    let at_once = Timespec::default();
    poll(&mut asked, Some(&at_once)).expect("the system can poll");
    asked[0].revents()
}

#[test]
fn hang_up_counts_as_ready() {
    Executor::new().run(async {
        let (ours, theirs) = io::pipe().expect("two descriptors");
        let ours = Async::new(ours).expect("a pipe can be polled");
        let waits = spawn(async move {
            ours.ready(Interest::Read).await.expect("it is ready");
            let only = reported(ours.get(), PollFlags::IN);
            assert_eq!(only, PollFlags::HUP);
            ours.get().read(&mut [0])
        });
        yield_now().await;
        drop(theirs);
        let read = timeout(LONG, waits).await.expect("it is ready");
        let read = read.expect("no panic");
        assert_eq!(read.expect("an end is no error"), 0);
    });
}

#[test]
fn error_counts_as_ready() {
    Executor::new().run(async {
        let (theirs, ours) = io::pipe().expect("two descriptors");
        let ours = Async::new(ours).expect("a pipe can be polled");
        while ours.get().write(&[0; 4096]).is_ok() {}
        let waits = spawn(async move {
            ours.ready(Interest::Write).await.expect("it is ready");
            let only = reported(ours.get(), PollFlags::OUT);
            assert_eq!(only, PollFlags::ERR);
            ours.get().write(&[1])
        });
        yield_now().await;
        drop(theirs);
        let write = timeout(LONG, waits).await.expect("it is ready");
        let error = write.expect("no panic");
        let error = error.expect_err("the reader is gone");
        assert_eq!(error.kind(), ErrorKind::BrokenPipe);
    });
}

#[test]
fn one_look_wakes_all_that_are_ready() {
    Executor::new().run(async {
        let heard = Rc::new(Cell::new(0));
        let (ours, mut theirs): (Vec<_>, Vec<_>) =
            (0..8).map(|_| pair()).unzip();
        for ours in ours {
            let heard = heard.clone();
            spawn(async move {
                ours.ready(Interest::Read).await.expect("it is ready");
                heard.set(heard.get() + 1);
            });
        }
        yield_now().await;
        for theirs in &mut theirs {
            theirs.write_all(b"tide").expect("it stays unread");
        }
        // The look is before the next turn, which main begins.
        yield_now().await;
        assert_eq!(heard.get(), 0);
        yield_now().await;
        assert_eq!(heard.get(), 8);
    });
}

#[test]
fn one_connection_wakes_both_tasks_and_one_of_them_for_nothing() {
    Executor::new().run(async {
        let listener = TcpListener::bind(("127.0.0.1", 0));
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let listener = Async::new(listener).expect("it can be polled");
        let listener = Rc::new(listener);
        let waits = ["first", "second"].map(|_| {
            let listener = listener.clone();
            spawn(async move {
                let ready = listener.ready(Interest::Read).await;
                ready.expect("it is ready");
                listener.get().accept().err().map(|e| e.kind())
            })
        });
        yield_now().await;
        let _client = TcpStream::connect(address).expect("it listens");
        let [first, second] = waits;
        assert_eq!(first.await.expect("no panic"), None);
        let late = timeout(LONG, second).await.expect("it is woken");
        let late = late.expect("no panic");
        assert_eq!(late, Some(ErrorKind::WouldBlock));
    });
}

#[test]
fn writer_waits_while_the_buffer_is_full() {
    Executor::new().run(async {
        let (ours, mut theirs) = pair();
        while ours.get().write(&[0; 4096]).is_ok() {}
        let full = ours.ready(Interest::Write);
        let full = timeout(Duration::from_millis(10), full).await;
        assert_eq!(full.expect_err("it is full"), Elapsed);
        theirs.set_nonblocking(true).expect("a socket can");
        while theirs.read(&mut [0; 4096]).is_ok() {}
        ours.ready(Interest::Write).await.expect("it is empty");
    });
}

#[test]
fn reader_and_writer_wait_for_one_socket_at_once() {
    let executor = Executor::new();
    executor.run(async {
        let (ours, mut theirs) = pair();
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
fn dropped_wait_leaves_the_list() {
    let executor = Executor::new();
    executor.run(async {
        let (ours, mut theirs) = pair();
        {
            let mut wait = pin!(ours.ready(Interest::Read));
            let waker = spawn(std::future::poll_fn(|context| {
                std::task::Poll::Ready(context.waker().clone())
            }));
            let waker = waker.await.expect("no panic");
            let mut context = Context::from_waker(&waker);
            assert!(wait.as_mut().poll(&mut context).is_pending());
            let main = &mut Context::from_waker(Waker::noop());
            assert!(wait.as_mut().poll(main).is_pending());
        }
        theirs.write_all(b"tide").expect("it stays unread");
        let polls = executor.polls();
        sleep(Duration::from_millis(10)).await;
        assert_eq!(executor.polls(), polls + 1);
    });
}

#[test]
fn dropped_socket_is_closed() {
    Executor::new().run(async {
        let (ours, mut theirs) = pair();
        let stuck = spawn(async move {
            let wait = ours.ready(Interest::Read);
            timeout(Duration::from_millis(10), wait).await
        });
        stuck.await.expect("no panic").expect_err("nothing is sent");
        assert_eq!(theirs.read(&mut [0]).expect("an end"), 0);
    });
}

#[test]
fn sockets_make_progress_though_the_queue_is_never_empty() {
    Executor::new().run(async {
        spawn(async {
            loop {
                yield_now().await;
            }
        });
        let (ours, mut theirs) = pair();
        let reader = spawn(async move { read(&ours).await });
        yield_now().await;
        theirs.write_all(b"tide").expect("it is read");
        let read = reader.await.expect("no panic");
        assert_eq!(read.expect("it is sent"), b"tide");
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
        let (ours, _theirs) = pair();
        spawn(async move { ours.ready(Interest::Read).await });
        begin.send(()).expect("the thread waits");
        timeout(HOUR, told).await
    });
    assert_eq!(told, Ok(Ok(4)));
    assert!(start.elapsed() < HOUR);
    other.join().expect("no panic");
}

#[test]
fn wake_from_the_loops_own_thread_does_not_ring() {
    let executor = Executor::new();
    executor.run(async {
        for _ in 0..10 {
            yield_now().await;
            sleep(Duration::from_millis(1)).await;
        }
    });
    // A bell that rang for nobody would end a sleep: one turn more.
    assert_eq!(executor.turns(), 21);
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
fn virtual_clock_looks_at_the_sockets_before_it_jumps() {
    Executor::with_virtual_clock().run(async {
        let (ours, mut theirs) = pair();
        theirs.write_all(b"tide").expect("it is read");
        let wait = timeout(HOUR, ours.ready(Interest::Read)).await;
        wait.expect("it comes first").expect("it is ready");
        assert_eq!(now(), Duration::ZERO);
        read(&ours).await.expect("it is there");
        let wait = timeout(HOUR, ours.ready(Interest::Read)).await;
        wait.expect_err("nothing more is sent");
        assert_eq!(now(), HOUR);
    });
}

#[test]
fn loop_can_go_before_its_sockets_and_sleeps() {
    let cargo = Rc::new(());
    let theirs = cargo.clone();
    let executor = Executor::new();
    let (ours, _other) = executor.run(async {
        spawn(async move {
            let (ours, _other) = pair();
            let _never = ours.ready(Interest::Read).await;
            pending::<()>().await;
            drop(theirs);
        });
        yield_now().await;
        pair()
    });
    drop(executor);
    assert_eq!(Rc::strong_count(&cargo), 1);
    drop(ours);
}
