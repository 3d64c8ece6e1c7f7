//! Runs one program to its end, or until its time is up.

use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{self, Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
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
    stop: Option<Stop>,
}

/// Ends a run from outside, and those that would follow it.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<Mutex<Stoppable>>);

#[derive(Debug, Default)]
struct Stoppable {
    is_asked: bool,
    group: Option<Pid>,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It ended by itself.
    Ended(ExitStatus),
    /// It was killed when its time was up.
    OutOfTime,
    /// It was killed by its [`Stop`].
    Stopped,
}

/// How a run ended, and what it printed.
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
        Command { command, stdin: String::new(), limit: LIMIT, stop: None }
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

    /// Until `stop` ends it, or this process ends, in whatever way.
    #[must_use]
    pub fn until(mut self, stop: &Stop) -> Command {
        self.stop = Some(stop.clone());
        self
    }

    /// Runs it. When this returns, neither it nor a process that it started and left is alive.
    ///
    /// # Errors
    ///
    /// If it cannot be started.
    pub fn run(self) -> io::Result<Outcome> {
        let mut output = Vec::new();
        let end = self.stream(|printed| output.extend_from_slice(printed))?;
        let text = String::from_utf8_lossy(&output).into_owned();
        Ok(match end {
            End::Ended(_) => Outcome::Ended(text),
            End::OutOfTime | End::Stopped => Outcome::OutOfTime(text),
        })
    }

    /// Runs it as [`Command::run`] does, and hands on what it prints as it is printed. The line of a
    /// failure counts as printed.
    ///
    /// # Errors
    ///
    /// If it cannot be started.
    pub fn stream(mut self, mut printed: impl FnMut(&[u8])) -> io::Result<End> {
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
        let mut group = Group::new(child, self.stop.clone())?;
        // Our copies of the pipe's writing end go with the command, or reading would never end.
        drop(self.command);

        if let Some(mut stdin) = group.child.stdin.take() {
            // A program that does not read its input is no error.
            thread::spawn(move || stdin.write_all(self.stdin.as_bytes()));
        }
        let (sender, chunks) = mpsc::sync_channel(16);
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..read].to_vec()).is_err() {
                    break;
                }
            }
        });

        let status = loop {
            let left = self.limit.saturating_sub(started.elapsed());
            if left.is_zero() {
                break None;
            }
            match chunks.recv_timeout(left) {
                Ok(chunk) => printed(&chunk),
                Err(mpsc::RecvTimeoutError::Timeout) => break None,
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    break group.child.wait_timeout(left)?;
                }
            }
        };
        drop(group);
        if self.stop.is_some_and(|stop| stop.is_asked()) {
            return Ok(End::Stopped);
        }
        Ok(status.map_or(End::OutOfTime, |status| {
            printed(failure(status).as_bytes());
            End::Ended(status)
        }))
    }
}

impl Stop {
    /// Ends the run, or the next one as soon as it starts.
    pub fn ask(&self) {
        let mut run = self.lock();
        run.is_asked = true;
        if let Some(group) = run.group {
            // It may have ended in the meantime.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }

    /// Whether it was asked for.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.lock().is_asked
    }

    fn watch(&self, group: Option<Pid>) {
        self.lock().group = group;
        if group.is_some() && self.is_asked() {
            self.ask();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Stoppable> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failure(status: ExitStatus) -> String {
    if status.success() { String::new() } else { format!("[{status}]\n") }
}

/// Kills every program that runs now, with all that it started.
pub fn stop_all() {
    for group in running().drain(..) {
        // It may have ended in the meantime.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

fn running() -> MutexGuard<'static, Vec<Pid>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A child that leads a process group of its own; dropping it kills the group and reaps the child.
struct Group {
    child: Child,
    id: Pid,
    guard: Option<(Stop, Child)>,
}

impl Group {
    fn new(child: Child, stop: Option<Stop>) -> io::Result<Group> {
        let id = Pid::from_child(&child);
        running().push(id);
        let mut group = Group { child, id, guard: None };
        if let Some(stop) = stop {
            stop.watch(Some(id));
            group.guard = Some((stop, survivor(id)?));
        }
        Ok(group)
    }
}

/// A shell that outlives this process, to kill the group then: its input closes when we end, be it by
/// a signal that no process can answer.
fn survivor(group: Pid) -> io::Result<Child> {
    process::Command::new("/bin/sh")
        .args(["-c", "read _; kill -KILL -$0"])
        .arg(group.as_raw_nonzero().to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some((stop, mut survivor)) = self.guard.take() {
            stop.watch(None);
            let _ = survivor.kill();
            let _ = survivor.wait();
        }
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
        assert_eq!(outcome.expect("sh starts"), Outcome::Ended("<tide>\n".into()));
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

    #[test]
    fn a_program_that_prints_without_end_is_killed_when_its_time_is_up() {
        let limit = Duration::from_millis(300);
        let outcome = shell("yes").limit(limit).run().expect("sh starts");
        assert!(matches!(outcome, Outcome::OutOfTime(_)));
    }

    #[test]
    fn output_arrives_while_the_program_runs_and_a_stop_ends_it_with_its_children() {
        let stop = Stop::default();
        let mut printed = String::new();
        let end = shell("sleep 60 & echo $!; sleep 60").until(&stop).stream(|chunk| {
            printed.push_str(&String::from_utf8_lossy(chunk));
            stop.ask();
        });
        assert_eq!(end.expect("sh starts"), End::Stopped);
        assert_gone(&printed);
        let next = shell("sleep 60").until(&stop).run();
        assert_eq!(next.expect("sh starts"), Outcome::OutOfTime(String::new()));
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
