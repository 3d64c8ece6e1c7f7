//! Runs Python programs in forks of an interpreter that has started. What it is told and what a fork
//! is stands in `python/trial/sitecustomize.py`.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, IoSlice, PipeReader, PipeWriter, Read, Write};
use std::mem::MaybeUninit;
use std::net::Shutdown;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use rustix::process::Pid;
use serde::Serialize;

use crate::Clock;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/trial");

/// Where an interpreter finds its main program; `sitecustomize.py` puts it there.
const CODE: &str = "/dev/fd/9";

/// How long an interpreter may take to start, on a machine that has much to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a process is to become.
#[derive(Debug, Serialize)]
pub(crate) struct Request {
    #[serde(skip)]
    interpreter: PathBuf,
    folder: String,
    environment: BTreeMap<String, String>,
    /// The program, and its arguments.
    argv: Vec<String>,
    is_virtual: bool,
}

impl Request {
    /// The one that makes an interpreter what `command` would start, on that clock.
    pub(crate) fn of(command: &Command, clock: Clock) -> Request {
        let text = |text: &OsStr| text.to_string_lossy().into_owned();
        let variable = |(name, value): (&OsStr, Option<&OsStr>)| Some((text(name), text(value?)));
        Request {
            interpreter: PathBuf::from(command.get_program()),
            folder: text(command.get_current_dir().unwrap_or(Path::new(".")).as_os_str()),
            environment: command.get_envs().filter_map(variable).collect(),
            argv: command.get_args().map(text).collect(),
            is_virtual: clock == Clock::Virtual,
        }
    }

    /// The command that starts an interpreter for it alone.
    pub(crate) fn alone(&self) -> Command {
        let mut command = self.interpreter();
        command.env("TRIAL", self.text());
        command
    }

    fn interpreter(&self) -> Command {
        let mut command = Command::new(&self.interpreter);
        command.arg(CODE).env_clear().envs(&self.environment).env("PYTHONPATH", FOLDER);
        command
    }

    fn text(&self) -> String {
        serde_json::to_string(self).expect("its keys are texts")
    }
}

/// A trial that runs, and the server that forked it at the other end of `control`.
#[derive(Debug)]
pub(crate) struct Fork {
    pub(crate) id: Pid,
    control: UnixStream,
}

impl Fork {
    /// How it ended, if it does so in this time.
    pub(crate) fn wait_timeout(&mut self, left: Duration) -> io::Result<Option<ExitStatus>> {
        self.control.set_read_timeout(Some(left))?;
        match number(&self.control) {
            Ok(status) => Ok(Some(ExitStatus::from_raw(status))),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Returns when it and its group are gone: when the server is told so, it kills them, and closes its
    /// end.
    pub(crate) fn end(&mut self) {
        let _ = self.control.shutdown(Shutdown::Write);
        let _ = self.control.set_read_timeout(None);
        let _ = self.control.read_to_end(&mut Vec::new());
    }
}

fn number(mut control: &UnixStream) -> io::Result<i32> {
    let mut bytes = [0; 4];
    control.read_exact(&mut bytes)?;
    Ok(i32::from_ne_bytes(bytes))
}

/// An interpreter that forks. It ends with this process, for then its input ends.
struct Server {
    requests: Mutex<UnixStream>,
    /// A pipe, for its trials print into pipes, and what Python asks about its outputs it asks once.
    _output: PipeReader,
}

/// A fork for a trial. That an interpreter cannot fork is said once; then there is none.
pub(crate) fn fork(request: &Request, stdin: &PipeReader, output: &PipeWriter) -> Option<Fork> {
    static SERVERS: Mutex<BTreeMap<PathBuf, Option<Arc<Server>>>> = Mutex::new(BTreeMap::new());
    let servers = || SERVERS.lock().unwrap_or_else(PoisonError::into_inner);
    let interpreter = &request.interpreter;
    let start = || Server::start(request).ok().map(Arc::new);
    let server = servers().entry(interpreter.clone()).or_insert_with(start).clone();
    let forked = server?.fork(request, stdin, output);
    if let Err(e) = &forked
        && servers().insert(interpreter.clone(), None).flatten().is_some()
    {
        crate::tell(format_args!(
            "{} cannot fork ({e}): it is started for each program",
            interpreter.display()
        ));
    }
    forked.ok()
}

impl Server {
    fn start(request: &Request) -> io::Result<Server> {
        let (requests, theirs) = UnixStream::pair()?;
        let (reader, output) = io::pipe()?;
        request
            .interpreter()
            .current_dir("/")
            .stdin(OwnedFd::from(theirs))
            .stdout(output.try_clone()?)
            .stderr(output)
            // Ctrl-C at a terminal is for its owner.
            .process_group(0)
            .spawn()?;
        Ok(Server { requests: Mutex::new(requests), _output: reader })
    }

    fn fork(&self, request: &Request, stdin: &PipeReader, output: &PipeWriter) -> io::Result<Fork> {
        let (control, theirs) = UnixStream::pair()?;
        let descriptors = [stdin.as_fd(), output.as_fd(), theirs.as_fd()];
        let text = request.text() + "\n";
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(3))];
        let mut rights = SendAncillaryBuffer::new(&mut space);
        rights.push(SendAncillaryMessage::ScmRights(&descriptors));
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let slices = [IoSlice::new(text.as_bytes())];
        let sent = sendmsg(&*requests, &slices, &mut rights, SendFlags::empty())?;
        requests.write_all(&text.as_bytes()[sent..])?;
        drop((requests, theirs));
        control.set_read_timeout(Some(PATIENCE))?;
        let id = Pid::from_raw(number(&control)?).ok_or(io::Error::other("it has no number"))?;
        Ok(Fork { id, control })
    }
}
