//! Asks cargo what it knows: where its target folder is, and where it puts what it compiles.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{self, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;

use crate::{Command, End, Stop};

/// The folder that cargo compiles into, absolute, which everything that is kept between two builds goes
/// below. A relative `CARGO_TARGET_DIR` names it from a folder that a child may not be in; cargo's own
/// mark in it does not lie. Children that are cargo get it as their `CARGO_TARGET_DIR`.
/// Panics: if this program does not lie in it, and cargo does not say where it is.
pub fn target() -> &'static Path {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    TARGET.get_or_init(|| {
        let named = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        let marked = || {
            let program = env::current_exe().ok()?;
            let marked = program.ancestors().find(|it| it.join("CACHEDIR.TAG").is_file());
            marked.map(Path::to_owned)
        };
        let named = named.filter(|folder| folder.is_absolute());
        named.or_else(marked).or_else(asked).expect("cargo says where its target folder is")
    })
}

fn asked() -> Option<PathBuf> {
    let output = process::Command::new("cargo")
        .args(["metadata", "--no-deps", "--offline", "--format-version=1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
    metadata["target_directory"].as_str().map(PathBuf::from)
}

/// The executables that a cargo command has made, by name, and what else it said.
#[derive(Debug, Default)]
pub struct Artifacts {
    /// Where each program is.
    pub executables: BTreeMap<String, PathBuf>,
    /// What the compiler said.
    pub said: String,
    /// What cargo said of each thing that it has made.
    pub(crate) messages: Vec<Value>,
}

impl Artifacts {
    /// Reads what `cargo build --message-format json-render-diagnostics` prints on both outputs.
    pub fn of(printed: &str) -> Artifacts {
        let mut artifacts = Artifacts::default();
        for line in printed.lines() {
            let message: Value = serde_json::from_str(line).unwrap_or_default();
            if message["reason"].is_null() {
                artifacts.said += &format!("{line}\n");
                continue;
            }
            let (name, file) = (message["target"]["name"].as_str(), message["executable"].as_str());
            // A program has a test of its own name, which is none.
            if let (Some(name), Some(file), false) =
                (name, file, message["profile"]["test"] == true)
            {
                artifacts.executables.insert(name.to_owned(), PathBuf::from(file));
            }
            artifacts.messages.push(message);
        }
        artifacts
    }
}

/// How long the compiler may take: all dependencies of a chapter, on a slow machine.
pub const COMPILING: Duration = Duration::from_secs(600);

/// Compiles what these arguments of `cargo build` name, and says where each executable is. `hear` gets
/// what cargo and the compiler say, line by line. Programs that do not compile have no executable.
/// Errors: if cargo does not start, takes too long or is stopped.
pub fn compile(
    root: &Path,
    what: &[&str],
    stop: &Stop,
    mut hear: impl FnMut(&str),
) -> Result<Artifacts, String> {
    let mut printed = String::new();
    let mut rest = Vec::new();
    let target = target().to_string_lossy();
    let end = Command::tool(Path::new("cargo"), root)
        .args(["build", "--keep-going", "--message-format=json-render-diagnostics"])
        .args(what)
        .env("CARGO_TARGET_DIR", &target)
        .limit(COMPILING)
        .until(stop)
        .stream(|chunk| {
            rest.extend_from_slice(chunk);
            while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = rest.drain(..=end).collect();
                let line = String::from_utf8_lossy(&line);
                if !line.starts_with("{\"reason\"") {
                    hear(line.trim_end());
                }
                printed.push_str(&line);
            }
        });
    match end.map_err(|e| e.to_string())? {
        End::Ended(_) => {
            // How cargo ended is no news to who reads what the compiler says.
            let lines = printed.lines().filter(|line| !line.starts_with("[exit status: "));
            Ok(Artifacts::of(&lines.collect::<Vec<_>>().join("\n")))
        }
        End::OutOfTime => Err(format!("still compiling after {} s", COMPILING.as_secs())),
        End::Stopped => Err("stopped".to_owned()),
    }
}
