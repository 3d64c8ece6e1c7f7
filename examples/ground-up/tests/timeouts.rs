//! What the page Timeouts says of watchmen on the stage `traps`.

use std::cell::RefCell;
use std::io::Write;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures::future::{Either, select};
use ground_up::async_socket::AsyncSocket;
use how_await_works::now;
use how_await_works::stages::traps::{recv, run, sleep, spawn};

const TICK: Duration = Duration::from_millis(100);

#[test]
fn task_that_shuts_the_socket_ends_the_wait_of_a_silent_client() {
    let (heron, herons_end) = UnixStream::pair().expect("a pair");
    let watched = herons_end.try_clone().expect("a descriptor");
    let seen = Rc::new(RefCell::new(None));
    let length = seen.clone();
    spawn(async move {
        sleep(TICK).await;
        watched.shutdown(Shutdown::Both).expect("it is open");
    });
    spawn(async move {
        let client = AsyncSocket::new(herons_end).expect("a socket");
        let received = client.recv(&mut [0; 100]).await;
        *length.borrow_mut() = Some(received.expect("no reset"));
    });
    run();
    assert_eq!(*seen.borrow(), Some(0));
    drop(heron);
}

#[test]
fn watching_task_waits_on_when_its_client_was_served() {
    let (mut gull, gulls_end) = UnixStream::pair().expect("a pair");
    gull.write_all(b"any berth?").expect("there is room");
    let log = Rc::new(RefCell::new(Vec::new()));
    let (watches, serves) = (log.clone(), log.clone());
    let began = now();
    spawn(async move {
        sleep(TICK).await;
        watches.borrow_mut().push("watchman ends");
    });
    spawn(async move {
        recv(&gulls_end).await;
        serves.borrow_mut().push("Gull is served");
    });
    run();
    assert_eq!(*log.borrow(), ["Gull is served", "watchman ends"]);
    assert!(now() - began >= TICK);
}

#[test]
fn second_request_of_a_turn_overwrites_the_first() {
    let (heron, herons_end) = UnixStream::pair().expect("a pair");
    let log = Rc::new(RefCell::new(Vec::new()));
    let (seen, rings) = (log.clone(), log.clone());
    spawn(async move {
        let silence = pin!(sleep(TICK));
        let request = pin!(recv(&herons_end));
        let first = match select(silence, request).await {
            Either::Left(_) => "the sleep",
            Either::Right(_) => "the request",
        };
        seen.borrow_mut().push(first);
    });
    spawn(async move {
        sleep(3 * TICK).await;
        rings.borrow_mut().push("three ticks");
        drop(heron);
    });
    run();
    // The task asked to be woken after one tick, and was forgotten
    // until its socket closed.
    assert_eq!(log.borrow()[0], "three ticks");
    assert_eq!(log.borrow().len(), 2);
}
