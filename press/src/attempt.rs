//! `cargo book exercise`: lists the exercises with the reader's progress, and checks an attempt at one, again
//! at each save. Attempts are the reader's own: git ignores them, and no test looks at them.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail, ensure};
use proof::{Exercise, Language, Stop, Verdict};

use crate::book::Book;
use crate::printed::Changes;
use crate::road;
use crate::say::{near, tell};
use crate::watch::sources;

/// Where the reader's attempts are, from the book's root.
pub const FOLDER: &str = "attempts";

/// The file there that says which are solved, `chapter/name language` a line.
const SOLVED: &str = "solved";

/// How often an attempt is looked at.
pub const LOOK: Duration = Duration::from_millis(150);

/// Lists all exercises in the order of the pages, with what the reader has done.
/// Errors: if an exercise cannot be read.
pub fn list(root: &Path) -> Result<()> {
    let book = Book::read(root, &Changes::new());
    let solved = solved(root)?;
    let (mut done, mut all) = (0, 0);
    for page in &book.pages {
        let exercises = page.exercises();
        if exercises.is_empty() {
            continue;
        }
        tell(format!("\n{}", page.title()));
        for address in exercises {
            let exercise = find(root, &address)?;
            let languages = exercise.languages();
            let states = languages.iter().map(|it| state(root, &exercise, *it, &solved));
            let states: Vec<_> = states.collect();
            all += 1;
            done += usize::from(states.iter().any(|state| state.ends_with("solved")));
            let grade = exercise.text.grade.name();
            tell(format!(
                "  {address:<38} {grade:<9} {:<34} {}",
                states.join(", "),
                exercise.text.title
            ));
        }
    }
    tell(format!(
        "\n{done} of {all} are solved. To begin one, or to go on: cargo book exercise CHAPTER/NAME"
    ));
    tell("The road through the event loop, stage by stage: cargo book exercise loop");
    Ok(())
}

fn state(
    root: &Path,
    exercise: &Exercise,
    language: Language,
    solved: &BTreeSet<String>,
) -> String {
    let name = language.name();
    let (is_solved, is_begun) =
        (solved.contains(&entry(exercise, language)), file(root, exercise, language).is_file());
    match (is_solved, is_begun) {
        (true, _) => format!("{name} solved"),
        (false, true) => format!("{name} begun"),
        (false, false) => name.to_owned(),
    }
}

/// Shows so many hints of an exercise; after the second, the solution.
/// Errors: if there is no such exercise.
pub fn hint(root: &Path, name: &str, count: u8) -> Result<()> {
    let exercise = find(root, name)?;
    let hints = exercise.text.hints.iter().take(count.into());
    hints.for_each(|hint| tell(format!("{hint}\n")));
    if count > 2 {
        for language in exercise.languages() {
            tell(fs::read_to_string(exercise.file("solution", language))?);
        }
        tell(&exercise.text.reasoning);
    }
    Ok(())
}

/// Copies the stub, if the reader has no attempt yet, and checks the attempt, again at each save, until
/// it holds; or `once`.
/// Errors: if there is no such exercise, it cannot be checked here, or it was checked once and fails.
pub fn work(root: &Path, name: &str, language: Option<Language>, once: bool) -> Result<()> {
    let exercise = find(root, name)?;
    let languages = exercise.languages();
    let language = match language {
        Some(asked) if !languages.contains(&asked) => {
            bail!("{} is not to be answered in {}", exercise.address(), asked.name())
        }
        Some(asked) => asked,
        None => *languages.first().context("it has no check")?,
    };
    let file = begin(root, &exercise, language)?;
    let shown = file.strip_prefix(root).unwrap_or(&file).display().to_string();
    tell(format!("{}\n\n{}", exercise.text.title, exercise.text.task.trim()));
    if let Some(other) = languages.iter().find(|it| **it != language) {
        let address = exercise.address();
        tell(format!("\nIn {}: cargo book exercise {address} --{}", other.name(), other.kind()));
    }
    tell(format!(
        "\nWrite your answer into {shown}; it is checked at each save. Ctrl-C ends this."
    ));
    follow(&file, once, || {
        let answer = fs::read_to_string(&file)?;
        let verdict = exercise.check(&answer, language, &Stop::default());
        let verdict = verdict.map_err(anyhow::Error::msg)?;
        let lines: Vec<_> = verdict_lines(&verdict, &exercise.address());
        tell(format!("\n{}", lines.join("\n")));
        if verdict.holds {
            note(root, &exercise, language)?;
        }
        Ok(verdict.holds)
    })
}

/// The road through the loop: says which stages the reader's own loop has come to, and what the next test
/// wants, again at each save.
/// Errors: if that cannot be looked at here, or it was looked at once and not all stages stand.
pub fn road(root: &Path, once: bool) -> Result<()> {
    let (steps, file) = (road::steps(root)?, root.join(FOLDER).join("loop/mod.rs"));
    let folder = file.parent().context("a folder")?;
    if !file.is_file() {
        fs::create_dir_all(folder)?;
        fs::write(&file, road::EMPTY)?;
    }
    let shown = file.strip_prefix(root).unwrap_or(&file).display();
    tell(format!("Write your loop into {shown}, and modules beside it. Ctrl-C ends this."));
    // What stood once is looked at as a part of the next stage.
    let standing = folder.join("standing");
    follow(folder, once, || {
        let known = known(&standing)?;
        let from = steps.iter().take_while(|step| known.lines().any(|it| it == step.name)).count();
        let from = from.min(steps.len() - 1);
        let hear = |stage: &str| tell(format!("looking at the stage {stage} …"));
        let found = road::look(&steps, from, &file, hear, &Stop::default());
        let found = found.map_err(anyhow::Error::msg)?;
        let names: Vec<&str> = steps.iter().map(|step| &*step.name).collect();
        let (stand, left) = names.split_at(found.stages);
        fs::write(&standing, stand.join("\n"))?;
        tell(format!("\nThese stages stand: {}", listed(stand)));
        tell(format!("Still to come: {}", listed(left)));
        if let Some(want) = &found.next {
            want.printed.lines().for_each(|line| tell(format!("    {line}")));
            tell(&want.says);
        }
        Ok(found.next.is_none())
    })
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Looks at a file or a folder, and again whenever something there is saved, until that is enough.
/// Errors: if looking fails, or is not enough and is done `once`.
fn follow(place: &Path, once: bool, mut look: impl FnMut() -> Result<bool>) -> Result<()> {
    loop {
        let seen = saved(place);
        if look()? {
            return Ok(());
        }
        ensure!(!once, "{} does not pass yet", place.display());
        while saved(place) == seen {
            thread::sleep(LOOK);
        }
    }
}

fn saved(place: &Path) -> Vec<(PathBuf, Option<SystemTime>)> {
    let modified = |file: &Path| fs::metadata(file).and_then(|stat| stat.modified()).ok();
    sources(place).map(|file| (file.path().to_owned(), modified(file.path()))).collect()
}

fn verdict_lines(verdict: &Verdict, address: &str) -> Vec<String> {
    let mut lines: Vec<_> = verdict.printed.lines().map(|line| format!("    {line}")).collect();
    if verdict.holds {
        lines.push("It passes. What we think of it:".to_owned());
        lines.push(format!("cargo book exercise {address} --hint --hint --hint"));
    } else {
        lines.push(verdict.says.clone());
        lines
            .push(format!("A hint: cargo book exercise {address} --hint; a second: --hint --hint"));
    }
    lines
}

/// The reader's attempt; the stub, if there is none yet.
fn begin(root: &Path, exercise: &Exercise, language: Language) -> Result<PathBuf> {
    let file = file(root, exercise, language);
    if !file.is_file() {
        fs::create_dir_all(file.parent().context("a folder")?)?;
        fs::copy(exercise.file("stub", language), &file)?;
    }
    Ok(file)
}

fn file(root: &Path, exercise: &Exercise, language: Language) -> PathBuf {
    root.join(FOLDER).join(format!("{}.{}", exercise.address(), language.extension()))
}

fn entry(exercise: &Exercise, language: Language) -> String {
    format!("{} {}", exercise.address(), language.kind())
}

fn solved(root: &Path) -> io::Result<BTreeSet<String>> {
    let text = known(&root.join(FOLDER).join(SOLVED))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// What a file says; nothing, if there is none.
fn known(file: &Path) -> io::Result<String> {
    match fs::read_to_string(file) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read,
    }
}

/// Notes that the reader has solved an exercise.
/// Errors: if that cannot be written.
pub fn note(root: &Path, exercise: &Exercise, language: Language) -> Result<()> {
    let entry = entry(exercise, language);
    if !solved(root)?.contains(&entry) {
        let folder = root.join(FOLDER);
        fs::create_dir_all(&folder)?;
        let mut file = OpenOptions::new().create(true).append(true).open(folder.join(SOLVED))?;
        writeln!(file, "{entry}")?;
    }
    Ok(())
}

/// The exercise of that address, or of that name alone.
fn find(root: &Path, name: &str) -> Result<Exercise> {
    let folders = Exercise::folders(root)?;
    let addresses: Vec<_> = folders.iter().map(|folder| Exercise::address_of(folder)).collect();
    let is_meant =
        |address: &String| address == name || address.split('/').next_back() == Some(name);
    if let Some(place) = addresses.iter().position(is_meant) {
        return Ok(Exercise::read(&folders[place])?);
    }
    match near(name, &addresses) {
        None => bail!("there is no exercise `{name}`; cargo book exercise lists them"),
        Some(near) => bail!("there is no exercise `{name}`; did you mean {near}?"),
    }
}
