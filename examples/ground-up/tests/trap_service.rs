//! The fib service on `traps`, and clients as they are.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ground_up::trap_service::{MOST_CLIENTS, serve};
use how_await_works::stages::traps;
use rustix::io::Errno;
use rustix::net::sockopt::{
    set_socket_linger, set_socket_recv_buffer_size,
    set_socket_send_buffer_size,
};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

const LONG: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(300);
const PLEASE: &str = "error: send a whole number from 0 to 40\n";

fn service(patience: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    // Little room: a slow reader is soon felt.
    set_socket_send_buffer_size(&listener, 4096).expect("an option");
    set_socket_recv_buffer_size(&listener, 4096).expect("an option");
    let address = listener.local_addr().expect("it is bound");
    thread::spawn(move || serve(listener, patience));
    address
}

fn connect(service: SocketAddr) -> TcpStream {
    let client = TcpStream::connect(service).expect("it listens");
    client.set_read_timeout(Some(LONG)).expect("an option");
    client
}

fn hear(mut client: &TcpStream) -> String {
    let mut line = Vec::new();
    let mut byte = [0];
    while !line.ends_with(b"\n")
        && client.read(&mut byte).expect("an answer") > 0
    {
        line.extend(byte);
    }
    String::from_utf8(line).expect("the service sends text")
}

fn ask(mut client: &TcpStream, request: &[u8]) -> String {
    client.write_all(request).expect("it is open");
    hear(client)
}

fn rest(mut client: &TcpStream) -> String {
    let mut text = String::new();
    client.read_to_string(&mut text).expect("it ends in order");
    text
}

fn assert_serves(service: SocketAddr) {
    assert_eq!(ask(&connect(service), b"10\n"), "55\n");
}

#[test]
fn garbage_is_answered_and_its_sender_stays() {
    let client = connect(service(LONG));
    let garbage: [&[u8]; 6] =
        [b"abc\n", b"\n", b"-1\n", b"1_0\n", b"\xff\0\n", b"+1\n"];
    for line in garbage {
        assert_eq!(ask(&client, line), PLEASE);
    }
    assert_eq!(ask(&client, b"10\n"), "55\n");
}

#[test]
fn huge_number_is_answered_and_not_computed() {
    let client = connect(service(LONG));
    assert_eq!(ask(&client, b"41\n"), PLEASE);
    let huge = "9".repeat(63) + "\n";
    assert_eq!(ask(&client, huge.as_bytes()), PLEASE);
}

#[test]
fn pieces_of_a_line_are_put_together() {
    let service = service(LONG);
    let mut client = connect(service);
    client.write_all(b"1").expect("it is open");
    assert_serves(service);
    assert_eq!(ask(&client, b"0\n"), "55\n");
}

#[test]
fn lines_sent_at_once_are_answered_in_their_order() {
    let client = connect(service(LONG));
    assert_eq!(ask(&client, b"10\n20\nabc\n1\n"), "55\n");
    assert_eq!(hear(&client), "6765\n");
    assert_eq!(hear(&client), PLEASE);
    assert_eq!(hear(&client), "1\n");
}

#[test]
fn line_without_end_is_refused_with_the_reason() {
    let mut client = connect(service(LONG));
    client.write_all(&[b'9'; 1_000_000]).expect("it is taken");
    client.shutdown(Shutdown::Write).expect("it is open");
    assert_eq!(rest(&client), "error: line too long\n");
}

#[test]
fn last_line_without_end_is_refused_with_the_reason() {
    let mut client = connect(service(LONG));
    client.write_all(b"10\n10").expect("it is taken");
    client.shutdown(Shutdown::Write).expect("it is open");
    assert_eq!(rest(&client), "55\nerror: the last line has no end\n");
}

#[test]
fn client_that_leaves_in_the_middle_harms_nobody() {
    let service = service(LONG);
    let requests: [&[u8]; 3] = [b"", b"1", b"20\n20\n20\n"];
    for with_reset in [false, true] {
        for request in requests {
            let mut client = connect(service);
            client.write_all(request).expect("it is taken");
            if with_reset {
                set_socket_linger(&client, Some(Duration::ZERO))
                    .expect("an option");
            }
            drop(client);
            assert_serves(service);
        }
    }
}

#[test]
fn slow_reader_holds_up_nobody_and_misses_nothing() {
    let service = service(LONG);
    let client = connect(service);
    set_socket_recv_buffer_size(&client, 4096).expect("an option");
    set_socket_send_buffer_size(&client, 4096).expect("an option");
    let requests = "x\n".repeat(60_000);
    let mut writer = client.try_clone().expect("a descriptor");
    writer.set_nonblocking(true).expect("a socket can be");
    // Until the service reads no more, for it cannot send.
    let mut sent = 0;
    let mut waits = 0;
    while waits < 10 {
        match rustix::io::write(&writer, &requests.as_bytes()[sent..]) {
            Ok(more) => {
                sent += more;
                waits = 0;
            }
            Err(Errno::AGAIN) => {
                waits += 1;
                thread::sleep(Duration::from_millis(10));
            }
            Err(error) => panic!("{error}"),
        }
        assert!(sent < requests.len(), "the service is held up");
    }
    assert_serves(service);
    writer.set_nonblocking(false).expect("a socket can be");
    let rest = thread::spawn(move || {
        writer
            .write_all(&requests.as_bytes()[sent..])
            .expect("it is open");
        writer.shutdown(Shutdown::Write).expect("it is open");
    });
    let answers = BufReader::new(&client).lines();
    let heard = answers.map(|line| line.expect("no reset"));
    assert_eq!(
        heard.filter(|line| line == PLEASE.trim_end()).count(),
        60_000
    );
    rest.join().expect("no panic");
}

#[test]
fn silent_client_is_told_and_cut_off() {
    let service = service(SHORT);
    let client = connect(service);
    assert_eq!(rest(&client), "error: no line in time\n");
    assert_serves(service);
}

#[test]
fn line_that_is_there_loses_to_the_watching_task() {
    let (mut bell, held) = UnixStream::pair().expect("descriptors");
    let (say, holds) = mpsc::channel();
    let (go_on, told) = mpsc::channel();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("it is bound");
    thread::spawn(move || {
        // Holds the loop, as a long computation does.
        traps::spawn(async move {
            traps::recv(&held).await;
            say.send(()).expect("the test listens");
            told.recv().expect("the test says so");
        });
        serve(listener, SHORT)
    });
    let mut client = connect(address);
    assert_eq!(ask(&client, b"10\n"), "55\n");
    bell.write_all(b"!").expect("there is room");
    holds.recv().expect("the loop is held");
    client.write_all(b"10\n").expect("it is open");
    // The deadline is over after that, however long it takes.
    thread::sleep(SHORT);
    go_on.send(()).expect("the loop is held");
    assert_eq!(hear(&client), "error: no line in time\n");
}

#[test]
fn several_hundred_clients_at_once_are_all_answered() {
    let maximum = getrlimit(Resource::Nofile).maximum;
    let current = Some(maximum.unwrap_or(4096).min(4096));
    setrlimit(Resource::Nofile, Rlimit { current, maximum })
        .expect("it is our limit");
    let service = service(LONG);
    let clients: Vec<_> =
        (0..MOST_CLIENTS).map(|_| connect(service)).collect();
    for client in &clients {
        assert_eq!(ask(client, b"10\n"), "55\n");
    }
    let one_too_many = connect(service);
    assert_eq!(hear(&one_too_many), "error: too many clients\n");
    drop(clients);
    drop(one_too_many);
    assert_serves(service);
}
