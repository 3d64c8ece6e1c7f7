//! Runs one program to its end, or until its time is up.

use std::ffi::OsStr;
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{self, Child, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{env, thread};

use rustix::process::{Pid, Signal, kill_process_group};
use wait_timeout::ChildExt;

use crate::trial::{Fork, Request, fork};

/// How long a program may take.
const LIMIT: Duration = Duration::from_secs(10);

/// What a program sees of the environment: where this machine has its files, and nothing of what its
/// user likes.
const LET_THROUGH: [&str; 7] =
    ["PATH", "HOME", "USER", "TMPDIR", "CARGO_TARGET_DIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"];

/// What a program finds in it besides.
const SET: [(&str, &str); 5] = [
    ("LANG", "C.UTF-8"),
    ("LC_ALL", "C.UTF-8"),
    ("PYTHONDONTWRITEBYTECODE", "1"),
    ("PYTHONUNBUFFERED", "1"),
    ("PYTHONUTF8", "1"),
];

/// What makes a tool colour what it prints, and what makes it leave that.
const COLOURFUL: [&str; 4] = ["CLICOLOR_FORCE", "FORCE_COLOR", "PYTHON_COLORS", "RUST_BACKTRACE"];
const PLAIN: [(&str, &str); 3] =
    [("CARGO_TERM_COLOR", "never"), ("CARGO_TERM_PROGRESS_WHEN", "never"), ("NO_COLOR", "1")];

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
    trial: Option<Clock>,
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

impl Command {
    /// Runs `program` in `folder`, with nothing to read, 10 s to end, and of the environment what every
    /// machine has.
    pub fn new(program: &Path, folder: &Path) -> Command {
        let mut command = process::Command::new(program);
        let kept = env::vars_os().filter(|(name, _)| LET_THROUGH.iter().any(|it| name == it));
        command.env_clear().envs(kept).envs(SET);
        Command::of(command, folder)
    }

    /// Runs a tool of the user's, such as cargo, with the user's settings, but that what it prints is
    /// plain.
    pub fn tool(program: &Path, folder: &Path) -> Command {
        let mut command = process::Command::new(program);
        COLOURFUL.iter().fold(&mut command, |it, name| it.env_remove(name)).envs(PLAIN);
        Command::of(command, folder)
    }

    fn of(mut command: process::Command, folder: &Path) -> Command {
        command.current_dir(folder);
        Command { command, trial: None, stdin: String::new(), limit: LIMIT, stop: None }
    }

    /// As a trial of the interpreter that it starts: its first argument is the program.
    pub(crate) fn trial(mut self, clock: Clock) -> Command {
        self.trial = Some(clock);
        self
    }

    /// With one more argument.
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Command {
        self.command.arg(arg);
        self
    }

    /// With more arguments.
    pub fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        self.command.args(args);
        self
    }

    /// With a variable set.
    pub fn env(mut self, name: &str, value: &str) -> Command {
        self.command.env(name, value);
        self
    }

    /// With this text on its standard input.
    pub fn stdin(mut self, text: &str) -> Command {
        text.clone_into(&mut self.stdin);
        self
    }

    /// With another limit of time.
    pub fn limit(mut self, limit: Duration) -> Command {
        self.limit = limit;
        self
    }

    /// Until `stop` ends it, or this process ends, in whatever way.
    pub fn until(mut self, stop: &Stop) -> Command {
        self.stop = Some(stop.clone());
        self
    }

    /// Runs it. When this returns, neither it nor a process that it started and left is alive. Returns how it
    /// ended, and what it had printed by then on both of its outputs, as a terminal would have shown it: a
    /// failure has `[exit status: N]` for its last line.
    /// Errors: if it cannot be started.
    pub fn run(self) -> io::Result<(End, String)> {
        let mut output = Vec::new();
        let end = self.stream(|printed| output.extend_from_slice(printed))?;
        Ok((end, String::from_utf8_lossy(&output).into_owned()))
    }

    /// Runs it as [`Command::run`] does, and hands on what it prints as it is printed. The line of a
    /// failure counts as printed.
    /// Errors: if it cannot be started.
    pub fn stream(self, mut printed: impl FnMut(&[u8])) -> io::Result<End> {
        let (stdin, mut input) = io::pipe()?;
        let (mut reader, output) = io::pipe()?;
        let mut group = Group::start(self.command, self.trial, stdin, output)?;
        let started = Instant::now();
        if let Some(stop) = &self.stop {
            group.until(stop)?;
        }

        // A program that does not read its input is no error.
        thread::spawn(move || input.write_all(self.stdin.as_bytes()));
        let (sender, chunks) = mpsc::sync_channel(16);
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut chunk)
                && sender.send(chunk[..read].to_vec()).is_ok()
            {}
        });

        let status = loop {
            let left = self.limit.saturating_sub(started.elapsed());
            match chunks.recv_timeout(left) {
                _ if left.is_zero() => break None,
                Ok(chunk) => printed(&chunk),
                Err(RecvTimeoutError::Timeout) => break None,
                Err(RecvTimeoutError::Disconnected) => break group.wait_timeout(left)?,
            }
        };
        drop(group);
        Ok(match status {
            _ if self.stop.is_some_and(|stop| stop.lock().is_asked) => End::Stopped,
            None => End::OutOfTime,
            Some(status) => {
                if !status.success() {
                    printed(format!("[{status}]\n").as_bytes());
                }
                End::Ended(status)
            }
        })
    }
}

impl Stop {
    /// Ends the run, or the next one as soon as it starts.
    pub fn ask(&self) {
        let mut run = self.lock();
        run.is_asked = true;
        run.group.into_iter().for_each(kill);
    }

    fn watch(&self, group: Option<Pid>) {
        let mut run = self.lock();
        run.group = group;
        group.filter(|_| run.is_asked).into_iter().for_each(kill);
    }

    fn lock(&self) -> MutexGuard<'_, Stoppable> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Kills every program that runs now, with all that it started.
pub fn stop_all() {
    running().drain(..).for_each(kill);
}

fn running() -> MutexGuard<'static, Vec<Pid>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// It may have ended in the meantime.
fn kill(group: Pid) {
    let _ = kill_process_group(group, Signal::KILL);
}

/// The process that leads a program's group.
enum Leader {
    Child(Child),
    Fork(Fork),
}

/// A process group; dropping it kills it and reaps its leader.
struct Group {
    id: Pid,
    leader: Leader,
    stop: Option<Stop>,
    survivor: Option<Child>,
}

impl Group {
    /// A trial is forked where that is possible. Our ends of the pipes are closed when this returns, or
    /// reading would never end.
    fn start(
        mut command: process::Command,
        trial: Option<Clock>,
        stdin: PipeReader,
        output: PipeWriter,
    ) -> io::Result<Group> {
        if let Some(clock) = trial {
            let request = Request::of(&command, clock);
            if let Some(fork) = fork(&request, &stdin, &output) {
                return Ok(Group::led_by(fork.id, Leader::Fork(fork)));
            }
            command = request.alone();
        }
        command.stdin(stdin).stdout(output.try_clone()?).stderr(output).process_group(0);
        let child = command.spawn().map_err(|e| {
            let program = Path::new(command.get_program()).display();
            io::Error::new(e.kind(), format!("cannot start {program}: {e}"))
        })?;
        Ok(Group::led_by(Pid::from_child(&child), Leader::Child(child)))
    }

    fn led_by(id: Pid, leader: Leader) -> Group {
        running().push(id);
        Group { id, leader, stop: None, survivor: None }
    }

    fn until(&mut self, stop: &Stop) -> io::Result<()> {
        stop.watch(Some(self.id));
        self.stop = Some(stop.clone());
        // The server of a fork outlives us anyway.
        if matches!(self.leader, Leader::Child(_)) {
            self.survivor = Some(survivor(self.id)?);
        }
        Ok(())
    }

    fn wait_timeout(&mut self, left: Duration) -> io::Result<Option<ExitStatus>> {
        match &mut self.leader {
            Leader::Child(child) => child.wait_timeout(left),
            Leader::Fork(fork) => fork.wait_timeout(left),
        }
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
        self.stop.iter().for_each(|stop| stop.watch(None));
        if let Some(survivor) = &mut self.survivor {
            let _ = survivor.kill();
            let _ = survivor.wait();
        }
        kill(self.id);
        match &mut self.leader {
            Leader::Child(child) => drop(child.wait()),
            Leader::Fork(fork) => fork.end(),
        }
        running().retain(|id| *id != self.id);
    }
}
