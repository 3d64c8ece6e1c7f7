//! The road through the loop: the reader's own loop is held against the suites of the stages, in the order
//! of the ladder, and told what the next test wants.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use proof::{Command, End, Scratch, Stop, compiler};
use told::words::capital;

/// Where the loop and its suites are, from the book's root.
const TOY: &str = "examples/toy";

/// How long all tests of a stage may run, and one of them: each takes less than a second.
const ALL_TESTS: Duration = Duration::from_secs(30);
const ONE_TEST: Duration = Duration::from_secs(5);

/// What an empty loop begins with.
pub const EMPTY: &str = "\
//! Your own event loop. `cargo book exercise loop` says what its next test wants, at each save.
//! The pages of From the ground up tell how: begin with Tasks and the ready queue.
";

/// A stage of the ladder, and what it promises.
#[derive(Debug)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// Its idea, in a sentence.
    pub idea: String,
    /// The program of its suites, which expects the loop as `crate::stage`.
    program: String,
    /// The tests of its suites: those of the stages before come first.
    tests: Vec<Test>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Test {
    suite: String,
    name: String,
}

/// How far a loop has come.
#[derive(Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many stages stand, from the first.
    pub stages: usize,
    /// What is wanted next; nothing, if all stages stand.
    pub next: Option<Want>,
}

/// What is wanted of a loop.
#[derive(Debug, PartialEq, Eq)]
pub struct Want {
    /// In a sentence or two.
    pub says: String,
    /// What the compiler or the test said.
    pub printed: String,
}

/// The stages that have a suite, in the order of the ladder.
/// Errors: if one cannot be read.
pub fn steps(root: &Path) -> io::Result<Vec<Step>> {
    let toy = root.join(TOY);
    let mut left = Vec::new();
    for file in toy.join("tests/stages").read_dir()? {
        let name = file?.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name != "mod" {
            let text = fs::read_to_string(toy.join(format!("src/stages/{name}/mod.rs")))?;
            left.push((name, text));
        }
    }
    let mut steps: Vec<Step> = Vec::new();
    while !left.is_empty() {
        let names: BTreeSet<String> = left.iter().map(|(name, _)| name.clone()).collect();
        let is_next = |(_, text): &(String, String)| !names.contains(after(text));
        let next = left.iter().position(is_next);
        let (name, text) = left.swap_remove(next.ok_or(io::Error::other("stages in a circle"))?);
        steps.push(Step::read(&toy, name, &text, steps.last())?);
    }
    Ok(steps)
}

/// What a stage's first line names.
fn after(text: &str) -> &str {
    text.lines().next().and_then(|line| line.strip_prefix("// after:")).map_or("", str::trim)
}

impl Step {
    fn read(toy: &Path, name: String, text: &str, before: Option<&Step>) -> io::Result<Step> {
        let tests = toy.join("tests");
        let suites = fs::read_to_string(tests.join(format!("stages/{name}.rs")))?;
        let mut listed: Vec<&str> = suites
            .lines()
            .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
            .collect();
        let known: Vec<&str> =
            before.iter().flat_map(|it| &it.tests).map(|test| &*test.suite).collect();
        // Those of the stages before come first, in their order.
        let place = |suite: &&str| known.iter().position(|it| it == suite).unwrap_or(known.len());
        listed.sort_by_key(place);
        let mut all = Vec::new();
        for suite in listed {
            let text = fs::read_to_string(tests.join(format!("{suite}.rs")))?;
            let test = |name: &str| Test { suite: suite.to_owned(), name: name.to_owned() };
            all.extend(test_names(&text).map(test));
        }
        let program = suites
            .replace(&format!("use toy::stages::{name} as stage;"), "use crate::stage;")
            .replace("\"../", &format!("\"{}/", tests.display()));
        let idea = text.lines().skip(1).map_while(|line| line.strip_prefix("//! "));
        let idea = idea.collect::<Vec<_>>().join(" ");
        Ok(Step { name, idea, program, tests: all })
    }
}

/// The names of a suite's tests, in its order.
fn test_names(text: &str) -> impl Iterator<Item = &str> {
    let mut lines = text.lines().map(str::trim);
    std::iter::from_fn(move || {
        lines.find(|line| *line == "#[test]")?;
        let name = lines.find_map(|line| line.strip_prefix("fn "))?;
        name.split('(').next()
    })
}

/// Holds the loop in `file` against the stages, from the one in that place on; those before stand. `hear`
/// gets the name of each stage that is looked at.
/// Errors: why that cannot be done here.
pub fn look(
    steps: &[Step],
    from: usize,
    file: &Path,
    mut hear: impl FnMut(&str),
    stop: &Stop,
) -> Result<Standing, String> {
    let folder = Scratch::new("answers").map_err(|e| e.to_string())?;
    let metadata = ["--crate-type", "lib", "--emit", "metadata", "--crate-name", "stage"];
    let own = compiler(folder.path(), stop)?.args(metadata).arg(file);
    if let (false, said) = run(own, stop)? {
        let says = "Your loop does not compile.".to_owned();
        return Ok(Standing { stages: from, next: Some(Want { says, printed: said }) });
    }
    for (place, step) in steps.iter().enumerate().skip(from) {
        hear(&step.name);
        if let Some(want) = step.want(folder.path(), file, stop)? {
            return Ok(Standing { stages: place, next: Some(want) });
        }
    }
    Ok(Standing { stages: steps.len(), next: None })
}

impl Step {
    /// What this stage wants of the loop in `file`, if anything.
    fn want(&self, folder: &Path, file: &Path, stop: &Stop) -> Result<Option<Want>, String> {
        let program = format!("#[path = {file:?}] mod stage;\nmod suite {{\n{}}}\n", self.program);
        let suite = ["--test", "--crate-name", "suite", "-o", "suite", "-"];
        let suite = compiler(folder, stop)?.args(suite).stdin(&program);
        if let (false, said) = run(suite, stop)? {
            return Ok(Some(self.lacks(said)));
        }
        let suite = |arguments: &[&str], limit| {
            let command = Command::new(&folder.join("suite"), folder);
            run(command.args(arguments).limit(limit), stop)
        };
        let (passes, all) = suite(&[], ALL_TESTS)?;
        if passes {
            return Ok(None);
        }
        // Which of them is the first, the order of the suites says.
        let (_, listed) = suite(&["--list", "--format=terse"], ONE_TEST)?;
        for test in &self.tests {
            let Some(path) = test.path(&listed) else { continue };
            if let (false, said) = suite(&["--exact", path], ONE_TEST)? {
                return Ok(Some(test.want(&self.name, &said)));
            }
        }
        let says =
            format!("The tests of the stage `{}` pass one by one, but not together.", self.name);
        Ok(Some(Want { says, printed: all }))
    }

    /// What is wanted of a loop with which the tests do not compile.
    fn lacks(&self, said: String) -> Want {
        let start = format!("The stage `{}` is next. {}", self.name, self.idea);
        match lacking(&said) {
            names if names.is_empty() => {
                let says = format!("{start} Its tests do not compile with your loop.");
                Want { says, printed: said }
            }
            names => {
                let says = format!("{start} Its tests need what your loop lacks: {names}.");
                let first = said.split("\n\n").next().unwrap_or_default();
                Want { says, printed: first.to_owned() }
            }
        }
    }
}

impl Test {
    /// What the harness calls it.
    fn path<'a>(&self, listed: &'a str) -> Option<&'a str> {
        let (start, end) = (format!("suite::{}::", self.suite), format!("::{}", self.name));
        let mut paths = listed.lines().filter_map(|line| line.strip_suffix(": test"));
        paths.find(|path| path.starts_with(&start) && path.ends_with(&end))
    }

    fn want(&self, stage: &str, said: &str) -> Want {
        let Test { suite, name } = self;
        let place = match suite == stage {
            true => format!("The stage `{stage}` is next, and its test wants"),
            false => format!("The stage `{stage}` is next, but a promise of `{suite}` is broken"),
        };
        let panic = said.split_once("----\n").map(|(_, panic)| panic.trim_start());
        let panic = panic.and_then(|panic| panic.split("\n\n").next());
        let panic = panic.unwrap_or("The test does not end.");
        let printed = format!("{name}, in {TOY}/tests/{suite}.rs\n{panic}");
        Want { says: format!("{place}: {}.", capital(&name.replace('_', " "))), printed }
    }
}

/// The names that a suite does not find, out of what the compiler says.
fn lacking(said: &str) -> String {
    let mut names = BTreeSet::new();
    for line in said.lines().filter(|line| line.starts_with("error")) {
        let quoted: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        let imported = quoted.iter().filter_map(|it| it.rsplit_once("stage::"));
        names.extend(imported.map(|(_, name)| name.to_owned()));
        match quoted[..] {
            [name, "stage"] if line.contains("could not find") => {
                names.insert(name.to_owned());
            }
            [name, of, ..] if line.contains(" named `") => {
                names.insert(format!("{}::{name}", of.rsplit("::").next().unwrap_or(of)));
            }
            _ => {}
        }
    }
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Whether a command succeeds, and what it says. One that does not end has not succeeded.
fn run(command: Command, stop: &Stop) -> Result<(bool, String), String> {
    match command.until(stop).run().map_err(|e| e.to_string())? {
        (End::Ended(status), said) => Ok((status.success(), said)),
        (End::OutOfTime, said) => Ok((false, said)),
        (End::Stopped, _) => Err("stopped".to_owned()),
    }
}
