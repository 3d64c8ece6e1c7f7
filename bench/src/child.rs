//! One measurement: a process, and the client that asks it where it serves.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::client::Answered;
use crate::work::Outcome;

/// What took longer is not waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long it may take to end once told so.
const GRACE: Duration = Duration::from_secs(2);

const BREAKS_OFF: &str = "it breaks off";

/// What the child says.
pub fn measure(command: Command) -> Outcome {
    Running::start(command)?.figures()
}

/// What a child says that serves, after what its client counted: requests a second, and CPU time of each.
pub fn serve(command: Command, client: impl FnOnce(SocketAddr) -> Answered) -> Outcome {
    let mut running = Running::start(command)?;
    let port = running.expect("port ")?;
    let port = port.parse().map_err(|_| format!("a port is no `{port}`"))?;
    let answered = client(SocketAddr::from(([127, 0, 0, 1], port)));
    // A server that gives up says why, if it can.
    let (requests, time) = answered.map_err(|heard| match running.figures() {
        Err(why) if why != BREAKS_OFF => why,
        _ => heard,
    })?;
    drop(running.child.stdin.take());
    let cpu = running.figures()?;
    let cpu = cpu.first().ok_or("it says no CPU time")? / requests as f64;
    Ok(vec![requests as f64 / time.as_secs_f64(), cpu])
}

/// A child and the lines that it prints; dropping it ends it.
pub struct Running {
    child: Child,
    lines: Receiver<String>,
    end: Instant,
}

impl Running {
    pub fn start(mut command: Command) -> Result<Running, String> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|e| e.to_string())?;
        let output = child.stdout.take().ok_or("it has no output")?;
        let (sender, lines) = channel();
        thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            // Nobody hears the rest.
            let _ended = { lines }.try_for_each(|line| sender.send(line));
        });
        Ok(Running { child, lines, end: Instant::now() + PATIENCE })
    }

    /// What follows `word` on the next line.
    pub fn expect(&mut self, word: &str) -> Result<String, String> {
        use std::sync::mpsc::RecvTimeoutError::{Disconnected, Timeout};
        let left = self.end.saturating_duration_since(Instant::now());
        let line = self.lines.recv_timeout(left).map_err(|error| match error {
            Timeout => format!("it takes over {} s", PATIENCE.as_secs()),
            Disconnected => BREAKS_OFF.to_owned(),
        })?;
        match (line.strip_prefix(word), line.strip_prefix("none ")) {
            (Some(said), _) => Ok(said.to_owned()),
            (None, Some(why)) => Err(why.to_owned()),
            _ => Err(format!("it says {line}")),
        }
    }

    fn figures(&mut self) -> Outcome {
        let said = self.expect("figures ")?;
        let figures = said.split(' ').map(|figure| figure.parse().map_err(|_| said.clone()));
        figures.collect()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Told so, it ends its own processes, too. It may have ended by itself, or not hear it.
        let _ended = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let end = Instant::now() + GRACE;
        while Instant::now() < end && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(5));
        }
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}
