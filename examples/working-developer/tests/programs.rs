//! Every program prints what its transcript says.

use std::process::ExitCode;

fn main() -> ExitCode {
    proof::main(env!("CARGO_MANIFEST_DIR"))
}
