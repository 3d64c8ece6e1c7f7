//! What a Python program, or an exercise, needs that a page does not have, where Python runs in the page itself.

use std::fs;
use std::path::PathBuf;

use proof::{Clock, Exercise, Language, Program, Version};

/// The release that the pages have; `package-lock.json` names it.
pub const IN_PAGES: Version = Version(3, 14);

/// What is not there, by the words in a program, or in a module of its chapter, that ask for it.
const LACKING: [(&str, &[&str]); 5] = [
    ("a library in Rust", &["import ctypes"]),
    (
        "sockets",
        &[
            "open_connection(",
            "start_server(",
            "create_server(",
            "create_connection(",
            "add_reader(",
            "getaddrinfo(",
            "import socket",
            "import ssl",
        ],
    ),
    ("threads", &["to_thread(", "run_in_executor(", "Thread(", "ThreadPoolExecutor("]),
    ("processes", &["create_subprocess_", "subprocess_exec(", "import subprocess", "multiprocess"]),
    ("signals", &["add_signal_handler("]),
];

/// What keeps a program from being run in a page; nothing, if it can be.
pub fn needs(program: &Program) -> Option<String> {
    let header = program.header(Language::Python).unwrap_or_default();
    if header.python.is_some_and(|oldest| oldest > IN_PAGES) {
        return header.python.map(|oldest| format!("Python {oldest}"));
    }
    if program.needs_packages() {
        return Some("packages".to_owned());
    }
    let files = program.modules().into_iter().chain([program.file(Language::Python)]);
    let real = (header.clock == Clock::Real).then_some("the real clock");
    lacking(files).or(real).map(str::to_owned)
}

/// What keeps an answer from being checked in a page: of ours, or of the stub, or of the check itself.
pub fn of_exercise(exercise: &Exercise) -> Option<String> {
    if exercise.oldest_python() > IN_PAGES {
        return Some(format!("Python {}", exercise.oldest_python()));
    }
    if exercise.needs_packages() {
        return Some("packages".to_owned());
    }
    let files = ["check", "stub", "solution"].map(|name| exercise.file(name, Language::Python));
    lacking(files).map(str::to_owned)
}

fn lacking(files: impl IntoIterator<Item = PathBuf>) -> Option<&'static str> {
    let text: String = files.into_iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
    let is_asked = |words: &[&str]| words.iter().any(|word| text.contains(word));
    LACKING.iter().find(|(_, words)| is_asked(words)).map(|(lack, _)| *lack)
}
