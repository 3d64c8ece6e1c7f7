//! What the stage readiness promises.

use ground_up::stages::readiness as stage;

use std::cell::Cell;
use std::fs::File;
use std::future::poll_fn;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::rc::Rc;

use futures::future::join;
use stage::{Async, Executor, Interest, spawn, yield_now};

fn pair() -> (Async<UnixStream>, UnixStream) {
    let (ours, theirs) = UnixStream::pair().expect("two descriptors");
    (Async::new(ours).expect("a socket can be polled"), theirs)
}

#[test]
fn wait_does_not_need_a_new_change() {
    Executor::new().run(async {
        let (ours, mut theirs) = pair();
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
        let (ours, mut theirs) = pair();
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
fn regular_file_is_refused() {
    Executor::new().run(async {
        let this = File::open("Cargo.toml");
        let this = this.expect("a test runs in its crate's folder");
        let refused = Async::new(this).err().expect("it cannot wait");
        assert_eq!(refused.kind(), ErrorKind::PermissionDenied);
    });
}

#[test]
fn descriptor_is_registered_once_at_a_time() {
    Executor::new().run(async {
        let (ours, _theirs) = UnixStream::pair().expect("a pair");
        let shared = Rc::new(ours);
        let first = Async::new(shared.clone()).expect("it can");
        let again = Async::new(shared.clone());
        let refused = again.err().expect("it is registered");
        assert_eq!(refused.kind(), ErrorKind::AlreadyExists);
        drop(first);
        Async::new(shared).expect("the first is gone");
    });
}

#[test]
fn change_wakes_only_who_waits_for_it() {
    let polls = Rc::new(Cell::new(0));
    Executor::new().run(async {
        let (ours, mut theirs) = pair();
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
