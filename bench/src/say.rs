//! How far it is: a line that is written over on a terminal, and lines elsewhere.

use std::io::{IsTerminal, Write, stderr};
use std::time::Duration;

/// A line that stays.
pub fn say(line: &str) {
    let over = if stderr().is_terminal() { "\r\x1b[K" } else { "" };
    eprintln!("{over}{line}");
}

/// A line that the next one takes the place of. Where lines stay, it is told only if it is worth one.
pub fn show(line: &str, is_worth_a_line: bool) {
    let mut error = stderr();
    if !error.is_terminal() {
        if is_worth_a_line {
            eprintln!("{line}");
        }
    } else {
        // Who cannot see it is told nothing.
        let _unseen = write!(error, "\r\x1b[K{line}");
        let _unseen = error.flush();
    }
}

/// `3:07`
pub fn minutes(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}
