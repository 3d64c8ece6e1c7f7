//! Which Pythons there are, and a virtual environment for each.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::{env, fmt, io, thread};

use crate::cargo::target;

/// A Python release: 3.15.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32);

/// The release that transcripts are recorded on.
pub const RECORDED: Version = Version(3, 15);

/// The releases that the programs are tested on, the recorded one last.
pub(crate) const SUPPORTED: [Version; 5] = [
    Version(3, 11),
    Version(3, 12),
    Version(3, 13),
    Version(3, 14),
    RECORDED,
];

/// An interpreter that starts.
#[derive(Debug, Clone)]
pub struct Python {
    /// Its release.
    pub version: Version,
    /// The interpreter of its virtual environment.
    pub executable: PathBuf,
}

impl Version {
    /// Reads `3.15`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Version> {
        let (major, minor) = text.trim().split_once('.')?;
        Some(Version(major.parse().ok()?, minor.parse().ok()?))
    }

    /// Whether it came after the release that transcripts are recorded on.
    #[must_use]
    pub fn is_newer_than_recorded(self) -> bool {
        self > RECORDED
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// The Pythons at hand, 3.11 or newer, one for each release, oldest first. `PYTHON`, `python3.N` and
/// `python3` on PATH are tried; one that does not start does not count. Found once a process.
///
/// # Errors
///
/// If a virtual environment cannot be made for one of them.
pub fn pythons() -> Result<&'static [Python], String> {
    static FOUND: OnceLock<Result<Vec<Python>, String>> = OnceLock::new();
    FOUND.get_or_init(find).as_deref().map_err(Clone::clone)
}

/// The supported releases, and which of them is not at hand.
///
/// # Errors
///
/// As [`pythons`].
pub fn wanted_pythons() -> Result<Vec<(Version, Option<Python>)>, String> {
    let found = pythons()?;
    let mut wanted: Vec<_> = SUPPORTED.map(|version| (version, None)).into();
    for python in found {
        wanted.retain(|(version, _)| *version != python.version);
        wanted.push((python.version, Some(python.clone())));
    }
    wanted.sort_by_key(|(version, _)| *version);
    Ok(wanted)
}

fn find() -> Result<Vec<Python>, String> {
    let named = env::var_os("PYTHON").into_iter();
    let numbered = (11..=16).map(|minor| OsString::from(format!("python3.{minor}")));
    let candidates = named.chain(numbered).chain([OsString::from("python3")]);
    let asked: Vec<_> = candidates
        .map(|candidate| thread::spawn(move || start(&candidate)))
        .collect();
    let mut pythons: Vec<Python> = Vec::new();
    for answer in asked {
        if let Ok(Some((version, executable))) = answer.join()
            && version >= SUPPORTED[0]
            && pythons.iter().all(|python| python.version != version)
        {
            let environment = environment(version, &executable)
                .map_err(|e| format!("no virtual environment for Python {version}: {e}"))?;
            pythons.push(Python {
                version,
                executable: environment,
            });
        }
    }
    pythons.sort_by_key(|python| python.version);
    Ok(pythons)
}

/// The release and the real path of an interpreter, if it starts.
fn start(candidate: &OsString) -> Option<(Version, PathBuf)> {
    let question = "import sys; print(*sys.version_info[:2], sep='.'); print(sys.executable)";
    let output = Command::new(candidate)
        .args(["-c", question])
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let answer = String::from_utf8(output.stdout).ok()?;
    let mut lines = answer.lines();
    let version = Version::parse(lines.next()?)?;
    let executable = PathBuf::from(lines.next()?);
    output.status.success().then_some((version, executable))
}

/// The interpreter of the virtual environment for this release, made now if it is not there or if
/// the requirements have changed.
fn environment(version: Version, base: &Path) -> io::Result<PathBuf> {
    let requirements = include_str!("../requirements.txt");
    let root = target().join("python");
    let folder = root.join(version.to_string());
    let executable = folder.join("bin/python");
    let receipt = format!("{}\n{requirements}", base.display());
    fs::create_dir_all(&root)?;

    // Two test binaries at once: the second waits here, and finds the work done.
    let lock = File::create(root.join(format!("{version}.lock")))?;
    lock.lock()?;
    let made = fs::read_to_string(folder.join("receipt")).is_ok_and(|found| found == receipt);
    if !made || !executable.exists() {
        let packages = requirements
            .lines()
            .any(|line| !line.is_empty() && !line.starts_with('#'));
        let mut venv = Command::new(base);
        venv.args(["-m", "venv", "--clear"]).arg(&folder);
        if packages {
            succeed(&mut venv)?;
            let file = folder.join("requirements.txt");
            fs::write(&file, requirements)?;
            let install = ["-m", "pip", "install", "--quiet", "--requirement"];
            succeed(Command::new(&executable).args(install).arg(&file))?;
        } else {
            succeed(venv.arg("--without-pip"))?;
        }
        fs::write(folder.join("receipt"), receipt)?;
    }
    Ok(executable)
}

fn succeed(command: &mut Command) -> io::Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("{command:?} failed:\n{said}")))
}
