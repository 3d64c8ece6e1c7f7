//! Where what a program printed points at its own lines: a traceback of Python's, a panic of Rust's.

use proof::{Language, Mark, Program};

/// The lines of the program's file that it names, each with what is said of it: of a traceback the
/// innermost that `is_shown`.
pub fn marks(
    program: &Program,
    language: Language,
    printed: &str,
    is_shown: impl Fn(usize) -> bool,
) -> Vec<Mark> {
    match language {
        Language::Python => {
            tracebacks(&format!("File \"{}.py\", line ", program.name), printed, is_shown)
        }
        Language::Rust => panics(&format!("src/bin/{}.rs:", program.name), printed),
    }
}

/// The same of an answer to an exercise, which has no other lines; of Rust, what the compiler says of it too.
pub fn of_answer(name: &str, language: Language, printed: &str) -> Vec<Mark> {
    match language {
        Language::Python => tracebacks("File \"answer.py\", line ", printed, |_| true),
        Language::Rust => {
            let mut marks = errors(&format!("--> {name}.rs:"), printed);
            marks.extend(panics(&format!("{name}.rs:"), printed));
            marks
        }
    }
}

/// `error[E0382]: borrow of moved value`, and the place in one of the lines that follow.
fn errors(place: &str, printed: &str) -> Vec<Mark> {
    let (mut marks, mut said) = (Vec::new(), None);
    for line in printed.lines() {
        if line.starts_with("error") || line.starts_with("warning") {
            said = Some(line);
        } else if let Some(line) = line.trim_start().strip_prefix(place).and_then(number) {
            let text = said.take();
            marks.extend(text.map(|text| Mark { line, text: text.to_owned() }));
        }
    }
    marks
}

/// Frames are indented, and the words that end them are not. Those of a group stand behind a bar.
fn tracebacks(frame: &str, printed: &str, is_shown: impl Fn(usize) -> bool) -> Vec<Mark> {
    let (mut marks, mut innermost) = (Vec::new(), None);
    for line in printed.lines() {
        let line = line.trim_start().strip_prefix("| ").unwrap_or(line);
        let named = line.trim_start().strip_prefix(frame).map(number);
        if let Some(line) = named.flatten().filter(|&line| is_shown(line)) {
            innermost = Some(line);
        } else if !line.starts_with([' ', '+']) && !line.starts_with("Traceback ") {
            let text = line.to_owned();
            marks.extend(innermost.take().map(|line| Mark { line, text }));
        }
    }
    marks
}

/// `thread 'main' panicked at examples/first-steps/src/bin/future.rs:12:5:`, and the message.
fn panics(file: &str, printed: &str) -> Vec<Mark> {
    let lines = printed.lines().zip(printed.lines().skip(1));
    let panics = lines.filter_map(|(line, message)| {
        let (_, place) = line.split_once(" panicked at ")?;
        let line = number(place.split_once(file)?.1)?;
        Some(Mark { line, text: format!("panicked: {message}") })
    });
    panics.collect()
}

/// The number that a text begins with.
fn number(text: &str) -> Option<usize> {
    text.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
#[path = "../tests/unit/marks.rs"]
mod tests;
