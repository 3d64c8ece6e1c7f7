//! Servers of the chapter, started as the programs they are, and
//! visitors who call on them roughly.

// Each test file is a crate of its own, and not each needs all of this.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::net::sockopt::set_socket_linger;
use tokio::{join, net};

/// Seconds without a reply after which a test has failed.
pub const BROKEN_AFTER: Duration = Duration::from_secs(20);

/// A server in a process of its own, killed when it is dropped.
pub struct Server {
    process: Child,
    pub port: u16,
}

impl Server {
    /// Starts a program that prints its port when it listens.
    pub fn start(mut program: Command) -> Server {
        let mut process = program
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let stdout = process.stdout.take().expect("it is a pipe");
        let mut line = String::new();
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("it says its port");
        let port = line.trim().parse().expect("it says its port");
        Server { process, port }
    }

    pub fn rust(program: &str, args: &[&str]) -> Server {
        let mut command = Command::new(program);
        command.args(args);
        Server::start(command)
    }

    pub fn client(&self) -> TcpStream {
        let client = TcpStream::connect(("127.0.0.1", self.port))
            .expect("it listens");
        client
            .set_read_timeout(Some(BROKEN_AFTER))
            .expect("a duration that is not zero");
        client
    }

    /// Sends all of that and hangs up; returns all that comes back.
    pub fn replies(&self, sent: &[u8]) -> Vec<u8> {
        let mut client = self.client();
        // An error: it has heard enough, and hung up.
        client.write_all(sent).ok();
        client.shutdown(Shutdown::Write).ok();
        let mut heard = Vec::new();
        client.read_to_end(&mut heard).ok();
        heard
    }

    /// Calls in every rough way, and sees that a polite caller is
    /// answered all the while.
    pub fn outlives_rough_callers(&self, asked: &[u8], answer: &[u8]) {
        let polite = || assert_eq!(self.replies(asked), answer);
        let silent = self.client();
        polite();
        let mut slow = self.client();
        slow.write_all(&asked[..1]).expect("it reads");
        polite();
        let mut deaf = self.client();
        deaf.set_nonblocking(true).expect("a socket can");
        while deaf.write(&[b'x'; 1 << 16]).is_ok() {}
        polite();
        for sent in [0, 1, asked.len() - 1, asked.len()] {
            let mut leaver = self.client();
            leaver.write_all(&asked[..sent]).expect("it reads");
            set_socket_linger(&leaver, Some(Duration::ZERO))
                .expect("a socket can");
            drop(leaver);
            polite();
        }
        for garbage in [&[0; 100_000][..], &[0xFF; 100_000]] {
            self.replies(garbage);
            polite();
        }
        slow.write_all(&asked[1..]).expect("it reads");
        let mut heard = vec![0; answer.len()];
        slow.read_exact(&mut heard).expect("it answers");
        assert_eq!(heard, answer);
        drop(silent);
        polite();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The newest Python at hand, set to run a program of the chapter.
pub fn python(program: &str) -> Command {
    let chapter = proof::Chapter {
        folder: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
    };
    let program = chapter.program(program);
    let python = proof::pythons().last();
    let interpreter = program
        .interpreter(python.expect("a Python 3.11 or newer"))
        .expect("its environment is made");
    let mut command = Command::new(interpreter);
    command
        .arg(program.file(proof::Language::Python))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// What a program prints until it ends.
pub fn printed(mut program: Command) -> String {
    let output = program.output().expect("the program starts");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("it prints text")
}

/// Both ends of a wire: the station's, and the office's.
pub async fn pair() -> (net::TcpStream, net::TcpStream) {
    let listener = net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let (station, office) =
        join!(net::TcpStream::connect(address), listener.accept());
    (station.expect("it listens"), office.expect("it called").0)
}
