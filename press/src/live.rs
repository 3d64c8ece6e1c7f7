//! `cargo book` without a command: serves the book, and follows its files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::exit;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use crate::book::Book;
use crate::build::{self, Builder, Built};
use crate::finished::Finished;
use crate::runs::{self, Runs};
use crate::say::say;
use crate::serve::{self, Site};
use crate::trials::{Trials, touched};
use crate::watch::Files;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(120);

/// How long a page waits for what its changed program prints, before it is shown without.
const PATIENCE: Duration = Duration::from_millis(600);

/// How long nothing must have changed before the search index is made anew.
pub const QUIET: Duration = Duration::from_secs(3);

/// A book that is served while its files change.
struct Live {
    root: PathBuf,
    site: Arc<Site>,
    builder: Builder,
    finished: Finished,
    trials: Trials,
    /// When the pages that came alone are followed by the whole book.
    whole_at: Option<Instant>,
}

/// Serves the book at `root` on this machine until it is stopped. Errors: if no port is free.
pub fn live(root: &Path, open_browser: bool) -> Result<()> {
    let runtime = Runtime::new()?;
    end_on_signal(&runtime)?;
    say(format!("building the book at {}", root.display()));
    let mut seen = Files::now(root);
    let mut live = Live {
        root: root.to_owned(),
        site: Arc::new(Site::with(Runs::new(root, runs::LIMIT)?)),
        builder: Builder::new(root),
        finished: Finished::default(),
        trials: Trials::new(root),
        whole_at: None,
    };
    let (started, built) = (Instant::now(), live.builder.build(&live.trials.changes));
    let book = live.show(built, started);
    let last = build::folder(root)?;
    if book.is_none() && last.is_dir() {
        live.site.load(&last, None)?;
        live.list(&Book::read(root, &live.trials.changes));
    }
    let listener = serve::listen()?;
    let address = format!("http://{}/", listener.local_addr()?);
    runtime.spawn(serve::serve(listener, live.site.clone()));
    say(format!("the book is at {address}; Ctrl-C ends it"));
    if open_browser && let Err(e) = open::that_detached(&address) {
        say(format!("no browser opens ({e}): open {address} yourself"));
    }
    live.trials.begin_with_old_changes();
    live.examine(book);
    loop {
        thread::sleep(LOOK);
        let now = Files::now(root);
        live.follow(&now.changed_since(&seen));
        seen = now;
    }
}

impl Live {
    /// Takes what has changed, and what trials have found out.
    fn follow(&mut self, changed: &BTreeSet<PathBuf>) {
        let seen = Instant::now();
        let mut patience = Duration::ZERO;
        if !changed.is_empty() {
            self.trials.begin(touched(&self.root, changed));
            patience = PATIENCE;
        }
        if self.trials.take(seen + patience) || !changed.is_empty() {
            let built = self.builder.renew(&self.trials.changes);
            let is_part = built.as_ref().is_ok_and(|built| built.pages.is_some());
            self.whole_at = (is_part || self.whole_at.is_some()).then(|| Instant::now() + QUIET);
            let book = self.show(built, seen);
            self.examine(book);
        } else if self.whole_at.is_some_and(|at| at < Instant::now()) {
            self.whole_at = None;
            // A file may have changed since the last look: its page is told of like any other.
            let built = self.builder.build(&self.trials.changes);
            let loaded = built.and_then(|it| self.site.load(&it.folder, it.pages.as_ref()));
            if let Err(e) = loaded {
                self.site.trouble(&format!("{e:#}"));
                say(format!("{e:#}"));
            }
        }
    }

    /// Serves what was built, or says why there is nothing new to serve.
    fn show(&mut self, built: Result<Built>, seen: Instant) -> Option<Book> {
        let loaded = built.and_then(|built| {
            self.list(&built.book);
            self.site.load(&built.folder, built.pages.as_ref())?;
            Ok(built.book)
        });
        let took = seen.elapsed().as_secs_f64();
        let (trouble, words) = match &loaded {
            Ok(_) => (String::new(), format!("serving the book as it is now, after {took:.1} s")),
            Err(e) => {
                (format!("{e:#}"), format!("{e:#}\npress: the last good book is still served"))
            }
        };
        self.site.trouble(&trouble);
        say(words);
        loaded.ok()
    }

    fn list(&self, book: &Book) {
        if let Some(runs) = self.site.runs() {
            runs.list(book);
        }
    }

    /// Looks at the finished pages, which are served already: what is wrong with them stands on them.
    fn examine(&mut self, book: Option<Book>) {
        let (Some(book), Ok(folder)) = (book, build::folder(&self.root)) else { return };
        let words: Vec<String> = match self.finished.faults(&book, &folder) {
            Ok(faults) => faults.iter().map(ToString::to_string).collect(),
            Err(e) => vec![format!("{e:#}")],
        };
        self.site.trouble(&words.join("\n"));
        words.iter().for_each(say);
    }
}

/// Ends this process and the programs that it runs, on Ctrl-C, on a request to terminate, and when the
/// terminal closes. When this returns, none can be missed.
fn end_on_signal(runtime: &Runtime) -> Result<()> {
    let _context = runtime.enter();
    for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
        let mut asked = signal(kind)?;
        runtime.spawn(async move {
            asked.recv().await;
            proof::stop_all();
            say("stopped");
            exit(0);
        });
    }
    Ok(())
}
