//! Starts a server of the chapter as a reader does, and visits it roughly.

// Each test file is a crate of its own, and not each needs all of this.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

pub const NO_NUMBER: &str = "error: send a whole number from 0 to 40\n";
pub const TOO_LONG: &str = "error: line too long\n";

/// Without a reply for so long, the test has failed.
const BROKEN_AFTER: Duration = Duration::from_secs(20);

/// A running server; dropping it ends it.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    pub fn start(binary: &str) -> Server {
        Server::of(Command::new(binary).arg("0"))
    }

    /// The one that this command starts.
    pub fn of(command: &mut Command) -> Server {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("cargo built it");
        let mut port = String::new();
        let output = child.stdout.take().expect("it is piped");
        BufReader::new(output)
            .read_line(&mut port)
            .expect("it says its port");
        let port = port.trim().trim_start_matches("port ");
        let port: u16 = port.parse().expect("it says its port");
        let address = ([127, 0, 0, 1], port).into();
        Server { child, address }
    }

    pub fn client(&self) -> TcpStream {
        let client =
            TcpStream::connect(self.address).expect("it listens");
        client
            .set_read_timeout(Some(BROKEN_AFTER))
            .expect("not zero");
        client
    }

    /// Sends all of that, and returns all that comes back.
    pub fn replies(&self, bytes: &[u8]) -> String {
        let mut client = self.client();
        client.write_all(bytes).expect("it reads");
        client.shutdown(Shutdown::Write).expect("it is connected");
        let mut replies = String::new();
        client.read_to_string(&mut replies).expect("no reset");
        replies
    }

    /// Waits for its end.
    pub fn outcome(&mut self) -> ExitStatus {
        self.child.wait().expect("it is our child")
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("it is our child").is_none()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it is our child");
    }
}

/// The reply to one line, on a connection that stays open.
pub fn ask(mut client: &TcpStream, line: &str) -> String {
    client.write_all(line.as_bytes()).expect("it reads");
    hear(client)
}

pub fn hear(mut client: &TcpStream) -> String {
    let mut reply = Vec::new();
    let mut byte = [0];
    while byte != *b"\n" {
        client.read_exact(&mut byte).expect("a reply comes");
        reply.extend(byte);
    }
    String::from_utf8(reply).expect("a reply is text")
}

/// Everything but a whole number from 0 to 40.
pub fn what_is_no_number_is_refused(server: &Server) {
    let lines: &[&[u8]] = &[
        b"",
        b"ferry",
        b"-1",
        b"+1",
        b"1.5",
        b"1 2",
        b"41",
        b"1_0",
        b"4294967296",
        b"18446744073709551616",
        b"\xff\xfe",
        b"\0",
        "\u{664}".as_bytes(),
        &[b'9'; 64],
    ];
    for line in lines {
        let talk = [line, &b"\n7\n"[..]].concat();
        assert_eq!(server.replies(&talk), format!("{NO_NUMBER}13\n"));
    }
}

/// Closes the connection, or resets it.
pub fn leave(client: TcpStream, reset: bool) {
    let linger = reset.then_some(Duration::ZERO);
    rustix::net::sockopt::set_socket_linger(&client, linger)
        .expect("it is a socket");
}

/// A client that leaves at any moment, politely or not.
pub fn clients_leave_in_the_middle(server: &Server) {
    let too_long = "7".repeat(65);
    let middles = ["", "1", "10\n", "10\n10\n1", "10\n10\n10\n"];
    for sent in middles.into_iter().chain([too_long.as_str()]) {
        for reset in [false, true] {
            let mut client = server.client();
            client.write_all(sent.as_bytes()).expect("it reads");
            leave(client, reset);
            assert_eq!(server.replies(b"10\n"), "55\n");
        }
    }
}

/// All that one client after the other can do to it.
pub fn rough_clients_harm_nobody(server: &mut Server) {
    what_is_no_number_is_refused(server);
    clients_leave_in_the_middle(server);
    assert_eq!(server.replies(&[b'7'; 65]), TOO_LONG);
    assert_eq!(server.replies(&[b'7'; 1_000_000]), TOO_LONG);
    assert_eq!(server.replies(b"10\n10"), "55\n");
    assert_eq!(
        server.replies(b" 10\t\r\n0040x\n00\n"),
        format!("55\n{NO_NUMBER}0\n")
    );
    assert!(server.is_running());
}
