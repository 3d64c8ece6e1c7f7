//! What holds as long as the loop hands the system a list of its waits:
//! from the stage `reactor` to the stage `abort`.

use std::cell::Cell;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::time::Duration;

use super::reactor::half_pair;
use super::stage::{
    Async, Executor, Interest, spawn, timeout, yield_now,
};

/// Without a wake for so long, the test has failed.
const LONG: Duration = Duration::from_secs(20);

#[test]
fn with_waits_again_where_another_task_was_faster() {
    Executor::new().run(async {
        let (ours, mut theirs) = half_pair();
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
