//! The peers: who they are, and which program measures them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::child;
use crate::say::say;
use bench::record::Peer;

/// What runs on one loop, and how.
pub struct Player {
    pub peer: Peer,
    program: PathBuf,
    words: Vec<String>,
    folders: String,
}

/// The peer that differs from another in its tasks only.
pub const ONLY_TASKS: &str = "tokio-spawned";

/// Identifier, name on the page, the package whose version is told.
const RUST: [(&str, &str, &str); 5] = [
    ("toy", "ours", "toy"),
    ("tokio", "tokio", "tokio"),
    (ONLY_TASKS, "tokio, main in a task", "tokio"),
    ("smol", "smol", "smol"),
    ("local-pool", "LocalPool", "futures-executor"),
];
const RINGS: [&str; 3] = ["compio", "monoio", "glommio"];
const PYTHON: [&str; 6] = ["asyncio", "uvloop", "rloop", "trio", "curio", "generators"];

pub fn root() -> &'static Path {
    let bench = Path::new(env!("CARGO_MANIFEST_DIR"));
    bench.parent().unwrap_or(bench)
}

/// Cargo, asked to do something for a release of the book's programs.
pub fn cargo(words: &[&str]) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(words).args(["--release", "--quiet"]).current_dir(root());
    cargo
}

/// All that can be measured here. Who cannot is named, and has no player.
pub fn gather() -> (Vec<Player>, Vec<Peer>) {
    let this = env::current_exe().expect("the system knows");
    let versions = Versions::read(&root().join("Cargo.lock"));
    let mut all = Vec::new();
    for (id, name, package) in RUST {
        let peer = Peer::new(id, name, "rust", versions.of(package));
        all.push(Ok(Player::new(peer, this.clone(), &["--measure", id])));
    }
    let rings = rings();
    let versions = Versions::read(&root().join("bench/rings/Cargo.lock"));
    for id in RINGS {
        let peer = Peer::new(id, id, "rust", versions.of(id));
        all.push(match &rings {
            Ok(rings) => Player::new(peer, rings.clone(), &[id]).tried(),
            Err(why) => Err(peer.missing(why)),
        });
    }
    let python = python();
    for id in PYTHON {
        let name = if id == "generators" { "generators and select" } else { id };
        let peer = Peer::new(id, name, "python", String::new());
        all.push(match &python {
            Ok(python) => Player::python(peer, python).tried(),
            Err(why) => Err(peer.missing(why)),
        });
    }
    let peers = all.iter().map(|one| match one {
        Ok(player) => player.peer.clone(),
        Err(peer) => peer.clone(),
    });
    let peers: Vec<_> = peers.collect();
    for peer in &peers {
        if let Some(why) = &peer.missing {
            say(&format!("{} is skipped: {why}", peer.name));
        }
    }
    (all.into_iter().filter_map(Result::ok).collect(), peers)
}

impl Player {
    fn new(peer: Peer, program: PathBuf, words: &[&str]) -> Player {
        let words = words.iter().map(ToString::to_string).collect();
        Player { peer, program, words, folders: String::new() }
    }

    fn python(mut peer: Peer, python: &Path) -> Player {
        let folders =
            ["bench/python", "examples/ground-up/python", "examples/curio-and-trio/python"];
        let folders = folders.map(|folder| root().join(folder).display().to_string());
        let program = root().join("bench/python/measure.py").display().to_string();
        let id = peer.id.clone();
        peer.version = version(python, &program, &id);
        let mut player = Player::new(peer, python.to_owned(), &[&program, &id]);
        player.folders = folders.join(":");
        player
    }

    pub fn is_python(&self) -> bool {
        self.peer.language == "python"
    }

    /// The command of one measurement.
    pub fn command(&self, work: &str, sizes: &[usize]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.words).arg(work).args(sizes.iter().map(ToString::to_string));
        if self.is_python() {
            // Debug mode and the like would be measured, too.
            command.env_clear().env("PYTHONPATH", &self.folders);
        }
        command
    }

    /// Itself, if it can spawn at all.
    fn tried(self) -> Result<Player, Peer> {
        match child::measure(self.command("spawn all", &[10])) {
            Ok(_) => Ok(self),
            Err(why) => Err(self.peer.missing(&why)),
        }
    }
}

/// The program of the peers on io_uring, made now.
fn rings() -> Result<PathBuf, String> {
    if !cfg!(target_os = "linux") {
        return Err("io_uring is Linux's".to_owned());
    }
    say("compiling compio, monoio and glommio: the first time, some minutes");
    let folder = root().join("target/rings");
    let cargo = cargo(&["build", "--locked", "--manifest-path", "bench/rings/Cargo.toml"])
        .arg("--target-dir")
        .arg(&folder)
        .status();
    match cargo {
        Ok(status) if status.success() => Ok(folder.join("release/rings")),
        _ => Err("bench/rings does not compile here".to_owned()),
    }
}

/// The newest Python at hand, with the packages that the book pins.
fn python() -> Result<PathBuf, String> {
    let newest = proof::pythons().last().ok_or("there is no Python 3.11 or newer")?;
    let path = newest.with_packages().map_err(|lack| lack.to_string())?;
    Ok(path.to_owned())
}

fn version(python: &Path, program: &str, id: &str) -> String {
    let output = Command::new(python).args([program, id, "version"]).stderr(Stdio::null()).output();
    let said = output.map(|it| String::from_utf8_lossy(&it.stdout).trim().to_owned());
    said.unwrap_or_default()
}

/// Which releases a Cargo.lock pins.
struct Versions(toml::Table);

impl Versions {
    fn read(lock: &Path) -> Versions {
        let text = fs::read_to_string(lock).unwrap_or_default();
        Versions(text.parse().unwrap_or_default())
    }

    fn of(&self, package: &str) -> String {
        let packages = self.0.get("package").and_then(toml::Value::as_array);
        let mut packages = packages.into_iter().flatten();
        let found = packages.find(|it| it.get("name").and_then(|it| it.as_str()) == Some(package));
        let version = found.and_then(|it| it.get("version")?.as_str());
        version.unwrap_or_default().to_owned()
    }
}
