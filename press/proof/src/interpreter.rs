//! Which Pythons there are.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use std::{env, fmt, path, thread};

use crate::{Command, End, Lack, packages};

/// A Python release: 3.15.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32);

/// The release that transcripts are recorded on.
pub const RECORDED: Version = Version(3, 15);

/// The oldest release that the programs are tested on; on older ones, only those that ask for it.
pub const OLDEST: Version = Version(3, 11);

/// All releases that the book tells of, the recorded one last.
pub const RELEASES: [Version; 10] = [
    Version(3, 6),
    Version(3, 7),
    Version(3, 8),
    Version(3, 9),
    Version(3, 10),
    OLDEST,
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
    /// Itself, with the standard library and what its owner has installed.
    pub executable: PathBuf,
    environment: Arc<OnceLock<PathBuf>>,
}

impl Python {
    /// The interpreter in this file, which is one of that release.
    pub fn new(version: Version, executable: PathBuf) -> Python {
        Python { version, executable, environment: Arc::default() }
    }

    /// The interpreter of its virtual environment, which has the packages of requirements.txt; made now
    /// if it is not there. What has failed is tried again by the next that asks: the network may be back.
    pub fn with_packages(&self) -> Result<&Path, Lack> {
        if let Some(environment) = self.environment.get() {
            return Ok(environment);
        }
        let environment = packages::environment(self).map_err(Lack::Broken)?;
        Ok(self.environment.get_or_init(|| environment))
    }
}

impl Version {
    /// Reads `3.15`.
    pub fn parse(text: &str) -> Option<Version> {
        let (major, minor) = text.trim().split_once('.')?;
        Some(Version(major.parse().ok()?, minor.parse().ok()?))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// The Pythons at hand, 3.11 or newer, one for each release, oldest first. `PYTHON`, `python3.N` and
/// `python3` on PATH are asked, once a process. One that does not start does not count; one that starts
/// and does not answer is named on the error output, and left out.
pub fn pythons() -> &'static [Python] {
    static FOUND: OnceLock<Vec<Python>> = OnceLock::new();
    FOUND.get_or_init(|| {
        // A name is looked up on PATH. A path is one from here.
        let named =
            env::var_os("PYTHON").map(|named| match Path::new(&named).components().count() {
                1 => named.into(),
                _ => path::absolute(&named).unwrap_or(named.into()),
            });
        let candidates = named.into_iter().chain(numbered(OLDEST.1..17));
        let mut found = find(candidates.chain(["python3".into()]));
        found.retain(|python| python.version >= OLDEST);
        found
    })
}

/// The Pythons at hand from a release on, oldest first. Those before 3.11 are looked for when one is asked
/// for, as `python3.N` on PATH.
pub fn pythons_from(oldest: Version) -> impl Iterator<Item = &'static Python> {
    static FOUND: OnceLock<Vec<Python>> = OnceLock::new();
    let is_old = oldest < OLDEST;
    let older = is_old.then(|| FOUND.get_or_init(|| find(numbered(RELEASES[0].1..OLDEST.1))));
    let all = older.into_iter().flatten().chain(pythons());
    all.filter(move |python| python.version >= oldest)
}

/// The releases from one on, and those at hand that are newer; None for what is not at hand.
pub fn wanted_pythons(oldest: Version) -> Vec<(Version, Option<Python>)> {
    let wanted = RELEASES.into_iter().filter(|version| *version >= oldest);
    let mut wanted: BTreeMap<_, _> = wanted.map(|version| (version, None)).collect();
    wanted.extend(pythons_from(oldest).map(|python| (python.version, Some(python.clone()))));
    wanted.into_iter().collect()
}

fn numbered(minors: Range<u32>) -> impl Iterator<Item = PathBuf> {
    minors.map(|minor| format!("python3.{minor}").into())
}

/// One for each release, oldest first.
fn find(candidates: impl Iterator<Item = PathBuf>) -> Vec<Python> {
    let asked: Vec<_> = candidates.map(|candidate| thread::spawn(|| ask(candidate))).collect();
    let (mut pythons, mut left_out) = (BTreeMap::new(), BTreeSet::new());
    for answer in asked.into_iter().filter_map(|it| it.join().ok()?) {
        match answer {
            Ok(python) => {
                pythons.entry(python.version).or_insert(python);
            }
            // The same one can have several names.
            Err((candidate, answer)) if left_out.insert(answer.clone()) => {
                crate::tell(format_args!(
                    "{} is left out, for it is broken:\n{answer}",
                    candidate.display()
                ));
            }
            Err(_) => {}
        }
    }
    pythons.into_values().collect()
}

/// Which interpreter that is; nothing if there is none of that name, or what a broken one answers.
fn ask(candidate: PathBuf) -> Option<Result<Python, (PathBuf, String)>> {
    let question =
        "import asyncio, sys; print(*sys.version_info[:2], sep='.'); print(sys.executable)";
    let mut answer = Vec::new();
    // With its user's settings, for those say what a name such as python3.13 starts; with -I, Python
    // itself hears none of them.
    let end = Command::tool(&candidate, Path::new("/"))
        .args(["-I", "-c", question])
        .limit(Duration::from_secs(30))
        .stream(|chunk| answer.extend_from_slice(chunk))
        .ok()?;
    let answer = String::from_utf8_lossy(&answer);
    // A shell that stands in for it may have complained of something before.
    let mut lines = answer.lines().rev();
    let (executable, version) = (lines.next(), lines.next().and_then(Version::parse));
    match (end, version, executable) {
        // A stand-in for an interpreter says so as a shell does.
        (End::Ended(status), ..) if matches!(status.code(), Some(126 | 127)) => None,
        (End::Ended(status), Some(version), Some(executable)) if status.success() => {
            Some(Ok(Python::new(version, executable.into())))
        }
        (_, Some(version), _) if version < OLDEST => None,
        _ => Some(Err((candidate, answer.trim_end().to_owned()))),
    }
}
