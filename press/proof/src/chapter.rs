//! A chapter's folder: which programs it has, and what each of them asks of the harness.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::{Clock, Command, Python, Version};

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
    /// `python: >=3.12`: the oldest Python that can run it.
    pub python: Option<Version>,
    /// `needs: wrk curl`: the commands that it runs, to be found on PATH.
    pub needs: Vec<String>,
    /// How many lines of the file it takes.
    pub lines: usize,
}

impl Chapter {
    /// All chapters below `examples`, by slug.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn all(examples: &Path) -> io::Result<Vec<Chapter>> {
        let mut chapters = Vec::new();
        if examples.is_dir() {
            for entry in examples.read_dir()? {
                let folder = entry?.path();
                let parts = ["Cargo.toml", "src/bin", "python"];
                if parts.iter().any(|part| folder.join(part).exists()) {
                    chapters.push(Chapter { folder });
                }
            }
        }
        chapters.sort();
        Ok(chapters)
    }

    /// The name of its folder, its crate and the prefix of its programs' addresses.
    #[must_use]
    pub fn slug(&self) -> String {
        let name = self.folder.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Its programs, by name. A Python module that no program bears the name of is a helper, and so is
    /// one that never says what it prints: a program has a transcript or a Rust twin.
    ///
    /// # Errors
    ///
    /// If a folder cannot be read.
    pub fn programs(&self) -> io::Result<Vec<Program>> {
        let mut names = BTreeSet::new();
        for file in files(&self.folder.join("src/bin"), "rs")? {
            names.insert(stem(&file));
        }
        for file in files(&self.folder.join("transcripts"), "txt")? {
            let stem = stem(&file);
            let name = stem.split('.').next().unwrap_or(&stem);
            names.insert(name.to_owned());
        }
        let programs = names.into_iter().map(|name| self.program(&name));
        Ok(programs.collect())
    }

    /// The program of that name, whether it exists or not.
    #[must_use]
    pub fn program(&self, name: &str) -> Program {
        Program { chapter: self.clone(), name: name.to_owned() }
    }

    /// The files of its stages of the loop, by name.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn stages(&self) -> io::Result<Vec<PathBuf>> {
        let mut stages = files(&self.folder.join("src/stages"), "rs")?;
        stages.retain(|file| stem(file) != "mod");
        Ok(stages)
    }

    /// The Python programs that a module of this name can change: the program of the name, and those that
    /// import it, or a module that does.
    ///
    /// # Errors
    ///
    /// If a module cannot be read.
    pub fn users_of(&self, module: &str) -> io::Result<Vec<Program>> {
        let mut modules = Vec::new();
        for file in files(&self.folder.join("python"), "py")? {
            modules.push((stem(&file), fs::read_to_string(&file)?));
        }
        let mut users = vec![module.to_owned()];
        let mut next = 0;
        while let Some(user) = users.get(next).cloned() {
            let imports = |text: &String| imports(text).any(|imported| imported == user);
            let more = modules.iter().filter(|(name, text)| !users.contains(name) && imports(text));
            let more: Vec<_> = more.map(|(name, _)| name.clone()).collect();
            users.extend(more);
            next += 1;
        }
        let mut programs = self.programs()?;
        programs.retain(|program| users.contains(&program.name));
        Ok(programs)
    }

    /// Whether its crate depends on that of another chapter.
    #[must_use]
    pub fn depends_on(&self, other: &Chapter) -> bool {
        let manifest = fs::read_to_string(self.folder.join("Cargo.toml")).unwrap_or_default();
        let slug = other.slug();
        manifest.lines().any(|line| {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            name == slug
        })
    }

    /// The Python test files, `tests/python/test_*.py`, by name.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn python_tests(&self) -> io::Result<Vec<PathBuf>> {
        let mut tests = files(&self.folder.join("tests/python"), "py")?;
        tests.retain(|file| stem(file).starts_with("test_"));
        Ok(tests)
    }
}

impl Program {
    /// `<chapter>/<name>`
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}/{}", self.chapter.slug(), self.name)
    }

    /// The file that holds it in `language`, whether it exists or not.
    #[must_use]
    pub fn file(&self, language: Language) -> PathBuf {
        let folder = &self.chapter.folder;
        match language {
            Language::Python => folder.join(format!("python/{}.py", self.name)),
            Language::Rust => folder.join(format!("src/bin/{}.rs", self.name)),
        }
    }

    /// The languages it is written in, Python first.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        let both = [Language::Python, Language::Rust];
        both.into_iter().filter(|&language| self.file(language).is_file()).collect()
    }

    /// What the file in `language` asks of the harness.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or asks for something that the harness does not know.
    pub fn header(&self, language: Language) -> io::Result<Header> {
        let file = self.file(language);
        let text = std::fs::read_to_string(&file)
            .map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", file.display())))?;
        Header::parse(&text, language)
            .map_err(|e| io::Error::other(format!("{}:{}", file.display(), e)))
    }

    /// The command that runs the Python file. Under the virtual clock a small runner goes before it.
    #[must_use]
    pub fn python(&self, header: &Header, python: &Python, clock: Clock) -> Command {
        let mut command = Command::new(&python.executable, &self.chapter.folder.join("python"));
        if clock == Clock::Virtual {
            let runner = concat!(env!("CARGO_MANIFEST_DIR"), "/python/virtual_clock.py");
            command = command.arg(runner);
        }
        command.arg(format!("{}.py", self.name)).args(&header.args).stdin(&header.stdin)
    }

    /// The command that runs the Rust program, compiled into `binaries`.
    #[must_use]
    pub fn rust(&self, header: &Header, binaries: &Path, clock: Clock) -> Command {
        let command = Command::new(&binaries.join(&self.name), &self.chapter.folder);
        let command = match clock {
            Clock::Virtual => command.env("VIRTUAL_CLOCK", "1"),
            Clock::Real => command,
        };
        command.args(&header.args).stdin(&header.stdin)
    }
}

impl Language {
    /// What a comment line begins with.
    #[must_use]
    pub fn comment(self) -> &'static str {
        match self {
            Language::Python => "# ",
            Language::Rust => "// ",
        }
    }

    /// Its name in prose.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Language::Python => "Python",
            Language::Rust => "Rust",
        }
    }
}

impl Header {
    /// Reads the header from the first comment lines of a program's text. Its lines are
    /// `key: value`; the first line of another shape ends it.
    ///
    /// # Errors
    ///
    /// `line: what is wrong`, if a value is not one that the harness knows.
    pub fn parse(text: &str, language: Language) -> Result<Header, String> {
        let mut header = Header::default();
        for (index, line) in text.lines().enumerate() {
            let Some(comment) = line.strip_prefix(language.comment()) else {
                break;
            };
            let Some((key, value)) = comment.split_once(": ") else {
                break;
            };
            let fault =
                |expected: &str| format!("{}: `{key}: {value}`; expected {expected}", index + 1);
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
            header.lines = index + 1;
        }
        Ok(header)
    }

    /// What this machine lacks to run the program, and the remedy.
    #[must_use]
    pub fn lack(&self) -> Option<String> {
        let missing = self.needs.iter().find(|command| !is_on_path(command))?;
        Some(format!("no {missing} on PATH; install it"))
    }
}

/// The modules that a Python file imports, without their submodules.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim_start);
    let imported = lines.filter_map(|line| {
        let rest = line.strip_prefix("import ").or_else(|| line.strip_prefix("from "))?;
        Some(rest.split(" import ").next().unwrap_or(rest).split(','))
    });
    imported.flatten().filter_map(|module| {
        let name = module.trim().split([' ', '.']).next()?;
        (!name.is_empty()).then_some(name)
    })
}

fn words(value: &str) -> Vec<String> {
    value.split_whitespace().map(str::to_owned).collect()
}

fn is_on_path(command: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(command).is_file())
}

/// The files of `folder` with that extension, by name; none if there is no such folder.
fn files(folder: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if folder.is_dir() {
        for entry in folder.read_dir()? {
            let file = entry?.path();
            if file.extension().is_some_and(|found| found == extension) {
                files.push(file);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn stem(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_the_first_comment_lines() {
        let text = "# clock: real\n# args: 3 4\n# stdin: hello\n# python: >=3.12\n# needs: sh ps\nimport asyncio\n# args: no\n";
        let header = Header::parse(text, Language::Python).expect("a header");
        assert_eq!(header.clock, Clock::Real);
        assert_eq!(header.args, ["3", "4"]);
        assert_eq!(header.stdin, "hello\n");
        assert_eq!(header.python, Version::parse("3.12"));
        assert_eq!(header.needs, ["sh", "ps"]);
        assert_eq!(header.lines, 5);
    }

    #[test]
    fn a_command_that_is_not_on_path_is_lacking() {
        let lack = |text| Header::parse(text, Language::Rust).expect("a header").lack();
        assert_eq!(lack("// needs: sh\n"), None);
        let missing = lack("// needs: sh no-such-command\n");
        assert_eq!(missing.as_deref(), Some("no no-such-command on PATH; install it"));
    }

    #[test]
    fn a_header_with_an_unknown_key_or_value_is_an_error_that_names_the_line() {
        let unknown = Header::parse("// clok: real\n", Language::Rust).expect_err("unknown");
        assert!(unknown.starts_with("1: `clok: real`"), "{unknown}");
        let value = Header::parse("// args: 1\n// clock: fast\n", Language::Rust);
        assert!(value.expect_err("unknown").starts_with("2: "));
    }
}
