//! What the page Pools says of its server.

use std::io::Write;
use std::sync::{Mutex, mpsc};
use std::thread;

use crate::rough_clients::{self, Server, ask, hear};

fn pool_of_workers() -> Server {
    Server::start(env!("CARGO_BIN_EXE_pool_of_workers"))
}

#[test]
fn hundred_silent_clients_take_no_worker() {
    let server = pool_of_workers();
    let silent: Vec<_> = (0..100).map(|_| server.client()).collect();
    assert_eq!(server.replies(b"10\n"), "55\n");
    for client in &silent {
        assert_eq!(ask(client, "10\n"), "55\n");
    }
}

#[test]
fn client_in_the_middle_of_a_line_takes_no_worker() {
    let server = pool_of_workers();
    let mut halves: Vec<_> = (0..3).map(|_| server.client()).collect();
    for client in &mut halves {
        client.write_all(b"1").expect("it reads");
    }
    assert_eq!(server.replies(b"20\n"), "6765\n");
    for client in &mut halves {
        client.write_all(b"0\n").expect("it reads");
        assert_eq!(hear(client), "55\n");
    }
}

#[test]
fn clients_who_leave_while_a_worker_computes_cost_no_worker() {
    let server = pool_of_workers();
    for _ in 0..10 {
        let mut gone = server.client();
        gone.write_all(b"20\n20\n").expect("it reads");
    }
    assert_eq!(server.replies(b"10\n20\n"), "55\n6765\n");
}

#[test]
fn server_with_a_pool_outlives_rough_clients() {
    rough_clients::rough_clients_harm_nobody(&mut pool_of_workers());
}

#[test]
fn lock_in_the_head_of_while_let_is_held_through_the_body() {
    let (sender, jobs) = mpsc::channel();
    sender.send("line").expect("the receiver is here");
    drop(sender);
    let jobs = Mutex::new(jobs);
    while let Ok(_line) = jobs.lock().expect("no panic").recv() {
        assert!(jobs.try_lock().is_err());
    }
}

#[test]
fn lock_of_a_let_statement_is_free_on_the_next_line() {
    let (sender, jobs) = mpsc::channel();
    sender.send("line").expect("the receiver is here");
    let jobs = Mutex::new(jobs);
    let line = jobs.lock().expect("no panic").recv();
    assert!(jobs.try_lock().is_ok());
    assert_eq!(line, Ok("line"));
}

#[test]
fn line_reaches_a_worker_without_a_copy() {
    let (pool, jobs) = mpsc::channel();
    let line = b"10\n".to_vec();
    let place = line.as_ptr() as usize;
    let worker = thread::spawn(move || {
        let line: Vec<u8> = jobs.recv().expect("a line comes");
        line.as_ptr() as usize
    });
    pool.send(line).expect("the worker waits");
    assert_eq!(worker.join().expect("no panic"), place);
}
