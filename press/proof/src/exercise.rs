//! The exercises: what each asks, and the check of an answer. One way to check serves the command, the page
//! and the test of the exercises themselves.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::chapter::{entries, stem};
use crate::packages;
use crate::transcript::read_file;
use crate::{
    COMPILING, Clock, Command, End, Language, OLDEST, Python, Scratch, Stop, Version, compile,
    pythons,
};

/// What an answer is checked with: a crate, and a module of Python.
const EXAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../exercises/exam");

/// The crates that an answer or a loop in Rust may use. The first is the one that brings the others.
const CRATES: [&str; 7] = ["exam", "async_channel", "futures", "mio", "rustix", "tokio", "toy"];

/// How long an answer may run.
const RUNNING: Duration = Duration::from_secs(5);

/// How much it may print, in bytes.
const MOST: usize = 64 * 1024;

/// What ends what an answer prints.
const VERDICT: &str = "verdict: ";

/// An exercise: `exercises/<chapter>/<name>`.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// The folder of its files.
    pub folder: PathBuf,
    /// What it asks and says.
    pub text: Text,
}

/// What stands in its `exercise.toml`; texts of more than a line are Markdown.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// What is to be learned, in a few words.
    pub title: String,
    /// How much of it the reader writes.
    pub grade: Grade,
    /// What is asked.
    pub task: String,
    /// The first says where to look, the second nearly what to write.
    pub hints: [String; 2],
    /// Why the solution is right.
    pub reasoning: String,
    /// What the check says of the stub.
    pub stub: String,
    /// What it says of each wrong answer, by the name of the file.
    pub wrong: BTreeMap<String, String>,
    /// The oldest Python that can be asked, as `3.13`.
    python: Option<String>,
}

/// How much of an exercise the reader writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// The lines that are left out.
    Complete,
    /// What is right in place of what is wrong.
    Repair,
    /// The whole.
    Build,
}

/// What the check says of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the answer does what is asked.
    pub holds: bool,
    /// If not, what it should do, and what it does.
    pub says: String,
    /// What the answer printed; what the compiler said, if it does not compile.
    pub printed: String,
}

impl Grade {
    /// Its name in prose.
    pub fn name(self) -> &'static str {
        match self {
            Grade::Complete => "complete",
            Grade::Repair => "repair",
            Grade::Build => "build",
        }
    }
}

impl Exercise {
    /// The folders of all exercises of the book at `root`, by address.
    /// Errors: if a folder cannot be read.
    pub fn folders(root: &Path) -> io::Result<Vec<PathBuf>> {
        let mut folders = Vec::new();
        for chapter in entries(&root.join("exercises"))? {
            folders.extend(entries(&chapter)?);
        }
        folders.retain(|folder| folder.join("exercise.toml").is_file());
        Ok(folders)
    }

    /// All exercises of the book at `root`.
    /// Errors: what is wrong with the first that cannot be read.
    pub fn all(root: &Path) -> io::Result<Vec<Exercise>> {
        Exercise::folders(root)?.iter().map(|folder| Exercise::read(folder)).collect()
    }

    /// The exercise in a folder.
    /// Errors: why its `exercise.toml` cannot be read.
    pub fn read(folder: &Path) -> io::Result<Exercise> {
        let text = read_file(&folder.join("exercise.toml"))?;
        let text: Text = toml::from_str(&text).map_err(io::Error::other)?;
        if text.python.as_deref().is_some_and(|it| Version::parse(it).is_none()) {
            return Err(io::Error::other("`python` is no release: write \"3.13\""));
        }
        Ok(Exercise { folder: folder.to_owned(), text })
    }

    /// `<chapter>/<name>`
    pub fn address(&self) -> String {
        Exercise::address_of(&self.folder)
    }

    /// The address of the exercise in a folder.
    pub fn address_of(folder: &Path) -> String {
        let parts: Vec<_> = folder.iter().rev().take(2).map(|it| it.to_string_lossy()).collect();
        format!("{}/{}", parts[1], parts[0])
    }

    /// The name of its folder.
    pub fn name(&self) -> String {
        self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The languages that it can be answered in, Python first: those with a check.
    pub fn languages(&self) -> Vec<Language> {
        let is_there = |it: &Language| self.file("check", *it).is_file();
        Language::BOTH.into_iter().filter(is_there).collect()
    }

    /// A file of it, whether it exists or not: `stub`, `check`, `solution`, `wrong/name`.
    pub fn file(&self, name: &str, language: Language) -> PathBuf {
        self.folder.join(format!("{name}.{}", language.extension()))
    }

    /// The names of the wrong answers in that language.
    /// Errors: if their folder cannot be read.
    pub fn wrong(&self, language: Language) -> io::Result<Vec<String>> {
        let mut files = entries(&self.folder.join("wrong"))?;
        files.retain(|file| file.extension().is_some_and(|it| it == language.extension()));
        Ok(files.iter().map(|file| stem(file)).collect())
    }

    /// The oldest Python that it can be answered on.
    pub fn oldest_python(&self) -> Version {
        self.text.python.as_deref().and_then(Version::parse).unwrap_or(OLDEST)
    }

    /// Whether its check in Python imports a package, or a module of its chapter does.
    pub fn needs_packages(&self) -> bool {
        packages::are_imported(&self.file("check", Language::Python), &[self.chapters_modules()])
    }

    /// The folder of the Python programs of its chapter, which has modules that they share.
    fn chapters_modules(&self) -> PathBuf {
        let chapter = self.folder.iter().rev().nth(1).unwrap_or_default();
        self.folder.join("../../../examples").join(chapter).join("python")
    }

    /// Checks an answer, in Python on the newest at hand. It is run on the clock that jumps, until it ends or
    /// `stop` is asked.
    /// Errors: why it cannot be checked here.
    pub fn check(&self, answer: &str, language: Language, stop: &Stop) -> Result<Verdict, String> {
        match language {
            Language::Python => {
                let newest = pythons().iter().rfind(|it| it.version >= self.oldest_python());
                let lack =
                    || format!("it needs Python {} or newer; install it", self.oldest_python());
                self.check_on(newest.ok_or_else(lack)?, answer, stop)
            }
            Language::Rust => Answers::compile(&[(self, answer.to_owned())], stop)?.check(0, stop),
        }
    }

    /// Checks an answer in Python with this interpreter.
    /// Errors: why it cannot be checked here.
    pub fn check_on(&self, python: &Python, answer: &str, stop: &Stop) -> Result<Verdict, String> {
        let folder = Scratch::new("answers").map_err(|e| e.to_string())?;
        let check = fs::copy(self.file("check", Language::Python), folder.path().join("check.py"));
        let answer = fs::write(folder.path().join("answer.py"), answer);
        check.and(answer).map_err(|e| e.to_string())?;
        let ours = format!("{EXAM}/python");
        let paths = format!("{ours}:{}", self.chapters_modules().display());
        let interpreter = match self.needs_packages() {
            true => python.with_packages().map_err(|lack| lack.to_string())?,
            false => &python.executable,
        };
        let command = Command::new(interpreter, folder.path())
            .arg(format!("{ours}/judge.py"))
            .env("PYTHONPATH", &paths)
            .trial(Clock::Virtual);
        judged(command, folder.path(), stop)
    }
}

/// Answers in Rust, compiled into one program; each is checked by its place.
#[derive(Debug)]
pub struct Answers {
    folder: Scratch,
    /// What the compiler said, if it refused them.
    refused: Option<String>,
}

impl Answers {
    /// Compiles answers, each with the check of its exercise. A refusal is told by [`Answers::check`].
    /// Errors: if they cannot be compiled here.
    pub fn compile(answers: &[(&Exercise, String)], stop: &Stop) -> Result<Answers, String> {
        let folder = Scratch::new("answers").map_err(|e| e.to_string())?;
        let program = write(answers, folder.path()).map_err(|e| e.to_string())?;
        let rustc = compiler(folder.path(), stop)?
            .args(["--crate-name", "answers", "-o", "answers", "-"])
            .stdin(&program);
        match rustc.until(stop).run().map_err(|e| e.to_string())? {
            (End::Ended(status), said) => {
                let said = named(&said, folder.path());
                Ok(Answers { folder, refused: (!status.success()).then_some(said) })
            }
            (End::OutOfTime, _) => Err("the compiler does not end".to_owned()),
            (End::Stopped, _) => Err("stopped".to_owned()),
        }
    }

    /// Runs the check of the answer in that place.
    /// Errors: if it cannot be run.
    pub fn check(&self, place: usize, stop: &Stop) -> Result<Verdict, String> {
        if let Some(said) = &self.refused {
            let lines = said.lines().filter(|line| !line.starts_with("[exit status: "));
            let printed = lines.map(|line| line.to_owned() + "\n").collect();
            let says = "It does not compile.".to_owned();
            return Ok(Verdict { holds: false, says, printed });
        }
        let folder = self.folder.path();
        let command = Command::new(&folder.join("answers"), folder).arg(place.to_string());
        judged(command, folder, stop)
    }
}

/// The compiler in that folder, with the crates that an answer or a loop may use. Cargo compiles these first,
/// if that is to be done.
/// Errors: if they do not compile.
pub fn compiler(folder: &Path, stop: &Stop) -> Result<Command, String> {
    let libraries = libraries(stop)?;
    let dependencies = libraries["exam"].with_file_name("deps");
    let rustc = Command::tool(Path::new("rustc"), folder)
        // What only some answer uses is no news to its author.
        .args(["--edition", "2024", "-A", "dead_code", "-A", "unused_imports"])
        .arg("-L")
        .arg(format!("dependency={}", dependencies.display()))
        .limit(COMPILING);
    Ok(libraries.iter().fold(rustc, |rustc, (name, file)| {
        rustc.arg("--extern").arg(format!("{name}={}", file.display()))
    }))
}

/// Writes the answers and their checks, and returns the program that has them all. A compiler names an
/// answer by its exercise.
fn write(answers: &[(&Exercise, String)], folder: &Path) -> io::Result<String> {
    let (mut modules, mut checks) = (String::new(), String::new());
    for (place, (exercise, answer)) in answers.iter().enumerate() {
        let file = match place {
            0 => format!("{}.rs", exercise.name()),
            _ => format!("{}-{place}.rs", exercise.name()),
        };
        fs::write(folder.join(&file), answer)?;
        let check = exercise.file("check", Language::Rust);
        modules += &format!(
            "mod a{place} {{ #[path = {:?}] pub mod answer; #[path = {check:?}] pub mod check; }}\n",
            folder.join(file)
        );
        checks += &format!("a{place}::check::check, ");
    }
    Ok(format!("{modules}fn main() {{ exam::judge(&[{checks}]) }}\n"))
}

/// What was said, where a file of a folder that will be gone has its name alone.
fn named(said: &str, folder: &Path) -> String {
    said.replace(&format!("{}/", folder.display()), "")
}

/// Runs a check to its verdict.
fn judged(command: Command, folder: &Path, stop: &Stop) -> Result<Verdict, String> {
    let mut printed = Vec::new();
    let end = command.limit(RUNNING).until(stop).stream(|chunk| {
        printed.extend_from_slice(chunk);
        if printed.len() > MOST {
            stop.ask();
        }
    });
    let end = end.map_err(|e| e.to_string())?;
    let floods = printed.len() > MOST;
    printed.truncate(MOST);
    let printed = named(&String::from_utf8_lossy(&printed), folder);
    let verdict = printed.rmatch_indices(VERDICT).map(|(start, _)| start);
    let verdict =
        verdict.filter(|start| printed[..*start].is_empty() || printed[..*start].ends_with('\n'));
    let fails = |says: &str, printed: &str| Verdict {
        holds: false,
        says: says.to_owned(),
        printed: printed.to_owned(),
    };
    match (end, verdict.max()) {
        _ if floods => Ok(fails(&format!("It prints more than {} KiB.", MOST / 1024), &printed)),
        (End::Stopped, _) => Err("stopped".to_owned()),
        (_, Some(start)) => {
            let (printed, verdict) = printed.split_at(start);
            let verdict = verdict[VERDICT.len()..].trim_end();
            match verdict.strip_prefix("fails\n") {
                Some(says) => Ok(fails(says, printed)),
                None => {
                    Ok(Verdict { holds: true, says: String::new(), printed: printed.to_owned() })
                }
            }
        }
        (End::OutOfTime, None) => Ok(fails(
            &format!("It does not end: after {} s it still computes.", RUNNING.as_secs()),
            &printed,
        )),
        (End::Ended(_), None) => {
            Ok(fails("It ends the program before the check is through.", &printed))
        }
    }
}

/// Where cargo has put the crates that an answer may use. It compiles them, if that is to be done.
fn libraries(stop: &Stop) -> Result<BTreeMap<String, PathBuf>, String> {
    let made = compile(Path::new(EXAM), &["--lib"], stop, |_| {})?;
    let library = |message: &Value| {
        let name = message["target"]["name"].as_str().filter(|name| CRATES.contains(name))?;
        let mut files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
        Some((name.to_owned(), PathBuf::from(files.find(|file| file.ends_with(".rlib"))?)))
    };
    let libraries: BTreeMap<_, _> = made.messages.iter().filter_map(library).collect();
    if libraries.len() < CRATES.len() {
        return Err(format!("the crate exam does not compile:\n{}", made.said));
    }
    Ok(libraries)
}
