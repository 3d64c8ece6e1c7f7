//! Which interpreters are found, and which of them runs a program.

use std::error::Error;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

use proof::{Chapter, Language, Python, RELEASES, Version, pythons, pythons_from};
use yardstick::{Failed, Trial, conclude, each_python};

fn main() -> ExitCode {
    if env::args().nth(1).as_deref() == Some("--print-pythons") {
        let versions = |pythons: Vec<&Python>| {
            println!("{:?}", pythons.iter().map(|it| it.version).collect::<Vec<_>>())
        };
        versions(pythons().iter().collect());
        versions(pythons_from(RELEASES[0]).collect());
        return ExitCode::SUCCESS;
    }
    let mut trials = each_python("who_imports_no_package_runs_on_the_bare_interpreter", needs);
    let found = "an_interpreter_that_does_not_start_is_not_there_and_a_broken_one_is_named_once";
    trials.push(Trial::test(found, finds));
    conclude(trials)
}

/// A program, whether it needs a package, and why.
const PROGRAMS: [(&str, bool, &str); 6] = [
    ("alone", false, "import asyncio, queue\n"),
    ("says_it", false, "print('import aiohttp')\n# from aiohttp import web\n"),
    ("itself", true, "import asyncio, aiohttp.web as web\n"),
    ("inside", true, "def main():\n    from aiohttp.client import ClientSession\n"),
    ("helper", true, "import asyncio\nimport says_it, itself\n"),
    ("by_a_helper", true, "from helper import *\n"),
];

fn needs(python: &Python) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    fs::create_dir(folder.path().join("python"))?;
    let chapter = Chapter { folder: folder.path().to_owned() };
    for (name, _, text) in PROGRAMS {
        fs::write(chapter.program(name).file(Language::Python), text)?;
    }
    for (name, is_needed, _) in PROGRAMS {
        let program = chapter.program(name);
        assert!(is_needed || !program.needs_environment(python), "{name}");
        let is_bare = program.interpreter(python).ok() == Some(&python.executable);
        assert_eq!(is_bare, !is_needed, "{name}");
    }
    Ok(())
}

/// Of four names on PATH, the last is an interpreter.
fn finds() -> Result<(), Failed> {
    let Some(python) = pythons().last() else {
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("python3");
    std::os::unix::fs::symlink(&python.executable, &path)?;
    write(folder.path(), "python3.11", "echo no such release; exit 127")?;
    write(folder.path(), "python3.12", "echo 3.12; echo it has no asyncio >&2; exit 1")?;
    write(folder.path(), "python3.13", "echo welcome; exit 0")?;
    write(folder.path(), "python3.9", "echo 3.9; echo /bin/python3.9")?;
    let output = Command::new(env::current_exe()?)
        .arg("--print-pythons")
        .env("PATH", folder.path())
        .env("PYTHON", folder.path().join("python3.12"))
        .output()?;
    let said = String::from_utf8(output.stderr)?;
    let new = python.version;
    let found = format!("{:?}\n{:?}\n", [new], [Version(3, 9), new]);
    assert_eq!(String::from_utf8(output.stdout)?, found);
    assert!(!said.contains("3.11"), "{said}");
    assert_eq!(said.matches("it has no asyncio").count(), 1, "{said}");
    assert!(said.contains("python3.13 is left out, for it is broken:\nwelcome"), "{said}");
    Ok(())
}

fn write(folder: &Path, name: &str, script: &str) -> Result<(), Box<dyn Error>> {
    let file = folder.join(name);
    fs::write(&file, format!("#!/bin/sh\n{script}\n"))?;
    Ok(fs::set_permissions(file, PermissionsExt::from_mode(0o755))?)
}
