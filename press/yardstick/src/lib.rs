//! What tests share that are no `#[test]` functions, because they are as many as there are programs and
//! Pythons. The test of this crate, `tests/book.rs`, holds the programs of all chapters against their
//! transcripts.
//!
//! Cargo runs test binaries by the name of their package, and stops at the first that fails. The name of
//! this one is the last, so that a program that somebody is changing keeps no other test from running.

#![warn(missing_docs)]

use std::num::NonZero;
use std::process::ExitCode;
use std::{env, thread};

use libtest_mimic::{Arguments, run};
pub use libtest_mimic::{Failed, Trial};
use proof::{OLDEST, Python, Version, in_ci, wanted_pythons};

/// Runs trials, as a test binary's end: several to a core, for a trial waits for the programs that it
/// runs, and those for a clock or a socket.
pub fn conclude(trials: Vec<Trial>) -> ExitCode {
    let mut arguments = Arguments::from_args();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    arguments.test_threads.get_or_insert(6 * cores);
    run(&arguments, trials).exit_code()
}

/// A test for each supported release of Python, and for each newer one at hand.
pub fn each_python(
    name: &str,
    test: impl Fn(&Python) -> Result<(), Failed> + Clone + Send + 'static,
) -> Vec<Trial> {
    let trial = |(version, python): (Version, Option<Python>)| {
        let name = format!("python-{version}::{name}");
        let test = test.clone();
        match python {
            Some(python) => Trial::test(name, move || test(&python)),
            None => lacking_python(&name, version),
        }
    };
    wanted_pythons(OLDEST).into_iter().map(trial).collect()
}

/// A test of a Python that is not at hand. What `PYTHONS_NOT_TO_BE_HAD` names, as `3.14 3.15`, is
/// skipped by name wherever this runs, and so are releases that few machines have; the others as [`lacking`] says.
pub fn lacking_python(name: &str, version: Version) -> Trial {
    let not_to_be_had = env::var("PYTHONS_NOT_TO_BE_HAD").unwrap_or_default();
    let mut named = not_to_be_had.split_whitespace().map(Version::parse);
    if version < OLDEST || named.any(|named| named == Some(version)) {
        let name = format!("{name} (python{version} is not to be had here)");
        return Trial::test(name, || Ok(())).with_ignored_flag(true);
    }
    lacking(name, &format!("no python{version} on PATH that starts; install it"))
}

/// A test that cannot be run here, and why: skipped by name, or failed where `CI` is `true`.
pub fn lacking(name: &str, lack: &str) -> Trial {
    let reason = lack.to_owned();
    Trial::test(format!("{name} ({lack})"), move || Err(reason.into())).with_ignored_flag(!in_ci())
}
