//! What a check says of answers that no check can foresee: each gets a verdict, and none hangs.

use std::fs::{self, File};
use std::path::Path;

use proof::{Exercise, Language, Stop, Verdict, target};

/// The verdict on an answer to an exercise that both languages have.
fn verdict(answer: &str, language: Language) -> Verdict {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../first-steps/three_quotes");
    let exercise = Exercise::read(&folder).expect("an exercise");
    exercise.check(answer, language, &Stop::default()).expect("it can be checked here")
}

#[track_caller]
fn assert_fails(verdict: &Verdict, says: &str, printed: &str) {
    assert!(!verdict.holds, "it holds");
    assert!(verdict.says.contains(says), "{says}: {}", verdict.says);
    assert!(verdict.printed.contains(printed), "{printed}: {}", verdict.printed);
    let folders = target().join("answers");
    assert!(!verdict.printed.contains(&*folders.to_string_lossy()), "{}", verdict.printed);
}

#[test]
fn a_check_removes_the_folder_of_one_that_was_killed() {
    let killed = target().join("answers/killed");
    fs::create_dir_all(&killed).expect("a folder");
    File::create(killed.join("lock")).expect("a file");
    verdict("", Language::Python);
    assert!(!killed.exists());
}

#[test]
fn what_python_cannot_read_is_told_with_its_line() {
    let answer = "import asyncio\n\nasync def cheapest()\n    pass\n";
    let verdict = verdict(answer, Language::Python);
    assert_fails(&verdict, "It raises SyntaxError", "answer.py\", line 3");
}

#[test]
fn what_an_answer_raises_is_told_with_its_own_lines_only() {
    let verdict = verdict("async def cheapest():\n    return 1 / 0\n", Language::Python);
    assert_fails(&verdict, "It raises ZeroDivisionError: division by zero", "line 2, in cheapest");
    assert!(!verdict.printed.contains("judge.py"), "{}", verdict.printed);
}

#[test]
fn a_name_that_is_missing_is_told() {
    assert_fails(&verdict("", Language::Python), "cannot import name 'cheapest'", "");
    assert_fails(&verdict("", Language::Rust), "It does not compile.", "cheapest");
}

#[test]
fn what_the_compiler_refuses_is_told_with_its_line() {
    let verdict = verdict("pub async fn cheapest() -> u32 {\n    true\n}\n", Language::Rust);
    assert_fails(&verdict, "It does not compile.", "three_quotes.rs:2:5");
}

#[test]
fn an_await_that_never_ends_is_told_at_once() {
    let python = "import asyncio\n\nasync def cheapest():\n    await asyncio.Event().wait()\n";
    assert_fails(&verdict(python, Language::Python), "It never ends", "");
    let rust = "pub async fn cheapest() -> u32 {\n    std::future::pending().await\n}\n";
    assert_fails(&verdict(rust, Language::Rust), "It never ends", "");
}

#[test]
fn a_loop_without_an_end_is_stopped() {
    let python = "async def cheapest():\n    while True:\n        pass\n";
    assert_fails(&verdict(python, Language::Python), "It does not end", "");
    let rust = "pub async fn cheapest() -> u32 {\n    loop {}\n}\n";
    assert_fails(&verdict(rust, Language::Rust), "It does not end", "");
}

#[test]
fn an_answer_that_ends_the_program_has_not_passed() {
    let python = "import os\n\nasync def cheapest():\n    os._exit(0)\n";
    assert_fails(&verdict(python, Language::Python), "ends the program", "");
    let rust = "pub async fn cheapest() -> u32 {\n    std::process::exit(0)\n}\n";
    assert_fails(&verdict(rust, Language::Rust), "ends the program", "");
}

#[test]
fn a_check_can_be_stopped() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../first-steps/three_quotes");
    let stop = Stop::default();
    stop.ask();
    let exercise = Exercise::read(&folder).expect("an exercise");
    let answer = "async def cheapest():\n    return 20\n";
    assert_eq!(exercise.check(answer, Language::Python, &stop), Err("stopped".to_owned()));
}
