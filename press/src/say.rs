//! What the tool tells its user. Nobody may be there to read it: then nobody misses it.

use std::fmt::Display;
use std::io::{Write, stderr, stdout};

/// Tells a line on the standard output.
pub fn say(words: impl Display) {
    let _ = writeln!(stdout(), "press: {words}");
}

/// Tells lines on the standard output as they are.
pub fn tell(words: impl Display) {
    let _ = writeln!(stdout(), "{words}");
}

/// Tells what is wrong on the error output.
pub fn complain(words: impl Display) {
    let _ = writeln!(stderr(), "{words}");
}
