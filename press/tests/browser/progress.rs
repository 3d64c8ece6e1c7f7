//! A book that knows where its reader was, as long as the browser keeps it.

use serde_json::{Value, json};

use crate::driver::Browser;
use crate::outline::QUAY;
use crate::{ALL_RULES, AWAITING, AXE, COLOUR_RULES, ENTER, SMALL, TASKS, Test, looks_well};

/// What is tried, by the sentence that holds, and where.
pub const BEHAVIOURS: [(&str, Test, &str); 10] = [
    ("a_page_whose_end_was_seen_is_marked_as_read_in_the_contents", read, QUAY),
    ("a_page_is_marked_as_read_and_as_unread_by_keys", by_hand, TASKS),
    ("the_first_page_leads_on_to_the_section_that_was_read_last", go_on, QUAY),
    ("the_first_page_leads_on_to_the_next_page_after_one_that_is_read", go_on_after, TASKS),
    ("what_is_kept_is_forgotten_when_the_reader_says_so", forget, TASKS),
    ("a_prediction_that_was_right_is_kept_and_can_be_made_again", predicted, SMALL),
    ("a_track_is_followed_to_its_end", track, HOME),
    ("without_scripts_each_page_of_a_track_names_its_next_page", track_without_scripts, HOME),
    ("a_browser_that_keeps_nothing_or_nonsense_reads_on", nothing_kept, QUAY),
    ("what_says_where_to_go_on_reads_well_in_both_themes_at_any_width", reads_well, QUAY),
];

/// The first page of the small book, with two tracks.
pub const HOME: &str = "small/home.html";

/// Its text.
pub const HOME_TEXT: &str = "# Home

Welcome.

## By water { #by-water .track }

You like waves.

1. [The tide](tide.md), because it comes first.
2. [A task](tasks.md), which follows.
3. [The quay](quay.md), at the end.

## By land { #by-land .track }

1. [A task](tasks.md)
2. [Waiting](awaiting.md)

## More

- [The quay](quay.md)
";

const READ: &str =
    "[...document.querySelectorAll('#sidebar a.read')].map((link) => link.textContent)";
const KEPT: &str = "JSON.parse(localStorage.getItem('reading'))";

/// What the place says that leads on, without the second paragraph.
fn on(browser: &Browser) -> Value {
    browser.ask("document.querySelector('.go-on p')?.textContent ?? null")
}

/// Says that the page is read, without coming to its end.
fn mark(browser: &Browser) {
    browser.run("document.querySelector('.done button').click()");
}

/// Makes the page long, and scrolls to a part of it.
fn scroll_to(browser: &Browser, part: &str) {
    browser.run(&format!(
        "document.querySelectorAll('main p:not(.done)').forEach((p) => p.append('water '.repeat(2000)));
        document.querySelector('{part}').scrollIntoView({{ behavior: 'instant' }});"
    ));
}

fn read(browser: &Browser) {
    browser.set_width(1440);
    browser.open("small/angles.html");
    browser.run("localStorage.clear()");
    browser.open(QUAY);
    scroll_to(browser, "#moorings");
    browser.wait_until("scrollY > 100");
    assert_eq!(browser.ask(READ), json!([]), "before its end");
    browser.run("document.getElementById('proofs').scrollIntoView({ behavior: 'instant' })");
    browser.wait_until(&format!("{READ}.join() === 'The quay'"));
    assert_eq!(
        browser.ask("document.querySelector('.done').textContent"),
        "You have read this page. Mark it as unread"
    );
    browser.open(TASKS);
    browser.wait_until(&format!("{READ}.join() === 'The quay'"));
    let counts = browser.ask("[...document.querySelectorAll('#sidebar .fold')].map((it) => [it.ariaLabel, it.dataset.count])");
    assert_eq!(counts, json!([["Pages of Tide", ""], ["Pages of Angles, 1 of 3 read", "1/3"]]));
    let drawn = "getComputedStyle(document.querySelector('#sidebar a.read'), '::after').content";
    assert!(browser.ask(drawn).as_str().expect("a text").contains("(read)"));
}

fn by_hand(browser: &Browser) {
    // Who comes to the button has come to the end.
    browser.tab_to(".done button");
    browser.wait_until(&format!("{READ}.join() === 'Tasks'"));
    for (before, after) in [("Mark it as unread", ""), ("Mark this page as read", "Tasks")] {
        assert_eq!(browser.ask("document.activeElement.textContent"), before);
        browser.press(ENTER);
        browser.wait_until(&format!("{READ}.join() === '{after}'"));
    }
    browser.set_width(390);
    browser.tap(".done button");
    browser.wait_until(&format!("{READ}.join() === ''"));
    browser.open(TASKS);
    assert_eq!(browser.ask(READ), json!([]), "it is read again at once");
}

fn go_on(browser: &Browser) {
    browser.open(HOME);
    browser.run("localStorage.clear()");
    browser.open(HOME);
    assert_eq!(on(browser), Value::Null, "to one who has read nothing");
    browser.open(QUAY);
    scroll_to(browser, "#drifting");
    browser.open(HOME);
    assert_eq!(on(browser), "Go on with The quay: drift and drag.");
    browser.tab_to(".go-on a");
    browser.press(ENTER);
    browser.wait_until(&format!("location.pathname + location.hash === '/{QUAY}#drifting'"));
}

fn go_on_after(browser: &Browser) {
    mark(browser);
    browser.open(HOME);
    assert_eq!(on(browser), "Go on with Awaiting.");
    let count = browser.ask("document.querySelector('.go-on p + p').textContent");
    assert!(count.as_str().expect("a text").starts_with("You have read 1 of 8 pages."), "{count}");
    // On a track, the next page is that of the track.
    browser.click(".track ~ ol a[href='tasks.html']");
    browser.wait_until(&format!("location.pathname === '/{TASKS}'"));
    browser.open(HOME);
    assert_eq!(on(browser), "Go on with The quay.");
}

fn forget(browser: &Browser) {
    mark(browser);
    browser.run(&format!(
        "const kept = {KEPT};
        kept.solved.push('harbour/ebbing Python', 'harbour/ebbing Rust');
        localStorage.setItem('reading', JSON.stringify(kept));"
    ));
    browser.open(HOME);
    let count = browser.ask("document.querySelector('.go-on p:last-child').textContent");
    let count = count.as_str().expect("a text");
    assert!(count.contains(" pages and solved one exercise. "), "{count}");
    browser.tab_to(".go-on button");
    browser.press(ENTER);
    browser.wait_until("document.querySelector('.go-on') === null");
    assert_eq!(browser.ask(READ), json!([]));
    let empty = json!({ "read": [], "guessed": [], "solved": [], "last": null, "track": "" });
    assert_eq!(browser.ask(KEPT), empty);
}

fn predicted(browser: &Browser) {
    let open = "document.querySelector('.predict').open";
    assert_eq!(browser.ask(open), false);
    browser.run(
        "const wanted = document.querySelector('.predict samp').textContent.trimEnd().split('\\n');
        const list = document.querySelector('.lines');
        for (const text of wanted) {
            list.append([...list.children].find((row) => !row.dataset.put && row.querySelector('.text').textContent === text));
            list.lastChild.dataset.put = 'yes';
        }
        document.querySelector('.check').click();",
    );
    browser.wait_until(&format!("{KEPT}.guessed.join() === 'harbour/passage 0'"));
    browser.open(SMALL);
    assert_eq!(browser.ask(open), true);
    assert_eq!(browser.ask("document.querySelector('.guess').checkVisibility()"), false);
    browser.tab_to(".again");
    browser.press(ENTER);
    browser.wait_until("document.querySelector('.guess').checkVisibility()");
    assert_eq!(browser.ask(open), false);
    assert_eq!(
        browser.ask("document.querySelector('.guess').contains(document.activeElement)"),
        true
    );
}

fn track(browser: &Browser) {
    let tracks = "[...document.querySelectorAll('.on-track')].filter((it) => it.checkVisibility()).map((it) => it.dataset.track)";
    browser.open(TASKS);
    assert_eq!(
        browser.ask(tracks),
        json!(["by-water", "by-land"]),
        "one who follows none sees both"
    );
    browser.open(HOME);
    browser.tab_to("#by-water ~ ol a");
    browser.press(ENTER);
    for (page, next) in [(SMALL, "A task"), (TASKS, "The quay")] {
        browser.wait_until(&format!(
            "location.pathname === '/{page}' && document.readyState === 'complete'"
        ));
        assert_eq!(browser.ask(tracks), json!(["by-water"]));
        assert_eq!(
            browser.ask("document.querySelector('.on-track:not([hidden]) .next').textContent"),
            next
        );
        browser.tab_to(".on-track:not([hidden]) .next");
        browser.press(ENTER);
    }
    browser.wait_until(&format!(
        "location.pathname === '/{QUAY}' && document.readyState === 'complete'"
    ));
    let said = browser.ask("document.querySelector('.on-track').innerText.split(/\\n+/)");
    assert_eq!(
        said,
        json!(["On the track By water, this is page 3 of 3.", "The track ends here."])
    );
    browser.run("scrollTo({ top: 100000, behavior: 'instant' })");
    browser.wait_until(&format!("{READ}.includes('The quay')"));
    browser.open(HOME);
    let read = "[...document.querySelectorAll('main li.read')].map((it) => it.textContent)";
    let all = [
        "The tide, because it comes first.",
        "A task, which follows.",
        "The quay, at the end.",
        "A task",
    ];
    assert_eq!(browser.ask(read), json!(all));
}

fn track_without_scripts(browser: &Browser) {
    browser.set_scripts(false);
    browser.open(TASKS);
    let said = browser
        .ask("[...document.querySelectorAll('.on-track')].map((it) => it.innerText.split(/\\n+/))");
    browser.tab_to("[data-track=by-land] .next");
    browser.press(ENTER);
    browser.set_scripts(true);
    assert_eq!(
        said,
        json!([
            ["On the track By water, this is page 2 of 3.", "Next on it: The quay"],
            ["On the track By land, this is page 1 of 2.", "Next on it: Waiting"]
        ])
    );
    browser.wait_until(&format!("location.pathname === '/{AWAITING}'"));
}

/// What another version, another program or a reader may have left.
const NONSENSE: [&str; 7] = [
    "water",
    "[]",
    "7",
    "null",
    r#"{"read": 7, "guessed": {"a": 1}, "last": "x", "track": []}"#,
    r#"{"read": [7, "gone.html"], "last": {"page": "gone.html", "section": 3}}"#,
    r#"{"last": {"page": "tasks.html", "section": {"id": 3}}}"#,
];

fn nothing_kept(browser: &Browser) {
    browser.complaints();
    for words in NONSENSE {
        for page in [HOME, QUAY] {
            browser.run(&format!("localStorage.setItem('reading', {})", json!(words)));
            browser.open(page);
            browser.wait_until(
                "document.querySelectorAll('#sidebar a[aria-current=page]').length === 1",
            );
        }
        mark(browser);
        browser.wait_until(&format!("{READ}.join() === 'The quay'"));
        browser.run("localStorage.clear()");
    }
    let forbid = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } });";
    let script =
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": forbid }));
    for page in [HOME, QUAY, SMALL] {
        browser.open(page);
        browser.run("scrollTo({ top: 100000, behavior: 'instant' })");
        browser.run("document.querySelector('#theme-toggle').click()");
        assert_eq!(on(browser), Value::Null);
        assert_eq!(browser.ask(READ), json!([]));
    }
    browser.devtools("Page.removeScriptToEvaluateOnNewDocument", script);
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

fn reads_well(browser: &Browser) {
    mark(browser);
    for page in [HOME, TASKS] {
        browser.open(page);
        browser.run(AXE);
        for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
            browser.set_media(scheme, "screen");
            for width in [1440, 1280, 390] {
                browser.set_width(width);
                looks_well(browser, rules, &format!("{page}, {scheme}, {width} px"));
            }
        }
    }
}
