//! Recorded runs, stepped through by mouse, touch and keyboard.

use std::fmt::Write;
use std::fs;

use serde_json::{Value, json};

use crate::common::SmallBook;
use crate::driver::Browser;
use crate::{ENTER, ESCAPE, LEFT, RIGHT, SMALL, Test};

const END: char = '\u{e010}';
const HOME: char = '\u{e011}';

/// A page with a run of 2,000 events, and without the program that made it.
pub const LONG: &str = "small/long.html";

/// How many events that run has.
const EVENTS: usize = 2_000;

/// What is tried, by the sentence that holds.
pub const BEHAVIOURS: [(&str, Test); 11] = [
    ("a_run_stands_still_until_it_is_stepped", stands_still),
    ("a_run_is_stepped_by_mouse", by_mouse),
    ("a_run_is_stepped_by_touch", by_touch),
    ("a_run_is_stepped_by_keys_that_turn_no_page", by_keys),
    ("a_slider_goes_to_any_step", slider),
    ("each_step_is_spoken_once", spoken),
    ("both_runs_step_together_where_they_correspond", together),
    (
        "the_line_of_a_step_is_marked_without_colour_and_moves_nothing",
        lit,
    ),
    ("a_run_is_told_without_scripts", without_scripts),
    ("a_run_is_drawn_on_paper_within_the_page", on_paper),
    ("two_thousand_events_step_without_a_visible_delay", long),
];

/// Adds the page [`LONG`] to the small book.
pub fn plant(book: &SmallBook) {
    let summary = fs::read_to_string(book.file("src/SUMMARY.md")).expect("the summary");
    book.write("src/SUMMARY.md", summary + "- [Long](long.md)\n");
    book.write("src/long.md", "# Long\n\n{{#trace harbour/waves}}\n");
    book.write("examples/harbour/python/waves.py", "print('wave')\n");
    let mut trace = r#"{"version": 1, "world": "asyncio", "events": ["#.to_owned();
    for task in 0..20 {
        // Writing to a String does not fail.
        let _ = write!(trace, r#"{{"task": {task}, "what": "spawn", "line": 1}},"#);
    }
    let rounds = (EVENTS - 20) / 3;
    for round in 0..rounds {
        let task = round % 20;
        let end = if round + 1 == rounds { "" } else { "," };
        let _ = write!(
            trace,
            r#"{{"task": {task}, "what": "poll", "line": 1}},
            {{"task": {task}, "by": {task}, "what": "wake"}},
            {{"task": {task}, "what": "pending"}}{end}"#
        );
    }
    book.write("examples/harbour/traces/waves.python.json", trace + "]}\n");
}

const STEP: &str = "document.querySelector('.stepper output').value";

/// `Step 3 of 25`: the 3.
fn step(browser: &Browser) -> i64 {
    let words = browser.ask(STEP);
    let number = words
        .as_str()
        .and_then(|words| words.split(' ').nth(1)?.parse().ok());
    number.expect("the step's number")
}

/// The middle of the stepper's button of that name, in sight.
fn middle(browser: &Browser, button: &str) -> (Value, Value) {
    let place = browser.ask(&format!(
        "(() => {{
            const button = [...document.querySelectorAll('.stepper button')]
                .find((button) => button.textContent === '{button}');
            button.scrollIntoView({{ block: 'center', behavior: 'instant' }});
            const box = button.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()"
    ));
    (place[0].clone(), place[1].clone())
}

fn click(browser: &Browser, button: &str) {
    let (x, y) = middle(browser, button);
    for kind in ["mousePressed", "mouseReleased"] {
        let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
        browser.devtools("Input.dispatchMouseEvent", event);
    }
}

fn tap(browser: &Browser, button: &str) {
    let (x, y) = middle(browser, button);
    let points = json!([{ "x": x, "y": y }]);
    let start = json!({ "type": "touchStart", "touchPoints": points });
    browser.devtools("Input.dispatchTouchEvent", start);
    let end = json!({ "type": "touchEnd", "touchPoints": [] });
    browser.devtools("Input.dispatchTouchEvent", end);
}

fn stands_still(browser: &Browser) {
    assert_eq!(step(browser), 1);
    browser.run_async("setTimeout(done, 1500)");
    assert_eq!(step(browser), 1, "it plays by itself");
    let moving = browser.ask(
        "[...document.querySelectorAll('.trace *')].some((one) => {
            const style = getComputedStyle(one);
            return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
        })",
    );
    assert_eq!(moving, false, "something moves between two steps");
}

fn by_mouse(browser: &Browser) {
    for width in [1280, 390] {
        browser.set_width(width);
        click(browser, "Last");
        let last = step(browser);
        assert!(last > 5, "{last} steps");
        click(browser, "Next");
        assert_eq!(step(browser), last, "a step beyond the last");
        click(browser, "Back");
        assert_eq!(step(browser), last - 1);
        click(browser, "First");
        click(browser, "Back");
        assert_eq!(step(browser), 1);
    }
}

fn by_touch(browser: &Browser) {
    browser.set_width(390);
    browser.devtools(
        "Emulation.setTouchEmulationEnabled",
        json!({ "enabled": true }),
    );
    tap(browser, "Next");
    browser.wait_until(&format!("{STEP}.startsWith('Step 2 ')"));
    tap(browser, "Back");
    browser.wait_until(&format!("{STEP}.startsWith('Step 1 ')"));
    browser.devtools(
        "Emulation.setTouchEmulationEnabled",
        json!({ "enabled": false }),
    );
}

fn by_keys(browser: &Browser) {
    browser.run(
        "window.turned = 0;
        document.querySelectorAll('.turn a').forEach((link) =>
            link.addEventListener('click', (e) => { window.turned += 1; e.preventDefault(); }))",
    );
    for control in [".stepper button", ".stepper input"] {
        browser.tab_to(control);
        browser.press(HOME);
        browser.press(RIGHT);
        browser.press(RIGHT);
        assert_eq!(step(browser), 3, "on {control}");
        browser.press(LEFT);
        assert_eq!(step(browser), 2, "on {control}");
        browser.press(END);
        browser.press(ESCAPE);
        assert!(step(browser) > 5, "on {control}");
    }
    assert_eq!(browser.ask("window.turned"), 0, "a key has turned the page");
    let before = step(browser);
    browser.run("document.activeElement.blur()");
    browser.press(LEFT);
    assert_eq!(step(browser), before, "a key from elsewhere steps");
    assert_eq!(
        browser.ask("window.turned"),
        1,
        "a key turns no page any more"
    );
}

fn slider(browser: &Browser) {
    browser.run(
        "const slider = document.querySelector('.stepper input');
        slider.value = 4;
        slider.dispatchEvent(new Event('input', { bubbles: true }));",
    );
    assert_eq!(step(browser), 4);
    assert_eq!(
        browser.ask("document.querySelector('.stepper input').ariaValueText"),
        browser.ask(STEP)
    );
}

const SAID: &str = "document.querySelector('.trace [role=status]').textContent";

fn spoken(browser: &Browser) {
    assert_eq!(browser.ask(SAID), "", "it speaks before it is asked");
    click(browser, "Next");
    click(browser, "Next");
    let said = browser.ask(SAID);
    let said = said.as_str().expect("words");
    let words = "Main spawns task 1 (cross), which goes to the end of the ready queue.";
    assert!(said.contains(words), "{said}");
    assert!(said.contains("Rust: Main spawns task 1"), "{said}");
    assert_eq!(said.matches("Python:").count(), 1, "{said}");
    let regions =
        browser.ask("document.querySelectorAll('.trace [role=status], .trace [aria-live]').length");
    assert_eq!(
        regions,
        browser.ask("document.querySelectorAll('.trace').length")
    );
}

const SENTENCES: &str =
    "[...document.querySelectorAll('.trace .sentence')].map((one) => one.textContent)";

fn together(browser: &Browser) {
    browser.open(SMALL);
    let mut alone = Vec::new();
    loop {
        let sentences = browser.ask(SENTENCES);
        let texts = [&sentences[0], &sentences[1]].map(|text| text.as_str().expect("words"));
        if texts[0] == "A step of Rust alone." {
            alone.push(texts[1].to_owned());
        } else {
            let kinds = texts.map(|text| {
                ["spawns", "parks", "prints", "ends", "polls", "starts"]
                    .into_iter()
                    .find(|kind| text.contains(kind))
            });
            assert_eq!(kinds[0], kinds[1], "{texts:?}");
        }
        let before = step(browser);
        click(browser, "Next");
        if step(browser) == before {
            break;
        }
    }
    assert_eq!(alone.len(), 3, "{alone:#?}");
    assert!(alone[0].starts_with("Task 1 wakes itself"), "{alone:#?}");
}

fn lit(browser: &Browser) {
    let heights = "[...document.querySelectorAll('.trace .view, .trace .lanes')].map((one) => one.offsetHeight)";
    let before = browser.ask(heights);
    for _ in 0..4 {
        click(browser, "Next");
        assert_eq!(browser.ask(heights), before, "the figure moves");
    }
    let marks = browser.ask(
        "[...document.querySelectorAll('pre > .at')].map((mark) => {
            const pre = mark.parentElement;
            const line = Number(getComputedStyle(mark).getPropertyValue('--line'));
            const code = pre.querySelector('code');
            const height = code.getBoundingClientRect().height / code.textContent.split('\\n').length;
            const top = code.getBoundingClientRect().top + line * height;
            return [code.textContent.split('\\n')[line].trim().slice(0, 3),
                getComputedStyle(mark, '::before').content,
                Math.abs(mark.getBoundingClientRect().top - top)];
        })",
    );
    let marks = marks.as_array().expect("marks");
    assert_eq!(marks.len(), 4, "each run's listing, twice");
    for mark in marks {
        assert_eq!(
            (&mark[0], &mark[1]),
            (&json!("say"), &json!("\"▸\" / \"\""))
        );
        assert!(mark[2].as_f64() < Some(4.0), "{mark} px beside its line");
    }
}

fn without_scripts(browser: &Browser) {
    browser.set_scripts(false);
    browser.set_width(390);
    browser.open(SMALL);
    let steppers = browser.ask("document.querySelectorAll('.stepper').length");
    let drawn = browser.ask(
        "[...document.querySelectorAll('.trace .poll')].every((one) => one.checkVisibility())",
    );
    browser.tab_to(".steps summary");
    browser.press(ENTER);
    let told = browser.ask("document.querySelector('.steps li').checkVisibility()");
    browser.set_scripts(true);
    assert_eq!(
        (steppers, drawn, told),
        (json!(0), json!(true), json!(true))
    );
}

fn on_paper(browser: &Browser) {
    // A4 within its margins.
    browser.set_width(672);
    browser.set_media("light", "print");
    browser.wait_until("!document.querySelector('.stepper').checkVisibility()");
    browser.wait_until(
        "[...document.querySelectorAll('.lanes')].every((lanes) => lanes.offsetHeight > 0
            && lanes.scrollWidth <= lanes.clientWidth)",
    );
}

fn long(browser: &Browser) {
    browser.open(LONG);
    assert_eq!(
        browser.ask("document.querySelectorAll('.trace .view pre').length"),
        1
    );
    let longest = browser.ask(
        "(() => {
            const next = document.querySelectorAll('.stepper button')[2];
            let longest = 0;
            for (let i = 0; i < 300; i += 1) {
                const start = performance.now();
                next.click();
                document.querySelector('.trace').getBoundingClientRect();
                longest += performance.now() - start;
            }
            return longest / 300;
        })()",
    );
    let longest = longest.as_f64().expect("milliseconds");
    assert!(longest < 16.0, "{longest} ms a step");
    assert_eq!(step(browser), 301);
    click(browser, "Last");
    assert!(step(browser) > 1_300, "{}", step(browser));
}
