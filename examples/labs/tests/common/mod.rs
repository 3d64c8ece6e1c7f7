//! What the tests of several labs share.

// Each lab is a module of its own, and not each needs all of this.
#![allow(dead_code)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use tokio::runtime::{Builder, Runtime};

/// A loop of one thread, whose clock jumps.
pub fn one_thread() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the system can make one more event loop")
}

/// What happened, in order; its clones share one list.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<&'static str>>>);

impl Log {
    /// Adds a line.
    pub fn add(&self, line: &'static str) {
        self.0.lock().expect("no holder panics").push(line);
    }

    /// All lines so far.
    pub fn lines(&self) -> Vec<&'static str> {
        self.0.lock().expect("no holder panics").clone()
    }
}

/// Adds its line when it is dropped.
pub struct Leaves(pub Log, pub &'static str);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.add(self.1);
    }
}

/// What a page shows of a Rust program.
pub fn listing(program: &str) -> &str {
    let (_, listing) = program
        .split_once("// ANCHOR: listing\n")
        .expect("the page shows a part of the program");
    listing
}

/// What stands in for the helpers that listings use.
const HELPERS: &str = "
mod console {
    pub fn run<F: Future>(main: F) { drop(main) }
    macro_rules! say { ($($line:tt)*) => { println!($($line)*) } }
    pub(crate) use say;
}
mod tokio {
    pub mod time {
        pub async fn sleep(_: std::time::Duration) {}
    }
}
";

/// Compiles a listing as the file `<name>.rs`, with stand-ins for its
/// helpers.
pub fn compile(name: &str, listing: &str) -> Output {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder =
        folder.join(format!("labs-{}", listing.len())).join(name);
    fs::create_dir_all(&folder).expect("the target directory is ours");
    let file = format!("{name}.rs");
    fs::write(folder.join(&file), format!("{listing}{HELPERS}"))
        .expect("the target directory is ours");
    Command::new("rustc")
        .args(["--edition", "2024", "--emit", "metadata", &file])
        .current_dir(&folder)
        .output()
        .expect("who runs this test has a compiler")
}

/// What Clippy says about a listing, with stand-ins for its helpers.
pub fn linted_listing(name: &str, listing: &str) -> Option<String> {
    linted(name, "listing.rs", &format!("{listing}{HELPERS}"))
}

/// What Clippy says about a program; `None` where there is no Clippy.
pub fn linted(name: &str, file: &str, program: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("the target directory is ours");
    fs::write(folder.join(file), program)
        .expect("the target directory is ours");
    let run = Command::new("clippy-driver")
        .args(["--edition", "2024", "--emit", "metadata", file])
        .current_dir(&folder)
        .output();
    let Ok(run) = run else {
        assert!(std::env::var_os("CI").is_none(), "CI has Clippy");
        eprintln!("skipped: there is no clippy-driver");
        return None;
    };
    Some(String::from_utf8_lossy(&run.stderr).into_owned())
}

/// Asserts that the compiler's words begin so. Another compiler than the
/// one that the pages quote has to say the first line alone.
#[track_caller]
pub fn assert_says(output: &Output, words: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    let (first_line, _) = words.split_once('\n').expect("lines");
    assert!(said.starts_with(first_line), "{said}");
    let version = Command::new("rustc").arg("--version").output();
    let version = version.expect("who runs this test has a compiler");
    if version.stdout.starts_with(b"rustc 1.95.") {
        assert!(said.starts_with(words), "{said}");
    } else if !said.starts_with(words) {
        eprintln!("said otherwise than by Rust 1.95:\n{said}");
    }
}
