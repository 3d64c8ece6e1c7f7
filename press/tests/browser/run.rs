//! Programs that are run from their page.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use press::build::Builder;
use press::printed::{Changes, Now};
use press::runs::{LIMIT, Runs};
use press::serve::{self, Site};
use proof::Language;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::common::SmallBook;
use crate::driver::Browser;
use crate::{ALL_RULES, COLOUR_RULES, ENTER, PageTest, Reader, SMALL, looks_well};

/// What is tried on a page that is served.
pub type Test = fn(&Browser, &Live);

/// What is tried on a small book of its own.
const ON_A_SERVED_PAGE: [(&str, Test); 5] = [
    ("a_program_runs_by_keyboard_alone_and_is_as_recorded", by_keyboard),
    ("a_program_is_run_by_mouse_and_stopped_by_touch", by_mouse_and_touch),
    (
        "lines_that_are_not_as_recorded_are_marked_without_colour_beside_those_that_are",
        not_as_recorded,
    ),
    ("a_page_that_is_left_takes_its_program_along", left),
    ("what_has_changed_and_what_is_wrong_is_read_without_colour_at_any_width", changed_and_wrong),
];

pub fn tests() -> Vec<PageTest> {
    let of_served = ON_A_SERVED_PAGE.map(of_served);
    let sentence = "a_published_page_has_the_commands_and_nothing_that_runs_them".to_owned();
    let published = PageTest::new(sentence, &[SMALL], published);
    of_served.into_iter().chain([published]).collect()
}

/// A test on a small book of its own, which is served.
pub fn of_served((sentence, test): (&str, Test)) -> PageTest {
    PageTest::new(sentence.to_owned(), &[SMALL], move |reader| {
        let live = Live::start();
        let browser = reader.browser();
        live.open(&browser);
        test(&browser, &live);
        let complaints = browser.complaints();
        assert!(complaints.is_empty(), "{complaints:#?}");
    })
}

/// A small book with our theme, from whose pages programs can be run.
pub struct Live {
    pub book: SmallBook,
    site: Arc<Site>,
    pub address: String,
    _server: Runtime,
}

const WAITS: &str = "// clock: real
fn main() {
    println!(\"process {}\", std::process::id());
    std::thread::sleep(std::time::Duration::from_secs(600));
}
";

/// A program on the virtual clock.
pub const ANCHOR: &str = "import asyncio


async def main():
    await asyncio.sleep(3)
    print(\"the anchor holds\")
    return 3


asyncio.run(main())
";

impl Live {
    pub fn start() -> Live {
        let book = SmallBook::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
        let root = root.expect("the workspace");
        crate::copy(&root.join("theme"), &book.file("theme"));
        book.write("book.toml", crate::settings(root));
        book.write("examples/harbour/src/bin/harbour_waits.rs", WAITS);
        book.write("examples/harbour/transcripts/harbour_waits.txt", "\n");
        book.append("{{#program harbour/harbour_waits rust}}");
        book.write("examples/harbour/python/low.py", "# clock: real\nprint('low  tide')\n");
        book.write("examples/harbour/transcripts/low.txt", "low  tide\n");
        book.append("{{#program harbour/low python after harbour/tide}}");
        book.write("examples/harbour/python/anchor.py", ANCHOR);
        book.write("examples/harbour/transcripts/anchor.txt", "the anchor holds\n");
        book.append("{{#program harbour/anchor python}}");
        let built = crate::build(book.root());
        let runs = Runs::new(book.root(), LIMIT).expect("random numbers");
        runs.list(&built.book);
        let site = Arc::new(Site::with(runs));
        site.load(&built.folder, None).expect("the book is readable");
        let listener = serve::listen().expect("a free port");
        let address = listener.local_addr().expect("an address");
        let server = Runtime::new().expect("a runtime");
        server.spawn(serve::serve(listener, site.clone()));
        Live { book, site, address: format!("http://{address}/tide.html"), _server: server }
    }

    /// Opens its page as a reader who has never been there.
    pub fn open(&self, browser: &Browser) {
        browser.set_media("light", "screen");
        browser.set_width(1280);
        browser.visit(&self.address);
        browser.run("localStorage.clear()");
        browser.visit(&self.address);
        // The page of the test before may still have asked its server, which is gone.
        browser.complaints();
    }
}

/// The state of the first run that the page shows holds these words.
pub fn says(words: &str) -> String {
    format!("document.querySelector('.run .state')?.textContent.includes('{words}') === true")
}

const TIDE: &str = "#program-harbour-tide .here .rust";
const WAITING: &str = "#program-harbour-harbour_waits .here .rust";

fn by_keyboard(browser: &Browser, _: &Live) {
    browser.tab_to(TIDE);
    browser.press(ENTER);
    browser.wait_until(&says("exit code 0, as recorded"));
    assert_eq!(
        browser.ask("document.querySelector('.run [role=log]').textContent"),
        "high  tide\n"
    );
    let focus = "document.activeElement.textContent";
    assert_eq!(browser.ask(focus), "Run Rust here", "the focus has moved");
    browser.tab_to(".run [role=log]");
    for width in [1280, 390] {
        browser.set_width(width);
        browser.run(crate::AXE);
        looks_well(browser, ALL_RULES, &format!("as recorded, {width} px"));
    }
}

fn by_mouse_and_touch(browser: &Browser, _: &Live) {
    browser.set_width(390);
    browser.click(WAITING);
    let log = "document.querySelector('.run [role=log]').textContent";
    browser.wait_until(&format!("{log}.startsWith('process ')"));
    assert_eq!(
        browser.ask(&format!("document.querySelector('{WAITING}').textContent")),
        "Stop Rust"
    );
    browser.tap(WAITING);
    browser.wait_until(&says("stopped"));
    let process = browser.ask(log);
    assert_ends(process.as_str().expect("a text"));
}

fn not_as_recorded(browser: &Browser, live: &Live) {
    let tide = "// clock: real\nfn main() {\n    println!(\"low  tide\");\n}\n";
    live.book.write("examples/harbour/src/bin/tide.rs", tide);
    browser.click(TIDE);
    browser.wait_until(&says("1 line not as recorded"));
    let cells = browser.ask(
        "[...document.querySelectorAll('.compared td > *')].map((line) =>
            [line.localName, line.textContent, getComputedStyle(line, '::before').content])",
    );
    let before = json!(["del", "high  tide", "\"−\" / \"only recorded: \""]);
    let now = json!(["ins", "low  tide", "\"+\" / \"only here: \""]);
    assert_eq!(cells, json!([before, now]));
    browser.run(crate::AXE);
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            browser.wait_until(
                "(([recorded, here]) => recorded.top === here.top && recorded.right <= here.left + 1)(
                    [...document.querySelectorAll('.compared td')].map((cell) =>
                        cell.getBoundingClientRect()))",
            );
            looks_well(browser, rules, &format!("differing, {scheme}, {width} px"));
        }
    }
}

fn changed_and_wrong(browser: &Browser, live: &Live) {
    let key = |language| ("harbour/tide".to_owned(), language);
    let changes = Changes::from([
        (key(Language::Python), Now::Prints("low  tide\n".to_owned())),
        (
            key(Language::Rust),
            Now::Fails("error[E0425]: cannot find `tide`\n  --> tide.rs:3".to_owned()),
        ),
    ]);
    let built = Builder::new(live.book.root()).build(&changes).expect("a healthy book");
    live.site.load(&built.folder, None).expect("the book is readable");
    live.site.trouble("src/tide.md:3: there is no <b>ebb</b>\n    write it");
    browser.wait_until(
        "document.querySelector('#trouble pre')?.textContent.includes('<b>ebb</b>') === true",
    );
    browser.wait_until("document.querySelectorAll('.print.changed').length === 2");
    let cells = browser.ask(
        "[...document.querySelectorAll('.changed td > *')].map((line) =>
            [line.localName, getComputedStyle(line, '::before').content])",
    );
    let [before, now] =
        [["del", "\"−\" / \"only recorded: \""], ["ins", "\"+\" / \"only here: \""]];
    assert_eq!(cells, json!([before, now]));
    assert_eq!(browser.ask("document.querySelector('.here .rust').textContent"), "Run Rust here");
    browser.run(crate::AXE);
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            browser
                .wait_until("document.querySelector('#trouble').getBoundingClientRect().top >= 0");
            looks_well(browser, rules, &format!("changed and wrong, {scheme}, {width} px"));
        }
    }
    live.site.trouble("");
    browser.wait_until("document.querySelector('#trouble') === null");
}

fn left(browser: &Browser, live: &Live) {
    browser.click(WAITING);
    let log = "document.querySelector('.run [role=log]').textContent";
    browser.wait_until(&format!("{log}.startsWith('process ')"));
    let process = browser.ask(log);
    browser.visit(&live.address.replace("tide", "angles"));
    assert_ends(process.as_str().expect("a text"));
}

#[track_caller]
fn assert_ends(said: &str) {
    let process = said.trim().trim_start_matches("process ");
    let is_alive = || {
        let ps = Command::new("ps").args(["-o", "stat=", "-p", process]).output();
        let state = ps.expect("ps starts").stdout;
        !state.is_empty() && state[0] != b'Z'
    };
    let deadline = Instant::now() + Duration::from_secs(10);
    while is_alive() {
        assert!(Instant::now() < deadline, "{process} still runs");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// From a server that only hands out the files, and in the files themselves.
fn published(reader: &Reader) {
    let html = reader.html(SMALL);
    assert!(!html.contains("/-/"), "a published page asks for a run");
    let browser = reader.browser();
    browser.set_width(1280);
    browser.open(SMALL);
    browser.wait_until("document.querySelector('.copy') !== null");
    assert_eq!(browser.ask("document.querySelectorAll('.here, .runs, .edit').length"), 0);
    let work = browser.ask("document.querySelector('[data-exercise] .bar').innerText");
    assert_eq!(work, "Work on it: cargo book exercise harbour/ebbing");
    let commands = browser.ask("document.querySelector('.bar > p').innerText");
    let commands = commands.as_str().expect("a text");
    assert!(commands.contains("python3 examples/"), "{commands}");
    assert!(commands.contains("cargo run -p"), "{commands}");
}
