//! What the pages say of the stages of the loop.

use std::cell::{Cell, RefCell};
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::panic::catch_unwind;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use futures::future::{join, pending, poll_fn};
use how_await_works::now;
use how_await_works::stages::by_hand::Ferry;
use how_await_works::stages::{round_robin, traps};

const TENTH: Duration = Duration::from_millis(100);

fn chapter() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn lines_of_code(stage: &str) -> usize {
    let file = chapter().join(format!("src/stages/{stage}.rs"));
    let text = fs::read_to_string(file).expect("the stage exists");
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

/// Runs `program` on a virtual clock of its own.
fn with_virtual_clock<T: Send>(program: impl FnOnce() -> T + Send) -> T {
    // The clock belongs to the thread, and each test has one.
    assert!(std::env::var_os("VIRTUAL_CLOCK").is_some());
    program()
}

#[test]
fn each_stage_keeps_to_its_budget() {
    for (stage, budget) in
        [("by_hand", 30), ("round_robin", 40), ("traps", 70)]
    {
        let lines = lines_of_code(stage);
        assert!(lines <= budget, "{stage}: {lines} lines");
    }
}
