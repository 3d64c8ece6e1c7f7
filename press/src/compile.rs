//! Has cargo compile programs.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use proof::{Artifacts, Command, End, Recipe, Stop, target};

use crate::watch::Files;

/// How long the compiler may take: all dependencies of a chapter, on a slow machine.
pub const LIMIT: Duration = Duration::from_secs(600);

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
        .limit(LIMIT)
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
        End::OutOfTime => Err(format!("still compiling after {} s", LIMIT.as_secs())),
        End::Stopped => Err("stopped".to_owned()),
    }
}

/// How the programs of each chapter are compiled: what cargo has said of them, for as long as no file of the
/// book changes.
#[derive(Debug, Default)]
pub struct Recipes(Mutex<BTreeMap<String, (Files, Recipe)>>);

impl Recipes {
    /// The recipe of that name, learned now if it is not known, or may be another since.
    /// Errors: why it cannot be learned.
    pub fn recipe<E>(
        &self,
        root: &Path,
        name: &str,
        learn: impl FnOnce() -> Result<Recipe, E>,
    ) -> Result<Recipe, E> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let files = Files::now(root);
        let found = known().get(name).filter(|(then, _)| *then == files).cloned();
        if let Some((_, recipe)) = found.filter(|(_, recipe)| recipe.is_there()) {
            return Ok(recipe);
        }
        let recipe = learn()?;
        known().insert(name.to_owned(), (files, recipe.clone()));
        Ok(recipe)
    }
}
