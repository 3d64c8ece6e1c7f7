//! The program of the benchmark, as `cargo run` without `--release` would start it.

use std::process::Command;

#[test]
fn a_benchmark_that_is_not_optimised_measures_nothing_and_names_the_command() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_bench")).arg("no row").output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(said.contains("cargo run --release -p bench"), "{said}");
    assert!(output.stdout.is_empty());
}
