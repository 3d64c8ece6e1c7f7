//! What the proofs of several pages share.

use std::cell::RefCell;
use std::process::{self, Command};
use std::rc::Rc;
use std::time::Duration;
use std::{env, mem};

use curio_and_trio::Error;
use toy::Executor;
use toy::scope::checkpoint;

pub const SECOND: Duration = Duration::from_secs(1);

/// Runs `main` on a loop of its own, whose clock jumps.
pub fn virtually<F: Future>(main: F) -> F::Output {
    Executor::with_virtual_clock().run(main)
}

/// A runtime of tokio with one thread, whose clock jumps.
pub fn paused() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the system has descriptors left")
}

/// Runs `program` in a process of its own, which runs the test named
/// `test` and no other. Yields all that it prints on both streams.
pub fn printed_alone(test: &str, program: impl FnOnce()) -> String {
    const ALONE: &str = "THIS_TEST_IS_ALONE";
    if env::var_os(ALONE).is_some() {
        println!("begins");
        program();
        process::exit(0);
    }
    let ended = Command::new(env::current_exe().expect("it runs"))
        .args(["--exact", test, "--nocapture"])
        .env(ALONE, "yes")
        .output()
        .expect("it ran a moment ago");
    assert!(ended.status.success());
    let output = String::from_utf8_lossy(&ended.stdout);
    let (_, output) = output.split_once("begins\n").expect("it begins");
    output.to_owned() + &String::from_utf8_lossy(&ended.stderr)
}

/// What happened, for each holder of a clone.
#[derive(Clone, Default)]
pub struct Log(Rc<RefCell<Vec<&'static str>>>);

impl Log {
    pub fn add(&self, entry: &'static str) {
        self.0.borrow_mut().push(entry);
    }

    /// Empties it.
    pub fn take(&self) -> Vec<&'static str> {
        mem::take(&mut *self.0.borrow_mut())
    }
}

/// Adds its entry to the log when it is dropped.
pub struct Leaves(pub Log, pub &'static str);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.add(self.1);
    }
}

/// Waits at a checkpoint for ever, and adds to `log` that it began and
/// was cancelled.
pub async fn parks(log: Log) -> Result<(), Error> {
    log.add("begins");
    let parked = checkpoint(std::future::pending()).await;
    log.add("is cancelled");
    Ok(parked?)
}
