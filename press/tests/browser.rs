//! The book in a browser: every page in both themes and two widths, and what its controls do.

#[path = "browser/ask.rs"]
mod ask;
#[allow(dead_code, reason = "this book is not harmed")]
mod common;
#[path = "browser/driver.rs"]
mod driver;
#[path = "browser/edit.rs"]
mod edit;
#[path = "browser/outline.rs"]
mod outline;
#[path = "browser/picture.rs"]
mod picture;
#[path = "browser/predict.rs"]
mod predict;
#[path = "browser/progress.rs"]
mod progress;
#[path = "browser/proofs.rs"]
mod proofs;
#[path = "browser/pyodide.rs"]
mod pyodide;
#[path = "browser/record.rs"]
mod record;
#[path = "browser/run.rs"]
mod run;
#[path = "browser/search.rs"]
mod search;
#[path = "browser/sheet.rs"]
mod sheet;
#[path = "browser/terms.rs"]
mod terms;
#[path = "browser/trace.rs"]
mod trace;
#[path = "browser/why.rs"]
mod why;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use common::SmallBook;
use driver::Browser;
use flate2::Compression;
use flate2::write::GzEncoder;
use libtest_mimic::{Arguments, Failed, Trial};
use press::address::html_path;
use press::book::{Book, Page};
use press::build::Builder;
use press::paper;
use press::printed::Changes;
use press::serve::{self, Site};
use record::Record;
use scraper::{Html, Selector};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use walkdir::WalkDir;

const AXE: &str = include_str!("browser/axe.min.js");

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';
const LEFT: char = '\u{e012}';
const UP: char = '\u{e013}';
const RIGHT: char = '\u{e014}';
const DOWN: char = '\u{e015}';

/// A page of a small book with the same theme, which has every notation.
const SMALL: &str = "small/tide.html";

/// The page of the small book that the controls are tried on: it has pairs, proofs, a table and a
/// neighbour on each side. A text of the book that is edited changes nothing here.
const TASKS: &str = "small/tasks.html";
const AWAITING: &str = "small/awaiting.html";
const EVERY_ANGLE: &str = "small/angles.html";

/// An old address of [`TASKS`].
const OLD_ADDRESS: &str = "small/work.html";

/// The pages of the small book as one.
const PAPER: &str = "small/print.html";

const OLD_ADDRESSES: &str = "[output.html.redirect]";

/// What the controls are tried on, with the pages that they lead to.
const TRIED_ON: [&str; 6] =
    [TASKS, AWAITING, EVERY_ANGLE, outline::QUAY, progress::HOME, proofs::TICKED];

/// The text of [`TASKS`] and of the page that comes after it. The programs are the book's.
const TEXTS: [(&str, &str); 2] = [
    (
        "src/tasks.md",
        "# Tasks

{{#program first-steps/create_task predict}}

{{#trace first-steps/create_task}}

[A task starts later](test:first-steps/python::created_task_starts_on_a_later_turn), and
[so it does in Rust](test:first-steps::spawned_task_starts_on_a_later_turn).

| the task | Python          | Rust            |
| -------- | --------------- | --------------- |
| starts   | on a later turn | on a later turn |

{{#program first-steps/unawaited_task}}

{{#trace first-steps/unawaited_task}}
",
    ),
    (
        "src/awaiting.md",
        "# Awaiting

{{#program first-steps/awaits_in_a_row}}

No pilot passes the lighthouse.

{{#program first-steps/overlapping_awaits guess}}
",
    ),
];

/// The book and below it the small one, the browser that reads them, and what has passed before.
struct Reader {
    folder: TempDir,
    /// Those that no test has. One more starts when a test that has not passed before finds none.
    browsers: Mutex<Vec<Browser>>,
    start: Box<dyn Fn() -> Browser + Send + Sync>,
    record: Mutex<Record>,
    _server: Runtime,
}

impl Reader {
    /// Builds the book and serves it.
    fn start(root: &Path, browser: PathBuf, driver: PathBuf) -> Reader {
        let folder = TempDir::new().expect("a temporary folder");
        let built = build(root);
        copy(&built.folder, folder.path());
        let small = SmallBook::new();
        copy(&root.join("theme"), &small.file("theme"));
        let addresses = format!("{OLD_ADDRESSES}\n\"/work.html\" = \"tasks.html\"\n");
        small.write("book.toml", settings(root) + &addresses);
        plant(root, &small);
        trace::plant(&small);
        let built = build(small.root());
        copy(&built.folder, &folder.path().join("small"));
        paper::lay(small.root(), &folder.path().join("small")).expect("all pages are there");
        let site = Arc::new(Site::default());
        site.load(folder.path(), None).expect("the book is readable");
        let listener = serve::listen().expect("a free port");
        let address = format!("http://{}/", listener.local_addr().expect("an address"));
        let runtime = Runtime::new().expect("a runtime");
        runtime.spawn(serve::serve(listener, site));
        Reader {
            browsers: Mutex::default(),
            start: Box::new(move || Browser::start(&browser, &driver, &address)),
            record: Mutex::new(Record::read(root, folder.path())),
            folder,
            _server: runtime,
        }
    }

    fn browser(&self) -> Lent<'_> {
        let idle = self.browsers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Lent { reader: self, browser: Some(idle.unwrap_or_else(&self.start)) }
    }

    fn html(&self, page: &str) -> String {
        let bytes = std::fs::read(self.folder.path().join(page)).expect("a page of the book");
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// A browser that one test has; the next test gets it when it is dropped, by a panic too.
struct Lent<'a> {
    reader: &'a Reader,
    browser: Option<Browser>,
}

impl Deref for Lent<'_> {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        self.browser.as_ref().expect("it is lent until it is dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut idle = self.reader.browsers.lock().unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.browser.take());
    }
}

/// The settings of the book without its old addresses, which come last: a small one has its own.
fn settings(root: &Path) -> String {
    let settings = std::fs::read_to_string(root.join("book.toml")).expect("the settings");
    let (settings, _) = settings.split_once(OLD_ADDRESSES).expect("the last table");
    settings.to_owned()
}

/// Adds [`TEXTS`] to the small book, and what they show.
fn plant(root: &Path, small: &SmallBook) {
    let summary = "# Summary\n\n\
        [Home](home.md)\n\n- [Tide](tide.md)\n  - [Tasks](tasks.md)\n  - [Awaiting](awaiting.md)\n\
        - [Angles](angles.md)\n  - [The quay](quay.md)\n  - [Ticked](ticked.md)\n- [Words](words.md)\n";
    small.write("src/words.md", "# Words\n\n{{#glossary}}\n");
    small.write("src/reference/glossary.toml", terms::GLOSSARY);
    small.write("src/home.md", progress::HOME_TEXT);
    small.write("src/quay.md", outline::QUAY_TEXT);
    small.write("src/ticked.md", proofs::TICKED_TEXT);
    small.write("src/SUMMARY.md", summary);
    for (file, text) in TEXTS {
        small.write(file, text);
    }
    let awaiting = TEXTS[1].1.to_owned() + ask::QUESTIONS;
    small.write("src/awaiting.md", awaiting);
    copy(&root.join("examples/first-steps"), &small.file("examples/first-steps"));
    let file = "src/reference/concepts.toml";
    let concepts = [small.file(file), root.join(file)].map(std::fs::read_to_string);
    small.write(file, concepts.map(|concepts| concepts.expect("a map")).concat());
}

/// Builds a book and says where it is.
pub fn build(root: &Path) -> press::build::Built {
    Builder::new(root).build(&Changes::new()).expect("the book has no faults")
}

/// Copies all files below a folder.
fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from) {
        let entry = entry.expect("a readable folder");
        let path = to.join(entry.path().strip_prefix(from).expect("within"));
        if entry.file_type().is_file() {
            std::fs::copy(entry.path(), path).expect("a copy");
        } else {
            std::fs::create_dir_all(path).expect("a folder");
        }
    }
}

type Test = fn(&Browser);

/// What is tried on the page [`SMALL`].
const OF_STAGES: [(&str, Test); 4] = [
    ("a_stage_marks_what_is_new_and_what_is_gone_without_colour", stage_marks),
    ("the_unchanged_lines_of_a_stage_unfold_by_keyboard_without_scripts", stage_unfolds),
    ("a_stage_is_copied_without_marks_and_without_what_is_gone", stage_is_copied),
    ("print_keeps_a_stage_folded_and_whole", stage_on_paper),
];

/// What is tried on the page [`TASKS`], by the sentence that holds.
const BEHAVIOURS: [(&str, Test); 8] = [
    ("the_first_tab_reaches_the_skip_link_which_leads_to_the_text", skip_link),
    ("narrow_pages_have_language_tabs_and_remember_the_choice", language_tabs),
    ("wide_pages_show_both_listings_side_by_side_and_whole", side_by_side),
    ("arrow_keys_turn_pages_but_not_from_within_a_control", arrow_keys),
    ("the_theme_is_chosen_and_remembered", theme),
    ("the_contents_open_and_close_by_keyboard", contents),
    ("the_filter_leaves_the_rows_with_all_words_and_counts_them", filter),
    ("print_keeps_both_listings_and_the_transcript", print),
];

/// How many tests run at once, each in a browser of its own.
const BROWSERS: usize = 2;

/// The reader, who starts when the first test asks for one.
type Waiting = Arc<LazyLock<Reader, Box<dyn FnOnce() -> Reader + Send>>>;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(BROWSERS);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let book = Book::read(root, &Changes::new());
    let tests = tests(&book);
    let conclusion = match driver::find() {
        Ok((browser, driver)) => {
            let start = move || Reader::start(root, browser, driver);
            let reader: Waiting = Arc::new(LazyLock::new(Box::new(start)));
            let trials = tests.into_iter().map(|test| test.trial(&reader));
            libtest_mimic::run(&arguments, trials.collect())
        }
        Err(lack) => {
            let trials = tests.into_iter().map(|test| test.skipped(lack));
            libtest_mimic::run(&arguments, trials.collect())
        }
    };
    conclusion.exit_code()
}

/// A test, and the pages that it passes or fails by.
struct PageTest {
    name: String,
    pages: Vec<String>,
    /// What no page shows of that by which it passes or fails.
    unseen: String,
    run: Box<dyn FnOnce(&Reader) + Send>,
    /// What this machine does not have for it.
    lack: Option<&'static str>,
}

impl PageTest {
    fn new(name: String, pages: &[&str], run: impl FnOnce(&Reader) + Send + 'static) -> PageTest {
        PageTest {
            name,
            pages: pages.iter().map(ToString::to_string).collect(),
            unseen: String::new(),
            run: Box::new(run),
            lack: None,
        }
    }

    fn lacking(mut self, lack: &'static str) -> PageTest {
        self.lack = Some(lack);
        self
    }

    /// The test, which passes at once if it has passed for the same pages, styles and scripts.
    fn trial(self, reader: &Waiting) -> Trial {
        if let Some(lack) = self.lack {
            return self.skipped(lack);
        }
        let reader = reader.clone();
        Trial::test(self.name.clone(), move || -> Result<(), Failed> {
            let reader: &Reader = &reader;
            let record = || reader.record.lock().unwrap_or_else(PoisonError::into_inner);
            let pages = self.pages.iter().map(|page| reader.html(page));
            let pages: Vec<_> = pages.chain([self.unseen]).collect();
            let hash = record().hash(&pages);
            if !record().has_passed(&self.name, hash) {
                (self.run)(reader);
                record().passed(self.name, hash);
            }
            Ok(())
        })
    }

    /// One that says what is missing.
    fn skipped(self, lack: &str) -> Trial {
        yardstick::lacking(&self.name, lack)
    }
}

fn tests(book: &Book) -> Vec<PageTest> {
    let mut tests = Vec::new();
    let pages = book.pages.iter().map(|page| {
        let path = html_path(&page.path).to_string_lossy().into_owned();
        (path, listings(page))
    });
    let others = ["404.html", "toc.html"].map(|page| (page.to_owned(), Vec::new()));
    let small = (SMALL.to_owned(), vec![2, 2]);
    for (page, listings) in pages.chain(others).chain([small]) {
        let (path, name) = (page.clone(), format!("page::{page}"));
        tests.push(PageTest::new(name, &[&page], move |reader| {
            reads_well(&reader.browser(), &path);
            reads_without_scripts(&reader.browser(), &path, &listings);
        }));
        let (path, name) = (page.clone(), format!("policy::{page}"));
        tests.push(PageTest::new(name, &[&page], move |reader| {
            has_the_policy(&reader.html(&path));
        }));
    }
    let behaviours = BEHAVIOURS.map(|(sentence, test)| (sentence, test, TASKS, &TRIED_ON[..]));
    let stages = OF_STAGES.map(|(sentence, test)| (sentence, test, SMALL, &[SMALL][..]));
    let predicting = predict::OF_PREDICTING.map(|(sentence, test, page)| {
        let pages: &'static [&'static str] = if page == SMALL { &[SMALL] } else { &TRIED_ON };
        (sentence, test, page, pages)
    });
    let pages_of_traces = &[TASKS, SMALL, trace::LONG][..];
    let traces = trace::BEHAVIOURS.map(|(sentence, test)| (sentence, test, TASKS, pages_of_traces));
    let behaviours = behaviours.into_iter().chain(stages).chain(predicting);
    for (sentence, test, page, pages) in behaviours.chain(traces) {
        tests.push(behaviour(sentence.to_owned(), pages, page, test));
    }
    for (sentence, test, page) in ask::BEHAVIOURS {
        tests.push(behaviour(format!("ask::{sentence}"), &TRIED_ON, page, test));
    }
    for (sentence, test, page) in terms::BEHAVIOURS {
        tests.push(behaviour(format!("terms::{sentence}"), &TRIED_ON, page, test));
    }
    for (sentence, test, page) in outline::BEHAVIOURS {
        tests.push(behaviour(format!("outline::{sentence}"), &TRIED_ON, page, test));
    }
    let sentence = "an_old_address_leads_to_the_page_and_to_its_fragment".to_owned();
    tests.push(PageTest::new(sentence, &[OLD_ADDRESS], |reader| old_address(&reader.browser())));
    tests.push(picture::test());
    for (sentence, test, page) in progress::BEHAVIOURS {
        tests.push(behaviour(format!("progress::{sentence}"), &TRIED_ON, page, test));
    }
    for (sentence, test, page) in proofs::BEHAVIOURS {
        tests.push(behaviour(format!("proofs::{sentence}"), &TRIED_ON, page, test));
    }
    for (sentence, test) in search::BEHAVIOURS {
        tests.push(behaviour(format!("search::{sentence}"), &TRIED_ON, TASKS, test));
    }
    tests.extend(search::of_the_book());
    tests.push(trace::from_plain_files());
    tests.extend(run::tests());
    tests.extend(edit::tests());
    tests.extend(sheet::tests());
    tests.extend(pyodide::tests(book));
    tests.extend(why::tests(book));
    let programs: BTreeMap<_, _> = (1..)
        .zip(&book.pages)
        .flat_map(|(number, page)| {
            page.pairs().map(move |pair| {
                let id = format!("{number}-program-{}", pair.address.replace('/', "-"));
                (id, pair.panes.len())
            })
        })
        .collect();
    let sentence = "the_page_to_print_has_every_program_and_nothing_to_press".to_owned();
    tests.push(PageTest::new(sentence, &borrowed(&addresses(book)), move |reader| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
        let page = paper::page(root, reader.folder.path()).expect("all pages are there");
        prints_whole(&page, &programs);
    }));
    let sentence = "the_page_to_print_reads_well_on_screen_and_on_paper".to_owned();
    tests.push(PageTest::new(sentence, &[PAPER], |reader| {
        has_the_policy(&reader.html(PAPER));
        paper_reads_well(&reader.browser());
    }));
    let sentence = "styles_and_scripts_of_a_first_page_are_at_most_100_kilobytes".to_owned();
    let first = ["index.html", "basic/first-steps/tasks.html"];
    tests.push(PageTest::new(sentence, &first, move |reader| {
        first.into_iter().for_each(|page| weighs_little(reader, page));
    }));
    let sentence = "the_scripts_of_all_instruments_are_at_most_20_kilobytes".to_owned();
    tests.push(PageTest::new(sentence, &[SMALL], |_| {
        let scripts = [
            &include_bytes!("../../theme/predict.js")[..],
            include_bytes!("../../theme/trace.js"),
            include_bytes!("../../theme/run.js"),
            include_bytes!("../../theme/terms.js"),
            include_bytes!("../../theme/ask.js"),
            include_bytes!("../../theme/python/page.js"),
            include_bytes!("../src/run.js"),
        ];
        let bytes: usize = scripts.into_iter().map(gzipped).sum();
        assert!((1..=20_000).contains(&bytes), "{bytes} bytes");
    }));
    tests
}

/// The addresses of all pages of a book.
fn addresses(book: &Book) -> Vec<String> {
    let paths = book.pages.iter().map(|page| html_path(&page.path));
    paths.map(|path| path.to_string_lossy().into_owned()).collect()
}

fn borrowed(pages: &[String]) -> Vec<&str> {
    pages.iter().map(String::as_str).collect()
}

/// What is tried on a page, for a reader who has not been here before.
fn behaviour(name: String, pages: &[&str], page: &'static str, test: Test) -> PageTest {
    PageTest::new(name, pages, move |reader| {
        let browser = reader.browser();
        browser.set_media("light", "screen");
        browser.set_width(1280);
        browser.open(page);
        browser.run("localStorage.clear()");
        browser.open(page);
        test(&browser);
    })
}

/// How many bytes of a file are sent.
fn gzipped(file: &[u8]) -> usize {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(file).expect("memory");
    gzip.finish().expect("memory").len()
}

/// How many listings each program of a page has: one a language.
fn listings(page: &Page) -> Vec<usize> {
    page.pairs().map(|pair| pair.panes.len()).collect()
}

/// In both themes and at two widths: axe finds nothing, nothing is wider than the page, the console
/// is silent, and nothing is asked of another host. And once in the dark of the page's own control.
fn reads_well(browser: &Browser, page: &str) {
    browser.complaints();
    browser.requests();
    browser.set_media("light", "screen");
    browser.set_width(1280);
    browser.open(page);
    browser.run(AXE);
    browser.run(ONE_WORD_OF_EACH_KIND);
    browser.wait_until("document.fonts.status === 'loaded'");
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            looks_well(browser, rules, &format!("{scheme}, {width} px"));
        }
    }
    if browser.ask("document.querySelector('#theme-toggle') !== null") == true {
        let of_the_system = browser.ask(COLOURS);
        browser.set_media("light", "screen");
        let name = "document.querySelector('#theme-name').textContent";
        while browser.ask(name) != "Dark" {
            browser.run("document.querySelector('#theme-toggle').click()");
        }
        assert_eq!(browser.ask(COLOURS), of_the_system, "dark by the control, not by the system");
        fits(browser, "dark by the control");
        browser.run("localStorage.clear()");
    }
    // The browser's own first page asks for `chrome:`, which no page of the book can.
    let known = [browser.address(), "data:", "chrome:", "chrome-untrusted:"];
    let ours = |address: &String| known.iter().any(|start| address.starts_with(start));
    let requests = browser.requests();
    assert!(requests.iter().any(ours), "no request is seen at all");
    let elsewhere: Vec<_> = requests.iter().filter(|request| !ours(request)).collect();
    assert!(elsewhere.is_empty(), "asked of another host: {elsewhere:#?}");
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// Within a listing, words with the same classes look the same in every theme. One of each is left for
/// axe, which takes a millisecond for every word that stands in an element of its own.
const ONE_WORD_OF_EACH_KIND: &str = "
    for (const listing of document.querySelectorAll('pre')) {
        const seen = new Set();
        for (const word of [...listing.querySelectorAll('span, ins, s')].reverse()) {
            let kind = '';
            for (let at = word; at !== listing; at = at.parentElement) {
                kind += ` ${at.localName}.${at.className}`;
            }
            if (seen.has(kind) && !word.childElementCount) word.replaceWith(...word.childNodes);
            seen.add(kind);
        }
        listing.normalize();
    }";

/// The colours of all that is seen, each once, with the first element that has it.
const COLOURS: &str = "(() => {
    document.getAnimations().forEach((one) => one.finish());
    const first = new Map();
    for (const element of document.querySelectorAll('body *')) {
        const { color, backgroundColor, borderTopColor, fill, opacity } = getComputedStyle(element);
        const look = [color, backgroundColor, borderTopColor, fill, opacity].join();
        if (element.checkVisibility() && !first.has(look)) {
            first.set(look, `${element.localName}.${element.className.baseVal ?? element.className}`);
        }
    }
    return [...first];
})()";

/// What axe is asked for: everything, or what another theme can change.
const ALL_RULES: &str = "{}";
const COLOUR_RULES: &str = "{ runOnly: ['color-contrast', 'link-in-text-block'] }";

/// As the page is now, axe finds nothing and nothing is wider than the window.
fn looks_well(browser: &Browser, rules: &str, state: &str) {
    let script =
        "requestAnimationFrame(() => requestAnimationFrame(async () => {
            // Colours on their way from one theme to the other are neither's; out of sight, they may
            // stop on the way.
            document.getAnimations().forEach((one) => one.finish());
            const found = await axe.run(RULES).catch((e) => ({ violations: [
                { id: 'axe', help: String(e), nodes: [] }] }));
            done(found.violations.map((rule) => `${rule.id}: ${rule.help}: `
                + rule.nodes.map((node) => node.target.join(' ')).join(', ')));
        }))";
    let found = browser.run_async(&script.replace("RULES", rules));
    assert_eq!(found, json!([]), "axe, {state}");
    fits(browser, state);
}

fn fits(browser: &Browser, state: &str) {
    let wider = browser.ask("document.documentElement.scrollWidth - innerWidth");
    assert!(wider.as_i64() <= Some(0), "{wider} px too wide, {state}");
}

/// The text, each program's listings and its transcript are there and can be seen.
fn reads_without_scripts(browser: &Browser, page: &str, listings: &[usize]) {
    browser.set_scripts(false);
    browser.open(page);
    let with_scripts = browser.ask("document.documentElement.classList.contains('js')");
    let seen = browser.ask(
        "[...document.querySelectorAll('.pair[data-program]')].map((pair) =>
            [...pair.querySelectorAll('.pane pre')].filter((pre) => pre.offsetHeight > 0).length)",
    );
    let transcripts = browser.ask(
        "[...document.querySelectorAll('.pair[data-program]')].every((pair) =>
            [...pair.querySelectorAll('.transcript')].some((pre) => pre.offsetHeight > 0))",
    );
    let hidden = browser.ask(
        "[...document.querySelectorAll('main > p, .pair .pane pre, .pair .transcript, .pair .lang')]
            .filter((element) => !element.hasAttribute('hidden') && !(element.offsetHeight > 0)
                && !element.closest('.solution:not([open])'))
            .map((element) => element.textContent)",
    );
    let length = browser.ask("document.querySelector('main').innerText.length");
    browser.set_scripts(true);
    assert_eq!(with_scripts, false, "scripts are still on");
    assert_eq!(seen, json!(listings), "listings seen of each program");
    assert_eq!(transcripts, true, "a program without its transcript");
    assert_eq!(hidden, json!([]), "not seen without scripts");
    assert!(length.as_i64() > Some(20), "{length} characters without scripts");
}

/// The one content policy of all pages, and no script within the page.
fn has_the_policy(html: &str) {
    let document = Html::parse_document(html);
    let select = |selector| Selector::parse(selector).expect("a selector");
    let policies = select("meta[http-equiv=Content-Security-Policy]");
    let policies: Vec<_> =
        document.select(&policies).filter_map(|meta| meta.attr("content")).collect();
    let template = Html::parse_fragment(include_str!("../../theme/head.hbs"));
    let ours = select("meta[http-equiv=Content-Security-Policy]");
    let ours: Vec<_> = template.select(&ours).filter_map(|meta| meta.attr("content")).collect();
    assert_eq!(policies, ours, "the policy of theme/head.hbs, once");
    let directives: Vec<_> = ours[0].split(';').map(str::trim).collect();
    assert!(directives.contains(&"script-src 'self'"), "{directives:?}");
    for script in document.select(&select("script")) {
        assert!(script.attr("src").is_some(), "a script within the page: {}", script.inner_html());
    }
    let everything = select("*");
    let attributes = document.select(&everything).flat_map(|element| element.value().attrs());
    let inline: BTreeSet<_> =
        attributes.filter(|(name, _)| name.starts_with("on") || *name == "style").collect();
    assert!(inline.is_empty(), "the policy forbids {inline:?}");
}

/// It is not opened in the browser: it is for paper, and as long as all other pages together.
fn prints_whole(html: &str, programs: &BTreeMap<String, usize>) {
    has_the_policy(html);
    let page = Html::parse_document(html);
    let select = |selector| Selector::parse(selector).expect("a selector");
    let (pair, listing) = (select(".pair[id]"), select(".pane pre"));
    let printed = page
        .select(&pair)
        .filter_map(|pair| Some((pair.attr("id")?.to_owned(), pair.select(&listing).count())));
    let mut printed: BTreeMap<_, _> = printed.collect();
    printed.retain(|id, _| id.contains("-program-"));
    assert_eq!(&printed, programs, "the programs, and in how many languages each is");
    let mut ids = BTreeSet::new();
    for id in page.select(&select("[id]")).filter_map(|it| it.attr("id")) {
        assert!(ids.insert(id), "{id} stands twice");
    }
    for link in page.select(&select("a[href^='#']")).filter_map(|it| it.attr("href")) {
        assert!(ids.contains(&link[1..]), "{link} leads nowhere");
    }
    let to_press = select("script, button, input, select, textarea, [tabindex]:not(pre, div)");
    let pressed = page.select(&to_press);
    assert_eq!(pressed.map(|it| it.html()).collect::<Vec<_>>(), [""; 0]);
}

/// That of the small book, which has every notation.
fn paper_reads_well(browser: &Browser) {
    browser.open(PAPER);
    browser.run(AXE);
    // A4 within its margins has 672 px.
    for (medium, width) in [("screen", 1280), ("screen", 390), ("print", 672)] {
        browser.set_width(width);
        for scheme in ["light", "dark"] {
            browser.set_media(scheme, medium);
            looks_well(browser, ALL_RULES, &format!("to print: {scheme}, {medium}, {width} px"));
        }
    }
    browser.set_media("light", "screen");
}

/// Without scripts, the fragment is lost.
fn old_address(browser: &Browser) {
    browser.set_width(1280);
    browser.complaints();
    let fragment = "#program-first-steps-create_task";
    for (scripts, asked, arrived) in [(true, "", ""), (true, fragment, fragment), (false, "", "")] {
        browser.set_scripts(scripts);
        browser.open("404.html");
        browser.open(&format!("{OLD_ADDRESS}{asked}"));
        let there = format!("location.href === '{}{TASKS}{arrived}'", browser.address());
        browser.wait_until(&there);
    }
    browser.set_scripts(true);
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

fn skip_link(browser: &Browser) {
    browser.press(TAB);
    assert_eq!(browser.ask("document.activeElement.className"), "skip");
    browser.press(ENTER);
    browser.wait_until("document.activeElement.id === 'content'");
}

fn language_tabs(browser: &Browser) {
    browser.set_width(390);
    choose_rust(browser);
    assert_eq!(browser.ask("document.activeElement.textContent"), "Rust");
    assert_eq!(browser.ask("document.activeElement.getAttribute('aria-selected')"), "true");
    browser.open(AWAITING);
    browser.wait_until("document.querySelectorAll('.pair.tabbed').length > 1");
    browser.wait_until(ONLY_RUST);
}

/// In every pair of tabs, Rust is seen and Python is not.
const ONLY_RUST: &str =
    "[...document.querySelectorAll('.pair.tabbed:not(.solution .pair)')].every((pair) =>
    pair.querySelector('.pane.rust').offsetHeight > 0
    && pair.querySelector('.pane.python').offsetHeight === 0)";

/// Goes from the Python tab of a narrow page to the Rust tab.
fn choose_rust(browser: &Browser) {
    browser.wait_until("document.querySelectorAll('[role=tablist]:not([hidden])').length > 1");
    browser.tab_to("[role=tab].python");
    browser.press(RIGHT);
    browser.wait_until(ONLY_RUST);
}

fn side_by_side(browser: &Browser) {
    browser.set_width(1440);
    browser.wait_until("document.querySelectorAll('.pair.tabbed').length === 0");
    browser.wait_until(
        "[...document.querySelectorAll('.pair[data-program] .panes')].every((panes) => {
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

/// A page is turned by a click on its link, which is seen at once; where it leads is not.
fn count_turned_pages(browser: &Browser) {
    browser.run(
        "window.turned = 0;
        document.querySelectorAll('.turn a').forEach((link) =>
            link.addEventListener('click', (e) => { window.turned += 1; e.preventDefault(); }))",
    );
}

fn arrow_keys(browser: &Browser) {
    browser.set_width(390);
    count_turned_pages(browser);
    for control in ["#theme-toggle", "[role=tab]", ".pane:not([hidden]) pre"] {
        browser.tab_to(control);
        browser.press(RIGHT);
        browser.press(LEFT);
        assert_eq!(browser.ask("window.turned"), 0, "a key on {control} has turned the page");
    }
    browser.run("document.activeElement.blur()");
    browser.press(RIGHT);
    assert_eq!(browser.ask("window.turned"), 1, "a key has turned no page");

    browser.open(TASKS);
    browser.press(RIGHT);
    browser.wait_until(
        "location.pathname.endsWith('/awaiting.html') && document.readyState === 'complete'",
    );
    browser.press(LEFT);
    browser.wait_until(&format!("location.pathname.endsWith('/{TASKS}')"));
}

fn theme(browser: &Browser) {
    let background = "getComputedStyle(document.body).backgroundColor";
    let light = browser.ask(background);
    browser.tab_to("#theme-toggle");
    browser.press(ENTER);
    browser.press(ENTER);
    browser.wait_until("document.querySelector('#theme-name').textContent === 'Dark'");
    assert_ne!(browser.ask(background), light);
    browser.open(AWAITING);
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
    browser.set_width(1440);
    browser.wait_until(seen);
    browser.wait_until(
        "document.querySelector('#sidebar [aria-current=page]').textContent === 'Tasks'",
    );
    browser.tab_to("#contents-toggle");
    browser.press(ENTER);
    browser.wait_until(&unseen);
    browser.set_width(390);
    browser.tab_to("#contents-toggle");
    browser.press(ENTER);
    browser.wait_until(seen);
    browser.press(ESCAPE);
    browser.wait_until(&unseen);
    assert_eq!(browser.ask("document.activeElement.id"), "contents-toggle");
}

fn filter(browser: &Browser) {
    browser.open(EVERY_ANGLE);
    let rows = "document.querySelectorAll('.angles > li:not([hidden])').length";
    let all = browser.ask(rows);
    browser.tab_to("#filter");
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

fn print(browser: &Browser) {
    browser.set_width(390);
    choose_rust(browser);
    browser.set_media("light", "print");
    browser.wait_until(
        "[...document.querySelectorAll('.pane pre, .transcript')].every((pre) =>
            pre.offsetHeight > 0 && pre.scrollWidth <= pre.clientWidth)",
    );
    assert_eq!(browser.ask("document.querySelector('header.top').offsetHeight"), 0);
}

fn stage_marks(browser: &Browser) {
    let marks = |line: &str| {
        browser.ask(&format!(
            "[...new Set([...document.querySelectorAll('#stage-flood .diff {line}')]
                .map((line) => getComputedStyle(line, '::before').content))].sort()"
        ))
    };
    assert_eq!(marks("ins"), json!(["\"+\" / \"\"", "\"+\" / \"new: \""]));
    assert_eq!(marks("del"), json!(["\"−\" / \"gone: \""]));
}

fn stage_unfolds(browser: &Browser) {
    browser.set_scripts(false);
    browser.set_width(390);
    browser.open(SMALL);
    let is_seen = "document.querySelector('#stage-flood details pre').checkVisibility()";
    let before = browser.ask(is_seen);
    browser.tab_to("#stage-flood summary");
    let words = browser.ask("document.activeElement.textContent");
    browser.press(ENTER);
    let open = browser.ask("document.querySelector('#stage-flood details').open");
    let after = browser.ask(is_seen);
    browser.set_scripts(true);
    assert_eq!(words, "10 unchanged lines");
    assert_eq!((before, open, after), (json!(false), json!(true), json!(true)));
}

fn stage_is_copied(browser: &Browser) {
    browser.run(
        "navigator.clipboard.writeText = async (text) => { window.copied = text; };
        document.querySelector('#stage-flood .module:nth-of-type(2) .copy').click();",
    );
    let copied = browser.ask("window.copied");
    let copied = copied.as_str().expect("a text");
    let is_shown = |line: &&str| !line.contains("ANCHOR");
    let stage: Vec<_> = common::FLOOD_DEPTH.lines().filter(is_shown).collect();
    assert_eq!(copied.trim_end().lines().collect::<Vec<_>>(), stage);
    let selected = browser.run(
        "document.querySelector('#stage-flood details').open = true;
        getSelection().selectAllChildren(document.querySelectorAll('#stage-flood .diff')[1]);
        return getSelection().toString();",
    );
    let selected = selected.as_str().expect("a text");
    assert!(selected.contains("\n    let gone = hours % 6;\n"), "{selected}");
    assert!(!selected.contains("hours / 2"), "{selected}");
}

fn stage_on_paper(browser: &Browser) {
    browser.set_width(390);
    browser.set_media("light", "print");
    browser.wait_until("!document.querySelector('#stage-flood details pre').checkVisibility()");
    browser.wait_until(
        "[...document.querySelectorAll('.diff')].every((diff) =>
            diff.offsetHeight > 0 && diff.scrollWidth <= diff.clientWidth)",
    );
}

/// What the first page loads besides its text and its fonts, compressed.
fn weighs_little(reader: &Reader, page: &str) {
    let document = Html::parse_document(&reader.html(page));
    let loaded = Selector::parse("script[src], link[rel=stylesheet]").expect("a selector");
    let mut bytes = 0;
    for element in document.select(&loaded) {
        let address = element.attr("src").or(element.attr("href")).expect("it is selected by it");
        let file = std::fs::read(reader.folder.path().join(page).with_file_name(address))
            .expect("a file of the book");
        bytes += gzipped(&file);
    }
    assert!((1..=100_000).contains(&bytes), "{bytes} bytes");
}
