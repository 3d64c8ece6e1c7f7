//! The book in a browser: every page in both themes and two widths, and what its controls do.

#[path = "browser/driver.rs"]
mod driver;
#[path = "browser/record.rs"]
mod record;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use driver::Browser;
use flate2::Compression;
use flate2::write::GzEncoder;
use libtest_mimic::{Arguments, Failed, Trial};
use press::build;
use press::html::html_path;
use press::serve::{self, Site};
use record::Record;
use scraper::{Html, Selector};
use serde_json::Value;

const AXE: &str = include_str!("browser/axe.min.js");

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';
const LEFT: char = '\u{e012}';
const RIGHT: char = '\u{e014}';

/// The page that the controls are tried on: it has pairs, proofs, tables and a neighbour on each side.
const TASKS: &str = "basic/first-steps/tasks.html";

/// The book, the browser that reads it, and what has passed before.
struct Reader {
    folder: PathBuf,
    browser: Mutex<Browser>,
    record: Mutex<Record>,
}

impl Reader {
    fn browser(&self) -> MutexGuard<'_, Browser> {
        self.browser.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn html(&self, page: &str) -> String {
        std::fs::read_to_string(self.folder.join(page)).expect("a page of the book")
    }
}

type Test = fn(&Browser);

/// What is tried on the page [`TASKS`], by the sentence that holds.
const BEHAVIOURS: [(&str, Test); 10] = [
    (
        "the_first_tab_reaches_the_skip_link_which_leads_to_the_text",
        skip_link,
    ),
    (
        "narrow_pages_have_language_tabs_and_remember_the_choice",
        language_tabs,
    ),
    (
        "wide_pages_show_both_listings_side_by_side_and_whole",
        side_by_side,
    ),
    (
        "arrow_keys_turn_pages_but_not_from_within_a_control",
        arrow_keys,
    ),
    ("the_theme_is_chosen_and_remembered", theme),
    ("the_contents_open_and_close_by_keyboard", contents),
    ("a_tick_opens_the_code_of_its_test", proof_tick),
    (
        "the_filter_leaves_the_rows_with_all_words_and_counts_them",
        filter,
    ),
    ("the_search_finds_a_page", search),
    ("print_keeps_both_listings_and_the_transcript", print),
];

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(1);
    let found = driver::find();
    let (browser, driver) = match found {
        Ok(found) if !arguments.list => found,
        _ => {
            let lack = found.err().unwrap_or("listed only");
            let skipped = proof::lacking("the_book_in_a_browser", lack);
            return libtest_mimic::run(&arguments, vec![skipped]).exit_code();
        }
    };

    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace");
    let built = build::build(root).expect("the book has no faults");
    let site = Arc::new(Site::default());
    site.load(&built.folder).expect("the book is readable");
    let listener = serve::listen().expect("a free port");
    let address = format!("http://{}/", serve::address(&listener).expect("an address"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.spawn(serve::serve(listener, site));

    let pages = built.survey.pages.iter().map(|page| html_path(&page.path));
    let pages = pages.map(|page| page.to_string_lossy().into_owned());
    let pages: Vec<String> = pages
        .chain(["404.html".into(), "toc.html".into()])
        .collect();
    let reader = Arc::new(Reader {
        browser: Mutex::new(Browser::start(&browser, &driver, &address)),
        record: Mutex::new(Record::read(root, &built.folder)),
        folder: built.folder,
    });
    let conclusion = libtest_mimic::run(&arguments, trials(&reader, &pages));
    drop(reader);
    conclusion.exit_code()
}

fn trials(reader: &Arc<Reader>, pages: &[String]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for page in pages {
        let test = |reader: &Reader, page: &str| {
            reads_well(&reader.browser(), page);
            reads_without_scripts(&reader.browser(), page);
        };
        trials.push(trial(reader, format!("page::{page}"), page, test));
        trials.push(trial(
            reader,
            format!("policy::{page}"),
            page,
            |reader, page| {
                has_the_policy(&reader.html(page));
            },
        ));
    }
    for (sentence, test) in BEHAVIOURS {
        trials.push(trial(
            reader,
            sentence.to_owned(),
            TASKS,
            move |reader, page| {
                let browser = reader.browser();
                browser.set_media("light", "screen");
                browser.set_width(1280);
                browser.open(page);
                browser.run("localStorage.clear()");
                browser.open(page);
                test(&browser);
            },
        ));
    }
    let sentence = "styles_and_scripts_of_the_first_page_are_at_most_100_kilobytes".to_owned();
    trials.push(trial(reader, sentence, "index.html", |reader, page| {
        weighs_little(reader, page)
    }));
    trials
}

/// A test of one page, which passes at once if it has passed for the same page, styles and scripts.
fn trial(
    reader: &Arc<Reader>,
    name: String,
    page: &str,
    test: impl FnOnce(&Reader, &str) + Send + 'static,
) -> Trial {
    let (reader, page, key) = (reader.clone(), page.to_owned(), name.clone());
    Trial::test(name, move || -> Result<(), Failed> {
        let record = || reader.record.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = record().hash(&reader.html(&page));
        if !record().has_passed(&key, hash) {
            test(&reader, &page);
            record().passed(key, hash);
        }
        Ok(())
    })
}

/// In both themes and at two widths: axe finds nothing, nothing is wider than the page, the console
/// is silent, and nothing is asked of another host.
fn reads_well(browser: &Browser, page: &str) {
    browser.complaints();
    browser.open(page);
    browser.run(AXE);
    browser.wait_until("document.fonts.status === 'loaded'");
    for scheme in ["light", "dark"] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            let found = browser.run_async(
                "requestAnimationFrame(() => requestAnimationFrame(async () => {
                    // Colours on their way from one theme to the other are neither's.
                    await Promise.allSettled(document.getAnimations().map((one) => one.finished));
                    const found = await axe.run();
                    done(found.violations.map((rule) => `${rule.id}: ${rule.help}: `
                        + rule.nodes.map((node) => node.target.join(' ')).join(', ')));
                }))",
            );
            assert_eq!(found, Value::Array(Vec::new()), "axe, {scheme}, {width} px");
            let wider = browser.ask("document.documentElement.scrollWidth - innerWidth");
            assert!(
                wider.as_i64() <= Some(0),
                "{wider} px wider than {width} px"
            );
        }
    }
    let elsewhere = browser.ask(
        "performance.getEntriesByType('resource').map((entry) => entry.name)
            .filter((name) => !name.startsWith(location.origin + '/') && !name.startsWith('data:'))",
    );
    assert_eq!(elsewhere, Value::Array(Vec::new()), "asked of another host");
    // A page that is missing is served with its status, and the console says so.
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// The text, both listings and the transcripts are there and can be seen.
fn reads_without_scripts(browser: &Browser, page: &str) {
    browser.set_scripts(false);
    browser.open(page);
    let hidden = browser.ask(
        "[...document.querySelectorAll('main > p, .pair .pane pre, .pair .transcript, .pair .lang')]
            .filter((element) => !element.hasAttribute('hidden') && !(element.offsetHeight > 0))
            .map((element) => element.textContent)",
    );
    let length = browser.ask("document.querySelector('main').innerText.length");
    browser.set_scripts(true);
    assert_eq!(hidden, Value::Array(Vec::new()), "not seen without scripts");
    assert!(
        length.as_i64() > Some(20),
        "{length} characters without scripts"
    );
}

/// The one content policy of all pages, and no script within the page.
fn has_the_policy(html: &str) {
    let document = Html::parse_document(html);
    let select = |selector| Selector::parse(selector).expect("a selector");
    let policies = select("meta[http-equiv=Content-Security-Policy]");
    let policies: Vec<_> = document
        .select(&policies)
        .filter_map(|meta| meta.attr("content"))
        .collect();
    let template = include_str!("../../theme/head.hbs");
    assert_eq!(policies.len(), 1, "one policy");
    assert!(template.contains(policies[0]) && policies[0].contains("script-src 'self';"));
    for script in document.select(&select("script")) {
        assert!(
            script.attr("src").is_some(),
            "a script within the page: {}",
            script.inner_html()
        );
    }
    let everything = select("*");
    let attributes = document
        .select(&everything)
        .flat_map(|element| element.value().attrs());
    let inline: BTreeSet<_> = attributes
        .filter(|(name, _)| name.starts_with("on") || *name == "style")
        .collect();
    assert!(inline.is_empty(), "the policy forbids {inline:?}");
}

fn skip_link(browser: &Browser) {
    browser.press(TAB);
    assert_eq!(browser.ask("document.activeElement.className"), "skip");
    browser.press(ENTER);
    browser.wait_until("document.activeElement.id === 'content'");
}

fn language_tabs(browser: &Browser) {
    browser.set_width(390);
    browser.wait_until("document.querySelectorAll('[role=tablist]:not([hidden])').length > 1");
    browser.run("document.querySelector('[role=tab]').focus()");
    browser.press(RIGHT);
    let rust = "[...document.querySelectorAll('.pair.tabbed')].every((pair) =>
        pair.querySelector('.pane.rust').offsetHeight > 0
        && pair.querySelector('.pane.python').offsetHeight === 0)";
    browser.wait_until(rust);
    assert_eq!(browser.ask("document.activeElement.textContent"), "Rust");
    assert_eq!(
        browser.ask("document.activeElement.getAttribute('aria-selected')"),
        "true"
    );
    browser.open("basic/first-steps/awaiting.html");
    browser.wait_until("document.querySelectorAll('.pair.tabbed').length > 1");
    browser.wait_until(rust);
}

fn side_by_side(browser: &Browser) {
    browser.set_width(1440);
    browser.wait_until("document.querySelectorAll('.pair.tabbed').length === 0");
    browser.wait_until(
        "[...document.querySelectorAll('.panes')].every((panes) => {
            const [left, right] = [...panes.children].map((pane) => pane.getBoundingClientRect());
            return left.top === right.top && left.right <= right.left + 1 && right.height > 0;
        })",
    );
    // A line of 72 columns, the longest that a listing has.
    browser.run("document.querySelectorAll('.pane code').forEach((code) => code.prepend('x'.repeat(72) + '\\n'))");
    browser.wait_until(
        "[...document.querySelectorAll('.pane pre')].every((pre) => pre.scrollWidth <= pre.clientWidth)",
    );
}

fn arrow_keys(browser: &Browser) {
    browser.run("document.querySelector('.pane pre').focus()");
    browser.press(RIGHT);
    browser.run("document.querySelector('#theme-toggle').focus()");
    browser.press(LEFT);
    let here = format!("location.pathname.endsWith('/{TASKS}')");
    assert_eq!(
        browser.ask(&here),
        true,
        "a key within a control has turned the page"
    );
    browser.run("document.activeElement.blur()");
    browser.press(RIGHT);
    browser.wait_until(
        "location.pathname.endsWith('/event-loop.html') && document.readyState === 'complete'",
    );
    browser.press(LEFT);
    browser.wait_until(&here);
}

fn theme(browser: &Browser) {
    let background = "getComputedStyle(document.body).backgroundColor";
    let light = browser.ask(background);
    browser.run("document.querySelector('#theme-toggle').focus()");
    browser.press(ENTER);
    browser.press(ENTER);
    browser.wait_until("document.querySelector('#theme-name').textContent === 'Dark'");
    assert_ne!(browser.ask(background), light);
    browser.open("basic/first-steps/awaiting.html");
    assert_ne!(browser.ask(background), light, "the choice is forgotten");
    browser.run("localStorage.clear()");
    browser.set_media("dark", "screen");
    browser.open(TASKS);
    assert_ne!(browser.ask(background), light, "the system is not followed");
}

fn contents(browser: &Browser) {
    let seen = "document.querySelector('#sidebar').getBoundingClientRect().right > 0
        && getComputedStyle(document.querySelector('#sidebar')).visibility === 'visible'
        && document.querySelector('#sidebar').offsetHeight > 0";
    let unseen = format!("!({seen})");
    browser.wait_until(seen);
    browser.wait_until(
        "document.querySelector('#sidebar [aria-current=page]').textContent === 'Tasks'",
    );
    browser.run("document.querySelector('#contents-toggle').focus()");
    browser.press(ENTER);
    browser.wait_until(&unseen);
    browser.set_width(390);
    browser.run("document.querySelector('#contents-toggle').focus()");
    browser.press(ENTER);
    browser.wait_until(seen);
    browser.press(ESCAPE);
    browser.wait_until(&unseen);
    assert_eq!(browser.ask("document.activeElement.id"), "contents-toggle");
}

fn proof_tick(browser: &Browser) {
    browser.run("document.querySelector('a.proof').focus()");
    browser.press(ENTER);
    browser.wait_until(
        "(() => {
            const proof = document.querySelector(location.hash || 'nothing');
            return proof !== null && proof.closest('details').open
                && proof.querySelector('pre').offsetHeight > 0
                && proof.getBoundingClientRect().top < innerHeight;
        })()",
    );
}

fn filter(browser: &Browser) {
    browser.open("reference/every-angle.html");
    let rows = "document.querySelectorAll('.angles > li:not([hidden])').length";
    let all = browser.ask(rows);
    browser.run("document.querySelector('#filter').focus()");
    browser.write("blocking SLEEP");
    browser.wait_until(&format!("{rows} > 0 && {rows} < {all}"));
    browser.wait_until(
        "[...document.querySelectorAll('.angles > li:not([hidden])')].every((row) =>
            ['blocking', 'sleep'].every((word) => row.textContent.toLowerCase().includes(word)))",
    );
    browser.wait_until(&format!(
        "document.querySelector('.filter output').textContent === `${{{rows}}} of {all} rows`"
    ));
}

fn search(browser: &Browser) {
    browser.run("document.querySelector('#mdbook-search-toggle').focus()");
    browser.press(ENTER);
    browser.wait_until("document.activeElement.id === 'mdbook-searchbar'");
    browser.write("lighthouse");
    browser.wait_until("document.querySelectorAll('#mdbook-searchresults a').length > 0");
    browser.press(ENTER);
    browser.wait_until(&format!("!location.pathname.endsWith('/{TASKS}')"));
}

fn print(browser: &Browser) {
    browser.set_width(390);
    browser.run("localStorage.setItem('language', 'rust')");
    browser.open(TASKS);
    browser.wait_until("document.querySelectorAll('.pair.tabbed').length > 0");
    browser.set_media("light", "print");
    browser.wait_until(
        "[...document.querySelectorAll('.pane pre, .transcript')].every((pre) =>
            pre.offsetHeight > 0 && pre.scrollWidth <= pre.clientWidth)",
    );
    assert_eq!(
        browser.ask("document.querySelector('header.top').offsetHeight"),
        0
    );
}

/// What the first page loads besides its text and its fonts, compressed.
fn weighs_little(reader: &Reader, page: &str) {
    let document = Html::parse_document(&reader.html(page));
    let loaded = Selector::parse("script[src], link[rel=stylesheet]").expect("a selector");
    let mut bytes = 0;
    for element in document.select(&loaded) {
        let address = element
            .attr("src")
            .or(element.attr("href"))
            .expect("it is selected by it");
        let file = std::fs::read(reader.folder.join(address)).expect("a file of the book");
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&file).expect("memory");
        bytes += gzip.finish().expect("memory").len();
    }
    assert!((1..=100_000).contains(&bytes), "{bytes} bytes");
}
