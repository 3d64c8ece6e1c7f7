//! Finds out what programs do that were changed while the book is served.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use proof::{Artifacts, Chapter, End, Language, Program, RECORDED, Runner, Stop, compile};

use crate::printed::{Changes, Now};
use crate::program::recorded;
use crate::say::say;

/// How much later than its transcript a program was written that was changed before the book was opened:
/// more than the files of one checkout are apart.
const CHECKOUT: Duration = Duration::from_secs(60);

type Half = (Program, Language);

/// The programs that were changed since the book was opened, and what they do.
pub struct Trials {
    root: PathBuf,
    pub changes: Changes,
    /// The programs as they were when the book was opened.
    opened: HashMap<PathBuf, String>,
    /// What ends the newest trial of each program, and its number.
    newest: BTreeMap<Half, (u64, Stop)>,
    count: u64,
    results: (Sender<Trial>, Receiver<Trial>),
}

/// A trial: its program, its number, and what ends it.
type Started = (Half, u64, Stop);

/// A trial's number, and what the program does.
type Trial = (Half, u64, Now);

impl Trials {
    /// For the book at `root`, as its programs are now.
    pub fn new(root: &Path) -> Trials {
        let files = halves(root).into_iter().map(|(program, language)| program.file(language));
        let opened = files.filter_map(|file| Some((file.clone(), fs::read_to_string(file).ok()?)));
        Trials {
            root: root.to_owned(),
            changes: Changes::new(),
            opened: opened.collect(),
            newest: BTreeMap::new(),
            count: 0,
            results: channel(),
        }
    }

    /// Tries the programs that were changed before the book was opened.
    pub fn begin_with_old_changes(&mut self) {
        let is_late = |(program, language): &Half| {
            let recorded = program.transcript(*language, RECORDED).and_then(|file| modified(&file));
            let written = modified(&program.file(*language));
            written.zip(recorded).is_some_and(|(written, recorded)| written > recorded + CHECKOUT)
        };
        self.begin(halves(&self.root).into_iter().filter(is_late).collect());
    }

    /// Begins to find out what programs do now; earlier trials of them end.
    pub fn begin(&mut self, programs: Vec<Half>) {
        let mut groups: BTreeMap<(Chapter, Language), Vec<Started>> = BTreeMap::new();
        for half in programs {
            let (stop, number) = (Stop::default(), self.count);
            self.count += 1;
            if let Some((_, last)) = self.newest.insert(half.clone(), (number, stop.clone())) {
                last.ask();
            }
            self.changes.insert((half.0.address(), half.1), Now::Waiting);
            let group = groups.entry((half.0.chapter.clone(), half.1)).or_default();
            group.push((half, number, stop));
        }
        for (_, group) in groups {
            let (root, results) = (self.root.clone(), self.results.0.clone());
            thread::spawn(move || try_group(&root, group, &results));
        }
    }

    /// Takes what has been found out, for as long as something is waited for and the time is not up.
    /// Returns whether there was anything.
    pub fn take(&mut self, until: Instant) -> bool {
        let mut is_new = false;
        loop {
            let is_waiting = self.changes.values().any(|now| *now == Now::Waiting);
            let left = until.saturating_duration_since(Instant::now());
            let left = if is_waiting { left } else { Duration::ZERO };
            let Ok((half, number, now)) = self.results.1.recv_timeout(left) else {
                return is_new;
            };
            if self.newest.get(&half).is_some_and(|(newest, _)| *newest == number) {
                self.newest.remove(&half);
                self.note(half, now);
                is_new = true;
            }
        }
    }

    fn note(&mut self, (program, language): Half, now: Now) {
        let (address, name) = (program.address(), language.name());
        match &now {
            Now::Prints(_) => {
                say(format!("{address}: {name} prints something else than is recorded"))
            }
            Now::Fails(words) => say(format!("{address}: {name} does not run: {words}")),
            Now::Same | Now::Waiting => {}
        }
        // What prints the same may still have another listing than its recorded run.
        let file = program.file(language);
        let is_as_opened = fs::read_to_string(&file).ok().as_ref() == self.opened.get(&file);
        let is_traced_since = modified(&program.trace_file(language)) >= modified(&file);
        if now == Now::Same && (is_as_opened || is_traced_since) {
            self.changes.remove(&(address, language));
        } else {
            self.changes.insert((address, language), now);
        }
    }
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|stat| stat.modified()).ok()
}

/// All programs of the book, in each of their languages.
fn halves(root: &Path) -> Vec<Half> {
    let chapters = Chapter::all(&root.join("examples")).unwrap_or_default();
    let programs = chapters.iter().flat_map(|chapter| chapter.programs().unwrap_or_default());
    programs.flat_map(in_each_language).collect()
}

fn in_each_language(program: Program) -> Vec<Half> {
    program.languages().into_iter().map(|language| (program.clone(), language)).collect()
}

/// Finds out what programs of a chapter do in one language.
fn try_group(root: &Path, group: Vec<Started>, results: &Sender<Trial>) {
    let mut compiled = Ok(Artifacts::default());
    if let [((first, Language::Rust), ..), ..] = &group[..] {
        let slug = first.chapter.slug();
        let mut what = vec!["--quiet", "--package", &slug];
        what.extend(group.iter().flat_map(|((program, _), ..)| ["--bin", &program.name]));
        compiled = compile(root, &what, &Stop::default(), |_| {});
    }
    for (half, number, stop) in group {
        let now = match &compiled {
            Ok(compiled) => match (half.1, compiled.executables.get(&half.0.name)) {
                (Language::Rust, None) => Now::Fails(compiled.said.clone()),
                (_, executable) => run(&half, executable.map(PathBuf::as_path), &stop),
            },
            Err(words) => Now::Fails(words.clone()),
        };
        // Who listens has ended: then so does this.
        let _ = results.send((half, number, now));
    }
}

/// What a program prints, on the newest Python that it can run on.
fn run((program, language): &Half, executable: Option<&Path>, stop: &Stop) -> Now {
    let runner = match executable {
        Some(file) => Ok(Runner::Rust(file)),
        None => program.newest_python().map(Runner::Python),
    };
    let version = runner.as_ref().map_or(RECORDED, |runner| runner.version());
    let command = runner.and_then(|runner| program.command(runner, None));
    let recorded = recorded(program, *language, version);
    match command.map(|command| command.until(stop).run()) {
        Ok(Ok((End::Ended(_), printed))) if recorded.lines().eq(printed.lines()) => Now::Same,
        Ok(Ok((End::Ended(_), printed))) => Now::Prints(printed),
        Ok(Ok((_, printed))) => {
            Now::Fails(format!("it did not end in time; it had printed:\n{printed}"))
        }
        Ok(Err(e)) => Now::Fails(e.to_string()),
        Err(lack) => Now::Fails(lack.to_string()),
    }
}

/// The programs that a change can have touched, and no others.
pub fn touched(root: &Path, changed: &BTreeSet<PathBuf>) -> Vec<Half> {
    let chapters = Chapter::all(&root.join("examples")).unwrap_or_default();
    let mut touched = BTreeSet::new();
    for file in changed {
        let mut within = chapters.iter().filter(|it| file.starts_with(&it.folder));
        let Some(chapter) = within.next() else { continue };
        let inner = file.strip_prefix(&chapter.folder).unwrap_or(file);
        let parts: Vec<&str> = inner.iter().filter_map(|part| part.to_str()).collect();
        let stem = |name: &str| name.split('.').next().unwrap_or(name).to_owned();
        match parts[..] {
            ["python", name] => {
                let users = chapter.users_of(&stem(name)).unwrap_or_default().into_iter();
                touched.extend(users.map(|program| (program, Language::Python)));
            }
            ["transcripts" | "traces", name] => {
                touched.extend(in_each_language(chapter.program(&stem(name))));
            }
            ["src", "bin", name, ..] => {
                touched.extend([(chapter.program(&stem(name)), Language::Rust)]);
            }
            ["src" | "Cargo.toml", ..] => {
                let leans = |other: &&Chapter| *other == chapter || other.depends_on(chapter);
                let users = chapters.iter().filter(leans);
                let programs = users.flat_map(|user| user.programs().unwrap_or_default());
                touched.extend(programs.map(|program| (program, Language::Rust)));
            }
            _ => {}
        }
    }
    let is_there = |(program, language): &Half| program.languages().contains(language);
    touched.into_iter().filter(is_there).collect()
}
