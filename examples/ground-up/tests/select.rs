//! What the page Asking the system who is ready says of `poll`.

use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use how_await_works::stages::traps::{recv, run, send, spawn};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::fcntl_dupfd_cloexec;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

fn pair() -> (UnixStream, UnixStream) {
    UnixStream::pair().expect("the system has sockets")
}

/// A descriptor of at least 1024, and the peer of its socket.
fn beyond_select() -> (OwnedFd, UnixStream) {
    let maximum = getrlimit(Resource::Nofile).maximum;
    let current = Some(maximum.unwrap_or(4096).min(4096));
    let limit = Rlimit { current, maximum };
    setrlimit(Resource::Nofile, limit).expect("it is our limit");
    let (near, far) = pair();
    let high = fcntl_dupfd_cloexec(&near, 1024).expect("it is free");
    assert!(high.as_raw_fd() >= 1024);
    (high, far)
}

#[test]
fn poll_takes_a_descriptor_of_1024_or_more() {
    let (high, mut far) = beyond_select();
    far.write_all(b"!").expect("there is room");
    let mut asked = [PollFd::new(&high, PollFlags::IN)];
    assert_eq!(poll(&mut asked, None).expect("it can poll"), 1);
    assert_eq!(asked[0].revents(), PollFlags::IN);
}

#[test]
fn loop_on_poll_serves_a_descriptor_of_1024_or_more() {
    let (high, mut far) = beyond_select();
    far.write_all(b"!").expect("there is room");
    let woken = Rc::new(Cell::new(false));
    let seen = woken.clone();
    spawn(async move {
        recv(&high).await;
        seen.set(true);
    });
    run();
    assert!(woken.get());
}

#[test]
fn waiting_task_takes_no_turn_until_its_socket_is_ready() {
    let log = Rc::new(RefCell::new(Vec::new()));
    let (near, mut far) = pair();
    let (busy, _peer) = pair();
    let (waits, works) = (log.clone(), log.clone());
    spawn(async move {
        recv(&near).await;
        waits.borrow_mut().push("waited");
    });
    spawn(async move {
        for _ in 0..3 {
            works.borrow_mut().push("works");
            send(&busy).await;
        }
        far.write_all(b"!").expect("there is room");
    });
    run();
    assert_eq!(*log.borrow(), ["works", "works", "works", "waited"]);
}

#[test]
fn writeln_sends_a_line_in_two_pieces() {
    struct Pieces(Vec<Vec<u8>>);
    impl Write for Pieces {
        fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
            self.0.push(piece.to_vec());
            Ok(piece.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut socket = Pieces(Vec::new());
    let n = 10;
    writeln!(socket, "{n}").expect("it takes all");
    assert_eq!(socket.0, [b"10".as_slice(), b"\n"]);
}

#[test]
fn panic_of_one_task_ends_the_loop_of_all() {
    let log = Rc::new(Cell::new(0));
    let turns = log.clone();
    let (near, _far) = pair();
    spawn(async move {
        send(&near).await;
        turns.set(turns.get() + 1);
    });
    spawn(async { panic!("aground") });
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    assert_eq!(log.get(), 0);
}

#[test]
fn queue_that_never_empties_starves_the_sockets() {
    fn breed(generations: u32, log: Rc<RefCell<Vec<&'static str>>>) {
        spawn(async move {
            log.borrow_mut().push("bred");
            if generations > 1 {
                breed(generations - 1, log);
            }
        });
    }
    let log = Rc::new(RefCell::new(Vec::new()));
    let (near, mut far) = pair();
    far.write_all(b"!").expect("there is room");
    let waits = log.clone();
    spawn(async move {
        recv(&near).await;
        waits.borrow_mut().push("waited");
    });
    breed(100, log.clone());
    run();
    assert_eq!(log.borrow().len(), 101);
    assert_eq!(log.borrow().last(), Some(&"waited"));
}
