//! Bytes a sleeping task: what a million of them add to the resident memory of a fresh process.

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::figures::Outcome;
use crate::peers::{smol, tokio, toy};

/// Makes this program the child.
pub const FLAG: &str = "--sleepers";

pub const SLEEPERS: usize = 1_000_000;

/// How many of them have begun to sleep.
pub static ASLEEP: AtomicUsize = AtomicUsize::new(0);

/// To be called just before the sleep.
pub fn count_me() {
    ASLEEP.fetch_add(1, Ordering::Relaxed);
}

pub fn all_asleep() -> bool {
    ASLEEP.load(Ordering::Relaxed) == SLEEPERS
}

pub fn measure_in_a_child(peer: &str) -> Outcome {
    let this = std::env::current_exe().map_err(|e| e.to_string())?;
    let child = Command::new(this)
        .args([FLAG, peer])
        .output()
        .map_err(|e| e.to_string())?;
    let printed = String::from_utf8_lossy(&child.stdout);
    printed
        .trim()
        .parse()
        .map(|bytes| vec![bytes])
        .map_err(|_| "the child died".into())
}

pub fn measure_here(peer: &str) {
    let resident = match peer {
        "toy" => toy::sleepers(),
        "tokio" => tokio::sleepers(),
        _ => smol::sleepers(),
    };
    println!("{}", resident as f64 / SLEEPERS as f64);
}

/// Bytes of this process in memory.
pub fn resident() -> usize {
    let pages = fs::read_to_string("/proc/self/statm").expect("Linux tells");
    let pages = pages
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok());
    pages.expect("the second field is a number") * rustix::param::page_size()
}
