//! The programs of this tool that are crates of their own: what they are made of takes long to compile, and no
//! reader of a first page waits for it.

use std::process::Command;

/// Compiles such a program if it is not yet compiled, and runs it.
pub fn companion(package: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["run", "--quiet", "--package", package, "--"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CARGO_TARGET_DIR", proof::target());
    cargo
}
