//! The ways through a page and from one to the next: contents that fold, the outline, the neighbours, and
//! signs for what goes on beyond its box.

use serde_json::json;

use crate::driver::{Browser, Pointer};
use crate::{
    ALL_RULES, AWAITING, AXE, COLOUR_RULES, ENTER, ESCAPE, EVERY_ANGLE, TASKS, Test, looks_well,
};

/// A page of the small book with sections of all kinds, in another chapter than [`TASKS`].
pub const QUAY: &str = "small/quay.html";

/// Its text.
pub const QUAY_TEXT: &str = "# The quay

It is where ships lie.

## Moorings

A ship is held by two ropes. [The tide turns](test:harbour::the_tide_turns).

```rust,signature
fn moor(ropes: u8) -> Result<Mooring, TheRopeIsTooShortAtHighTide>;
```

## A question

Why two?

## `drift` and _drag_ { #drifting }

One rope is a pivot.

## A question

Why not three?
";

/// What is tried, by the sentence that holds, and where.
pub const BEHAVIOURS: [(&str, Test, &str); 9] = [
    ("the_contents_show_the_pages_of_one_chapter_and_unfold_others", folds, TASKS),
    ("the_outline_leads_to_every_section_without_scripts", outline_without_scripts, QUAY),
    ("the_contents_list_the_sections_of_the_page_and_mark_the_one_that_is_read", spied, QUAY),
    ("the_page_says_how_long_it_takes_to_read", minutes, QUAY),
    ("the_pages_before_and_after_are_named_at_the_top_and_at_the_foot", neighbours, TASKS),
    ("both_languages_stand_side_by_side_from_1280_px_whatever_is_open", side_by_side, TASKS),
    ("what_is_wider_than_its_box_has_a_shadow_where_it_goes_on", shadows, QUAY),
    ("a_command_breaks_between_its_words_alone", commands, TASKS),
    ("a_filter_that_leaves_nothing_leaves_no_heading", filter, EVERY_ANGLE),
];

const SECTIONS: [&str; 5] = ["Moorings", "A question", "drift and drag", "A question", "Proofs"];

/// The chapters whose pages are seen in the contents.
fn unfolded(browser: &Browser) -> serde_json::Value {
    browser.ask(
        "[...document.querySelectorAll('#sidebar .section')].filter((list) => list.checkVisibility())
            .map((list) => list.parentElement.querySelector('a').textContent)",
    )
}

fn folds(browser: &Browser) {
    browser.set_width(1440);
    assert_eq!(unfolded(browser), json!(["Tide"]), "the chapter of the page, and no other");
    let other = "#sidebar .fold[aria-label=\"Pages of Angles\"]";
    browser.tab_to(other);
    assert_eq!(browser.ask("document.activeElement.ariaExpanded"), "false");
    browser.press(ENTER);
    assert_eq!(unfolded(browser), json!(["Tide", "Angles"]));
    assert_eq!(browser.ask("document.activeElement.ariaExpanded"), "true");
    browser.press(ENTER);
    browser.click("#sidebar .fold");
    assert_eq!(unfolded(browser), json!([]));
    browser.set_width(390);
    browser.tap("#contents-toggle");
    browser.wait_until("document.querySelector('#sidebar').checkVisibility()");
    browser.tap(other);
    browser.wait_until("document.querySelectorAll('#sidebar .section:not([hidden])').length === 1");
    reads_well(browser);
}

/// As it is now, in both themes and at two widths.
fn reads_well(browser: &Browser) {
    browser.run(AXE);
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1440, 1280, 390] {
            browser.set_width(width);
            looks_well(browser, rules, &format!("{scheme}, {width} px"));
        }
    }
}

fn outline_without_scripts(browser: &Browser) {
    browser.set_scripts(false);
    browser.open(QUAY);
    browser.tab_to(".outline > summary");
    browser.press(ENTER);
    let links = browser.ask(
        "[...document.querySelectorAll('.outline a')].filter((link) => link.checkVisibility())
            .map((link) => link.textContent)",
    );
    let lost = browser.ask(
        "[...document.querySelectorAll('.outline a')].filter((link) =>
            document.getElementById(link.hash.slice(1))?.textContent !== link.textContent).length",
    );
    browser.tab_to(".outline li:nth-child(4) a");
    browser.press(ENTER);
    let place = browser.ask("location.hash");
    browser.set_scripts(true);
    assert_eq!(links, json!(SECTIONS));
    assert_eq!(lost, 0, "an address leads to another section, or to none");
    assert_eq!(place, "#a-question-1");
}

fn spied(browser: &Browser) {
    let read = "(document.querySelector('#sidebar .sections [aria-current=location]')?.textContent ?? 'none')";
    browser.set_width(1440);
    let links = "[...document.querySelectorAll('#sidebar [aria-current=page]')][0].parentElement
        .nextElementSibling.querySelectorAll('a')";
    assert_eq!(browser.ask(&format!("[...{links}].map((a) => a.textContent)")), json!(SECTIONS));
    assert_eq!(browser.ask(read), "none", "the page begins above its sections");
    // Long enough that each section can be at the top.
    browser.run(
        "document.querySelectorAll('main p').forEach((p) => p.append('water '.repeat(2000)));
        document.getElementById('drifting').scrollIntoView({ behavior: 'instant' });",
    );
    browser.wait_until(&format!("{read} === 'drift and drag'"));
    browser.run("scrollTo({ top: 0, behavior: 'instant' })");
    browser.wait_until(&format!("{read} === 'none'"));
    // Over a narrow page, the contents give way to the section.
    browser.set_width(390);
    browser.tap("#contents-toggle");
    browser.wait_until("document.querySelector('#sidebar .sections').checkVisibility()");
    browser.run("document.querySelectorAll('#sidebar .sections a')[2].scrollIntoView()");
    let middle = browser.run(
        "const box = document.querySelectorAll('#sidebar .sections a')[2].getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];",
    );
    let point = serde_json::from_value(middle).expect("two numbers");
    browser.drag(Pointer::Touch, point, point);
    browser.wait_until("location.hash === '#drifting'");
    browser.wait_until("!document.querySelector('#sidebar').checkVisibility()");
    browser.wait_until(&format!("{read} === 'drift and drag'"));
}

fn minutes(browser: &Browser) {
    let said = "document.querySelector('.outline > summary').textContent";
    assert_eq!(browser.ask(said), "On this page: 5 sections, 1 minute to read");
    browser.open(AWAITING);
    let said = browser.ask("document.querySelector('main .kick').textContent");
    assert_eq!(said, "1 minute to read", "a page without sections");
}

fn neighbours(browser: &Browser) {
    browser.set_scripts(false);
    browser.open(TASKS);
    let names = browser.ask(
        "['.near', '.turn'].map((place) => [...document.querySelectorAll(place + ' a')].map((link) =>
            [link.rel, (link.querySelector('.name') ?? link).textContent, new URL(link.href).pathname]))",
    );
    browser.set_scripts(true);
    let both =
        json!([["prev", "Tide", "/small/tide.html"], ["next", "Awaiting", "/small/awaiting.html"]]);
    assert_eq!(names, json!([both, both]));
    browser.open(TASKS);
    browser.click(".near [rel=next]");
    browser.wait_until(&format!("location.pathname === '/{AWAITING}'"));
}

fn side_by_side(browser: &Browser) {
    let both = "[...document.querySelectorAll('.panes')].every((panes) => {
        const [left, right] = [...panes.children].map((pane) => pane.getBoundingClientRect());
        return left.top === right.top && left.right <= right.left + 1 && left.width > 500;
    })";
    for width in [1280, 1366, 1439, 1440] {
        browser.set_width(width);
        browser.wait_until(both);
        browser.run("document.querySelector('#contents-toggle').click()");
        browser.wait_until(both);
        browser.run("document.querySelector('#contents-toggle').click()");
    }
    browser.tab_to("#contents-toggle");
    browser.press(ENTER);
    browser.press(ESCAPE);
    browser.wait_until(both);
}

fn shadows(browser: &Browser) {
    let shadow = "getComputedStyle(document.querySelector('pre.code')).boxShadow";
    let seen = |width, there: bool| {
        browser.set_width(width);
        browser.wait_until(&format!("({shadow} !== 'none') === {there}"));
    };
    seen(1280, false);
    seen(390, true);
    let before = browser.ask(shadow);
    browser.run("document.querySelector('pre.code').scrollLeft = 10000");
    browser.wait_until(&format!("{shadow} !== {before}"));
}

fn commands(browser: &Browser) {
    let torn = |parts: &str| {
        browser.ask(&format!(
            "[...document.querySelectorAll('{parts}')].filter((part) => part.offsetHeight > 30)
                .map((part) => part.textContent)"
        ))
    };
    let count = "document.querySelectorAll('.bar code > span').length";
    assert!(browser.ask(count).as_u64() > Some(10), "no command has words");
    for width in [1280, 700, 390, 320] {
        browser.set_width(width);
        assert_eq!(torn(".bar code span span"), json!([]), "{width} px");
    }
    browser.set_width(700);
    assert_eq!(torn(".bar code > span"), json!([]), "a word that fits a line");
    let command = "document.querySelector('.bar code').textContent";
    let expected = "python3 examples/first-steps/python/create_task.py";
    assert_eq!(browser.ask(command), expected);
}

fn filter(browser: &Browser) {
    let seen =
        "[...document.querySelectorAll('main h2')].filter((it) => it.checkVisibility()).length";
    let all = browser.ask(seen);
    assert!(all.as_u64() > Some(1), "{all} headings");
    browser.tab_to("#filter");
    browser.write("zzz");
    browser.wait_until(&format!("{seen} === 0"));
    browser.run("location.hash = document.querySelector('.angles > li:last-child').id");
    browser.wait_until(&format!("{seen} === 1"));
    browser.wait_until("document.querySelector(location.hash).checkVisibility()");
}
