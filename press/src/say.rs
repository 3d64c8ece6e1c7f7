//! What the tool tells its user. Nobody may be there to read it: then nobody misses it.

use std::fmt::Display;
use std::io::{Write, stderr, stdout};

use similar::get_close_matches;

/// Tells a line on the standard output.
pub fn say(words: impl Display) {
    let _ = writeln!(stdout(), "press: {words}");
}

/// Tells lines on the standard output as they are.
pub fn tell(words: impl Display) {
    let _ = writeln!(stdout(), "{words}");
}

/// `1 file`, `2 files`
pub fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// Those of some names that are written like one, if there are any.
pub fn near<'a>(name: &str, names: impl IntoIterator<Item = &'a String>) -> Option<String> {
    let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
    let near = get_close_matches(name, &names, 3, 0.6).join(", ");
    (!near.is_empty()).then_some(near)
}

/// Tells what is wrong on the error output.
pub fn complain(words: impl Display) {
    let _ = writeln!(stderr(), "{words}");
}
