//! Serves the last good book from memory, on loopback only.

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use std::{fs, pin};

use anyhow::{Context, Result, bail};
use http_body_util::{Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderValue,
    X_CONTENT_TYPE_OPTIONS,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::sync::{Semaphore, watch};
use walkdir::WalkDir;

use crate::job::Wish;
use crate::runs::{Door, LIMIT, Output, Runs};
use crate::say::say;
use crate::{build, paper};

/// How many connections are served at once; the others wait.
const CONNECTIONS: usize = 256;

/// How long a client may take to ask.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a page waits for news before it asks again.
const NEWS: Duration = Duration::from_secs(25);

/// What is shown while there is no book: the scripts below fill it.
const NO_PAGE: &str = "<!DOCTYPE html><html lang=\"en\"><title>No such page</title>\
    <body><p>There is no such page yet.</p></body></html>";

const PLAIN: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// What a worker may load and ask: Python is compiled there, and no other host is asked.
const WORKERS: &str =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'";

/// The script that a served page gets besides its own: it asks for news, and reloads.
const RELOAD: &str = include_str!("reload.js");

/// The script that runs programs; of these two, the pages of a published book have none.
const RUN: &str = include_str!("run.js");

/// What is sent at once, or a run as it goes on.
type Answer = Response<Either<Full<Bytes>, Output>>;

/// The book in memory: nothing else can be asked for.
#[derive(Debug, Default)]
pub struct Site {
    files: RwLock<Arc<HashMap<String, Bytes>>>,
    news: watch::Sender<News>,
    runs: Option<Runs>,
}

/// What a page that waits is told.
#[derive(Debug, Clone, Default)]
struct News {
    /// Goes up with each change.
    edition: u64,
    /// The edition that brought a page last, for pages that came alone.
    pages: HashMap<String, u64>,
    /// The edition that brought all pages.
    all: u64,
    /// What keeps the book from being what its authors wrote.
    trouble: String,
}

impl Site {
    /// A site whose pages can have programs run.
    pub fn with(runs: Runs) -> Site {
        Site { runs: Some(runs), ..Site::default() }
    }

    /// The programs that its pages can have run, if they can.
    pub fn runs(&self) -> Option<&Runs> {
        self.runs.as_ref()
    }

    /// Takes the files below `folder` in the place of the last ones, and tells the pages that have changed,
    /// or all, if it is not known which. Links are left out, wherever they lead.
    /// Errors: if a file cannot be read; the last ones then stay.
    pub fn load(&self, folder: &Path, changed: Option<&BTreeSet<PathBuf>>) -> Result<()> {
        let mut files = HashMap::new();
        for entry in WalkDir::new(folder) {
            let entry = entry?;
            if entry.file_type().is_file() {
                let (path, name) = (entry.path(), entry.path().strip_prefix(folder)?);
                let bytes =
                    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
                files.insert(name.to_string_lossy().into_owned(), Bytes::from(bytes));
            }
        }
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(files);
        self.news.send_modify(|news| {
            news.edition += 1;
            let edition = news.edition;
            match changed {
                None => news.all = edition,
                Some(pages) => {
                    let pages = pages.iter().map(|page| page.to_string_lossy().into_owned());
                    news.pages.extend(pages.map(|page| (page, edition)));
                }
            }
        });
        Ok(())
    }

    /// Shows on every page what is wrong with the book, or that nothing is any more.
    pub fn trouble(&self, words: &str) {
        self.news.send_if_modified(|news| {
            let is_new = news.trouble != words;
            words.clone_into(&mut news.trouble);
            is_new
        });
    }

    fn file(&self, path: &str) -> Option<Bytes> {
        let files = self.files.read().unwrap_or_else(PoisonError::into_inner);
        files.get(&name(path)).cloned()
    }
}

/// What the file is called that an address leads to.
fn name(path: &str) -> String {
    match path.trim_start_matches('/') {
        folder if folder.is_empty() || folder.ends_with('/') => format!("{folder}index.html"),
        file => file.to_owned(),
    }
}

/// A listener on 127.0.0.1: port 3000, or the next free one.
/// Errors: if none of 100 ports is free.
pub fn listen() -> Result<TcpListener> {
    for port in 3000..3100 {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(e) if port == 3000 => say(format!("port 3000: {e}; trying the next ones")),
            Err(_) => {}
        }
    }
    bail!("no port from 3000 to 3099 is free: stop a program that listens there")
}

/// Serves `site` to the clients of `listener`, until the runtime ends.
/// Errors: if the listener cannot be used.
pub async fn serve(listener: TcpListener, site: Arc<Site>) -> Result<()> {
    let port = listener.local_addr()?.port();
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let place = places.clone().acquire_owned().await?;
        let Ok((stream, _)) = listener.accept().await else {
            // Out of descriptors: connections that end give some back.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let site = site.clone();
        tokio::spawn(async move {
            let _place = place;
            let answer = service_fn(|request| {
                let site = site.clone();
                async move { Ok::<_, Infallible>(answer(&site, port, request).await) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .serve_connection(TokioIo::new(stream), answer);
            let mut connection = pin::pin!(connection);
            // What a client does wrong ends its own connection, and nothing else. One that reads
            // too slowly is let go, one with a run after the run.
            let used = tokio::time::timeout(PATIENCE + 2 * NEWS, connection.as_mut()).await;
            if used.is_err() {
                connection.as_mut().graceful_shutdown();
                let _ = tokio::time::timeout(proof::COMPILING + 4 * LIMIT, connection).await;
            }
        });
    }
}

async fn answer(site: &Site, port: u16, request: Request<Incoming>) -> Answer {
    if !is_ours(request.headers().get(HOST), port) {
        let words = format!(
            "This book is served under its own address only: http://localhost:{port}/\n\
            To read it from another machine, forward that port under the same number, as by\n\
            `ssh -L {port}:localhost:{port} MACHINE`, and open http://localhost:{port}/ there.\n"
        );
        return response(StatusCode::MISDIRECTED_REQUEST, PLAIN, words);
    }
    let door = match request.uri().path() {
        "/-/run" => Some(Door::Program(Wish::Run)),
        "/-/step" => Some(Door::Program(Wish::Step)),
        "/-/exercise" => Some(Door::Exercise),
        _ => None,
    };
    if let Some((runs, door)) = site.runs().zip(door) {
        return run(runs, door, request).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refusal(StatusCode::METHOD_NOT_ALLOWED, "A book is only read.", "GET, HEAD");
    }
    match request.uri().path() {
        "/-/reload.js" => response(StatusCode::OK, SCRIPT, RELOAD),
        "/-/run.js" => response(StatusCode::OK, SCRIPT, RUN),
        "/-/edition" => news(site, request.uri().query()).await,
        "/print.html" if let Some(runs) = site.runs() => paper(runs.root().to_owned()).await,
        path => file(site, path),
    }
}

/// The whole book as one page to print, which is made when a reader asks for it.
async fn paper(root: PathBuf) -> Answer {
    say("laying out the whole book to print: some seconds");
    let page = tokio::task::spawn_blocking(move || paper::page(&root, &build::folder(&root)?));
    match page.await.map_err(Into::into).flatten() {
        Ok(page) => response(StatusCode::OK, HTML, page),
        Err(e) => response(StatusCode::INTERNAL_SERVER_ERROR, PLAIN, format!("{e:#}\n")),
    }
}

async fn run(runs: &Runs, door: Door, request: Request<Incoming>) -> Answer {
    match runs.answer(door, request).await {
        Ok(output) => response(StatusCode::OK, "application/x-ndjson", Bytes::new())
            .map(|_| Either::Right(output)),
        Err((status, words)) => refusal(status, words, "POST"),
    }
}

/// The addresses that a browser on this machine asks under. Another name that leads here is another
/// site's attempt to read along.
fn is_ours(host: Option<&HeaderValue>, port: u16) -> bool {
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    [format!("127.0.0.1:{port}"), format!("localhost:{port}")].contains(&host.to_lowercase())
}

/// The edition that brought a page last, and what is wrong with the book, once one of the two is another
/// than what the page has.
async fn news(site: &Site, query: Option<&str>) -> Answer {
    let [page, had, trouble] = ["page", "edition", "trouble"].map(|name| {
        let pairs = query.unwrap_or_default().split('&');
        let value = pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
        value.map_or("", |(_, value)| value)
    });
    let page = name(page);
    let edition = |news: &News| news.all.max(news.pages.get(&page).copied().unwrap_or_default());
    let mark = |news: &News| {
        let mut hasher = DefaultHasher::new();
        news.trouble.hash(&mut hasher);
        hasher.finish().to_string()
    };
    let mut news = site.news.subscribe();
    let other = news.wait_for(|now| edition(now).to_string() != had || mark(now) != trouble);
    let _ = tokio::time::timeout(NEWS, other).await;
    let now = site.news.borrow();
    let words = json!({ "edition": edition(&now), "mark": mark(&now), "trouble": now.trouble });
    response(StatusCode::OK, "application/json", words.to_string())
}

fn file(site: &Site, path: &str) -> Answer {
    let (status, found) = match site.file(path) {
        Some(found) => (StatusCode::OK, found),
        None => (StatusCode::NOT_FOUND, site.file("404.html").unwrap_or(NO_PAGE.into())),
    };
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
    let kind = match extension {
        Some("html") | None => HTML,
        _ if status == StatusCode::NOT_FOUND => HTML,
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => SCRIPT,
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some(_) => PLAIN,
    };
    if kind == SCRIPT {
        // What a worker does is under the policy of its own file.
        let mut script = response(status, kind, found);
        let policy = HeaderValue::from_static(WORKERS);
        script.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        return script;
    }
    if kind != HTML {
        return response(status, kind, found);
    }
    // Another site's page can load a script of ours, but cannot read a page of ours: so the token is in
    // the page.
    let run = site.runs().map(|runs| {
        format!(r#"<script src="/-/run.js" data-token="{}" defer></script>"#, runs.token())
    });
    let run = run.unwrap_or_default();
    let scripts = format!(r#"<script src="/-/reload.js" defer></script>{run}</body>"#);
    response(status, kind, String::from_utf8_lossy(&found).replacen("</body>", &scripts, 1))
}

fn refusal(status: StatusCode, words: &'static str, allowed: &'static str) -> Answer {
    let mut refusal = response(status, PLAIN, words);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        refusal.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    }
    refusal
}

fn response(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Answer {
    let response = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, kind)
        .header(CACHE_CONTROL, "no-store")
        // No other site's page may show ours in a frame, and have its reader click there unknowing.
        .header(CONTENT_SECURITY_POLICY, "frame-ancestors 'none'")
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff");
    response.body(Either::Left(Full::new(body.into()))).expect("headers of this file")
}
