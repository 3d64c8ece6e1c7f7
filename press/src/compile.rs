//! Has cargo compile programs.

use std::path::Path;
use std::time::Duration;

use proof::{Artifacts, Command, End, Stop, target};

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
        End::Ended(_) => Ok(Artifacts::of(&printed)),
        End::OutOfTime => Err(format!("still compiling after {} s", LIMIT.as_secs())),
        End::Stopped => Err("stopped".to_owned()),
    }
}
