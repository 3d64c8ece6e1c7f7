//! Who may have a program run, and which. A page asks by a program's address, with the token that only a
//! served page has, and can send another listing along; what comes of it goes to the page record by record.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Poll, ready};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame};
use hyper::header::{CONTENT_TYPE, HOST, ORIGIN};
use hyper::{Method, Request, StatusCode};
use proof::{Drafts, Language, Program, Stop};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Interval, interval, timeout};

use crate::book::Book;
use crate::job::{Job, Wish};
use crate::program::class;

/// How many programs run at once, whichever pages asked.
const AT_ONCE: usize = 2;

/// How long a program may run for a reader.
pub const LIMIT: Duration = Duration::from_secs(30);

/// How large a listing may be, in bytes.
const LARGEST: u64 = 64 * 1024;

/// What a page says that it sends: what a browser says of a text.
const LISTING: &str = "text/plain;charset=utf-8";

/// How long a page may take to send it.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a silent run says that it is there; a page that is gone is noticed then.
const BEAT: Duration = Duration::from_secs(1);

/// The header that carries the token. A page of another site cannot send it unasked.
const TOKEN: &str = "x-press-token";

/// The programs that pages can have run, and who may ask.
#[derive(Debug)]
pub struct Runs {
    root: PathBuf,
    drafts: Drafts,
    token: String,
    programs: RwLock<BTreeMap<String, Program>>,
    places: Arc<Semaphore>,
    limit: Duration,
}

/// Why a request is not granted, in words for the reader.
pub type Refusal = (StatusCode, &'static str);

impl Runs {
    /// Runs for the book at `root`, each for at most `limit`, under a new token. None is listed yet.
    /// Errors: if the system has no random numbers, or no folder for what readers change.
    pub fn new(root: &Path, limit: Duration) -> Result<Runs> {
        let mut random = [0; 32];
        getrandom::fill(&mut random)?;
        Ok(Runs {
            root: root.to_owned(),
            drafts: Drafts::new()?,
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

    /// Starts what a page wishes.
    /// Errors: whatever is not as a page of this server asks.
    pub async fn answer<B>(&self, wish: Wish, request: Request<B>) -> Result<Output, Refusal>
    where
        B: Body,
    {
        self.check(&request)?;
        let (program, language) = self.find(request.uri().query().unwrap_or_default())?;
        let listing = listing(request).await?;
        let words = "Two programs run already. Stop one, or wait until it ends.";
        let place = self.places.clone().try_acquire_owned();
        let place = place.map_err(|_| (StatusCode::TOO_MANY_REQUESTS, words))?;
        let (stop, (sender, records)) = (Stop::default(), mpsc::unbounded_channel());
        let (root, drafts, limit) = (self.root.clone(), self.drafts.clone(), self.limit);
        let job =
            Job { root, drafts, program, language, listing, limit, stop: stop.clone(), sender };
        thread::spawn(move || {
            job.grant(wish);
            drop(place);
        });
        Ok(Output { records, beat: interval(BEAT), stop })
    }

    /// The page's own origin and token.
    fn check<B>(&self, request: &Request<B>) -> Result<(), Refusal> {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        let own = format!("http://{}", header(HOST.as_str()).unwrap_or_default());
        if request.method() != Method::POST {
            Err((StatusCode::METHOD_NOT_ALLOWED, "A program is run by its page only."))
        } else if header(ORIGIN.as_str()) != Some(&own) {
            Err((StatusCode::FORBIDDEN, "Programs are run for this book's own pages only."))
        } else if !is_same(header(TOKEN).unwrap_or_default(), &self.token) {
            Err((StatusCode::FORBIDDEN, "This page is older than the server. Reload it."))
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

/// The listing that a page sends, if it sends one. Its size is said before it comes.
async fn listing<B: Body>(request: Request<B>) -> Result<Option<String>, Refusal> {
    if request.body().is_end_stream() {
        return Ok(None);
    }
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().replace(' ', "");
    match request.body().size_hint().exact() {
        _ if !kind.eq_ignore_ascii_case(LISTING) => {
            let words = "A listing is sent as plain text in UTF-8.";
            return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, words));
        }
        None => return Err((StatusCode::LENGTH_REQUIRED, "A listing says how large it is.")),
        Some(size) if size > LARGEST => {
            return Err((StatusCode::PAYLOAD_TOO_LARGE, "A listing has at most 64 KiB."));
        }
        Some(_) => {}
    }
    let body = timeout(PATIENCE, request.into_body().collect()).await;
    let late = (StatusCode::REQUEST_TIMEOUT, "The listing did not come in time.");
    let torn = (StatusCode::BAD_REQUEST, "The listing did not come whole.");
    let bytes = body.map_err(|_| late)?.map_err(|_| torn)?.to_bytes();
    let strange = (StatusCode::BAD_REQUEST, "A listing is text in UTF-8.");
    let text = String::from_utf8(bytes.into()).map_err(|_| strange)?;
    Ok(Some(text.replace("\r\n", "\n")))
}

/// Compares in a time that does not say where the first difference is.
fn is_same(given: &str, token: &str) -> bool {
    let pairs = given.bytes().zip(token.bytes());
    given.len() == token.len() && pairs.fold(0, |other, (a, b)| other | (a ^ b)) == 0
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
