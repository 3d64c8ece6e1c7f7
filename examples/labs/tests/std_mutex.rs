//! The lab "A lock of the standard library has no place in async code".

use std::sync::Mutex;

use futures::join;
use tokio::task::yield_now;

use crate::common::{linted, listing, one_thread};

const BROKEN: &str = include_str!("../src/bin/lock_across_await.rs");
const MENDED: &str = include_str!("../src/bin/lock_before_await.rs");

/// What stands in for the crates that the listings use.
const STAND_INS: &str = "
mod console {
    pub fn run<F: Future>(main: F) { drop(main) }
}
mod futures {
    macro_rules! join { ($($f:expr),*) => { ($($f.await),*) } }
    pub(crate) use join;
}
mod tokio {
    pub mod time {
        pub async fn sleep(_: std::time::Duration) {}
    }
}
";

/// What Clippy says about a program that uses them.
fn lint(name: &str, program: &str) -> Option<String> {
    linted(name, "lock.rs", &format!("{program}{STAND_INS}"))
}

#[test]
fn lint_finds_the_guard_that_is_held_across_an_await() {
    let expect = "#[expect(clippy::await_holding_lock, \
                  reason = \"the lab's mistake\")]\n";
    let broken = listing(BROKEN).replace(expect, "");
    assert_ne!(broken, listing(BROKEN));
    let mended = lint("guard-released", listing(MENDED));
    let Some(said) = lint("guard-held", &broken) else {
        return;
    };
    let first = "warning: this `MutexGuard` is held across an await \
                 point\n";
    assert!(said.contains(first), "{said}");
    let lint = "`#[warn(clippy::await_holding_lock)]` on by default";
    assert!(said.contains(lint), "{said}");
    assert_eq!(mended.as_deref(), Some(""));
}

#[test]
fn lint_does_not_see_that_the_guard_is_dropped() {
    let braces = "        *balance += 1;\n    }\n";
    let dropped = "        *balance += 1;\n        drop(balance);\n";
    let program = listing(MENDED)
        .replace(braces, dropped)
        .replace("    {\n        let", "        let");
    assert_ne!(program, listing(MENDED));
    let Some(said) = lint("guard-dropped", &program) else {
        return;
    };
    assert!(said.contains("held across an await point"), "{said}");
}

#[test]
fn guard_of_an_inner_block_lets_the_next_task_lock() {
    let lock = Mutex::new(0);
    let add = async || {
        {
            let mut balance = lock.lock().expect("no panic");
            *balance += 1;
        }
        yield_now().await;
        assert!(lock.try_lock().is_ok());
    };
    one_thread().block_on(async { join!(add(), add()) });
    assert_eq!(lock.into_inner().expect("no panic"), 2);
}
