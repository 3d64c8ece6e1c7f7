//! Exercises that are answered on their page.

use serde_json::json;

use crate::driver::Browser;
use crate::edit::{CONTENT, text};
use crate::run::{Live, Test, of_served, says};
use crate::{ALL_RULES, AXE, COLOUR_RULES, ENTER, ESCAPE, PageTest, TAB, looks_well};

/// What is tried on a small book of its own, which is served.
const ON_A_SERVED_PAGE: [(&str, Test); 3] = [
    ("an_exercise_is_answered_by_keyboard_alone", |browser, _| {
        by_keyboard(browser, until(browser))
    }),
    ("an_answer_is_kept_with_what_is_solved", kept),
    ("an_answer_its_mark_and_its_verdict_read_well_in_both_themes", |browser, _| {
        reads_well(browser, until(browser))
    }),
];

pub fn tests() -> Vec<PageTest> {
    ON_A_SERVED_PAGE.map(of_served).into()
}

pub const ANSWER: &str = ".pair[data-exercise] .edit";
pub const CHECK: &str = ".pair[data-exercise] .here .python";
/// What the check says.
pub const EXPECTED: &str = "document.querySelector('.run .why').textContent";
pub const SOLVED: &str = "document.querySelector('.solved').textContent";

/// Waits until the first run of the page says some words.
fn until(browser: &Browser) -> impl Fn(&str) {
    |words| browser.wait_until(&says(words))
}

/// Opens the editor by its button, and puts `answer` in the place of what it holds.
pub fn answer(browser: &Browser, answer: &str) {
    if browser.ask("document.querySelector('.editing') === null") == true {
        browser.click(ANSWER);
    }
    browser.wait_until(&format!("({CONTENT} ?? null) !== null"));
    browser.run(&format!("{CONTENT}.focus(); getSelection().selectAllChildren({CONTENT})"));
    browser.write(answer);
}

/// `until` waits until the first run of the page says some words.
pub fn by_keyboard(browser: &Browser, until: impl Fn(&str)) {
    browser.tab_to(ANSWER);
    browser.press(ENTER);
    browser.wait_until(&format!(
        "({CONTENT} ?? null) !== null && document.activeElement.matches('.sheet')"
    ));
    assert_eq!(text(browser), "HOUR = None");
    browser.write("HOUR = 5 #");
    browser.press(ESCAPE);
    let focus = "document.activeElement.textContent";
    assert_eq!(browser.ask(focus), "Check Python");
    browser.press(ENTER);
    until("it does not pass yet");
    assert_eq!(browser.ask(EXPECTED), "Too early.");
    assert_eq!(browser.ask(SOLVED), "");
    // An answer is no program: it has no recorded run beside which it could be stepped through.
    browser.press(TAB);
    assert_eq!(browser.ask(focus), "Reset");
    browser.press(ENTER);
    assert_eq!(text(browser), "HOUR = None");
    browser.write("HOUR = 6 #");
    browser.press(ESCAPE);
    browser.press(ENTER);
    until("it passes");
    assert_eq!(browser.ask("document.querySelector('.run .why').hidden"), true);
    assert_eq!(browser.ask(SOLVED), "Solved in Python");
}

fn kept(browser: &Browser, live: &Live) {
    browser.click(CHECK);
    browser.wait_until(&says("it does not pass yet"));
    answer(browser, "HOUR = 6");
    browser.visit(&live.address);
    let label = format!("document.querySelector('{ANSWER}').textContent");
    assert_eq!(browser.ask(&label), "Your answer");
    assert_eq!(browser.ask(SOLVED), "");
    // It is checked though its editor is closed.
    browser.click(CHECK);
    browser.wait_until(&says("it passes"));
    browser.visit(&live.address);
    assert_eq!(browser.ask(SOLVED), "Solved in Python");
    let solved = browser.ask("JSON.parse(localStorage.getItem('reading')).solved");
    assert_eq!(solved, json!(["harbour/ebbing Python"]));
    let noted = std::fs::read_to_string(live.book.file("attempts/solved"));
    assert_eq!(noted.expect("it is noted"), "harbour/ebbing python\n");
}

pub fn reads_well(browser: &Browser, until: impl Fn(&str)) {
    browser.run(AXE);
    answer(browser, "HOUR = 6");
    browser.click(CHECK);
    until("it passes");
    answer(browser, "HOUR = (");
    browser.click(CHECK);
    until("it does not pass yet");
    let mark = browser.ask("document.querySelector('.editing .marks').textContent");
    assert!(mark.as_str().is_some_and(|it| it.starts_with("Line 1: SyntaxError")), "{mark}");
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            looks_well(browser, rules, &format!("answering, {scheme}, {width} px"));
        }
    }
}
