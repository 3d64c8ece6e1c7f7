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
use proof::{Drafts, Exercise, Language, Program, Stop};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Interval, interval, timeout};

use crate::book::{Book, Page};
use crate::compile::Recipes;
use crate::job::{self, Job, Wish};

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
    recipes: Arc<Recipes>,
    token: String,
    shown: RwLock<Shown>,
    places: Arc<Semaphore>,
    limit: Duration,
}

/// What the pages show, by address.
#[derive(Debug, Default)]
struct Shown {
    programs: BTreeMap<String, Program>,
    exercises: BTreeMap<String, Exercise>,
}

/// What a page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// A program, or a reader's version of it.
    Program(Wish),
    /// An answer to an exercise, to be checked.
    Exercise,
}

/// What a page asks for, if it is shown.
enum Found {
    Program(Wish, Program),
    Exercise(Exercise),
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
            recipes: Arc::default(),
            token: random.iter().map(|byte| format!("{byte:02x}")).collect(),
            shown: RwLock::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            limit,
        })
    }

    /// The root of the book.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What a page must send along.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Takes the programs and the exercises that the pages show in the place of the last ones.
    pub fn list(&self, book: &Book) {
        let shown = book.sections(|_| true).flat_map(|(_, section)| &section.programs);
        let programs = shown.filter_map(|it| Some((it.clone(), book.program(it)?))).collect();
        let addresses = book.pages.iter().flat_map(Page::exercises);
        let folder = |address: &String| self.root.join("exercises").join(address);
        let exercises = addresses.filter_map(|it| Some((Exercise::read(&folder(&it)).ok()?, it)));
        let exercises = exercises.map(|(exercise, address)| (address, exercise)).collect();
        let shown = Shown { programs, exercises };
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = shown;
    }

    /// Starts what a page asks for.
    /// Errors: whatever is not as a page of this server asks.
    pub async fn answer(&self, door: Door, request: Request<impl Body>) -> Result<Output, Refusal> {
        self.check(&request)?;
        let (found, language) = self.find(door, request.uri().query().unwrap_or_default())?;
        let listing = listing(request).await?;
        if listing.is_none() && door == Door::Exercise {
            return Err((StatusCode::BAD_REQUEST, "There is no answer to be checked."));
        }
        let words = "Two programs run already. Stop one, or wait until it ends.";
        let place = self.places.clone().try_acquire_owned();
        let place = place.map_err(|_| (StatusCode::TOO_MANY_REQUESTS, words))?;
        let (stop, (sender, records)) = (Stop::default(), mpsc::unbounded_channel());
        let (root, drafts, limit) = (self.root.clone(), self.drafts.clone(), self.limit);
        let recipes = self.recipes.clone();
        let (page, own) = (job::Page(sender), stop.clone());
        thread::spawn(move || {
            let last = match found {
                Found::Program(wish, program) => {
                    let page = page.clone();
                    let job = Job {
                        root,
                        drafts,
                        recipes,
                        program,
                        language,
                        listing,
                        limit,
                        stop: own,
                        page,
                    };
                    job.grant(wish)
                }
                Found::Exercise(exercise) => {
                    let answer = listing.unwrap_or_default();
                    Some(job::check(&root, (&exercise, language), &answer, &own, &page))
                }
            };
            drop(place);
            last.iter().for_each(|record| page.say(record));
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

    /// `program=chapter/name&language=rust`, to the letter, and on the list; for an exercise, `name=`.
    fn find(&self, door: Door, query: &str) -> Result<(Found, Language), Refusal> {
        let key = if door == Door::Exercise { "name=" } else { "program=" };
        let asked = query.strip_prefix(key).and_then(|rest| rest.split_once("&language="));
        let malformed = (StatusCode::BAD_REQUEST, "It is asked for by its name and its language.");
        let (address, name) = asked.ok_or(malformed)?;
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        let (found, languages) = match door {
            Door::Program(wish) => shown
                .programs
                .get(address)
                .map(|program| (Found::Program(wish, program.clone()), program.languages())),
            Door::Exercise => shown
                .exercises
                .get(address)
                .map(|exercise| (Found::Exercise(exercise.clone()), exercise.languages())),
        }
        .unzip();
        let mut languages = languages.into_iter().flatten();
        let language = languages.find(|&language| language.kind() == name);
        let none = (StatusCode::NOT_FOUND, "The book has no such program.");
        found.zip(language).ok_or(none)
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
