//! `cargo book` without a command: serves the book, and follows its files. What a program does that was
//! changed is found out beside the building, and shown on its page.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::exit;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use proof::{Chapter, Language, Outcome, Program, RECORDED, Runner, Stop};
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use crate::book::Book;
use crate::build::{self, Builder, Built};
use crate::compile::compile;
use crate::finished::Finished;
use crate::printed::{Changes, Now};
use crate::runs::{self, Runs};
use crate::say::say;
use crate::serve::{self, Site};
use crate::watch::Files;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(120);

/// How long a page waits for what its changed program prints, before it is shown without.
const PATIENCE: Duration = Duration::from_millis(600);

/// How long nothing must have changed before the search index is made anew.
const QUIET: Duration = Duration::from_secs(3);

/// How much later than its transcript a program was written that was changed before the book was opened:
/// more than the files of one checkout are apart.
const CHECKOUT: Duration = Duration::from_secs(60);

type Key = (String, Language);

/// A book that is served while its files change.
struct Live {
    root: PathBuf,
    site: Arc<Site>,
    builder: Builder,
    finished: Finished,
    changes: Changes,
    /// The programs as they were when the book was opened.
    opened: HashMap<PathBuf, String>,
    /// The number of the newest trial of each program, and what ends it.
    trials: BTreeMap<Key, (u64, Stop)>,
    count: u64,
    results: (Sender<Trial>, Receiver<Trial>),
    /// When the pages that came alone are followed by the whole book.
    whole_at: Option<Instant>,
}

/// What a changed program does, and the number of the trial that found it out.
type Trial = (Key, u64, Now);

/// Serves the book at `root` on this machine until it is stopped.
/// Errors: if no port is free.
pub fn live(root: &Path, open_browser: bool) -> Result<()> {
    let runtime = Runtime::new()?;
    end_on_signal(&runtime)?;
    say(format!("building the book at {}", root.display()));
    let mut live = Live {
        root: root.to_owned(),
        site: Arc::new(Site::with(Runs::new(root, runs::LIMIT)?)),
        builder: Builder::new(root),
        finished: Finished::default(),
        changes: Changes::new(),
        opened: HashMap::new(),
        trials: BTreeMap::new(),
        count: 0,
        results: channel(),
        whole_at: None,
    };
    let mut seen = Files::now(root);
    live.open(&seen)?;

    let listener = serve::listen()?;
    let address = format!("http://{}/", serve::address(&listener)?);
    runtime.spawn(serve::serve(listener, live.site.clone()));
    say(format!("the book is at {address}; Ctrl-C ends it"));
    if open_browser && let Err(e) = open::that_detached(&address) {
        say(format!("no browser opens ({e}): open {address} yourself"));
    }
    live.examine_all();
    loop {
        thread::sleep(LOOK);
        let now = Files::now(root);
        let changed = now.changed_since(&seen);
        seen = now;
        live.follow(&changed);
    }
}

impl Live {
    /// Shows the book, or the last good one with what is wrong with this.
    fn open(&mut self, files: &Files) -> Result<()> {
        let started = Instant::now();
        let built = self.builder.build(&self.changes);
        let is_good = self.show(built, started);
        let last = build::folder(&self.root)?;
        if !is_good && last.is_dir() {
            self.site.load(&last, None)?;
        }
        let book = Book::read(&self.root, &self.changes);
        self.list(&book);
        let chapters = book.chapters;
        for program in chapters.iter().flat_map(|chapter| chapter.programs().unwrap_or_default()) {
            for language in program.languages() {
                let file = program.file(language);
                if let Ok(text) = fs::read_to_string(&file) {
                    self.opened.insert(file, text);
                }
            }
        }
        let times: HashMap<&Path, _> = files.times().collect();
        let late = |(program, language): &(Program, Language)| {
            let written = times.get(program.file(*language).as_path());
            let recorded = program.transcript(*language, RECORDED);
            let recorded = recorded.and_then(|file| times.get(file.as_path()));
            written.zip(recorded).is_some_and(|(written, recorded)| *written > *recorded + CHECKOUT)
        };
        let all = chapters.iter().flat_map(|chapter| chapter.programs().unwrap_or_default());
        let all = all.flat_map(|program| {
            program.languages().into_iter().map(move |language| (program.clone(), language))
        });
        self.try_out(all.filter(late).collect());
        Ok(())
    }

    /// Takes what has changed, and what trials have found out.
    fn follow(&mut self, changed: &BTreeSet<PathBuf>) {
        let seen = Instant::now();
        let mut is_due = !changed.is_empty();
        if is_due {
            let touched = touched(&self.root, changed);
            self.try_out(touched);
            while self.is_waiting() && seen.elapsed() < PATIENCE {
                let left = PATIENCE.saturating_sub(seen.elapsed());
                let trial = self.results.1.recv_timeout(left);
                trial.into_iter().for_each(|trial| self.take(trial));
            }
        }
        while let Ok(trial) = self.results.1.try_recv() {
            self.take(trial);
            is_due = true;
        }
        if is_due {
            let built = self.builder.renew(&self.changes);
            let is_part = built.as_ref().is_ok_and(|built| built.pages.is_some());
            if self.show(built, seen) {
                self.examine_all();
            }
            self.whole_at = (is_part || self.whole_at.is_some()).then(|| Instant::now() + QUIET);
        } else if self.whole_at.is_some_and(|at| at < Instant::now()) {
            self.whole_at = None;
            // Its pages are those that are shown already.
            if let Ok(built) = self.builder.build(&self.changes) {
                let _ = self.site.load(&built.folder, Some(&BTreeSet::new()));
            }
        }
    }

    fn is_waiting(&self) -> bool {
        self.changes.values().any(|now| *now == Now::Waiting)
    }

    /// Serves what was built, or says why there is nothing new to serve.
    fn show(&mut self, built: Result<Built>, seen: Instant) -> bool {
        let loaded = built.and_then(|built| {
            self.site.load(&built.folder, built.pages.as_ref())?;
            self.list(&built.book);
            Ok(())
        });
        match loaded {
            Ok(()) => {
                self.site.trouble("");
                let took = seen.elapsed().as_secs_f64();
                say(format!("serving the book as it is now, after {took:.1} s"));
                true
            }
            Err(e) => {
                let words = format!("{e:#}");
                self.site.trouble(&words);
                say(format!("{words}\npress: the last good book is still served"));
                false
            }
        }
    }

    fn list(&self, book: &Book) {
        if let Some(runs) = self.site.runs() {
            runs.list(book);
        }
    }

    /// Looks at the finished pages, which are served already: what is wrong with them stands on them.
    fn examine_all(&mut self) {
        let book = Book::read(&self.root, &self.changes);
        let folder = build::folder(&self.root);
        let faults = folder.and_then(|folder| Ok(self.finished.faults(&book, &folder)?));
        let words: Vec<String> = match faults {
            Ok(faults) => faults.iter().map(ToString::to_string).collect(),
            Err(e) => vec![format!("{e:#}")],
        };
        if book.faults.is_empty() {
            self.site.trouble(&words.join("\n"));
            words.iter().for_each(say);
        }
    }

    /// Begins to find out what programs do now; earlier trials of them end.
    fn try_out(&mut self, programs: Vec<(Program, Language)>) {
        let mut groups: BTreeMap<(Chapter, Language), Vec<(Program, u64)>> = BTreeMap::new();
        let stop = Stop::default();
        for (program, language) in programs {
            let key = (program.address(), language);
            self.count += 1;
            if let Some((_, last)) = self.trials.insert(key.clone(), (self.count, stop.clone())) {
                last.ask();
            }
            self.changes.insert(key, Now::Waiting);
            let group = groups.entry((program.chapter.clone(), language)).or_default();
            group.push((program, self.count));
        }
        for ((_, language), group) in groups {
            let (root, stop, results) = (self.root.clone(), stop.clone(), self.results.0.clone());
            thread::spawn(move || try_group(&root, language, &group, &stop, &results));
        }
    }

    /// Takes the result of a trial, if it is the newest of its program.
    fn take(&mut self, (key, number, now): Trial) {
        if self.trials.get(&key).is_none_or(|(newest, _)| *newest != number) {
            return;
        }
        self.trials.remove(&key);
        let (address, language) = (&key.0, key.1.name());
        match &now {
            Now::Prints(_) => {
                say(format!("{address}: {language} prints something else than is recorded"))
            }
            Now::Fails(words) => say(format!("{address}: {language} does not run: {words}")),
            Now::Same | Now::Waiting => {}
        }
        let (slug, name) = address.split_once('/').unwrap_or((address, ""));
        let chapter = Chapter { folder: self.root.join("examples").join(slug) };
        let file = chapter.program(name).file(key.1);
        let is_as_opened = self
            .opened
            .get(&file)
            .is_some_and(|opened| fs::read_to_string(&file).is_ok_and(|text| text == *opened));
        if now == Now::Same && is_as_opened {
            self.changes.remove(&key);
        } else {
            self.changes.insert(key, now);
        }
    }
}

/// Finds out what programs of a chapter do in one language.
fn try_group(
    root: &Path,
    language: Language,
    group: &[(Program, u64)],
    stop: &Stop,
    results: &Sender<Trial>,
) {
    let mut compiled = Ok(proof::Artifacts::default());
    if let (Language::Rust, [(first, _), ..]) = (language, group) {
        let slug = first.chapter.slug();
        let mut what = vec!["--quiet", "--package", &slug];
        what.extend(group.iter().flat_map(|(program, _)| ["--bin", &program.name]));
        compiled = compile(root, &what, stop, |_| {});
    }
    for (program, number) in group {
        let now = match &compiled {
            Ok(compiled) => {
                let file = compiled.executables.get(&program.name);
                match (language, file) {
                    (Language::Rust, None) => Now::Fails(compiled.said.clone()),
                    _ => run(program, language, file.map(PathBuf::as_path), stop),
                }
            }
            Err(words) => Now::Fails(words.clone()),
        };
        // Who listens has ended: then so does this.
        let _ = results.send(((program.address(), language), *number, now));
    }
}

/// What a program prints, on the newest Python at hand that it can run on.
fn run(program: &Program, language: Language, executable: Option<&Path>, stop: &Stop) -> Now {
    let oldest = program.header(language).ok().and_then(|header| header.python);
    let python = proof::pythons()
        .iter()
        .rfind(|python| oldest.is_none_or(|oldest| python.version >= oldest));
    let (runner, version) = match (executable, python) {
        (Some(file), _) => (Runner::Rust(file), RECORDED),
        (None, Some(python)) => (Runner::Python(python), python.version),
        (None, None) => return Now::Fails("no Python that it can run on is on PATH".to_owned()),
    };
    let command = match program.command(runner, None) {
        Ok(command) => command,
        Err(lack) => return Now::Fails(lack.to_string()),
    };
    let recorded =
        program.transcript(language, version).and_then(|file| fs::read_to_string(file).ok());
    match command.until(stop).run() {
        Ok(Outcome::Ended(printed))
            if recorded.is_some_and(|recorded| recorded.lines().eq(printed.lines())) =>
        {
            Now::Same
        }
        Ok(Outcome::Ended(printed)) => Now::Prints(printed),
        Ok(Outcome::OutOfTime(printed)) => {
            Now::Fails(format!("it did not end in time; it had printed:\n{printed}"))
        }
        Err(e) => Now::Fails(e.to_string()),
    }
}

/// The programs that a change can have touched, and no others.
fn touched(root: &Path, changed: &BTreeSet<PathBuf>) -> Vec<(Program, Language)> {
    let chapters = Chapter::all(&root.join("examples")).unwrap_or_default();
    let mut touched = BTreeSet::new();
    for file in changed {
        let Some(chapter) = chapters.iter().find(|chapter| file.starts_with(&chapter.folder))
        else {
            continue;
        };
        let inner = file.strip_prefix(&chapter.folder).unwrap_or(file);
        let mut parts = inner.iter().map(|part| part.to_string_lossy());
        let folder = parts.next().unwrap_or_default().into_owned();
        let rest: Vec<String> = parts.map(|part| part.into_owned()).collect();
        let stem = |name: &str| name.split('.').next().unwrap_or(name).to_owned();
        match (folder.as_str(), &rest[..]) {
            ("python", [name]) => {
                let users = chapter.users_of(&stem(name)).unwrap_or_default().into_iter();
                touched.extend(users.map(|program| (program, Language::Python)));
            }
            ("transcripts", [name]) => {
                let program = chapter.program(&stem(name));
                let languages = program.languages().into_iter();
                touched.extend(languages.map(|language| (program.clone(), language)));
            }
            ("src", [bin, name, ..]) if bin == "bin" => {
                touched.insert((chapter.program(&stem(name)), Language::Rust));
            }
            ("src" | "Cargo.toml", _) => {
                let users =
                    chapters.iter().filter(|other| *other == chapter || other.depends_on(chapter));
                let programs = users.flat_map(|user| user.programs().unwrap_or_default());
                touched.extend(programs.map(|program| (program, Language::Rust)));
            }
            _ => {}
        }
    }
    let is_there =
        |(program, language): &(Program, Language)| program.languages().contains(language);
    touched.into_iter().filter(is_there).collect()
}

/// Ends this process and the programs that it runs, on Ctrl-C, on a request to terminate, and when the
/// terminal closes. When this returns, none can be missed.
fn end_on_signal(runtime: &Runtime) -> Result<()> {
    let _context = runtime.enter();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    runtime.spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
        proof::stop_all();
        say("stopped");
        exit(0);
    });
    Ok(())
}
