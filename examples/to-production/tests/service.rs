//! The service, in Rust and on each Python at hand, among clients that
//! behave and clients that do not.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;
use std::{env, thread};

use rustix::fs::OFlags;
use rustix::process::{
    Pid, Resource, Rlimit, Signal, getrlimit, kill_process, setrlimit,
};
use tokio::io::{
    self, AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader,
};
use tokio::net::{TcpSocket, TcpStream};
use tokio::process::{Child, ChildStdout, Command};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// Nothing here takes so long.
const ENOUGH: Duration = Duration::from_secs(60);

/// The limits of a service, where a test sets no others: longer than that.
const PATIENT: [(&str, &str); 2] =
    [("REQUEST_MS", "90000"), ("DRAIN_MS", "90000")];

/// A program that is the service.
struct Server {
    name: String,
    command: Vec<PathBuf>,
}

/// The service, while it runs.
struct Service {
    process: Child,
    output: Option<BufReader<ChildStdout>>,
    address: SocketAddr,
    ledger: PathBuf,
}

fn servers() -> Vec<Server> {
    let rust = vec![env!("CARGO_BIN_EXE_service").into()];
    let mut servers = vec![Server {
        name: "Rust".to_owned(),
        command: rust,
    }];
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for python in proof::pythons() {
        let program = folder.join("python/service.py");
        servers.push(Server {
            name: format!("Python {}", python.version),
            command: vec![python.executable.clone(), program],
        });
    }
    servers
}

/// Does the same with each server, with these limits.
fn each(limits: &[(&str, &str)], test: impl AsyncFn(Service) + Sync) {
    raise_descriptors();
    thread::scope(|threads| {
        for server in servers() {
            let test = &test;
            threads.spawn(move || {
                let _turn = limits.contains(&CROWD).then(|| {
                    // Another test's failure is no concern.
                    let turn = ONE_CROWD.lock();
                    turn.unwrap_or_else(PoisonError::into_inner)
                });
                let name = server.name.clone();
                let runtime =
                    tokio::runtime::Builder::new_current_thread()
                        .enable_all()
                        .build()
                        .expect("the system has room for a loop");
                runtime.block_on(async {
                    let service = Service::start(server, limits).await;
                    let is_done = timeout(ENOUGH, test(service)).await;
                    assert!(is_done.is_ok(), "{name} hangs");
                    println!("{name} passes");
                });
            });
        }
    });
}

/// A thousand clients have a descriptor each, beside those of other
/// tests.
fn raise_descriptors() {
    const MANY: u64 = 4096;
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_some_and(|current| current < MANY) {
        let most = maximum.map_or(MANY, |maximum| maximum.min(MANY));
        let limit = Rlimit {
            current: Some(most),
            maximum,
        };
        setrlimit(Resource::Nofile, limit).expect("it is our own");
    }
}

impl Service {
    async fn start(server: Server, limits: &[(&str, &str)]) -> Service {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Relaxed);
        let ledger = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("ledger-{}-{number}", std::process::id()));
        let ledger = match limits.contains(&NOWHERE) {
            true => ledger.join("in/no/folder"),
            false => ledger,
        };
        if limits.contains(&STUCK) {
            let made =
                Command::new("mkfifo").arg(&ledger).status().await;
            assert!(made.expect("every Unix has it").success());
        }
        if limits.contains(&TORN) {
            fs::write(&ledger, "plum\npea").expect("the disk has room");
        }
        let script = match limits.contains(&FEW) {
            true => "ulimit -n 24; exec \"$@\"",
            false => "exec \"$@\"",
        };
        let mut process = Command::new("sh")
            .args(["-c", script, "sh"])
            .args(&server.command)
            .arg(&ledger)
            .envs(PATIENT)
            .envs(limits.iter().copied())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("it was compiled, or it is a Python");
        let output = process.stdout.take().expect("it is piped");
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line).await.expect("it is UTF-8");
        let address =
            line.trim_start_matches("listening on ").trim_end();
        let address = address.parse().expect("it listens");
        Service {
            process,
            output: Some(output),
            address,
            ledger,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("it listens")
    }

    /// The answer to these bytes.
    async fn ask(&self, bytes: &[u8]) -> io::Result<String> {
        ask(self.address, bytes).await
    }

    async fn metric(&self, name: &str) -> usize {
        let text =
            self.ask(b"GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n");
        let text = text.await.expect("it answers");
        let mut lines =
            text.lines().filter_map(|it| it.split_once(' '));
        let value = lines.find(|(key, _)| *key == name);
        let (_, value) = value.expect("there is such a metric");
        value.parse().expect("it is a number")
    }

    /// Asks again and again until the metric has this value.
    async fn until(&self, name: &str, value: usize) {
        while self.metric(name).await != value {}
    }

    fn kill(&self, signal: Signal) {
        let id = self.process.id().expect("it runs");
        let id = Pid::from_raw(id.cast_signed()).expect("it is not 0");
        kill_process(id, signal).expect("it is our child");
    }

    /// Its exit status, and what it printed after its first line.
    async fn end(&mut self) -> (Option<i32>, String) {
        let status =
            self.process.wait().await.expect("it is our child");
        let mut printed = String::new();
        if let Some(output) = &mut self.output {
            let read = output.read_to_string(&mut printed).await;
            read.expect("it is UTF-8");
        }
        (status.code(), printed)
    }

    /// The orders that are written. A service that has accepted none may
    /// have made no file yet.
    fn written(&self) -> Vec<String> {
        let text = fs::read_to_string(&self.ledger).unwrap_or_default();
        let lines = text.lines().filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Not every service has made one.
        let _ = fs::remove_file(&self.ledger);
    }
}

/// For a thousand clients. Only one crowd is there at a time, or the
/// descriptors would not be enough.
const CROWD: (&str, &str) = ("MAX_CONNECTIONS", "50");
static ONE_CROWD: Mutex<()> = Mutex::new(());

/// A pipe that nobody reads is a disk that never answers.
const STUCK: (&str, &str) = ("LEDGER", "stuck");

/// A ledger whose last line a crash has torn.
const TORN: (&str, &str) = ("LEDGER", "torn");

/// Few descriptors.
const FEW: (&str, &str) = ("DESCRIPTORS", "few");

/// A ledger that cannot be opened.
const NOWHERE: (&str, &str) = ("LEDGER", "nowhere");

fn order(text: &str) -> Vec<u8> {
    let length = text.len();
    format!(
        "POST /orders HTTP/1.1\r\nhost: x\r\n\
         content-length: {length}\r\n\r\n{text}"
    )
    .into()
}

async fn ask(to: SocketAddr, bytes: &[u8]) -> io::Result<String> {
    let mut wire = TcpStream::connect(to).await?;
    wire.write_all(bytes).await?;
    let mut answer = String::new();
    wire.read_to_string(&mut answer).await?;
    Ok(answer)
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

/// A thousand orders at once, each on a connection of its own, with the
/// status that each was given.
fn thousand(to: SocketAddr) -> JoinSet<(String, String)> {
    let mut clients = JoinSet::new();
    for number in 0..1000 {
        clients.spawn(async move {
            let text = format!("order {number}");
            let answer = ask(to, &order(&text)).await;
            let status = status(&answer.unwrap_or_default()).to_owned();
            (text, status)
        });
    }
    clients
}

/// Every accepted order is written, and none twice.
fn assert_none_lost(service: &Service, accepted: &BTreeSet<String>) {
    let written = service.written();
    let once: BTreeSet<_> = written.iter().cloned().collect();
    assert_eq!(written.len(), once.len());
    let lost: Vec<_> = accepted.difference(&once).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
}

#[test]
fn a_thousand_clients_are_answered_over_fifty_connections() {
    let limits = [CROWD, ("QUEUE", "50")];
    each(&limits, async |service| {
        let answers = thousand(service.address).join_all().await;
        assert!(answers.iter().all(|(_, status)| status == "201"));
        assert!(service.metric("connections_most").await <= 50);
        assert_eq!(service.metric("orders_accepted").await, 1000);
        let accepted = answers.into_iter().map(|(text, _)| text);
        assert_none_lost(&service, &accepted.collect());
        assert_eq!(service.written().len(), 1000);
    });
}

#[test]
fn no_accepted_order_is_lost_when_the_service_is_terminated() {
    each(&[CROWD], async |mut service| {
        let mut clients = thousand(service.address);
        let mut accepted = BTreeSet::new();
        let mut count = 0;
        while let Some(answer) = clients.join_next().await {
            let (text, status) = answer.expect("no client panics");
            match status.as_str() {
                "201" => drop(accepted.insert(text)),
                // It was still in the line when the service stopped.
                "none" => {}
                status => panic!("{status}"),
            }
            count += 1;
            if count == 200 {
                service.kill(Signal::TERM);
            }
        }
        let end = service.end().await;
        assert_eq!(end, (Some(0), "terminated\n".to_owned()));
        assert!(accepted.len() >= 200);
        assert_none_lost(&service, &accepted);
        assert_eq!(service.written().len(), accepted.len());
    });
}

#[test]
fn no_accepted_order_is_lost_when_the_service_is_killed() {
    each(&[CROWD], async |mut service| {
        let mut clients = thousand(service.address);
        let mut accepted = BTreeSet::new();
        while let Some(answer) = clients.join_next().await {
            let (text, status) = answer.expect("no client panics");
            if status == "201" {
                accepted.insert(text);
            }
            if accepted.len() == 200 {
                service.kill(Signal::KILL);
            }
        }
        service.end().await;
        assert_none_lost(&service, &accepted);
    });
}

#[test]
fn requests_that_are_garbage_are_refused() {
    each(&[], async |service| {
        let refused = [
            "no HTTP at all\r\n\r\n",
            "POST /orders\r\n\r\n",
            "GET / HTTP/9.9\r\nhost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nno colon\r\n\r\n",
            "POST /orders HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
            "POST /orders HTTP/1.1\r\ncontent-length: 2\r\n\
             content-length: 3\r\n\r\nabc",
            "POST /orders HTTP/1.1\r\ncontent-length: 0\r\n\r\n",
            "POST /orders HTTP/1.1\r\ncontent-length: 3\r\n\r\na\nb",
            "POST /orders HTTP/1.1\r\ncontent-length: 2\r\n\r\n\u{f6}",
        ];
        for request in refused {
            let answer = service.ask(request.as_bytes()).await;
            let answer = answer.expect("it is closed properly");
            assert_eq!(status(&answer), "400", "{request}");
        }
        let noise = (0..=255).cycle().take(999);
        let noise: Vec<u8> = noise.chain(*b"\r\n\r\n").collect();
        // The service may close before it has read all of this.
        let answer = service.ask(&noise).await.unwrap_or_default();
        assert!(["400", "none"].contains(&status(&answer)));
        assert!(service.written().is_empty());
        let answer = service.ask(&order("pear")).await;
        assert_eq!(status(&answer.expect("it answers")), "201");
    });
}

#[test]
fn requests_that_are_too_long_are_refused() {
    each(&[], async |service| {
        let long = "POST /orders HTTP/1.1\r\nhost: x\r\n\
                    content-length: 1025\r\n\r\n";
        let answer = service.ask(long.as_bytes()).await;
        assert_eq!(status(&answer.expect("it answers")), "413");
        // The service may close before it has read all of this.
        let head =
            format!("GET / HTTP/1.1\r\nx: {}", "x".repeat(40_000));
        let answer = service.ask(head.as_bytes()).await;
        let answer = answer.unwrap_or_default();
        assert!(["431", "none"].contains(&status(&answer)), "{answer}");
        assert!(service.written().is_empty());
    });
}

#[test]
fn slow_clients_are_cut_and_hold_up_no_other() {
    each(&[("REQUEST_MS", "1000")], async |service| {
        let mut silent = service.connect().await;
        let mut half = service.connect().await;
        half.write_all(b"POST /ord").await.expect("it is open");
        let mut unsent = service.connect().await;
        let promise = b"POST /orders HTTP/1.1\r\nhost: x\r\n\
                        content-length: 9\r\n\r\nfour";
        unsent.write_all(promise).await.expect("it is open");
        let answer = service.ask(&order("pear")).await;
        assert_eq!(status(&answer.expect("it answers")), "201");
        for wire in [&mut silent, &mut half, &mut unsent] {
            let mut answer = String::new();
            // Ends when the service closes it.
            let _ = wire.read_to_string(&mut answer).await;
            let status = status(&answer);
            assert!(["408", "none"].contains(&status), "{answer}");
        }
        assert_eq!(service.written(), ["pear"]);
    });
}

#[test]
fn client_waits_for_a_permit_until_a_slow_client_is_cut() {
    let limits = [("MAX_CONNECTIONS", "1"), ("REQUEST_MS", "1000")];
    each(&limits, async |service| {
        let _silent = service.connect().await;
        assert_eq!(service.metric("connections_cut").await, 1);
    });
}

#[test]
fn service_without_descriptors_accepts_when_clients_have_left() {
    each(&[FEW], async |mut service| {
        // Its ledger is open.
        let answer = service.ask(&order("pear")).await;
        assert_eq!(status(&answer.expect("it answers")), "201");
        let mut crowd = Vec::new();
        for _ in 0..40 {
            crowd.push(service.connect().await);
        }
        let mut line = String::new();
        let output = service.output.as_mut().expect("it is open");
        let read = output.read_line(&mut line).await;
        read.expect("it is UTF-8");
        assert!(line.starts_with("accept: "), "{line}");
        drop(crowd);
        let answer = service.ask(&order("plum")).await;
        assert_eq!(status(&answer.expect("it answers")), "201");
    });
}

#[test]
fn client_that_closes_its_writing_half_is_answered() {
    each(&[], async |service| {
        let mut wire = service.connect().await;
        wire.write_all(&order("pear")).await.expect("it is open");
        wire.shutdown().await.expect("it is open");
        let mut answer = String::new();
        let read = wire.read_to_string(&mut answer).await;
        read.expect("it is closed properly");
        assert_eq!(status(&answer), "201");
    });
}

#[test]
fn clients_that_are_killed_leave_nothing_behind() {
    each(&[], async |service| {
        for round in 0..=20 {
            let socket = TcpSocket::new_v4().expect("there is room");
            // It resets the connection when it closes.
            socket.set_zero_linger().expect("it is open");
            let wire = socket.connect(service.address).await;
            let mut wire = wire.expect("it listens");
            let request = order("pear");
            let sent = request.len() * round / 20;
            wire.write_all(&request[..sent]).await.expect("it is open");
        }
        service.until("connections_open", 1).await;
        let answer = service.ask(&order("plum")).await;
        assert_eq!(status(&answer.expect("it answers")), "201");
    });
}

#[test]
fn orders_that_find_the_queue_full_are_shed() {
    let limits = [STUCK, ("QUEUE", "2"), ("DRAIN_MS", "200")];
    each(&limits, async |mut service| {
        let mut waiting = Vec::new();
        for count in 1..=2 {
            let mut wire = service.connect().await;
            wire.write_all(&order("pear")).await.expect("it is open");
            service.until("orders_waiting", count).await;
            waiting.push(wire);
        }
        let answer = service.ask(&order("plum")).await;
        assert_eq!(status(&answer.expect("it answers")), "503");
        assert_eq!(service.metric("orders_shed").await, 1);

        // The disk never answers, and the service ends all the same.
        service.kill(Signal::TERM);
        let (status, printed) = service.end().await;
        assert_eq!(status, Some(1));
        assert_eq!(printed, "terminated\n2 connections cut\n");
        for mut wire in waiting {
            let mut answer = String::new();
            let _ = wire.read_to_string(&mut answer).await;
            assert_eq!(answer, "");
        }
    });
}

#[test]
fn order_that_is_not_written_yet_is_not_accepted() {
    each(&[STUCK, ("REQUEST_MS", "500")], async |service| {
        // The service opens the pipe, and writes its empty line.
        let pipe = fs::File::open(&service.ledger);
        let mut pipe = pipe.expect("the service writes");
        let mut line = [0];
        pipe.read_exact(&mut line).expect("the service writes");
        let more = fs::OpenOptions::new()
            .write(true)
            .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
            .open(&service.ledger);
        let mut more = more.expect("there is a reader");
        while more.write(&[0]).is_ok() {}
        // No byte more goes into the pipe.
        let answer = service.ask(&order("pear")).await;
        assert_eq!(status(&answer.expect("it answers")), "504");
        assert_eq!(service.metric("orders_waiting").await, 0);
    });
}

#[test]
fn orders_that_wait_for_the_disk_too_long_are_told_so() {
    let limits = [STUCK, ("REQUEST_MS", "1000")];
    each(&limits, async |service| {
        let answer = service.ask(&order("pear")).await;
        assert_eq!(status(&answer.expect("it answers")), "504");
    });
}

#[test]
fn order_that_is_answered_with_504_can_be_written_later() {
    let limits = [STUCK, ("REQUEST_MS", "1000")];
    each(&limits, async |service| {
        let answer = service.ask(&order("pear")).await;
        assert_eq!(status(&answer.expect("it answers")), "504");
        let pipe = fs::File::open(&service.ledger);
        let mut written = [0; 6];
        let read = pipe.expect("it is there").read_exact(&mut written);
        read.expect("the service writes");
        assert_eq!(&written, b"\npear\n");
    });
}

#[test]
fn order_that_comes_late_is_cut_before_its_504() {
    let limits = [STUCK, ("REQUEST_MS", "1000")];
    each(&limits, async |service| {
        let mut late = service.connect().await;
        sleep(Duration::from_millis(1500)).await;
        // The connection has two seconds, and the disk has one.
        let _ = late.write_all(&order("pear")).await;
        let mut answer = String::new();
        let _ = late.read_to_string(&mut answer).await;
        assert_eq!(answer, "");
        assert_eq!(service.metric("connections_cut").await, 1);
    });
}

#[test]
fn silent_connections_do_not_hold_up_the_end() {
    each(&[("DRAIN_MS", "2000")], async |mut service| {
        let mut silent = service.connect().await;
        service.until("connections_open", 2).await;
        service.kill(Signal::TERM);
        let end = service.end().await;
        assert_eq!(end, (Some(0), "terminated\n".to_owned()));
        let mut answer = String::new();
        let _ = silent.read_to_string(&mut answer).await;
        assert_eq!(answer, "");
    });
}

#[test]
fn half_a_request_holds_up_the_end_until_the_limit() {
    each(&[("DRAIN_MS", "200")], async |mut service| {
        let mut half = service.connect().await;
        half.write_all(b"POST /ord").await.expect("it is open");
        service.until("connections_open", 2).await;
        let start = Instant::now();
        service.kill(Signal::TERM);
        let (status, printed) = service.end().await;
        assert!(start.elapsed() >= Duration::from_millis(200));
        assert_eq!(status, Some(1));
        assert_eq!(printed, "terminated\n1 connections cut\n");
    });
}

#[test]
fn half_a_request_whose_own_time_ends_first_leaves_the_status_0() {
    each(&[("REQUEST_MS", "1000")], async |mut service| {
        let mut half = service.connect().await;
        half.write_all(b"POST /ord").await.expect("it is open");
        service.until("connections_open", 2).await;
        service.kill(Signal::TERM);
        let end = service.end().await;
        assert_eq!(end, (Some(0), "terminated\n".to_owned()));
    });
}

#[test]
fn request_that_was_half_sent_is_finished_before_the_end() {
    each(&[], async |mut service| {
        let mut half = service.connect().await;
        let request = order("pear");
        half.write_all(&request[..9]).await.expect("it is open");
        service.until("connections_open", 2).await;
        service.kill(Signal::TERM);
        let mut line = String::new();
        let output = service.output.as_mut().expect("it is open");
        let read = output.read_line(&mut line).await;
        read.expect("it is UTF-8");
        assert_eq!(line, "terminated\n");
        half.write_all(&request[9..]).await.expect("it is open");
        let mut answer = String::new();
        let read = half.read_to_string(&mut answer).await;
        read.expect("it is closed properly");
        assert_eq!(status(&answer), "201");
        assert_eq!(service.end().await, (Some(0), String::new()));
        assert_eq!(service.written(), ["pear"]);
    });
}

#[test]
fn service_whose_log_nobody_reads_is_drained_all_the_same() {
    each(&[], async |mut service| {
        let mut half = service.connect().await;
        let request = order("pear");
        half.write_all(&request[..9]).await.expect("it is open");
        service.until("connections_open", 2).await;
        drop(service.output.take());
        service.kill(Signal::TERM);
        // The listening socket is closed when the drain begins.
        while TcpStream::connect(service.address).await.is_ok() {}
        half.write_all(&request[9..]).await.expect("it is open");
        let mut answer = String::new();
        let read = half.read_to_string(&mut answer).await;
        read.expect("it is closed properly");
        assert_eq!(status(&answer), "201");
        assert_eq!(service.end().await, (Some(0), String::new()));
    });
}

#[test]
fn torn_line_of_the_ledger_does_not_spoil_the_next_order() {
    each(&[TORN], async |service| {
        let answer = service.ask(&order("fig")).await;
        assert_eq!(status(&answer.expect("it answers")), "201");
        assert_eq!(service.written(), ["plum", "pea", "fig"]);
    });
}

#[test]
fn service_whose_ledger_cannot_be_opened_stops() {
    each(&[NOWHERE], async |mut service| {
        let (status, printed) = service.end().await;
        assert_eq!(status, Some(1));
        assert!(printed.starts_with("the ledger failed: "));
    });
}

#[test]
fn service_whose_ledger_can_no_longer_be_written_stops() {
    each(&[STUCK], async |mut service| {
        let pipe = fs::File::open(&service.ledger);
        let mut pipe = pipe.expect("the service writes");
        pipe.read_exact(&mut [0]).expect("the service writes");
        drop(pipe);
        let answer = service.ask(&order("pear")).await;
        assert_eq!(status(&answer.expect("it answers")), "500");
        let (status, printed) = service.end().await;
        assert_eq!(status, Some(1));
        assert!(printed.starts_with("the ledger failed: "));
    });
}

#[test]
fn println_to_a_pipe_without_a_reader_panics() {
    let (reader, writer) = std::io::pipe().expect("there is room");
    drop(reader);
    let program = env!("CARGO_BIN_EXE_stop_lost");
    let program = std::process::Command::new(program)
        .stdout(writer)
        .output()
        .expect("it was compiled");
    assert_eq!(program.status.code(), Some(101));
    let errors = String::from_utf8_lossy(&program.stderr);
    assert!(errors.contains("failed printing to stdout"), "{errors}");
}

#[test]
fn process_does_not_wait_for_a_thread_of_the_standard_library() {
    const ALONE: &str = "THIS_TEST_IS_ALONE";
    if env::var_os(ALONE).is_some() {
        let (begun, is_begun) = mpsc::channel();
        thread::spawn(move || {
            begun.send(()).expect("main waits");
            loop {
                thread::park();
            }
        });
        // Now this test ends, and with it the process that runs no other.
        return is_begun.recv().expect("the thread begins");
    }
    let test = "service::process_does_not_wait_for_a_thread_of_the_standard_library";
    let mut alone =
        Command::new(env::current_exe().expect("this test runs"));
    alone.args(["--exact", test]).env(ALONE, "yes");
    alone.stdout(Stdio::null()).kill_on_drop(true);
    let runtime = Runtime::new().expect("the system can make a loop");
    let ended = runtime
        .block_on(async { timeout(ENOUGH, alone.status()).await });
    let status = ended.expect("it ends").expect("it began");
    assert!(status.success());
}
