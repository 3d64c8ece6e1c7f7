//! Measures each server of the chapter with the two measuring clients, and
//! prints a table: `ladder [server …]`.
//!
//! It looks for the compiled servers and clients where it lies itself, and
//! runs the others with `$PYTHON`, or `python3`.

use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use std::{env, thread};

/// Each serves the port in its argument, and says first which port it has
/// as the last word of a line.
const SERVERS: &[&str] = &[
    "one_client.py",
    "a_thread_each.py",
    "pool_of_workers.py",
    "one_client",
    "a_thread_each",
    "pool_of_workers",
];

const HEADER: [&str; 5] = [
    "server",
    "fib(30), one client",
    "fib(30), each of two",
    "fib(1), one client",
    "fib(1), beside fib(30)",
];

/// How many figures of a client count, after the first.
const FIGURES: usize = 7;
/// A client that prints nothing for so long has no reply.
const PATIENCE: Duration = Duration::from_secs(3);

fn main() -> io::Result<()> {
    let asked: Vec<String> = env::args().skip(1).collect();
    let all = SERVERS.iter().map(ToString::to_string);
    println!("medians of {FIGURES} (lowest to highest)\n");
    print_row(HEADER.map(str::to_owned));
    print_row(HEADER.map(|cell| "-".repeat(cell.len())));
    for server in
        all.filter(|name| asked.is_empty() || asked.contains(name))
    {
        print_row(row(server)?);
    }
    Ok(())
}

fn print_row(cells: [String; 5]) {
    let [server, cells @ ..] = cells;
    print!("| {server:18} |");
    for cell in cells {
        print!(" {cell:>24} |");
    }
    println!();
}

fn row(name: String) -> io::Result<[String; 5]> {
    let server = Program::start(&name, "0")?;
    let first =
        server.line().ok_or_else(|| io::Error::other("no port"))?;
    let port = first.split(' ').next_back().unwrap_or(&first);

    let client = Program::start("long_requests", port)?;
    let long_alone = client.figure("ms");
    let other = Program::start("long_requests", port)?;
    let long_twice = other.figure("ms");
    drop((client, other));

    let client = Program::start("short_requests", port)?;
    let short_alone = client.figure("/s");
    drop(client);

    let neighbour = Program::start("long_requests", port)?;
    neighbour.figure("ms");
    let client = Program::start("short_requests", port)?;
    let short_beside = client.figure("/s");
    Ok([name, long_alone, long_twice, short_alone, short_beside])
}

/// A child process and what it prints; dropping it ends it.
struct Program {
    child: Child,
    printed: Receiver<String>,
}

impl Program {
    fn start(name: &str, port: &str) -> io::Result<Program> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut command = if name.ends_with(".py") {
            let python = env::var("PYTHON").unwrap_or("python3".into());
            let mut command = Command::new(python);
            command.arg(folder.join("python").join(name));
            command
        } else {
            Command::new(env::current_exe()?.with_file_name(name))
        };
        let mut child =
            command.arg(port).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().expect("it is piped");
        let (sender, printed) = channel();
        thread::spawn(move || {
            let lines = BufReader::new(output).lines();
            lines
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Ok(Program { child, printed })
    }

    fn line(&self) -> Option<String> {
        self.printed.recv_timeout(PATIENCE).ok()
    }

    /// The median of what it prints from now on.
    fn figure(&self, unit: &str) -> String {
        self.printed.try_iter().for_each(drop);
        let mut figures = Vec::new();
        for _ in 0..=FIGURES {
            let Some(line) = self.line() else {
                return "no reply".to_owned();
            };
            let figure = line.split(' ').next().unwrap_or_default();
            figures.push(figure.parse::<f64>().unwrap_or(f64::NAN));
        }
        figures.remove(0);
        figures.sort_by(f64::total_cmp);
        let lowest = figures[0];
        let median = figures[FIGURES / 2];
        let highest = figures[FIGURES - 1];
        format!("{median} {unit} ({lowest} to {highest})")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let id = rustix::process::Pid::from_child(&self.child);
        let term = rustix::process::Signal::TERM;
        // It may have ended by itself.
        let _ended = rustix::process::kill_process(id, term);
        let _ended = self.child.wait();
    }
}
