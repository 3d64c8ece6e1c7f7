//! What the tool tells its user.

use std::fmt::Display;
use std::io::{Write, stdout};

/// Tells a line on the standard output. Nobody may be there to read it: then nobody misses it.
pub fn say(words: impl Display) {
    let _ = writeln!(stdout(), "press: {words}");
}
