//! The search: what it finds, how soon, and how it is worked.

use std::time::Duration;

use serde_json::{Value, json};

use crate::driver::{Browser, Pointer};
use crate::outline::QUAY;
use crate::{
    ALL_RULES, AXE, COLOUR_RULES, DOWN, ENTER, ESCAPE, Lent, PageTest, Reader, TASKS, Test, UP,
    gzipped, looks_well,
};

/// What is tried on the small book, by the sentence that holds.
pub const BEHAVIOURS: [(&str, Test); 7] = [
    ("it_is_worked_by_keys_alone", keys),
    ("it_is_worked_by_mouse", mouse),
    ("it_is_worked_by_touch", touch),
    ("a_result_on_this_page_closes_the_search_and_shows_its_section", on_this_page),
    ("nothing_of_it_is_loaded_before_it_is_opened", loaded_late),
    ("its_results_read_well_in_both_themes_at_any_width", reads_well),
    ("it_says_so_when_nothing_is_found_and_when_there_is_no_index", nothing),
];

/// What readers ask, and where one of the first three results leads.
const ASKED: [(&str, &str); 24] = [
    ("timout", "working-developer/timeouts.html"),
    ("awiat", "first-steps/awaiting.html"),
    ("semaphor", "tour/locks.html#semaphore"),
    ("cancel a task", "working-developer/cancelling-a-task.html"),
    ("kill a task", "working-developer/cancelling-a-task.html"),
    ("sleep forever", "#waits-for-ever"),
    ("race", "waiting-for-several-tasks.html#wait-first-completed"),
    ("race condition", "#lock"),
    ("ctrl c", "sigint.html"),
    ("fire and forget", "background-tasks.html"),
    ("mutex", "locks.html"),
    ("create_task", "first-steps/tasks.html"),
    ("back pressure", "to-production/backpressure.html"),
    ("what is a waker", "waker"),
    ("was never awaited", "#runtimewarning-coroutine--was-never-awaited"),
    ("Task was destroyed but it is pending!", "#task-was-destroyed-but-it-is-pending"),
    (
        "attached to a different loop",
        "#runtimeerror-task--got-future--attached-to-a-different-loop",
    ),
    (
        "RuntimeError: Task <Task pending name='Task-1' coro=<main() running at a.py:3>> got Future \
         <Future pending> attached to a different loop",
        "#runtimeerror-task--got-future--attached-to-a-different-loop",
    ),
    ("E0373", "#errore0373-"),
    (
        "future cannot be sent between threads safely",
        "#error-future-cannot-be-sent-between-threads",
    ),
    ("there is no reactor running", "#there-is-no-reactor-running"),
    ("FIRST_COMPLETED", "#wait-first-completed"),
    ("thread pool", "thread-pool.html"),
    ("wake up", "waker"),
];

/// What is tried on the book itself.
pub fn of_the_book() -> Vec<PageTest> {
    let pages = &["index.html", "searchindex.js"];
    let test = |sentence: &str, test: fn(&Reader)| {
        PageTest::new(format!("search::{sentence}"), pages, test)
    };
    vec![
        test("what_readers_ask_and_paste_is_among_the_first_three", |reader| {
            let browser = open_book(reader);
            for (question, place) in ASKED {
                ask(&browser, question);
                let found = addresses(&browser);
                let first = found.iter().take(3).any(|address| address.contains(place));
                assert!(first, "{question}: {found:#?}");
            }
        }),
        test("a_result_is_a_title_a_page_and_one_line_of_prose", |reader| {
            let browser = open_book(reader);
            for (question, _) in ASKED {
                ask(&browser, question);
                one_line_each(&browser, question);
            }
        }),
        test("whole_words_are_marked_and_none_that_only_begins_so", |reader| {
            let browser = open_book(reader);
            ask(&browser, "cancel a task");
            let marked = browser
                .ask("[...document.querySelectorAll('#search mark')].map((it) => it.textContent)");
            let marked: Vec<String> = serde_json::from_value(marked).expect("a list of words");
            assert!(marked.len() > 3, "{marked:?}");
            let odd = marked.iter().find(|it| {
                !it.to_lowercase().starts_with("cancel") && !it.to_lowercase().starts_with("task")
            });
            assert_eq!(odd, None);
        }),
        test("a_spelling_that_is_read_otherwise_is_named", |reader| {
            let browser = open_book(reader);
            ask(&browser, "timout");
            let status = browser.ask("document.getElementById('search-status').textContent");
            let status = status.as_str().expect("a text");
            assert!(
                status.contains("“timout” is not in the book; this is for “timeout”"),
                "{status}"
            );
        }),
        test("the_first_result_is_there_within_150_milliseconds", |reader| {
            let browser = open_book(reader);
            // One of twenty: other programs of this machine may be at work.
            for (question, _) in ASKED {
                let mut times = (0..20).map(|_| time(&browser, question));
                let is_quick = times.any(|it| it < Duration::from_millis(150));
                assert!(is_quick, "{question}: {:?}", time(&browser, question));
            }
        }),
        test("the_index_is_at_most_a_quarter_of_a_megabyte_when_it_is_sent", |reader| {
            let index = reader.html("searchindex.js");
            let sent = gzipped(index.as_bytes());
            assert!((10_000..1_500_000).contains(&index.len()), "{} bytes", index.len());
            assert!(sent < 250_000, "{sent} bytes");
        }),
    ]
}

fn open_book(reader: &Reader) -> Lent<'_> {
    let browser = reader.browser();
    browser.set_media("light", "screen");
    browser.set_width(1280);
    browser.open("index.html");
    browser.click("#search-toggle");
    ready(&browser);
    browser
}

/// Waits until the index is loaded.
fn ready(browser: &Browser) {
    browser.wait_until("document.getElementById('search-status').textContent === ''");
}

fn ask(browser: &Browser, question: &str) {
    browser.run(&format!(
        "const input = document.getElementById('search-input');
        input.value = {};
        input.dispatchEvent(new Event('input'));",
        json!(question)
    ));
}

/// How long it takes from the input until its first result is laid out.
fn time(browser: &Browser, question: &str) -> Duration {
    let script = "const input = document.getElementById('search-input');
        input.value = QUESTION;
        const start = performance.now();
        input.dispatchEvent(new Event('input'));
        const height = document.querySelector('#search-results a').offsetHeight;
        return height > 0 ? performance.now() - start : 10000;";
    let taken = browser.run(&script.replace("QUESTION", &json!(question).to_string()));
    Duration::from_secs_f64(taken.as_f64().expect("a number") / 1000.0)
}

fn addresses(browser: &Browser) -> Vec<String> {
    let found = browser.ask(
        "[...document.querySelectorAll('#search-results a')].map((it) => it.getAttribute('href'))",
    );
    serde_json::from_value(found).expect("a list of addresses")
}

fn one_line_each(browser: &Browser, question: &str) {
    let wrong = browser.ask(
        "[...document.querySelectorAll('#search-results li')].filter((row) => {
            const line = row.querySelector('.line');
            return row.children.length > 3 || row.querySelector('pre, code') || row.textContent.includes('»')
                || row.textContent.length > 330 || /[{}]| = |  /.test(line?.textContent)
                || line?.offsetHeight > 30 || row.querySelectorAll('.where').length > 1;
        }).map((row) => row.textContent)",
    );
    assert_eq!(wrong, json!([]), "{question}");
    let count = browser.ask("document.querySelectorAll('#search-results li').length");
    assert!(count.as_u64() <= Some(12), "{question}: {count} results");
}

const FIRST: &str = "document.querySelector('#search-results a')";

fn keys(browser: &Browser) {
    browser.press('/');
    browser.wait_until("document.activeElement.id === 'search-input'");
    assert_eq!(expanded(browser), "true");
    browser.write("mooring");
    browser.wait_until(&format!("{FIRST}?.textContent === 'Moorings'"));
    browser.press(DOWN);
    assert_eq!(browser.ask(&format!("document.activeElement === {FIRST}")), true);
    browser.press(UP);
    assert_eq!(browser.ask("document.activeElement.id"), "search-input");
    browser.press(ESCAPE);
    browser.wait_until("!document.getElementById('search').checkVisibility()");
    assert_eq!(browser.ask("document.activeElement.id"), "search-toggle");
    assert_eq!(expanded(browser), "false");
    browser.press(ENTER);
    browser.wait_until("document.activeElement.id === 'search-input'");
    browser.press(ENTER);
    browser.wait_until(&format!("location.pathname + location.hash === '/{QUAY}#moorings'"));
}

fn expanded(browser: &Browser) -> Value {
    browser.ask("document.getElementById('search-toggle').getAttribute('aria-expanded')")
}

fn mouse(browser: &Browser) {
    browser.click("#search-toggle");
    ready(browser);
    browser.write("drag");
    browser.wait_until(&format!("{FIRST} !== null"));
    assert_eq!(
        browser.ask("document.querySelector('#search-results .where').textContent"),
        "The quay"
    );
    assert_eq!(
        browser.ask("document.querySelector('#search-results .line').textContent"),
        "One rope is a pivot."
    );
    browser.click("#search-results a");
    browser.wait_until(&format!("location.pathname + location.hash === '/{QUAY}#drifting'"));
}

fn touch(browser: &Browser) {
    browser.set_width(390);
    browser.tap("#search-toggle");
    ready(browser);
    browser.write("lighthouse");
    browser.wait_until(&format!("{FIRST} !== null"));
    let middle = browser.run(&format!(
        "const box = {FIRST}.getBoundingClientRect(); return [box.x + 20, box.y + box.height / 2];"
    ));
    let point = serde_json::from_value(middle).expect("two numbers");
    browser.drag(Pointer::Touch, point, point);
    browser.wait_until(&format!(
        "!location.pathname.endsWith('/{TASKS}') && document.readyState === 'complete'
        && document.querySelector('main').textContent.toLowerCase().includes('lighthouse')"
    ));
}

fn on_this_page(browser: &Browser) {
    browser.open(QUAY);
    browser.press('/');
    ready(browser);
    browser.write("pivot");
    browser.wait_until(&format!("{FIRST} !== null"));
    browser.press(ENTER);
    browser.wait_until("location.hash === '#drifting'");
    browser.wait_until("!document.getElementById('search').checkVisibility()");
}

fn loaded_late(browser: &Browser) {
    browser.requests();
    browser.open(TASKS);
    let of_search = |address: &String| address.contains("minisearch") || address.contains("search");
    assert_eq!(browser.requests().iter().find(|it| of_search(it)), None);
    browser.press('/');
    ready(browser);
    browser.press(ESCAPE);
    browser.press('/');
    let asked = browser.requests();
    assert_eq!(asked.iter().filter(|it| of_search(it)).count(), 3, "{asked:#?}");
    assert!(asked.iter().all(|it| it.starts_with(browser.address())), "{asked:#?}");
}

fn reads_well(browser: &Browser) {
    browser.run(AXE);
    browser.click("#search-toggle");
    ready(browser);
    browser.write("ship watr");
    browser.wait_until(&format!("{FIRST} !== null"));
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            looks_well(browser, rules, &format!("{scheme}, {width} px"));
        }
    }
}

fn nothing(browser: &Browser) {
    let status = "document.getElementById('search-status').textContent";
    browser.click("#search-toggle");
    ready(browser);
    browser.write("xylophone");
    browser.wait_until(&format!("{status}.startsWith('Nothing is found')"));
    browser.open(TASKS);
    browser.run("document.documentElement.dataset.root = 'nowhere/'");
    browser.click("#search-toggle");
    browser.wait_until(&format!("{status}.includes('has no index')"));
    browser.complaints();
}
