//! What the page Two clients that measure says of threads and of the
//! clients themselves.

use std::hint::spin_loop;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use crate::rough_clients::Server;

#[test]
fn thread_that_computes_keeps_no_other_from_running() {
    let short_request_done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| short_request_done.store(true, Relaxed));
        while !short_request_done.load(Relaxed) {
            spin_loop(); // gives nothing up
        }
    });
}

#[test]
fn clients_print_a_figure_a_line_until_they_are_stopped() {
    let server = Server::start(env!("CARGO_BIN_EXE_a_thread_each"));
    for (client, unit) in [
        (env!("CARGO_BIN_EXE_long_requests"), "ms"),
        (env!("CARGO_BIN_EXE_short_requests"), "a second"),
    ] {
        let mut client = Command::new(client)
            .arg(server.address.port().to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("cargo built it");
        let output = client.stdout.take().expect("it is piped");
        let lines: Vec<String> = BufReader::new(output)
            .lines()
            .take(2)
            .collect::<Result<_, _>>()
            .expect("it prints text");
        client.kill().expect("it runs");
        client.wait().expect("it is our child");
        assert_eq!(lines.len(), 2);
        for line in lines {
            let (figure, printed) = line.split_once(' ').expect("two");
            assert!(
                figure.parse::<f64>().is_ok_and(|figure| figure > 0.0)
            );
            assert_eq!(printed, unit);
        }
    }
}
