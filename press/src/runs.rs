//! Runs the book's programs for the pages that it serves. A page asks by a program's address, with the
//! token that only a served page has; what is printed goes to it line by line.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Poll, ready};
use std::thread;
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame};
use hyper::header::{HOST, ORIGIN};
use hyper::{Method, Request, StatusCode};
use proof::{Clock, End, Language, Program, Runner, Stop};
use serde_json::{Value, json};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Interval, interval};

use crate::book::Book;
use crate::compile::compile;
use crate::printed::rows;
use crate::program::{class, recorded};

/// How many programs run at once, whichever pages asked.
const AT_ONCE: usize = 2;

/// How long a program may run for a reader.
pub const LIMIT: Duration = Duration::from_secs(30);

/// How much a program may print, in bytes.
const MOST: usize = 64 * 1024;

/// How often a silent run says that it is there; a page that is gone is noticed then.
const BEAT: Duration = Duration::from_secs(1);

/// The header that carries the token. A page of another site cannot send it unasked.
const TOKEN: &str = "x-press-token";

/// The programs that pages can have run, and who may ask.
#[derive(Debug)]
pub struct Runs {
    root: PathBuf,
    token: String,
    programs: RwLock<BTreeMap<String, Program>>,
    places: Arc<Semaphore>,
    limit: Duration,
}

/// Why a request is not granted, in words for the reader.
pub type Refusal = (StatusCode, &'static str);

impl Runs {
    /// Runs for the book at `root`, each for at most `limit`, under a new token. None is listed yet.
    /// Errors: if the system has no random numbers.
    pub fn new(root: &Path, limit: Duration) -> Result<Runs, getrandom::Error> {
        let mut random = [0; 32];
        getrandom::fill(&mut random)?;
        Ok(Runs {
            root: root.to_owned(),
            token: random.iter().map(|byte| format!("{byte:02x}")).collect(),
            programs: RwLock::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            limit,
        })
    }

    /// What a page must send along.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Takes the programs that the pages show in the place of the last ones.
    pub fn list(&self, book: &Book) {
        let shown = book.sections(|_| true).flat_map(|(_, section)| &section.programs);
        let programs = shown.filter_map(|it| Some((it.clone(), book.program(it)?))).collect();
        *self.programs.write().unwrap_or_else(PoisonError::into_inner) = programs;
    }

    /// Starts what a page asks for.
    /// Errors: whatever is not as a page of this server asks.
    pub fn answer(&self, request: &Request<impl Body>) -> Result<Output, Refusal> {
        self.check(request)?;
        let (program, language) = self.find(request.uri().query().unwrap_or_default())?;
        let words = "Two programs run already. Stop one, or wait until it ends.";
        let place = self.places.clone().try_acquire_owned();
        let place = place.map_err(|_| (StatusCode::TOO_MANY_REQUESTS, words))?;
        let (stop, (sender, records)) = (Stop::default(), mpsc::unbounded_channel());
        let (root, limit) = (self.root.clone(), self.limit);
        let job = Job { root, program, language, limit, stop: stop.clone(), sender };
        thread::spawn(move || {
            let end = job.to_its_end();
            drop(place);
            job.say(&end.unwrap_or_else(|words| json!({ "end": words })));
        });
        Ok(Output { records, beat: interval(BEAT), stop })
    }

    /// The page's own origin and token, and nothing to read.
    fn check(&self, request: &Request<impl Body>) -> Result<(), Refusal> {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        let own = format!("http://{}", header(HOST.as_str()).unwrap_or_default());
        if request.method() != Method::POST {
            Err((StatusCode::METHOD_NOT_ALLOWED, "A program is run by its page only."))
        } else if header(ORIGIN.as_str()) != Some(&own) {
            Err((StatusCode::FORBIDDEN, "Programs are run for this book's own pages only."))
        } else if !is_same(header(TOKEN).unwrap_or_default(), &self.token) {
            Err((StatusCode::FORBIDDEN, "This page is older than the server. Reload it."))
        } else if !request.body().is_end_stream() {
            Err((StatusCode::BAD_REQUEST, "A run is asked for by its address alone."))
        } else {
            Ok(())
        }
    }

    /// `program=chapter/name&language=rust`, to the letter, and on the list.
    fn find(&self, query: &str) -> Result<(Program, Language), Refusal> {
        let asked = query.strip_prefix("program=").and_then(|rest| rest.split_once("&language="));
        let malformed = (StatusCode::BAD_REQUEST, "A run is asked for by program and language.");
        let (address, name) = asked.ok_or(malformed)?;
        let programs = self.programs.read().unwrap_or_else(PoisonError::into_inner);
        let found = programs.get(address).and_then(|program| {
            let language = program.languages().into_iter().find(|&it| class(it) == name)?;
            Some((program.clone(), language))
        });
        found.ok_or((StatusCode::NOT_FOUND, "The book has no such program."))
    }
}

/// Compares in a time that does not say where the first difference is.
fn is_same(given: &str, token: &str) -> bool {
    let pairs = given.bytes().zip(token.bytes());
    given.len() == token.len() && pairs.fold(0, |other, (a, b)| other | (a ^ b)) == 0
}

/// One run, on a thread of its own.
struct Job {
    root: PathBuf,
    program: Program,
    language: Language,
    limit: Duration,
    stop: Stop,
    sender: mpsc::UnboundedSender<Bytes>,
}

impl Job {
    /// Compiles it if need be, runs it, and compares what it printed. Returns the last record, or what
    /// keeps it from running, in words.
    fn to_its_end(&self) -> Result<Value, String> {
        let (program, language) = (&self.program, self.language);
        let header = program.header(language).map_err(|e| e.to_string())?;
        let file;
        let runner = match language {
            Language::Python => Runner::Python(program.newest_python().map_err(|e| e.to_string())?),
            Language::Rust => {
                file = self.compile()?;
                Runner::Rust(&file)
            }
        };
        let mut by = language.name().to_owned();
        if let Runner::Python(python) = runner {
            by += &format!(" {}", python.version);
            if program.needs_environment(python) {
                self.say(&json!({ "state": "preparing" }));
            }
        }
        let command = program.command(runner, None).map_err(|lack| lack.to_string())?;
        let is_virtual = header.clock == Clock::Virtual;
        self.say(&json!({ "state": "running", "by": by, "virtual": is_virtual }));
        let (mut printed, mut told) = (Vec::new(), 0);
        let end = command.limit(self.limit).until(&self.stop).stream(|chunk| {
            let room = MOST - printed.len();
            if chunk.len() > room {
                self.stop.ask();
            }
            printed.extend_from_slice(&chunk[..chunk.len().min(room)]);
            // A line goes to the page when it is whole.
            if let Some(end) = printed[told..].iter().rposition(|&byte| byte == b'\n') {
                self.print(&printed[told..=told + end]);
                told += end + 1;
            }
        });
        let end = end.map_err(|e| e.to_string())?;
        self.print(&printed[told..]);
        Ok(match end {
            End::Ended(status) => {
                let printed = String::from_utf8_lossy(&printed);
                let recorded = recorded(program, language, runner.version());
                let is_same = recorded == printed;
                let rows = if is_same { Some(Vec::new()) } else { rows(&recorded, &printed) };
                let code = |code| format!("exit code {code}");
                json!({ "end": status.code().map_or(status.to_string(), code), "rows": rows })
            }
            End::OutOfTime => json!({ "end": format!("stopped after {} s", self.limit.as_secs()) }),
            End::Stopped => {
                json!({ "end": format!("stopped: it printed more than {} KiB", MOST / 1024) })
            }
        })
    }

    /// Compiles it as it is now. What the compiler says of an error is shown as it is.
    fn compile(&self) -> Result<PathBuf, String> {
        self.say(&json!({ "state": "compiling" }));
        let (slug, name) = (self.program.chapter.slug(), &self.program.name);
        let what = ["--quiet", "--package", &slug, "--bin", name];
        let mut compiled = compile(&self.root, &what, &self.stop, |_| {})?;
        compiled.executables.remove(name).ok_or_else(|| {
            self.say(&json!({ "print": compiled.said }));
            "it does not compile".to_owned()
        })
    }

    fn print(&self, lines: &[u8]) {
        if !lines.is_empty() {
            self.say(&json!({ "print": String::from_utf8_lossy(lines) }));
        }
    }

    fn say(&self, record: &Value) {
        // A page that is gone hears nothing; its end is the program's, by `stop`.
        let _ = self.sender.send(Bytes::from(format!("{record}\n")));
    }
}

/// The records of a run, one a line, on their way to its page. When the page is gone, this is dropped,
/// and the program ends.
#[derive(Debug)]
pub struct Output {
    records: mpsc::UnboundedReceiver<Bytes>,
    beat: Interval,
    stop: Stop,
}

impl Body for Output {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Poll::Ready(record) = self.records.poll_recv(context) {
            return Poll::Ready(record.map(|record| Ok(Frame::data(record))));
        }
        ready!(self.beat.poll_tick(context));
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"\n")))))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.stop.ask();
    }
}
