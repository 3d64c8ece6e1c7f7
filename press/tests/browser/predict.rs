//! A program that is predicted: its lines are put in order by mouse, finger and keys, and checked.

use serde_json::{Value, json};

use crate::driver::{Browser, Pointer};
use crate::{
    ALL_RULES, AWAITING, AXE, COLOUR_RULES, DOWN, ENTER, LEFT, RIGHT, SMALL, TAB, TASKS, Test, UP,
};
use crate::{count_turned_pages, looks_well};

/// What is tried, by the sentence that holds, and where.
pub const OF_PREDICTING: [(&str, Test, &str); 10] = [
    ("the_lines_of_a_program_to_predict_are_dragged_with_a_mouse", mouse, SMALL),
    ("a_finger_drags_a_line_by_its_grip_and_scrolls_elsewhere", touch, SMALL),
    ("keys_alone_order_the_lines_and_say_where_each_stands", keys, SMALL),
    ("the_first_line_in_a_wrong_place_is_marked_with_the_reason", reason, SMALL),
    ("lines_that_are_alike_can_change_places", alike, SMALL),
    ("a_checked_prediction_reads_well", reads_well, SMALL),
    ("without_scripts_a_transcript_to_predict_unfolds_by_keyboard", without_scripts, SMALL),
    ("print_shows_a_transcript_to_predict_and_no_exercise", on_paper, SMALL),
    ("what_a_page_asks_for_is_folded_until_a_reader_opens_it", guessed, AWAITING),
    ("a_line_to_predict_shows_its_time_once_it_is_right", times, TASKS),
];

const PRINTED: [&str; 4] = ["ferry: asks", "gull: cries", "gull: cries", "ferry: sails"];

fn order(browser: &Browser) -> Vec<String> {
    let order =
        browser.ask("[...document.querySelectorAll('.lines .text')].map((e) => e.textContent)");
    serde_json::from_value(order).expect("a list of texts")
}

/// Puts the lines in the order of `wanted`, each by `carry`, which takes the line of one place to
/// another place further up.
#[track_caller]
fn put(browser: &Browser, wanted: &[&str], carry: impl Fn(usize, usize)) {
    for (place, text) in wanted.iter().enumerate() {
        let order = order(browser);
        let from = order[place..].iter().position(|line| line == text);
        let from = place + from.expect("the line is offered");
        if from != place {
            carry(from, place);
        }
    }
    assert_eq!(order(browser)[..wanted.len()], *wanted);
}

/// Puts the lines in that order without trying how.
fn put_at_once(browser: &Browser, wanted: &[&str]) {
    put(browser, wanted, |from, to| {
        browser.run(&format!(
            "const up = document.querySelectorAll('.lines .up')[{from}];
            for (let at = {from}; at > {to}; at -= 1) up.click();"
        ));
    });
}

fn part(place: usize, part: &str) -> String {
    format!(".lines li:nth-child({}) {part}", place + 1)
}

/// The middle of an element, in the window.
fn middle(browser: &Browser, selector: &str) -> (f64, f64) {
    let middle = browser.run(&format!(
        "const element = document.querySelector('{selector}');
        document.querySelector('.lines').scrollIntoView({{ block: 'center', behavior: 'instant' }});
        const box = element.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];"
    ));
    serde_json::from_value(middle).expect("two numbers")
}

fn tap(browser: &Browser, pointer: Pointer, selector: &str) {
    let point = middle(browser, selector);
    browser.drag(pointer, point, point);
}

const VERDICT: &str = "document.querySelector('.verdict').textContent";
const OPEN: &str = "document.querySelector('.predict').open";

/// The right order is confirmed and the transcript shown, in the place of the exercise.
#[track_caller]
fn assert_solved(browser: &Browser) {
    assert_eq!(browser.ask(VERDICT), "Right: every line is in its place.");
    browser.wait_until("document.querySelector('.predict .transcript').checkVisibility()");
    assert_eq!(browser.ask(OPEN), true);
    assert_eq!(browser.ask("document.querySelector('.lines').checkVisibility()"), false);
}

fn mouse(browser: &Browser) {
    assert_ne!(order(browser)[0], PRINTED[0]);
    put(browser, &PRINTED, |from, to| {
        let [from, to] = [from, to].map(|place| middle(browser, &part(place, ".words")));
        browser.drag(Pointer::Mouse, from, to);
    });
    let up = part(3, ".up");
    tap(browser, Pointer::Mouse, &up);
    assert_eq!(order(browser)[2], PRINTED[3]);
    tap(browser, Pointer::Mouse, &part(2, ".down"));
    tap(browser, Pointer::Mouse, ".check");
    assert_solved(browser);
}

fn touch(browser: &Browser) {
    browser.set_width(390);
    let before = order(browser);
    let [from, to] = [3, 0].map(|place| middle(browser, &part(place, ".words")));
    browser.drag(Pointer::Touch, from, to);
    assert_eq!(order(browser), before, "a finger has moved a line by its words");
    put(browser, &PRINTED, |from, to| {
        let [from, to] = [from, to].map(|place| middle(browser, &part(place, ".grip")));
        browser.drag(Pointer::Touch, from, to);
    });
    tap(browser, Pointer::Touch, ".check");
    assert_solved(browser);
}

fn keys(browser: &Browser) {
    count_turned_pages(browser);
    put(browser, &PRINTED, |from, to| {
        browser.run("document.activeElement.blur()");
        browser.tab_to(&part(from, ".up"));
        for _ in to..from {
            browser.press(UP);
        }
        let said = format!("line {} of 4", to + 1);
        let status = "document.getElementById('status').textContent";
        assert!(browser.ask(status).as_str().expect("a text").ends_with(&said));
        browser.press(LEFT);
        browser.press(RIGHT);
    });
    browser.press(TAB);
    browser.press(DOWN);
    browser.press(UP);
    assert_eq!(order(browser), PRINTED, "down and up again");
    browser.tab_to(".check");
    browser.press(ENTER);
    assert_eq!(browser.ask("window.turned"), 0, "a key has turned the page");
    assert_solved(browser);
    browser.tab_to(".predict > summary");
    browser.press(ENTER);
    browser.wait_until(&format!("!{OPEN}"));
}

/// The signs before the lines: what a place says besides its colour.
fn signs(browser: &Browser) -> Value {
    browser.ask(
        "[...document.querySelectorAll('.lines li')].map((line) =>
            getComputedStyle(line, '::before').content.replaceAll('\"', '').split(' ')[0])",
    )
}

fn reason(browser: &Browser) {
    let wrong = ["ferry: asks", "ferry: sails", "gull: cries", "gull: cries"];
    put_at_once(browser, &wrong);
    tap(browser, Pointer::Mouse, ".check");
    assert_eq!(
        browser.ask(VERDICT),
        "Line 2: ferry: sails cannot come here: main, which prints it, waits for task 1 · gull to end."
    );
    let place = "counter(line)";
    assert_eq!(signs(browser), json!(["\u{2713}", "\u{2717}", place, place]));
    assert_eq!(browser.ask(OPEN), false);
    tap(browser, Pointer::Mouse, &part(2, ".down"));
    assert_eq!(signs(browser), json!(["\u{2713}", place, place, place]));
    tap(browser, Pointer::Mouse, ".predict > summary");
    browser.wait_until("document.querySelector('.predict .transcript').checkVisibility()");
}

fn alike(browser: &Browser) {
    put_at_once(browser, &PRINTED);
    browser.run("document.querySelectorAll('.lines .down')[1].click()");
    assert_eq!(order(browser), PRINTED);
    tap(browser, Pointer::Mouse, ".check");
    assert_solved(browser);
}

fn reads_well(browser: &Browser) {
    browser.run(AXE);
    browser.wait_until("document.fonts.status === 'loaded'");
    let wrong = ["ferry: asks", "ferry: sails", "gull: cries", "gull: cries"];
    for orders in [&wrong, &PRINTED] {
        put_at_once(browser, orders);
        browser.run("document.querySelector('.check').click()");
        for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
            browser.set_media(scheme, "screen");
            for width in [1280, 390] {
                browser.set_width(width);
                looks_well(browser, rules, &format!("{scheme}, {width} px"));
            }
        }
    }
    assert_solved(browser);
}

fn without_scripts(browser: &Browser) {
    browser.set_scripts(false);
    browser.open(SMALL);
    let exercises = browser.ask("document.querySelectorAll('.lines, .check, .verdict').length");
    let folded = browser.ask("document.querySelector('.predict .transcript').checkVisibility()");
    let summary = browser.ask("document.querySelector('.predict > summary').textContent");
    browser.tab_to(".predict > summary");
    browser.press(ENTER);
    let unfolded = browser.ask("document.querySelector('.predict .transcript').checkVisibility()");
    browser.set_scripts(true);
    assert_eq!(exercises, 0);
    assert_eq!((folded, unfolded), (json!(false), json!(true)));
    assert_eq!(summary, "What it prints");
}

fn on_paper(browser: &Browser) {
    browser.set_media("light", "print");
    browser.wait_until("document.querySelector('.predict .transcript').checkVisibility()");
    for gone in [".lines", ".check", ".predict > summary"] {
        let seen = format!("document.querySelector('{gone}').checkVisibility()");
        assert_eq!(browser.ask(&seen), false, "{gone} on paper");
    }
    let label = "document.querySelector('.print:has(.predict) > .label').checkVisibility()";
    assert_eq!(browser.ask(label), true, "the transcript has its label");
}

fn guessed(browser: &Browser) {
    let seen = || {
        browser.ask(
            "[...document.querySelectorAll('.transcript')].slice(0, 2).map((one) => one.checkVisibility())",
        )
    };
    let opened = json!([true, true]);
    for scripts in [true, false] {
        browser.set_scripts(scripts);
        browser.open(AWAITING);
        let folded = (seen(), browser.ask("document.querySelectorAll('.lines').length"));
        browser.tab_to(".predict > summary");
        let words = browser.ask("document.activeElement.textContent");
        browser.press(ENTER);
        let open = seen();
        browser.set_scripts(true);
        assert_eq!(folded, (json!([true, false]), json!(0)), "scripts: {scripts}");
        assert_eq!((words, &open), (json!("What it prints"), &opened), "scripts: {scripts}");
    }
    browser.open(AWAITING);
    browser.set_media("light", "print");
    browser.wait_until("document.querySelector('.predict .transcript').checkVisibility()");
}

fn times(browser: &Browser) {
    let shown = "[...document.querySelectorAll('.lines .time')].map((e) => e.textContent)";
    assert_eq!(browser.ask(shown), json!(["", "", "", "", "", ""]));
    put_at_once(
        browser,
        &["harbour master: both are on their way", "Gull: casts off", "Gull: docks"],
    );
    tap(browser, Pointer::Mouse, ".check");
    let two = ["0.0 s  ", "0.0 s  ", "", "", "", ""];
    assert_eq!(browser.ask(shown), json!(two));
    let verdict = browser.ask(VERDICT);
    let verdict = verdict.as_str().expect("a text");
    let start = "Line 3: Gull: docks cannot come here: ";
    assert!(verdict.starts_with(start), "{verdict}");
    assert!(verdict.contains("2.0 s"), "{verdict}");
}
