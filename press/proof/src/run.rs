//! Runs one program to its end, or until its time is up.

use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{self, Child, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use wait_timeout::ChildExt;

/// How long a program may take.
const LIMIT: Duration = Duration::from_secs(10);

/// The process groups that run now, so that the end of ours can be the end of theirs.
static RUNNING: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// Which clock a program waits by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Clock {
    /// Jumps to the next timer when nothing can go on.
    #[default]
    Virtual,
    /// The world's.
    Real,
}

/// A program that is ready to be run.
#[derive(Debug)]
pub struct Command {
    command: process::Command,
    stdin: String,
    limit: Duration,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It ended by itself: what it printed on both of its outputs, as a terminal would have shown it.
    /// A failure has `[exit status: N]` for its last line.
    Ended(String),
    /// It was stopped when its time was up: what it had printed until then.
    OutOfTime(String),
}

impl Command {
    /// Runs `program` in `folder`, with nothing to read and 10 s to end.
    #[must_use]
    pub fn new(program: &Path, folder: &Path) -> Command {
        let mut command = process::Command::new(program);
        command
            .current_dir(folder)
            .env("PYTHONUNBUFFERED", "1")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONUTF8", "1")
            .env_remove("PYTHONASYNCIODEBUG")
            .env_remove("PYTHONWARNINGS")
            .env_remove("RUST_BACKTRACE")
            .env_remove("VIRTUAL_CLOCK");
        Command {
            command,
            stdin: String::new(),
            limit: LIMIT,
        }
    }

    /// With one more argument.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Command {
        self.command.arg(arg);
        self
    }

    /// With more arguments.
    #[must_use]
    pub fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        self.command.args(args);
        self
    }

    /// With a variable set.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Command {
        self.command.env(name, value);
        self
    }

    /// With this text on its standard input.
    #[must_use]
    pub fn stdin(mut self, text: &str) -> Command {
        text.clone_into(&mut self.stdin);
        self
    }

    /// With another limit of time.
    #[must_use]
    pub fn limit(mut self, limit: Duration) -> Command {
        self.limit = limit;
        self
    }

    /// Runs it. When this returns, neither it nor a process that it started and left is alive.
    ///
    /// # Errors
    ///
    /// If it cannot be started.
    pub fn run(mut self) -> io::Result<Outcome> {
        let started = Instant::now();
        let (mut reader, writer) = io::pipe()?;
        let child = self
            .command
            .stdin(Stdio::piped())
            .stdout(writer.try_clone()?)
            .stderr(writer)
            .process_group(0)
            .spawn()
            .map_err(|e| {
                let program = Path::new(self.command.get_program()).display();
                io::Error::new(e.kind(), format!("cannot start {program}: {e}"))
            })?;
        let mut group = Group::new(child);
        // Our copies of the pipe's writing end go with the command, or reading would never end.
        drop(self.command);

        if let Some(mut stdin) = group.child.stdin.take() {
            // A program that does not read its input is no error.
            thread::spawn(move || stdin.write_all(self.stdin.as_bytes()));
        }
        let (sender, printed) = mpsc::channel();
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..read].to_vec()).is_err() {
                    break;
                }
            }
        });

        let mut output = Vec::new();
        let status = loop {
            let left = self.limit.saturating_sub(started.elapsed());
            match printed.recv_timeout(left) {
                Ok(chunk) => output.extend(chunk),
                Err(mpsc::RecvTimeoutError::Timeout) => break None,
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    break group.child.wait_timeout(left)?;
                }
            }
        };
        drop(group);
        let text = String::from_utf8_lossy(&output).into_owned();
        Ok(match status {
            Some(status) => Outcome::Ended(text + &failure(status)),
            None => Outcome::OutOfTime(text),
        })
    }
}

fn failure(status: ExitStatus) -> String {
    if status.success() {
        String::new()
    } else {
        format!("[{status}]\n")
    }
}

/// Kills every program that runs now, with all that it started.
pub fn stop_all() {
    for group in running().drain(..) {
        // It may have ended in the meantime.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

fn running() -> std::sync::MutexGuard<'static, Vec<Pid>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A child that leads a process group of its own; dropping it kills the group and reaps the child.
struct Group {
    child: Child,
    id: Pid,
}

impl Group {
    fn new(child: Child) -> Group {
        let id = Pid::from_child(&child);
        running().push(id);
        Group { child, id }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = kill_process_group(self.id, Signal::KILL);
        let _ = self.child.wait();
        running().retain(|id| *id != self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        Command::new(Path::new("/bin/sh"), Path::new("/")).args(["-c", script])
    }

    #[test]
    fn both_outputs_arrive_in_the_order_of_printing() {
        let outcome = shell("echo out; echo err >&2; echo out again").run();
        let printed = "out\nerr\nout again\n".to_owned();
        assert_eq!(outcome.expect("sh starts"), Outcome::Ended(printed));
    }

    #[test]
    fn a_failure_is_the_last_line() {
        let outcome = shell("echo before; exit 3").run().expect("sh starts");
        let printed = "before\n[exit status: 3]\n".to_owned();
        assert_eq!(outcome, Outcome::Ended(printed));
    }

    #[test]
    fn standard_input_is_what_the_header_says() {
        let outcome = shell("read line; echo \"<$line>\"").stdin("tide\n").run();
        assert_eq!(
            outcome.expect("sh starts"),
            Outcome::Ended("<tide>\n".into())
        );
    }

    #[test]
    fn a_program_out_of_time_is_killed_with_its_children() {
        let limit = Duration::from_millis(300);
        let script = "sleep 60 & echo $!; sleep 60";
        let outcome = shell(script).limit(limit).run().expect("sh starts");
        let Outcome::OutOfTime(printed) = outcome else {
            panic!("{outcome:?}");
        };
        assert_gone(&printed);
    }

    #[test]
    fn a_process_that_a_program_leaves_behind_is_killed() {
        let script = "sleep 60 >/dev/null 2>&1 & echo $!";
        let outcome = shell(script).run().expect("sh starts");
        let Outcome::Ended(printed) = outcome else {
            panic!("{outcome:?}");
        };
        assert_gone(&printed);
    }

    fn assert_gone(pid: &str) {
        // A killed process stays a zombie until its new parent has reaped it.
        let alive = || {
            let question = format!("kill -0 {} 2>/dev/null && ps -o stat= -p {0}", pid.trim());
            let status = shell(&question).run().expect("sh starts");
            matches!(status, Outcome::Ended(state) if state.starts_with(['S', 'R', 'D']))
        };
        let deadline = Instant::now() + Duration::from_secs(5);
        while alive() {
            assert!(Instant::now() < deadline, "{pid} still runs");
            thread::yield_now();
        }
    }
}
