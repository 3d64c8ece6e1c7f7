//! Recorded runs, stepped through by mouse, touch and keyboard.

use std::fmt::Write;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::common::SmallBook;
use crate::driver::{Browser, Pointer};
use crate::{ALL_RULES, AXE, COLOUR_RULES, ENTER, ESCAPE, LEFT, RIGHT, SMALL};
use crate::{PageTest, Test, count_turned_pages, looks_well};

const END: char = '\u{e010}';
const HOME: char = '\u{e011}';

/// A page with a run of 2,000 events, and without the program that made it.
pub const LONG: &str = "small/long.html";

/// How many events that run has.
const EVENTS: usize = 2_000;

/// What is tried, by the sentence that holds.
pub const BEHAVIOURS: [(&str, Test); 14] = [
    ("a_run_stands_still_until_it_is_stepped", stands_still),
    ("a_run_is_stepped_by_mouse", by_mouse),
    ("a_click_on_a_drawing_goes_to_that_step", by_drawing),
    ("a_run_is_stepped_by_touch", by_touch),
    ("a_run_is_stepped_by_keys_that_turn_no_page", by_keys),
    ("a_slider_goes_to_any_step", slider),
    ("each_step_is_spoken_once", spoken),
    ("lanes_queues_and_steps_call_a_task_as_the_story_does", named),
    ("both_runs_step_together_where_they_correspond", together),
    ("the_line_of_a_step_is_marked_without_colour_and_moves_nothing", lit),
    ("a_stepped_run_reads_well", reads_well),
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
    let number = words.as_str().and_then(|words| words.split(' ').nth(1)?.parse().ok());
    number.expect("the step's number")
}

/// The selector of the stepper's button of that name.
fn button(name: &str) -> String {
    let names = ["First", "Back", "Next", "Last"];
    let place = names.iter().position(|other| *other == name);
    let place = place.expect("a button") + 1;
    format!(".stepper button:nth-of-type({place})")
}

fn click(browser: &Browser, name: &str) {
    browser.click(&button(name));
}

fn stands_still(browser: &Browser) {
    let reduce = json!([{ "name": "prefers-reduced-motion", "value": "reduce" }]);
    for features in [json!([]), reduce] {
        browser.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "media": "screen", "features": features }),
        );
        click(browser, "First");
        browser.run_async("setTimeout(done, 1000)");
        assert_eq!(step(browser), 1, "it plays by itself");
        click(browser, "Last");
        let moving = browser.ask(
            "[...document.querySelectorAll('.trace, .trace *')].some((one) => {
                const style = getComputedStyle(one);
                return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0
                    || style.scrollBehavior !== 'auto';
            }) || document.getAnimations().length > 0",
        );
        assert_eq!(moving, false, "something moves between two steps");
    }
    browser.set_media("light", "screen");
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

/// The place of a step in the second drawing of the page, scrolled into sight.
fn column(browser: &Browser, step: i64) -> (f64, f64) {
    let place = browser.ask(&format!(
        "(() => {{
            const drawing = document.querySelectorAll('.lanes [data-grid]')[1];
            drawing.scrollIntoView({{ block: 'center', behavior: 'instant' }});
            const [column] = drawing.dataset.grid.split(' ').map(Number);
            const box = drawing.getBoundingClientRect();
            return [box.x + ({step} - 0.5) * column, box.y + box.height / 2];
        }})()"
    ));
    let number = |place: &Value| place.as_f64().expect("a number");
    (number(&place[0]), number(&place[1]))
}

fn by_drawing(browser: &Browser) {
    let place = column(browser, 9);
    browser.drag(Pointer::Mouse, place, place);
    assert_eq!(step(browser), 9);
    let place = column(browser, 1);
    browser.drag(Pointer::Mouse, place, place);
    assert_eq!(step(browser), 1);
}

fn by_touch(browser: &Browser) {
    browser.set_width(390);
    browser.tap(&button("Next"));
    browser.wait_until(&format!("{STEP}.startsWith('Step 2 ')"));
    browser.tap(&button("Back"));
    browser.wait_until(&format!("{STEP}.startsWith('Step 1 ')"));
    browser.tap(".stepper input");
    browser.wait_until(&format!("!{STEP}.startsWith('Step 1 ')"));
    assert!((12..=16).contains(&step(browser)), "{}", step(browser));
}

fn by_keys(browser: &Browser) {
    count_turned_pages(browser);
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
    let last = step(browser);
    for part in [".lanes", ".steps summary"] {
        browser.tab_to(part);
        browser.press(RIGHT);
        browser.press(LEFT);
        assert_eq!(step(browser), last, "on {part}");
    }
    assert_eq!(browser.ask("window.turned"), 0, "a key has turned the page");
    let before = step(browser);
    browser.run("document.activeElement.blur()");
    browser.press(LEFT);
    assert_eq!(step(browser), before, "a key from elsewhere steps");
    assert_eq!(browser.ask("window.turned"), 1, "a key turns no page any more");
}

fn slider(browser: &Browser) {
    let ends = browser.ask(
        "(() => {
            const slider = document.querySelector('.stepper input');
            slider.scrollIntoView({ block: 'center', behavior: 'instant' });
            const box = slider.getBoundingClientRect();
            return [box.x + 8, box.right - 2, box.y + box.height / 2];
        })()",
    );
    let place = |index: usize| ends[index].as_f64().expect("a number");
    browser.drag(Pointer::Mouse, (place(0), place(2)), (place(1), place(2)));
    assert!(step(browser) > 20, "{}", step(browser));
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
    let words = "Main spawns task 1 · Gull (cross), which goes to the end of the ready queue.";
    for language in ["Python", "Rust"] {
        assert!(said.contains(&format!("{language}: {words}")), "{said}");
    }
    assert_eq!(said.matches("Python:").count(), 1, "{said}");
    let regions =
        browser.ask("document.querySelectorAll('.trace [role=status], .trace [aria-live]').length");
    assert_eq!(regions, browser.ask("document.querySelectorAll('.trace').length"));
}

fn named(browser: &Browser) {
    let figure = "#trace-first-steps-create_task";
    let texts = |selector: &str| {
        browser.ask(&format!(
            "[...document.querySelectorAll('{figure} {selector}')].map((one) => one.textContent)"
        ))
    };
    let lanes = ["main ·", "harbour master", "task 1 ·", "Gull", "task 2 ·", "Heron"];
    assert_eq!(texts(".names text"), json!([lanes, lanes].concat()));
    for width in [1280, 390] {
        browser.set_width(width);
        let cut_off = browser.ask(&format!(
            "[...document.querySelectorAll('{figure} .names text')].map((text) =>
                text.getComputedTextLength() - text.ownerSVGElement.clientWidth).filter((more) => more > 0)"
        ));
        assert_eq!(cut_off, json!([]), "px of names that are cut off");
    }
    (0..4).for_each(|_| click(browser, "Next"));
    let ready = texts(".queues span");
    let ready = ready.as_array().expect("texts");
    let named = ready
        .iter()
        .filter(|it| ["task 1 · Gull", "task 2 · Heron"].contains(&it.as_str().unwrap_or("")));
    assert_eq!(named.count(), 4, "{ready:?}");
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
    assert_eq!(alone.len(), 2, "{alone:#?}");
    assert!(alone[0].starts_with("Task 1 yields"), "{alone:#?}");
}

fn lit(browser: &Browser) {
    for width in [1280, 390] {
        browser.set_width(width);
        lit_at(browser);
        click(browser, "First");
    }
}

fn lit_at(browser: &Browser) {
    let heights = "document.querySelector('.trace').offsetHeight";
    let before = browser.ask(heights);
    for _ in 0..4 {
        click(browser, "Next");
        assert_eq!(browser.ask(heights), before, "the figure moves");
    }
    let marks = browser.ask(
        "[...document.querySelectorAll('#trace-first-steps-create_task .at, #program-first-steps-create_task .at')]
            .filter((mark) => mark.checkVisibility()).map((mark) => {
                const code = mark.closest('code');
                const line = Number(getComputedStyle(mark).getPropertyValue('--line'));
                const text = code.textContent.split('\\n');
                const range = document.createRange();
                const nodes = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
                let left = text.slice(0, line).join('\\n').length + 6;
                let node = nodes.nextNode();
                for (; left >= node.length; node = nodes.nextNode()) left -= node.length;
                range.setStart(node, left);
                range.setEnd(node, left + 1);
                const [a, b] = [range, mark].map((one) => one.getBoundingClientRect());
                const pre = mark.closest('pre').getBoundingClientRect();
                const isSeen = b.top >= pre.top && b.bottom <= pre.bottom;
                return [text[line].trim().slice(0, 3), getComputedStyle(mark, '::before').content, isSeen,
                    Math.abs(a.top + a.bottom - b.top - b.bottom)];
            })",
    );
    let marks = marks.as_array().expect("marks");
    // Beside the figure, the page shows the listings: at least one of them.
    assert!(marks.len() >= 3, "{marks:#?}");
    for mark in marks {
        let found = (&mark[0], &mark[1], &mark[2]);
        let expected = (&json!("say"), &json!("\"▸\" / \"\""), &json!(true));
        assert_eq!(found, expected);
        assert!(mark[3].as_f64() < Some(6.0), "{mark} px beside its line");
    }
}

fn reads_well(browser: &Browser) {
    browser.open(SMALL);
    browser.complaints();
    for _ in 0..6 {
        click(browser, "Next");
    }
    browser.run("document.querySelectorAll('.steps').forEach((steps) => { steps.open = true; })");
    browser.run(AXE);
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            looks_well(browser, rules, &format!("{scheme}, {width} px"));
        }
    }
    browser.set_media("light", "screen");
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
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
    let told = browser.ask("document.querySelector('.steps').innerText");
    let steps = browser.ask("document.querySelectorAll('.steps')[0].querySelectorAll('li').length");
    browser.set_scripts(true);
    let told = told.as_str().expect("the steps as text");
    let words = [
        "The loop starts with main in the ready queue.",
        "Task 1 · ebb prints high  tide.",
        "Main ends.",
    ];
    assert!(words.iter().all(|words| told.contains(words)), "{told}");
    assert_eq!((steppers, drawn, steps), (json!(0), json!(true), json!(9)));
}

fn on_paper(browser: &Browser) {
    // A4 within its margins.
    browser.open(LONG);
    browser.set_width(672);
    browser.set_media("light", "print");
    browser.wait_until(
        "![...document.querySelectorAll('.stepper, .sentence, .now')].some((one) => one.checkVisibility())",
    );
    browser.wait_until(
        "[...document.querySelectorAll('.lanes')].every((lanes) => lanes.offsetHeight > 0
            && lanes.scrollWidth <= lanes.clientWidth)",
    );
}

/// How many nodes and attributes one step may change.
const CHANGES: i64 = 60;

fn long(browser: &Browser) {
    browser.open(LONG);
    let listings = "document.querySelectorAll('.trace .view pre').length";
    browser.wait_until(&format!("{listings} === 1"));
    let most = browser.ask(
        "(() => {
            const next = document.querySelectorAll('.stepper button')[2];
            const observer = new MutationObserver(() => {});
            observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
            let most = 0;
            for (let i = 0; i < 300; i += 1) {
                next.click();
                const changes = observer.takeRecords().map((record) =>
                    Math.max(1, record.addedNodes.length + record.removedNodes.length));
                most = Math.max(most, changes.reduce((sum, change) => sum + change, 0));
            }
            return most;
        })()",
    );
    let most = most.as_i64().expect("a number");
    assert!((5..=CHANGES).contains(&most), "{most} changes a step");
    assert_eq!(step(browser), 301);
    // What changes is little, and so is what the browser has to lay out anew.
    let each = browser.ask(
        "(() => {
            const back = document.querySelectorAll('.stepper button')[1];
            const start = performance.now();
            for (let i = 0; i < 100; i += 1) {
                back.click();
                document.querySelector('.trace').getBoundingClientRect();
            }
            return (performance.now() - start) / 100;
        })()",
    );
    let each = each.as_f64().expect("milliseconds");
    assert!(each < 100.0, "{each} ms a step");
    click(browser, "Last");
    assert!(step(browser) > 1_300, "{}", step(browser));
}

/// One page in the built files, without `cargo book`.
pub fn from_plain_files() -> PageTest {
    let sentence = "a_run_is_stepped_from_a_plain_file_server".to_owned();
    PageTest::new(sentence, &[SMALL], |reader| {
        let mut server = Command::new("python3")
            .args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1"])
            .arg("--directory")
            .arg(reader.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Python");
        let mut said = String::new();
        let out = server.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut said).expect("a line");
        let port = said.split_whitespace().nth(5).expect("a port");
        let browser = reader.browser();
        browser.set_media("light", "screen");
        browser.complaints();
        browser.visit(&format!("http://127.0.0.1:{port}/{SMALL}"));
        click(&browser, "Next");
        let second = step(&browser);
        let complaints = browser.complaints();
        server.kill().expect("it runs");
        server.wait().expect("it ends");
        assert_eq!(second, 2);
        assert!(complaints.is_empty(), "{complaints:#?}");
    })
}
