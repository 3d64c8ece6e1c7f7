//! A chapter's folder: which programs it has, and what each of them asks of the harness.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fmt, io};

use crate::packages::{self, imported};
use crate::transcript::read_file;
use crate::{Clock, Command, OLDEST, Python, RELEASES, Runner, Version, pythons, pythons_from};

/// How long a program may take whose interpreter is started for it, on a machine that has much to do.
const ALONE: Duration = Duration::from_secs(60);

/// A chapter's crate: `examples/<slug>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chapter {
    /// The folder that holds `src/bin`, `python` and `transcripts`.
    pub folder: PathBuf,
}

/// One program, in one language or in both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Program {
    /// The chapter it belongs to.
    pub chapter: Chapter,
    /// The name that its files share.
    pub name: String,
}

/// A language that programs are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// `python/<name>.py`
    Python,
    /// `src/bin/<name>.rs`
    Rust,
}

/// What a program asks of the harness, in its first comment lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// `clock: real`, or the virtual one.
    pub clock: Clock,
    /// `args: one two`
    pub args: Vec<String>,
    /// `stdin: text`; the text and a line end.
    pub stdin: String,
    /// `python: >=3.12`: the oldest Python that runs it as its transcript says. One before 3.11 has no
    /// virtual clock.
    pub python: Option<Version>,
    /// `needs: wrk curl`: the commands that it runs, to be found on PATH.
    pub needs: Vec<String>,
    /// How many lines of the file it takes.
    pub lines: usize,
}

/// Why a program cannot be run here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// It asks for this release of Python or a newer one.
    NotForThisPython(Version),
    /// What this machine lacks, and the remedy.
    Missing(String),
    /// A header that cannot be read, or an environment that cannot be made.
    Broken(String),
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lack::NotForThisPython(it) => write!(f, "it needs Python {it} or newer; install it"),
            Lack::Missing(lack) | Lack::Broken(lack) => f.write_str(lack),
        }
    }
}

impl From<io::Error> for Lack {
    fn from(error: io::Error) -> Lack {
        Lack::Broken(error.to_string())
    }
}

impl Chapter {
    /// All chapters below `examples`, by slug.
    /// Errors: if the folder cannot be read.
    pub fn all(examples: &Path) -> io::Result<Vec<Chapter>> {
        let parts = ["Cargo.toml", "src/bin", "python"];
        let mut folders = entries(examples)?;
        folders.retain(|folder| parts.iter().any(|part| folder.join(part).exists()));
        Ok(folders.into_iter().map(|folder| Chapter { folder }).collect())
    }

    /// The name of its folder, its crate and the prefix of its programs' addresses.
    pub fn slug(&self) -> String {
        self.folder.file_name().unwrap_or_default().display().to_string()
    }

    /// Its programs, by name. A Python module that no program bears the name of is a helper, and so is
    /// one that never says what it prints: a program has a transcript or a Rust twin.
    /// Errors: if a folder cannot be read.
    pub fn programs(&self) -> io::Result<Vec<Program>> {
        let mut files = self.files("src/bin", "rs")?;
        files.extend(self.files("transcripts", "txt")?);
        let names = files.iter().map(|file| stem(file).split('.').take(1).collect());
        let names: BTreeSet<String> = names.collect();
        Ok(names.iter().map(|name| self.program(name)).collect())
    }

    /// The program of that name, whether it exists or not.
    pub fn program(&self, name: &str) -> Program {
        Program { chapter: self.clone(), name: name.to_owned() }
    }

    /// The folders of its stages of the loop, by name.
    /// Errors: if the folder that holds them cannot be read.
    pub fn stages(&self) -> io::Result<Vec<PathBuf>> {
        let mut stages = entries(&self.folder.join("src/stages"))?;
        stages.retain(|folder| folder.join("mod.rs").is_file());
        Ok(stages)
    }

    /// The Python programs that a module of this name can change: the program of the name, and those that
    /// import it, or a module that does.
    /// Errors: if a folder cannot be read.
    pub fn users_of(&self, module: &str) -> io::Result<Vec<Program>> {
        let folders = [self.folder.join("python")];
        let imported = |user: &Program| imported(&user.file(Language::Python), &folders);
        let mut programs = self.programs()?;
        programs.retain(|user| user.name == module || imported(user).contains(module));
        Ok(programs)
    }

    /// Whether its crate depends on that of another chapter.
    pub fn depends_on(&self, other: &Chapter) -> bool {
        let manifest = read_file(&self.folder.join("Cargo.toml")).unwrap_or_default();
        let slug = other.slug();
        manifest.lines().any(|line| line.split(['.', '=', ' ']).next() == Some(&slug))
    }

    /// The Python test files, `tests/python/test_*.py`, by name.
    /// Errors: if the folder cannot be read.
    pub fn python_tests(&self) -> io::Result<Vec<PathBuf>> {
        let mut tests = self.files("tests/python", "py")?;
        tests.retain(|file| stem(file).starts_with("test_"));
        Ok(tests)
    }

    /// The files of a folder with that extension, by name. What an editor puts beside a file is hidden,
    /// or ends otherwise.
    fn files(&self, folder: &str, extension: &str) -> io::Result<Vec<PathBuf>> {
        let mut files = entries(&self.folder.join(folder))?;
        let is_hidden = |file: &Path| stem(file).starts_with(['.', '#']);
        files.retain(|it| it.extension().is_some_and(|it| it == extension) && !is_hidden(it));
        Ok(files)
    }
}

impl Program {
    /// `<chapter>/<name>`
    pub fn address(&self) -> String {
        format!("{}/{}", self.chapter.slug(), self.name)
    }

    /// The file that holds it in `language`, whether it exists or not.
    pub fn file(&self, language: Language) -> PathBuf {
        let folder = &self.chapter.folder;
        match language {
            Language::Python => folder.join(format!("python/{}.py", self.name)),
            Language::Rust => folder.join(format!("src/bin/{}.rs", self.name)),
        }
    }

    /// The languages it is written in, Python first.
    pub fn languages(&self) -> Vec<Language> {
        Language::BOTH.into_iter().filter(|it| self.file(*it).is_file()).collect()
    }

    /// What the file in `language` asks of the harness.
    /// Errors: if the file cannot be read, or asks for something that the harness does not know.
    pub fn header(&self, language: Language) -> io::Result<Header> {
        let file = self.file(language);
        Header::parse(&read_file(&file)?, language)
            .map_err(|e| io::Error::other(format!("{}:{e}", file.display())))
    }

    /// What its file asks of the harness, if this machine and the runner have it.
    pub(crate) fn header_for(&self, runner: Runner<'_>) -> Result<Header, Lack> {
        let header = self.header(runner.language())?;
        match (header.lack(), header.python) {
            (Some(lack), _) => Err(Lack::Missing(lack)),
            (_, Some(oldest)) if runner.version() < oldest => Err(Lack::NotForThisPython(oldest)),
            _ => Ok(header),
        }
    }

    /// The command that runs it, on the clock that it asks for or on another. A Python program that
    /// needs a third-party package waits here until an environment is made that has it.
    /// Errors: what is lacking.
    pub fn command(&self, runner: Runner<'_>, clock: Option<Clock>) -> Result<Command, Lack> {
        self.command_for(&self.header_for(runner)?, runner, clock)
    }

    /// The same, though the runner may not be one that its header allows.
    pub(crate) fn command_for(
        &self,
        header: &Header,
        runner: Runner<'_>,
        clock: Option<Clock>,
    ) -> Result<Command, Lack> {
        let folder = &self.chapter.folder;
        let clock = clock.unwrap_or(header.clock);
        let command = match runner {
            Runner::Python(python) => {
                let command = Command::new(self.interpreter(python)?, &folder.join("python"))
                    .arg(format!("{}.py", self.name));
                match python.version < OLDEST {
                    true => command.limit(ALONE),
                    false => command.trial(clock),
                }
            }
            Runner::Rust(executable) => Command::new(executable, folder),
        };
        // A program that makes its loop itself looks at it.
        let command = match clock {
            Clock::Virtual => command.env("VIRTUAL_CLOCK", "1"),
            Clock::Real => command,
        };
        Ok(command.args(&header.args).stdin(&header.stdin))
    }

    /// The interpreter that has what the Python file imports: the bare one, or that of an environment,
    /// which is made if it is not there.
    /// Errors: if the environment cannot be made.
    pub fn interpreter<'a>(&self, python: &'a Python) -> Result<&'a Path, Lack> {
        if self.needs_packages() { python.with_packages() } else { Ok(&python.executable) }
    }

    /// The oldest release that its header allows.
    pub fn oldest_python(&self) -> Version {
        let header = self.header(Language::Python).unwrap_or_default();
        header.python.unwrap_or(OLDEST)
    }

    /// The Pythons at hand that are asked what it prints: the supported ones, and older ones if its header
    /// allows one.
    pub fn pythons(&self) -> impl Iterator<Item = &'static Python> {
        let is_old = self.oldest_python() < OLDEST;
        pythons_from(if is_old { RELEASES[0] } else { OLDEST })
    }

    /// The newest Python at hand that its header allows. Errors: what is lacking.
    pub fn newest_python(&self) -> Result<&'static Python, Lack> {
        let oldest = self.oldest_python();
        let newest = pythons().iter().rfind(|python| python.version >= oldest);
        newest.ok_or(Lack::NotForThisPython(oldest))
    }

    /// Whether the environment that the Python file needs has to be made first, in some 20 s.
    pub fn needs_environment(&self, python: &Python) -> bool {
        self.needs_packages() && !packages::are_there(python)
    }

    /// The modules of its chapter that the Python file imports, or that those import.
    pub fn modules(&self) -> Vec<PathBuf> {
        let folder = self.chapter.folder.join("python");
        let imported = imported(&self.file(Language::Python), std::slice::from_ref(&folder));
        let files = imported.iter().map(|module| folder.join(format!("{module}.py")));
        files.filter(|file| file.is_file()).collect()
    }

    /// Whether the Python file imports a package, or a module of its chapter does.
    pub fn needs_packages(&self) -> bool {
        packages::are_imported(&self.file(Language::Python), &[self.chapter.folder.join("python")])
    }
}

impl Language {
    /// Both, Python first.
    pub const BOTH: [Language; 2] = [Language::Python, Language::Rust];

    /// What a comment line begins with.
    pub fn comment(self) -> &'static str {
        match self {
            Language::Python => "# ",
            Language::Rust => "// ",
        }
    }

    /// Its name in prose.
    pub fn name(self) -> &'static str {
        match self {
            Language::Python => "Python",
            Language::Rust => "Rust",
        }
    }

    /// What the names of its files end with.
    pub fn extension(self) -> &'static str {
        match self {
            Language::Python => "py",
            Language::Rust => "rs",
        }
    }

    /// What the names of its files bear, and what the style sheet and the colouring call it.
    pub fn kind(self) -> &'static str {
        match self {
            Language::Python => "python",
            Language::Rust => "rust",
        }
    }
}

impl Header {
    /// Reads the header from the first comment lines of a program's text. Its lines are
    /// `key: value`; the first line of another shape ends it.
    /// Errors: `line: what is wrong`, if a value is not one that the harness knows.
    pub fn parse(text: &str, language: Language) -> Result<Header, String> {
        let mut header = Header::default();
        for (number, line) in (1..).zip(text.lines()) {
            let comment = line.strip_prefix(language.comment());
            let Some((key, value)) = comment.and_then(|it| it.split_once(": ")) else { break };
            let fault = |expected| format!("{number}: `{key}: {value}`; expected {expected}");
            match key {
                "clock" if value == "real" => header.clock = Clock::Real,
                "clock" => return Err(fault("`clock: real`, or no such line")),
                "args" => header.args = words(value),
                "needs" => header.needs = words(value),
                "stdin" => header.stdin = format!("{value}\n"),
                "python" => {
                    let version = value.strip_prefix(">=").and_then(Version::parse);
                    header.python = Some(version.ok_or_else(|| fault("`python: >=3.12`"))?);
                }
                "ANCHOR" => break,
                _ => return Err(fault("clock, args, stdin, python or needs")),
            }
            header.lines = number;
        }
        if header.clock == Clock::Virtual && header.python.is_some_and(|oldest| oldest < OLDEST) {
            let lines = header.lines;
            return Err(format!(
                "{lines}: a Python before {OLDEST} has the real clock only; write `clock: real`"
            ));
        }
        Ok(header)
    }

    /// What this machine lacks to run the program, and the remedy.
    pub fn lack(&self) -> Option<String> {
        let path = env::var_os("PATH").unwrap_or_default();
        let is_there = |name: &String| env::split_paths(&path).any(|it| it.join(name).is_file());
        let missing = self.needs.iter().find(|command| !is_there(command))?;
        Some(format!("no {missing} on PATH; install it"))
    }
}

/// Whether `CI` is `true`: then nothing may be skipped.
pub fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|ci| ci == "true")
}

fn words(value: &str) -> Vec<String> {
    value.split_whitespace().map(str::to_owned).collect()
}

/// What is in a folder, by name; nothing if there is no such folder.
pub fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = folder.read_dir()?.map(|entry| Ok(entry?.path()));
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

pub(crate) fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().display().to_string()
}
