//! Breaks the loop on purpose, once for each fault in `broken.txt`, and
//! sees that the test named there fails: `cargo run -p toy --example
//! broken`, or with a word of the faults, or of the file, to try.

use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What is copied, with the folders in it.
const FOLDERS: [&str; 3] = ["src", "tests", "examples"];

/// The faults are in the last stage, and only its tests are built.
const LAST: &str = "nursery";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A broken loop may hang; each of the tests needs less than a second.
const PATIENCE: Duration = Duration::from_secs(15);

/// One paragraph of the list.
struct Fault<'a> {
    name: &'a str,
    file: &'a str,
    test: &'a str,
    edits: Vec<Edit<'a>>,
}

/// Lines to find, which stand once in a file, and what to put there.
#[derive(Default)]
struct Edit<'a> {
    find: Vec<&'a str>,
    replace: Vec<&'a str>,
}

fn main() -> Result<()> {
    let toy = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = fs::read_to_string(toy.join("broken.txt"))?;
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let copy = Copy::of(toy)?;
    let (mut tried, mut bad) = (0, 0);
    let faults = list.split("\n\n").filter_map(Fault::parse);
    let is_wanted = |fault: &Fault| {
        [fault.name, fault.file]
            .iter()
            .any(|it| it.contains(&wanted))
    };
    for fault in faults.filter(is_wanted) {
        let (file, test) = (fault.file, fault.test);
        let sound = fs::read_to_string(copy.toy.join(file))?;
        let verdict = match fault.apply(&sound) {
            Err(why) => Err(why),
            Ok(broken) => {
                fs::write(copy.toy.join(file), broken)?;
                copy.judge(test)
            }
        };
        fs::write(copy.toy.join(file), sound)?;
        tried += 1;
        bad += usize::from(verdict.is_err());
        let verdict = verdict
            .map_or_else(|e| format!("SURVIVES: {e}"), str::to_string);
        println!("{:<58} {test} {verdict}", fault.name);
    }
    println!("{tried} faults, {} caught", tried - bad);
    match bad {
        0 if tried > 0 => Ok(()),
        _ => Err("the suite does not catch every fault".into()),
    }
}

impl<'a> Fault<'a> {
    /// None, if there are only comments.
    fn parse(paragraph: &'a str) -> Option<Fault<'a>> {
        let lines = paragraph.lines().filter(|l| !l.starts_with('#'));
        let mut lines = lines.filter(|line| !line.is_empty());
        let name = lines.next()?;
        let file = lines.next()?.strip_prefix("file: ")?;
        let test = lines.next()?.strip_prefix("test: ")?;
        let mut edits: Vec<Edit> = vec![Edit::default()];
        for line in lines {
            let text = line[1..].trim();
            let last = edits.last_mut()?;
            match &line[..1] {
                "-" if last.replace.is_empty() => last.find.push(text),
                "-" => edits.push(Edit {
                    find: vec![text],
                    replace: Vec::new(),
                }),
                _ => last.replace.push(text),
            }
        }
        Some(Fault {
            name,
            file,
            test,
            edits,
        })
    }

    fn apply(&self, sound: &str) -> Result<String> {
        let mut lines: Vec<_> = sound.lines().map(str::trim).collect();
        for Edit { find, replace } in &self.edits {
            let places = lines.windows(find.len()).enumerate();
            let places = places.filter(|(_, found)| found == find);
            let places: Vec<_> = places.map(|(at, _)| at).collect();
            let [at] = places[..] else {
                let count = places.len();
                return Err(format!("{count} times: {find:?}").into());
            };
            lines.splice(at..at + find.len(), replace.iter().copied());
        }
        Ok(lines.join("\n"))
    }
}

/// A copy of the crate, in a workspace of its own.
struct Copy {
    toy: PathBuf,
    target: PathBuf,
}

impl Copy {
    fn of(toy: &Path) -> Result<Copy> {
        let house = toy.ancestors().nth(2).ok_or("no workspace")?;
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or(house.join("target"), PathBuf::from);
        let root = target.join("broken");
        let copy = root.join("examples/toy");
        for folder in FOLDERS {
            let place = copy.join(folder);
            // Of the last run: a file that is gone would still be a
            // module.
            if place.exists() {
                fs::remove_dir_all(&place)?;
            }
            copy_folder(&toy.join(folder), &place)?;
        }
        let stages = copy.join("tests/stages/mod.rs");
        fs::write(stages, format!("mod {LAST};\n"))?;
        fs::copy(toy.join("Cargo.toml"), copy.join("Cargo.toml"))?;
        fs::copy(house.join("Cargo.lock"), root.join("Cargo.lock"))?;
        let manifest = fs::read_to_string(house.join("Cargo.toml"))?;
        let (before, rest) =
            manifest.split_once("members = [").ok_or("no members")?;
        let (_, after) = rest.split_once(']').ok_or("no end")?;
        let only =
            format!("{before}members = [\"examples/toy\"]{after}");
        fs::write(root.join("Cargo.toml"), only)?;
        Ok(Copy { toy: copy, target })
    }

    /// How the test fails. An error says that it does not.
    fn judge(&self, test: &str) -> Result<&'static str> {
        let (program, name) = match test.split_once("::") {
            Some((program @ ("handshake" | "memory"), name)) => {
                (program, name.to_owned())
            }
            _ => ("proofs", format!("stages::{LAST}::{test}")),
        };
        let mut run = Command::new(self.build(program)?)
            .args(["--exact", &name])
            .current_dir(&self.toy)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        match wait(&mut run)? {
            Some(true) => Err("the test passes".into()),
            Some(false) => Ok("fails"),
            None => Ok("hangs"),
        }
    }

    /// Builds one program of tests; says where it is.
    fn build(&self, name: &str) -> Result<PathBuf> {
        let cargo = Command::new(env!("CARGO"))
            .args(["test", "--offline", "--no-run", "--test", name])
            .env("CARGO_TARGET_DIR", &self.target)
            .current_dir(&self.toy)
            .output()?;
        let said = String::from_utf8(cargo.stderr)?;
        if !cargo.status.success() {
            return Err(format!("it does not build:\n{said}").into());
        }
        let program = said.lines().find_map(|line| {
            let (_, path) =
                line.split_once("Executable ")?.1.split_once('(')?;
            path.strip_suffix(')')
        });
        let program = program.ok_or("cargo names no program")?;
        Ok(self.toy.join(program))
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, copy) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_folder(&source, &copy)?;
        } else {
            fs::copy(source, copy)?;
        }
    }
    Ok(())
}

/// Whether the program ended well; None, if it had to be ended.
fn wait(run: &mut Child) -> Result<Option<bool>> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Some(status) = run.try_wait()? {
            return Ok(Some(status.success()));
        }
        thread::sleep(Duration::from_millis(10));
    }
    run.kill()?;
    run.wait()?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_finds_its_lines_in_the_loop() {
        let toy = Path::new(env!("CARGO_MANIFEST_DIR"));
        let read = |file| {
            fs::read_to_string(toy.join(file)).expect("it is there")
        };
        let list = read("broken.txt");
        let mut stale = String::new();
        for fault in list.split("\n\n").filter_map(Fault::parse) {
            if let Err(why) = fault.apply(&read(fault.file)) {
                stale += &format!("\n{}: {why}", fault.name);
            }
        }
        assert!(stale.is_empty(), "mend broken.txt:{stale}");
    }
}
