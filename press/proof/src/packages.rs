//! The packages that Python programs need besides the standard library: who needs them, and a virtual
//! environment that has them.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, io};

use crate::{Python, swap, target};

const REQUIREMENTS: &str = include_str!("../requirements.txt");

/// Releases that proofs compare with those of the requirements.
const OLDER: &str = include_str!("../older.txt");

/// What of the user's settings of pip says where packages come from; all else is not pip's to follow
/// here.
const SOURCES: &str = "cert client-cert default-timeout extra-index-url find-links index-url \
    keyring-provider no-index proxy retries timeout trusted-host use-feature";

/// Whether a file imports one of the packages, or a module does that it imports from those `folders`.
pub(crate) fn are_imported(file: &Path, folders: &[PathBuf]) -> bool {
    let imported = imported(file, folders);
    let mut packages = REQUIREMENTS.lines().filter_map(|line| line.split_once("=="));
    packages.any(|(name, _)| imported.contains(&name.replace('-', "_")))
}

/// The modules that a file imports, and those that they import in turn if they lie in those `folders`.
pub(crate) fn imported(file: &Path, folders: &[PathBuf]) -> BTreeSet<String> {
    let mut imported = BTreeSet::new();
    let mut files = vec![file.to_owned()];
    while let Some(file) = files.pop() {
        for module in imports(&fs::read_to_string(file).unwrap_or_default()) {
            if imported.insert(module.clone()) {
                files.extend(folders.iter().map(|it| it.join(format!("{module}.py"))));
            }
        }
    }
    imported
}

/// The top-level modules that import lines name.
fn imports(text: &str) -> Vec<String> {
    let names = text.lines().filter_map(|line| match line.trim_start().split_once(' ')? {
        ("import", names) => Some(names),
        ("from", rest) => rest.split(' ').next(),
        _ => None,
    });
    let top = |name: &str| name.trim_start().split(['.', ' ']).next().map(str::to_owned);
    names.flat_map(|names| names.split(',')).filter_map(top).collect()
}

/// Whether the environment of that Python is there.
pub(crate) fn are_there(python: &Python) -> bool {
    let receipt = fs::read_to_string(folder(python, "").join("receipt"));
    let is_made = folder(python, "").join("bin/python").exists();
    is_made && receipt.is_ok_and(|found| found == self::receipt(python))
}

/// The interpreter of the virtual environment for this Python, made now if it is not there or if the
/// requirements have changed.
pub(crate) fn environment(python: &Python) -> Result<PathBuf, String> {
    let what = "the packages of requirements.txt cannot be prepared for Python";
    make(python).map_err(|e| format!("{what} {}: {e}", python.version))?;
    Ok(folder(python, "").join("bin/python"))
}

fn folder(python: &Python, state: &str) -> PathBuf {
    target().join(format!("python/{}{state}", python.version))
}

fn receipt(python: &Python) -> String {
    format!("{}\n{REQUIREMENTS}{OLDER}", python.executable.display())
}

fn make(python: &Python) -> io::Result<()> {
    fs::create_dir_all(target().join("python"))?;
    // Two at once: the second waits here, and finds the work done.
    let lock = File::create(folder(python, ".lock"))?;
    lock.lock()?;
    if are_there(python) {
        return Ok(());
    }
    let version = python.version;
    crate::tell(format_args!(
        "preparing the packages of requirements.txt for Python {version}, once, about 20 s"
    ));
    // What stands in its place is whole, or is not there.
    let (folder, next) = (folder(python, ""), folder(python, ".next"));
    succeed(isolated(&python.executable).args(["-m", "venv", "--clear"]).arg(&next))?;
    let requirements = next.join("requirements.txt");
    fs::write(&requirements, REQUIREMENTS)?;
    let installer = next.join("bin/python");
    let settings = succeed(isolated(&installer).args(["-m", "pip", "config", "list"]))?;
    let pip = || {
        let mut pip = isolated(&installer);
        without(&mut pip, "PIP_")
            .env("PIP_CONFIG_FILE", "/dev/null")
            .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
            .envs(sources(&settings))
            .args(["-m", "pip", "install", "--quiet"]);
        pip
    };
    succeed(pip().arg("--requirement").arg(&requirements))?;
    for release in OLDER.lines().filter(|line| !line.starts_with('#')) {
        let place = next.join("older").join(release);
        succeed(pip().args(["--no-deps", release, "--target"]).arg(place))?;
    }
    fs::write(next.join("receipt"), receipt(python))?;
    // The last one goes when this one stands.
    swap(&folder, &next, &self::folder(python, ".last"))
}

/// A Python that hears nothing of its user's settings, nor does what it starts.
fn isolated(executable: &Path) -> Command {
    let mut command = Command::new(executable);
    without(&mut command, "PYTHON").arg("-I").current_dir("/").stdin(Stdio::null());
    command
}

/// Of the environment, all but the variables whose names begin so.
fn without<'a>(command: &'a mut Command, prefix: &str) -> &'a mut Command {
    let set = env::vars_os().map(|(name, _)| name);
    let removed = set.filter(|name| name.to_string_lossy().starts_with(prefix));
    removed.fold(command, |command, name| command.env_remove(name))
}

/// Where packages come from, as variables, out of what `pip config list` says: `global.index-url='…'`,
/// and `:env:.index-url='…'` for a variable, which comes before a file.
fn sources(settings: &str) -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for section in ["global.", "install.", ":env:."] {
        for line in settings.lines() {
            let setting = line.strip_prefix(section).and_then(|it| it.split_once('='));
            let is_source = |(key, _): &(&str, &str)| SOURCES.split(' ').any(|it| it == *key);
            sources.extend(setting.filter(is_source).map(|(key, value)| {
                let value = value.trim_matches(['\'', '"']).replace("\\n", " ");
                (format!("PIP_{}", key.to_uppercase().replace('-', "_")), value)
            }));
        }
    }
    sources
}

fn succeed(command: &mut Command) -> io::Result<String> {
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    // Without its variables: an address can hold a password.
    let words = [command.get_program()].into_iter().chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    let error = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("{} failed:\n{said}{error}", words.join(" "))))
}
