//! What the page A thread each says of its server.

use std::io::Write;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

use crate::rough_clients::{self, Server, TOO_LONG, ask, hear};

fn a_thread_each() -> Server {
    Server::start(env!("CARGO_BIN_EXE_a_thread_each"))
}

#[test]
fn second_client_is_answered_while_the_first_stays() {
    let server = a_thread_each();
    let gull = server.client();
    assert_eq!(ask(&gull, "10\n"), "55\n");
    let heron = server.client();
    assert_eq!(ask(&heron, "20\n"), "6765\n");
    assert_eq!(ask(&gull, "15\n"), "610\n");
}

#[test]
fn hundred_silent_clients_keep_nobody_waiting() {
    let server = a_thread_each();
    let silent: Vec<_> = (0..100).map(|_| server.client()).collect();
    assert_eq!(server.replies(b"10\n"), "55\n");
    for client in &silent {
        assert_eq!(ask(client, "10\n"), "55\n");
    }
}

#[test]
fn client_in_the_middle_of_a_line_keeps_nobody_waiting() {
    let server = a_thread_each();
    let mut halves = server.client();
    halves.write_all(b"1").expect("it reads");
    assert_eq!(server.replies(b"20\n"), "6765\n");
    halves.write_all(b"0\n").expect("it reads");
    assert_eq!(hear(&halves), "55\n");
}

#[test]
fn client_whose_line_is_too_long_keeps_nobody_waiting() {
    let server = a_thread_each();
    let mut endless = server.client();
    endless.write_all(&[b'7'; 100_000]).expect("it reads");
    assert_eq!(hear(&endless), TOO_LONG);
    assert_eq!(server.replies(b"20\n"), "6765\n");
}

#[test]
fn server_with_a_thread_each_outlives_rough_clients() {
    rough_clients::rough_clients_harm_nobody(&mut a_thread_each());
}

#[test]
fn program_ends_though_its_threads_wait() {
    let visit = Command::new(env!("CARGO_BIN_EXE_a_thread_each"))
        .output()
        .expect("cargo built it");
    assert!(visit.status.success());
}

#[test]
fn panic_in_a_thread_ends_that_thread_only() {
    let wreck = thread::spawn(|| panic!("aground"));
    assert!(wreck.join().is_err());
}

#[test]
fn threads_that_add_to_an_atomic_number_lose_no_addition() {
    let replies = Arc::new(AtomicU32::new(0));
    let add = || {
        let theirs = replies.clone();
        thread::spawn(move || {
            for _ in 0..10_000 {
                theirs.fetch_add(1, Relaxed);
            }
        })
    };
    for thread in [add(), add(), add()] {
        thread.join().expect("no panic");
    }
    assert_eq!(replies.load(Relaxed), 30_000);
}
