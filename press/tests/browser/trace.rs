//! Recorded runs, stepped through by mouse, touch and keyboard.

use std::fmt::Write;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::common::SmallBook;
use crate::driver::{Browser, Pointer};
use crate::{ALL_RULES, AXE, COLOUR_RULES, ENTER, ESCAPE, LEFT, RIGHT, SMALL, TASKS};
use crate::{PageTest, Test, count_turned_pages, looks_well};

const END: char = '\u{e010}';
const HOME: char = '\u{e011}';

/// A page with a run of 2,000 events, and without the program that made it.
pub const LONG: &str = "small/long.html";

/// How many events that run has.
const EVENTS: usize = 2_000;

/// What is tried, by the sentence that holds.
pub const BEHAVIOURS: [(&str, Test); 20] = [
    ("a_run_stands_still_until_it_is_stepped", stands_still),
    ("no_line_is_lit_and_nothing_printed_before_the_first_step", not_begun),
    ("a_run_plays_at_the_readers_pace_where_motion_is_wanted", plays),
    ("printed_lines_accumulate_with_the_steps_of_their_run", printed),
    ("a_wide_page_shows_both_languages_or_one_and_a_narrow_page_one", languages),
    ("a_step_has_an_address_that_the_browser_goes_back_to", addresses),
    ("without_scripts_the_address_of_a_step_leads_to_its_figure", address_without_scripts),
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
            json!({ "media": "screen", "features": features.clone() }),
        );
        let can_play = features == json!([]);
        browser.wait_until(&format!("{PLAY}.checkVisibility() === {can_play}"));
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

/// What the first figure of the page has printed, one list a run that is shown.
const PRINTED: &str = "[...document.querySelector('.trace').querySelectorAll('.printed ol')]
    .filter((list) => list.checkVisibility()).map((list) => [...list.children]
        .filter((line) => line.checkVisibility({ visibilityProperty: true })).map((line) => line.textContent))";

/// How many lines are marked, in the figures and beside them.
const LIT: &str =
    "[...document.querySelectorAll('.at')].filter((mark) => mark.checkVisibility()).length";

fn not_begun(browser: &Browser) {
    assert_eq!(browser.ask(LIT), 0);
    assert_eq!(browser.ask(STEP), "25 steps");
    assert_eq!(browser.ask(PRINTED), json!([[], []]));
    let drawn =
        "[...document.querySelectorAll('.now')].filter((one) => one.checkVisibility()).length";
    assert_eq!(browser.ask(drawn), 0, "a column is lit");
    click(browser, "Back");
    assert_eq!(browser.ask(STEP), "25 steps");
    click(browser, "Next");
    assert_eq!((step(browser), browser.ask(drawn)), (1, json!(2)));
    assert!(browser.ask(LIT).as_i64() > Some(0));
}

/// The first figure's button that plays.
const PLAY: &str = "document.querySelector('.play')";

fn plays(browser: &Browser) {
    let pace = |seconds: &str| {
        browser.run(&format!(
            "const pace = document.querySelector('.stepper select');
            pace.value = '{seconds}';
            pace.dispatchEvent(new Event('change'));"
        ));
    };
    let label = || browser.ask(&format!("{PLAY}.textContent"));
    let comes_to = |step: i64| {
        browser.wait_until(&format!("Number({STEP}.split(' ')[1]) >= {step}"));
    };
    pace("0.5");
    for pause in ["click", "escape", "step", "tap"] {
        click(browser, "First");
        assert_eq!(label(), "Play");
        let first = browser.ask(SAID);
        browser.tab_to(".play");
        browser.press(ENTER);
        assert_eq!((label(), step(browser)), (json!("Pause"), 2));
        comes_to(4);
        assert_eq!(browser.ask(SAID), first, "what plays is not spoken");
        match pause {
            "click" => browser.click(".play"),
            "escape" => browser.press(ESCAPE),
            "step" => click(browser, "Back"),
            _ => browser.tap(".play"),
        }
        browser.wait_until(&format!("{PLAY}.textContent === 'Play'"));
        let before = step(browser);
        assert_ne!(browser.ask(SAID), first, "where it pauses is spoken");
        browser.run_async("setTimeout(done, 800)");
        assert_eq!(step(browser), before, "it goes on after a pause");
    }
    // The pace is taken over at once, and kept.
    pace("4");
    browser.click(".play");
    browser.run_async("setTimeout(done, 800)");
    let before = step(browser);
    pace("0.5");
    comes_to(before + 2);
    browser.open(TASKS);
    assert_eq!(browser.ask("document.querySelector('.stepper select').value"), "0.5");
    // It ends with the last step, and begins anew from there.
    click(browser, "Last");
    click(browser, "Back");
    let last = step(browser) + 1;
    browser.click(".play");
    assert_eq!((step(browser), label()), (last, json!("Play")));
    browser.click(".play");
    assert_eq!((step(browser), label()), (1, json!("Pause")));
    let reduce = json!([{ "name": "prefers-reduced-motion", "value": "reduce" }]);
    browser
        .devtools("Emulation.setEmulatedMedia", json!({ "media": "screen", "features": reduce }));
    browser.wait_until(&format!("!{PLAY}.checkVisibility()"));
    let before = step(browser);
    browser.run_async("setTimeout(done, 800)");
    assert_eq!(step(browser), before, "it plays where motion is to be reduced");
    browser.set_media("light", "screen");
}

fn printed(browser: &Browser) {
    let lines = ["0.0 s  harbour master: both are on their way", "0.0 s  Gull: casts off"];
    let both = |lines: &[&str]| json!([lines, lines]);
    (0..6).for_each(|_| click(browser, "Next"));
    assert_eq!(browser.ask(PRINTED), both(&lines[..1]));
    while browser.ask(PRINTED) == both(&lines[..1]) {
        click(browser, "Next");
    }
    assert_eq!(browser.ask(PRINTED), both(&lines));
    click(browser, "Back");
    assert_eq!(browser.ask(PRINTED), both(&lines[..1]), "a step back takes its line back");
    click(browser, "Last");
    let all = browser
        .ask("document.querySelector('.pair .transcript').textContent.trimEnd().split('\\n')");
    assert_eq!(browser.ask(PRINTED), json!([all, all]), "the whole transcript");
    browser.set_width(390);
    assert_eq!(browser.ask(PRINTED), json!([all]));
}

/// The names of the runs that are shown in each figure.
const SHOWN: &str = "[...document.querySelectorAll('.trace')].map((figure) =>
    [...figure.querySelectorAll('.world')].filter((run) => run.checkVisibility())
        .map((run) => run.classList[1]).join(' '))";

fn languages(browser: &Browser) {
    let shown = |languages: &str| assert_eq!(browser.ask(SHOWN), json!([languages, languages]));
    let beside = browser.ask(
        "[...document.querySelectorAll('.world')].slice(0, 2).map((run) => run.getBoundingClientRect().top)",
    );
    assert_eq!(beside[0], beside[1], "the runs stand beside each other");
    shown("python rust");
    browser.click(".which .rust");
    shown("rust");
    assert_eq!(browser.ask("document.querySelector('.which .rust').ariaPressed"), "true");
    // A step of one language alone is no step of the other.
    let stops = |browser: &Browser| {
        click(browser, "First");
        let mut stops = vec![step(browser)];
        loop {
            click(browser, "Next");
            let now = step(browser);
            if stops.last() == Some(&now) {
                return stops;
            }
            stops.push(now);
        }
    };
    let steps = |language: &str| {
        browser.ask(&format!("document.querySelectorAll('.world.{language} .steps li').length"))
    };
    browser.open(SMALL);
    shown_alone(browser, "rust");
    assert_eq!(json!(stops(browser).len()), steps("rust"));
    browser.tab_to(".which .python");
    browser.press(ENTER);
    shown_alone(browser, "python");
    let python = stops(browser);
    assert_eq!(json!(python.len()), steps("python"));
    assert!(python.windows(2).any(|two| two[1] > two[0] + 1), "a number is that of its column");
    browser.set_width(390);
    shown_alone(browser, "python");
    browser.tap(".which .rust");
    browser.wait_until("document.querySelector('.world.rust').checkVisibility()");
    shown_alone(browser, "rust");
    let both = "document.querySelector('.which .both').checkVisibility()";
    assert_eq!(browser.ask(both), false, "two have no room");
    browser.set_width(1280);
    browser.click(".which .both");
    assert_eq!(browser.ask(SHOWN), json!(["python rust"]));
    // The language of the tabs is the one that a narrow page shows.
    browser.run("localStorage.setItem('language', 'rust')");
    browser.set_width(390);
    browser.wait_until("!document.querySelector('.world.python').checkVisibility()");
}

fn shown_alone(browser: &Browser, language: &str) {
    assert_eq!(browser.ask(SHOWN), json!([language]));
}

fn addresses(browser: &Browser) {
    let hash = || browser.ask("location.hash");
    let figure = "#trace-first-steps-create_task";
    assert_eq!(hash(), "");
    (0..3).for_each(|_| click(browser, "Next"));
    assert_eq!(hash(), format!("{figure}-3"));
    click(browser, "Last");
    assert_eq!(hash(), format!("{figure}-25"));
    // Back to where the leap began, and before the series of single steps.
    for (address, step) in [("-3", "Step 3 of 25"), ("", "25 steps")] {
        browser.run("history.back()");
        browser.wait_until(&format!("{STEP} === '{step}'"));
        let address = if address.is_empty() { String::new() } else { format!("{figure}{address}") };
        assert_eq!(hash(), address);
    }
    assert_eq!(browser.ask(LIT), 0, "before the first step");
    browser.run("history.forward()");
    browser.wait_until(&format!("{STEP} === 'Step 3 of 25'"));
    // A link within the page, and one from elsewhere.
    browser.run(&format!("location.hash = '{figure}-7'"));
    browser.wait_until(&format!("{STEP} === 'Step 7 of 25'"));
    for width in [1280, 390] {
        browser.set_width(width);
        browser.open("404.html");
        browser.open(&format!("{TASKS}{figure}-9"));
        browser.wait_until(&format!("{STEP} === 'Step 9 of 25'"));
        let seen = browser.ask(
            "(() => {
                const { top, bottom } = document.querySelector('.stepper').getBoundingClientRect();
                return top >= 0 && bottom < innerHeight;
            })()",
        );
        assert_eq!(seen, true, "the stepper is in sight, {width} px");
        assert_eq!(browser.ask("document.querySelector('.steps').open"), false);
    }
    // Of a step that only one language has, a narrow page shows that language.
    browser.open(SMALL);
    let alone = browser.ask(
        "[...document.querySelectorAll('.world.rust .steps li')].map((item) => Number(item.dataset.at) + 1)
            .find((at) => !document.querySelector(`.world.python .steps li[data-at=\"${at - 1}\"]`))",
    );
    browser.open(&format!("{SMALL}#trace-harbour-tide-{alone}"));
    browser.wait_until(&format!("{STEP}.startsWith('Step {alone} ')"));
    shown_alone(browser, "rust");
    // An address of no step changes nothing.
    browser.open(&format!("{SMALL}#trace-harbour-tide-999"));
    browser.run_async("setTimeout(done, 100)");
    assert_eq!(json!(step(browser)), alone);
}

fn address_without_scripts(browser: &Browser) {
    browser.set_scripts(false);
    browser.open("404.html");
    browser.open(&format!("{TASKS}#trace-first-steps-create_task-9"));
    let seen = browser.ask(
        "(() => {
            const target = document.querySelector(':target');
            const { top, bottom } = target.getBoundingClientRect();
            return target.closest('.trace').id === 'trace-first-steps-create_task'
                && target.checkVisibility() && top >= 0 && bottom < innerHeight;
        })()",
    );
    browser.set_scripts(true);
    assert_eq!(seen, true);
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
            drawing.parentElement.scrollLeft = ({step} - 2) * column;
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
    for place in [1, 2] {
        browser.tap(&button("Next"));
        browser.wait_until(&format!("{STEP}.startsWith('Step {place} ')"));
    }
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
    click(browser, "First");
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
    for width in [390, 1280] {
        browser.set_width(width);
        let cut_off = browser.ask(&format!(
            "[...document.querySelectorAll('{figure} .names text')].map((text) =>
                text.getComputedTextLength() - text.ownerSVGElement.clientWidth).filter((more) => more > 0)"
        ));
        assert_eq!(cut_off, json!([]), "px of names that are cut off");
    }
    (0..5).for_each(|_| click(browser, "Next"));
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
    click(browser, "First");
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
    // Beside the figure, the page shows the listings: at least one of them.
    for (width, least) in [(1280, 3), (390, 2)] {
        browser.set_width(width);
        click(browser, "First");
        lit_at(browser, least);
    }
}

fn lit_at(browser: &Browser, least: usize) {
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
    assert!(marks.len() >= least, "{marks:#?}");
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
        "![...document.querySelectorAll('.which, .stepper, .sentence, .printed, .now')].some((one) => one.checkVisibility())",
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
    click(browser, "First");
    let most = browser.ask(
        "(() => {
            const next = document.querySelectorAll('.stepper button')[2];
            const observer = new MutationObserver(() => {});
            observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
            let most = 0;
            for (let i = 0; i < 100; i += 1) {
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
    assert_eq!(step(browser), 101);
    // What changes is little, and so is what the browser has to lay out anew. The median, for another
    // process may hold the core during some of the steps.
    let median = browser.ask(
        "(() => {
            const back = document.querySelectorAll('.stepper button')[1];
            const times = Array.from({ length: 99 }, () => {
                const start = performance.now();
                back.click();
                document.querySelector('.trace').getBoundingClientRect();
                return performance.now() - start;
            });
            return times.sort((a, b) => a - b)[49];
        })()",
    );
    let median = median.as_f64().expect("milliseconds");
    assert!(median < 100.0, "{median} ms a step");
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
        click(&browser, "Next");
        let second = step(&browser);
        let complaints = browser.complaints();
        server.kill().expect("it runs");
        server.wait().expect("it ends");
        assert_eq!(second, 2);
        assert!(complaints.is_empty(), "{complaints:#?}");
    })
}
