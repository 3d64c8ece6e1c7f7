//! What a reader makes of an exercise: it is begun with the stub, checked at each save, and remembered.

mod common;

use std::fs;
use std::thread;
use std::time::Duration;

use common::{SmallBook, faults};
use press::attempt::{hint, list, work};
use proof::Language;

const ATTEMPT: &str = "attempts/harbour/ebbing.py";

fn text(book: &SmallBook, file: &str) -> String {
    fs::read_to_string(book.file(file)).unwrap_or_default()
}

#[test]
fn an_attempt_begins_with_the_stub_and_is_remembered_when_it_passes() {
    let book = SmallBook::new();
    let once = |name| work(book.root(), name, Some(Language::Python), true);
    assert!(once("harbour/ebbing").is_err(), "the stub passes");
    assert_eq!(text(&book, ATTEMPT), text(&book, "exercises/harbour/ebbing/stub.py"));
    assert_eq!(text(&book, "attempts/solved"), "");
    book.write(ATTEMPT, "HOUR = 7\n");
    assert!(once("ebbing").is_err(), "a wrong answer passes");
    book.write(ATTEMPT, "HOUR = 6\n");
    for _ in 0..2 {
        once("ebbing").expect("the solution passes");
        assert_eq!(text(&book, "attempts/solved"), "harbour/ebbing python\n");
    }
    assert_eq!(text(&book, ATTEMPT), "HOUR = 6\n");
    list(book.root()).expect("they are listed");
    hint(book.root(), "ebbing", 3).expect("there is a hint");
}

#[test]
fn a_save_is_checked_anew() {
    let book = SmallBook::new();
    thread::scope(|scope| {
        let work = scope.spawn(|| work(book.root(), "ebbing", None, false));
        while !book.file(ATTEMPT).is_file() {
            thread::sleep(Duration::from_millis(20));
        }
        assert!(!work.is_finished());
        book.write(ATTEMPT, "HOUR = 6\n");
        work.join().expect("no panic").expect("the solution passes");
    });
}

#[test]
fn what_is_not_there_is_refused_with_what_is() {
    let book = SmallBook::new();
    let refused = |name, language| {
        let refused = work(book.root(), name, language, true);
        refused.expect_err("it is refused").to_string()
    };
    assert!(refused("harbour/ebbin", None).contains("did you mean harbour/ebbing"));
    assert!(refused("nothing", None).contains("cargo book exercise lists them"));
    assert!(refused("ebbing", Some(Language::Rust)).contains("not to be answered in Rust"));
}

#[test]
fn attempts_are_no_part_of_the_book() {
    let book = SmallBook::new();
    book.write(ATTEMPT, "no Python at all");
    book.write("attempts/harbour/ebbing.rs", "no Rust either");
    assert_eq!(faults(&book), []);
}
