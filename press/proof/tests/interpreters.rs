//! Which interpreters are found, and which of them runs a program.

use std::error::Error;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs, iter};

use proof::{Chapter, Language, Python, RECORDED, RELEASES, Version, pythons, pythons_from};
use yardstick::{Failed, Trial, conclude, each_python};

fn main() -> ExitCode {
    match env::args().nth(1).as_deref() {
        Some("--print-pythons") => {
            for pythons in
                [pythons().iter().collect::<Vec<_>>(), pythons_from(RELEASES[0]).collect()]
            {
                println!("{:?}", pythons.iter().map(|it| it.version).collect::<Vec<_>>());
            }
        }
        Some("--prepare-packages") => prepare_packages(),
        _ => return test(),
    }
    ExitCode::SUCCESS
}

fn test() -> ExitCode {
    let mut trials = each_python("who_imports_no_package_runs_on_the_bare_interpreter", needs);
    let found = "an_interpreter_that_does_not_start_is_not_there_and_a_broken_one_is_named_once";
    trials.push(Trial::test(found, finds));
    trials.push(Trial::test(
        "an_interpreter_that_is_named_by_a_path_from_here_is_found",
        finds_from_here,
    ));
    let isolated =
        "the_environment_of_packages_is_made_as_if_its_user_had_set_only_where_they_come_from";
    trials.push(Trial::test(isolated, is_isolated));
    let whole = "an_environment_of_packages_that_was_left_half_swapped_is_made_anew";
    trials.push(Trial::test(whole, is_made_anew));
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

/// `PYTHON` is the only interpreter, and its path begins at the folder of who asks.
fn finds_from_here() -> Result<(), Failed> {
    let Some(python) = pythons().last() else {
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    std::os::unix::fs::symlink(&python.executable, folder.path().join("mine"))?;
    let output = Command::new(env::current_exe()?)
        .arg("--print-pythons")
        .env("PATH", "/nowhere")
        .env("PYTHON", "./mine")
        .current_dir(folder.path())
        .output()?;
    let new = [python.version];
    assert_eq!(String::from_utf8(output.stdout)?, format!("{new:?}\n{new:?}\n"));
    Ok(())
}

/// What a user may have set of pip and of Python. Only the first says where packages come from.
const LIKED: [(&str, &str); 6] = [
    ("PIP_FIND_LINKS", "/quay"),
    ("PIP_REQUIRE_VIRTUALENV", "1"),
    ("PIP_TARGET", "/nowhere"),
    ("PIP_USER", "1"),
    ("PYTHONHOME", "/nowhere"),
    ("PYTHONPATH", "."),
];

/// An interpreter that makes an environment of itself, and notes what it is asked for and what of these
/// settings it sees.
const NOTES: &str = r#"{ echo "$* in $(pwd)" && env | grep -E '^(PIP_|PYTHON)' | sort; } >> $NOTES
case "$*" in
    *venv*) mkdir -p $5/bin && cp $0 $5/bin/python;;
    *config*) echo "global.proxy='/shore'"; echo "install.user='true'"; echo ":env:.find-links='/quay'";;
esac"#;

/// What such an interpreter notes.
const NOTED: &str = "-I -m venv --clear TARGET/python/VERSION.next in /
PIP_FIND_LINKS=/quay
PIP_REQUIRE_VIRTUALENV=1
PIP_TARGET=/nowhere
PIP_USER=1
-I -m pip config list in /
PIP_FIND_LINKS=/quay
PIP_REQUIRE_VIRTUALENV=1
PIP_TARGET=/nowhere
PIP_USER=1
";

/// The same of an installation.
const INSTALLED: &str = "-I -m pip install --quiet WHAT in /
PIP_CONFIG_FILE=/dev/null
PIP_DISABLE_PIP_VERSION_CHECK=1
PIP_FIND_LINKS=/quay
PIP_PROXY=/shore
";

/// Has the environment made below `target` in that folder, and returns what is noted and what is said.
/// No network is asked: the interpreter is a script.
fn prepared(folder: &Path) -> Result<(String, String), Failed> {
    let (target, notes) = (folder.join("target"), folder.join("notes"));
    write(folder, "python", NOTES)?;
    let mut this = Command::new(env::current_exe()?);
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("PIP_") {
            this.env_remove(name);
        }
    }
    let output = this
        .arg("--prepare-packages")
        .arg(folder.join("python"))
        .envs(LIKED)
        .env("NOTES", &notes)
        .env("CARGO_TARGET_DIR", &target)
        .output()?;
    let said = String::from_utf8([output.stdout, output.stderr].concat())?;
    let noted = fs::read_to_string(notes)?.replace(&target.display().to_string(), "TARGET");
    Ok((noted, said))
}

fn is_isolated() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let (noted, said) = prepared(folder.path())?;
    let made = folder.path().join(format!("target/python/{RECORDED}/bin/python"));
    assert!(said.contains(&made.display().to_string()), "{said}");
    let place = "TARGET/python/VERSION.next";
    let older = include_str!("../older.txt").lines().filter(|line| !line.starts_with('#'));
    let older = older.map(|it| format!("--no-deps {it} --target {place}/older/{it}"));
    let installed = iter::once(format!("--requirement {place}/requirements.txt")).chain(older);
    let installed: String = installed.map(|what| INSTALLED.replace("WHAT", &what)).collect();
    assert_eq!(noted, (NOTED.to_owned() + &installed).replace("/VERSION", &format!("/{RECORDED}")));
    Ok(())
}

/// Its maker was killed when the last one had gone and the next one had not come.
fn is_made_anew() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let place = |state: &str| folder.path().join(format!("target/python/{RECORDED}{state}"));
    for state in [".last", ".next"] {
        fs::create_dir_all(place(state))?;
        fs::write(place(state).join("from-before"), "")?;
    }
    prepared(folder.path())?;
    assert!(place("").join("bin/python").is_file());
    assert!(!place(".last").exists());
    Ok(())
}

/// Prints which interpreter a program runs on that imports a package.
fn prepare_packages() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("python")).expect("a folder");
    let program = Chapter { folder: folder.path().to_owned() }.program("client");
    fs::write(program.file(Language::Python), "import aiohttp\n").expect("a file");
    let executable = env::args_os().nth(2).expect("an interpreter").into();
    println!("{:?}", program.interpreter(&Python::new(RECORDED, executable)));
}

fn write(folder: &Path, name: &str, script: &str) -> Result<(), Box<dyn Error>> {
    let file = folder.join(name);
    fs::write(&file, format!("#!/bin/sh\n{script}\n"))?;
    Ok(fs::set_permissions(file, PermissionsExt::from_mode(0o755))?)
}
