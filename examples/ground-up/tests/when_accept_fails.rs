//! The finished service, and clients as they are.

/// The program itself, for a loop that we trace and a pool that we hold.
mod program {
    // Its `main` runs in the processes that the other tests start.
    #![allow(dead_code)]

    include!("../src/bin/fib_service.rs");

    use rustix::net::sockopt::set_socket_send_buffer_size;

    /// Serves with little room for what it sends.
    pub fn serve_here(
        pool: Pool,
        patience: Duration,
        before: impl Future<Output = ()> + Send + 'static,
        tracer: impl Fn(toy::trace::Event) + Send + 'static,
    ) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        // Before anybody connects, for whom it is to hold.
        set_socket_send_buffer_size(&listener, 4096)?;
        let address = listener.local_addr()?;
        std::thread::spawn(move || {
            let service = FibService { pool, patience };
            let door = FrontDoor::new(listener).expect("descriptors");
            Executor::new().traced(tracer).run(async {
                spawn(before);
                service.serve(door).await;
            });
        });
        Ok(address)
    }
}

use std::future::ready;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use std::{env, thread};

use crate::rough_clients::{
    self, NO_NUMBER, Server, TOO_LONG, ask, hear,
};
use ground_up::front_door::FrontDoor;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, dup};
use rustix::net::sockopt::set_socket_linger;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use toy::trace::What;
use toy::{Elapsed, Executor, Interest, Pool, timeout};

const LONG: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(300);
const TOO_MANY: &str = "error: too many clients\n";
const TOO_LATE: &str = "error: no line in time\n";

fn service(patience: &str) -> Server {
    let program = env!("CARGO_BIN_EXE_fib_service");
    Server::of(Command::new(program).args(["0", patience]))
}

/// Starts a server that may have so many descriptors.
fn with_descriptors(count: u32, program: &str) -> Server {
    let limit = format!("ulimit -S -n {count} && exec \"$0\" 0");
    Server::of(Command::new("sh").args(["-c", &limit, program]))
}

fn assert_serves(server: &Server) {
    assert_eq!(ask(&server.client(), "10\n"), "55\n");
}

/// What comes until the service closes.
fn rest(mut client: &TcpStream) -> String {
    let mut text = String::new();
    client.read_to_string(&mut text).expect("it ends in order");
    text
}

fn has_heard(client: &TcpStream, within: Duration) -> bool {
    let mut asked = [PollFd::new(client, PollFlags::IN)];
    let within = Timespec::try_from(within).expect("a short time");
    poll(&mut asked, Some(&within)).expect("a socket") > 0
}

#[test]
fn finished_service_outlives_rough_clients() {
    let server = service("20");
    rough_clients::what_is_no_number_is_refused(&server);
    rough_clients::clients_leave_in_the_middle(&server);
    assert_eq!(server.replies(&[b'7'; 65]), TOO_LONG);
    assert_eq!(server.replies(&[b'7'; 1_000_000]), TOO_LONG);
    assert_eq!(server.replies(b" 10\t\r\n25\n"), "55\n75025\n");
}

#[test]
fn last_line_without_an_end_is_told_so() {
    let replies = "55\nerror: the last line has no end\n";
    assert_eq!(service("20").replies(b"10\n10"), replies);
}

#[test]
fn half_a_line_waits_for_its_rest() {
    let server = service("20");
    let mut client = server.client();
    client.write_all(b"1").expect("it is open");
    assert_serves(&server);
    assert_eq!(ask(&client, "0\n"), "55\n");
}

#[test]
fn clients_that_reset_harm_nobody() {
    let server = service("20");
    for request in ["", "1", "20\n20\n20\n", "25\n"] {
        let mut client = server.client();
        client.write_all(request.as_bytes()).expect("it is open");
        set_socket_linger(&client, Some(Duration::ZERO))
            .expect("an option");
        drop(client);
        assert_serves(&server);
    }
}

/// A client that sends two thousand requests and reads nothing, in a
/// service that waits to send to it.
fn slow_reader(patience: Duration) -> (SocketAddr, TcpStream) {
    let (waits, waiting) = channel();
    let tracer = move |event: toy::trace::Event| {
        if let What::SocketAwaited(_, Interest::Write) = event.what {
            let _ = waits.send(());
        }
    };
    let pool = Pool::new(1);
    let address =
        program::serve_here(pool, patience, ready(()), tracer)
            .expect("a port");
    let slow = TcpStream::connect(address).expect("it listens");
    let mut asking = slow.try_clone().expect("a descriptor");
    thread::spawn(move || {
        // It fails when the service cuts the slow reader off.
        let _ = asking.write_all("x\n".repeat(20_000).as_bytes());
    });
    waiting.recv().expect("the service waits to send");
    (address, slow)
}

#[test]
fn finished_service_holds_up_nobody_for_a_slow_reader() {
    let (address, mut slow) = slow_reader(LONG);
    let other = TcpStream::connect(address).expect("it listens");
    assert_eq!(ask(&other, "10\n"), "55\n");
    let mut replies = vec![0; NO_NUMBER.len() * 20_000];
    slow.read_exact(&mut replies).expect("all replies");
    assert_eq!(replies, NO_NUMBER.repeat(20_000).as_bytes());
}

#[test]
fn client_that_never_reads_is_reset() {
    let (_, mut deaf) = slow_reader(SHORT);
    let mut asked = [PollFd::new(&deaf, PollFlags::empty())];
    poll(&mut asked, None).expect("a socket");
    let error = deaf.read_to_end(&mut Vec::new());
    let kind = error.expect_err("replies are missing").kind();
    assert_eq!(kind, ErrorKind::ConnectionReset);
}

#[test]
fn silent_client_is_cut_off_while_others_are_served() {
    let server = service("0.3");
    let silent = server.client();
    let other = server.client();
    while !has_heard(&silent, Duration::ZERO) {
        assert_eq!(ask(&other, "10\n"), "55\n");
    }
    assert_eq!(hear(&silent), TOO_LATE);
    assert_eq!(ask(&other, "10\n"), "55\n");
}

#[test]
fn deadline_is_for_the_line_and_not_for_the_byte() {
    let server = service("0.3");
    let mut client = server.client();
    while !has_heard(&client, Duration::from_millis(50)) {
        client.write_all(b"1").expect("it is open");
    }
    assert_eq!(hear(&client), TOO_LATE);
}

#[test]
fn thousand_clients_at_once_are_all_answered() {
    let maximum = getrlimit(Resource::Nofile).maximum;
    let current = Some(maximum.unwrap_or(4096).min(4096));
    setrlimit(Resource::Nofile, Rlimit { current, maximum })
        .expect("it is our limit");
    let server = service("20");
    let clients: Vec<_> = (0..1000).map(|_| server.client()).collect();
    for (number, mut client) in clients.iter().enumerate() {
        let request = format!("{}\n", number % 10);
        client.write_all(request.as_bytes()).expect("it is open");
    }
    for (number, client) in clients.iter().enumerate() {
        let number = ground_up::service::fib(number as u32 % 10);
        assert_eq!(hear(client), format!("{number}\n"));
    }
}

/// Connects clients until one is told that there are too many.
fn fill(server: &Server) -> Vec<TcpStream> {
    let mut clients = Vec::new();
    loop {
        let client = server.client();
        if ask(&client, "10\n") == TOO_MANY {
            assert_eq!(rest(&client), "");
            return clients;
        }
        clients.push(client);
    }
}

#[test]
fn client_without_a_descriptor_is_told_and_the_others_go_on() {
    let program = env!("CARGO_BIN_EXE_fib_service");
    let server = with_descriptors(64, program);
    let mut clients = fill(&server);
    assert!((40..64).contains(&clients.len()));
    for _ in 0..100 {
        assert_eq!(rest(&server.client()), TOO_MANY);
    }
    for client in &clients {
        assert_eq!(ask(client, "25\n"), "75025\n");
    }
    let leaving = clients.pop().expect("many are served");
    leaving.shutdown(Shutdown::Write).expect("it is open");
    assert_eq!(rest(&leaving), "");
    assert_serves(&server);
}

#[test]
fn light_requests_are_answered_while_a_heavy_one_is_computed() {
    let (open_gate, gate): (_, Receiver<()>) = channel();
    let pool = Pool::new(1);
    let theirs = pool.clone();
    let before = async move {
        theirs.run(move || gate.recv().is_ok()).await;
    };
    let address = program::serve_here(pool, LONG, before, |_| ())
        .expect("a port");
    let [heavy, light] = [(); 2]
        .map(|()| TcpStream::connect(address).expect("it listens"));
    assert_eq!(ask(&heavy, "1\n25\n"), "1\n");
    for _ in 0..10 {
        assert_eq!(ask(&light, "20\n"), "6765\n");
    }
    assert!(!has_heard(&heavy, Duration::ZERO));
    open_gate.send(()).expect("the pool waits");
    assert_eq!(hear(&heavy), "75025\n");
}

#[test]
fn server_of_threads_dies_of_a_client_too_many() {
    let program = env!("CARGO_BIN_EXE_a_thread_each");
    let mut server = with_descriptors(16, program);
    let clients: Vec<_> = (0..16)
        .map_while(|_| TcpStream::connect(server.address).ok())
        .collect();
    assert!(!server.outcome().success());
    drop(clients);
}

/// Runs the rest of the test in a process of its own, whose limit it
/// can lower. Says whether this is that process.
fn in_a_process_of_its_own(test: &str) -> bool {
    if env::var_os("OWN_PROCESS").is_some() {
        return true;
    }
    let program = env::current_exe().expect("this test runs");
    let outcome = Command::new(program)
        .args(["--exact", &format!("when_accept_fails::{test}")])
        .env("OWN_PROCESS", "yes")
        .stdin(Stdio::null())
        .output()
        .expect("this program runs");
    let said = String::from_utf8_lossy(&outcome.stdout);
    // Of another name it would run nothing, and succeed.
    assert!(said.contains("1 passed"), "{said}");
    false
}

/// Lowers the limit, so that there is room for one more.
fn leave_one_descriptor() {
    let last = dup(std::io::stdin()).expect("a descriptor");
    let maximum = getrlimit(Resource::Nofile).maximum;
    let current = Some(last.as_raw_fd() as u64 + 1);
    setrlimit(Resource::Nofile, Rlimit { current, maximum })
        .expect("lower is allowed");
}

fn is_emfile<T>(outcome: std::io::Result<T>) -> bool {
    let error = outcome.err();
    error.as_ref().and_then(Errno::from_io_error) == Some(Errno::MFILE)
}

#[test]
fn full_door_sleeps_when_nobody_is_there() {
    let test = "full_door_sleeps_when_nobody_is_there";
    if !in_a_process_of_its_own(test) {
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("it is bound");
    let [_gull, heron] = [(); 2]
        .map(|()| TcpStream::connect(address).expect("it listens"));
    let executor = Executor::with_virtual_clock();
    let mut door = FrontDoor::new(listener).expect("descriptors");
    leave_one_descriptor();
    executor.run(async {
        let _served = door.next().await;
        let nobody = timeout(LONG, door.next()).await;
        assert_eq!(nobody.err(), Some(Elapsed));
    });
    assert_eq!(hear(&heron), TOO_MANY);
    assert!(executor.polls() < 10, "{} polls", executor.polls());
}

#[test]
fn accept_of_tokio_returns_the_error_and_again_at_once() {
    let test = "accept_of_tokio_returns_the_error_and_again_at_once";
    if !in_a_process_of_its_own(test) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("it is bound");
        let _clients = [(); 2]
            .map(|()| TcpStream::connect(address).expect("it listens"));
        leave_one_descriptor();
        let first = listener.accept().await.expect("room for one");
        for _ in 0..3 {
            assert!(is_emfile(listener.accept().await));
        }
        drop(first);
        listener.accept().await.expect("room again");
    });
}

#[cfg(target_os = "linux")]
#[test]
fn accept_fails_for_want_of_a_descriptor_with_nobody_there() {
    let test =
        "accept_fails_for_want_of_a_descriptor_with_nobody_there";
    if !in_a_process_of_its_own(test) {
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket can be");
    leave_one_descriptor();
    let nobody = listener.accept().expect_err("nobody is there");
    assert_eq!(nobody.kind(), ErrorKind::WouldBlock);
    let _last = dup(&listener).expect("there was one left");
    assert!(is_emfile(listener.accept()));
}
