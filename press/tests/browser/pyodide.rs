//! Programs that a published page runs by Python within it, and answers that it checks so.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use press::address::html_path;
use press::book::Book;
use press::serve::{self, Site};
use proof::{Exercise, Language, Stop};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::common::SmallBook;
use crate::driver::Browser;
use crate::run::ANCHOR;
use crate::sheet::{self, ANSWER, CHECK, EXPECTED, SOLVED};
use crate::{
    ALL_RULES, COLOUR_RULES, ENTER, PageTest, Reader, SMALL, addresses, borrowed, looks_well, why,
};

pub type Test = fn(&Browser, &Published);

/// What is tried on a small book of its own.
const ON_A_PUBLISHED_PAGE: [(&str, Test); 13] = [
    ("a_published_page_runs_python_by_keyboard_and_no_wait_takes_time", by_keyboard),
    ("python_is_loaded_at_the_first_press_with_its_progress_and_once", loaded_once),
    ("an_edited_program_is_run_in_the_page_and_its_error_is_marked", edited),
    ("a_program_that_never_ends_is_stopped_after_five_seconds_or_by_touch", stopped),
    ("a_program_that_nothing_can_wake_says_so", never_woken),
    ("a_program_that_a_page_cannot_run_says_what_it_needs", needs),
    ("python_in_a_page_reads_well_and_is_not_there_without_scripts", reads_well),
    ("an_exercise_is_answered_and_checked_in_the_page_by_keyboard", |browser, _| {
        sheet::by_keyboard(browser, until(browser));
    }),
    ("an_answer_is_checked_in_the_page_by_mouse_and_kept_with_what_is_solved", answered),
    ("an_answer_that_never_ends_is_stopped_after_five_seconds_or_by_touch", endless_answer),
    ("an_exercise_that_a_page_cannot_check_says_what_it_needs", needs_of_an_exercise),
    ("an_answer_loads_the_editor_and_a_check_python_from_the_books_own_files", checked_on_demand),
    ("an_answer_that_is_checked_in_the_page_reads_well_in_both_themes", |browser, _| {
        sheet::reads_well(browser, until(browser));
    }),
];

/// How long Python may take to be loaded while the machine is busy.
const PATIENCE: Duration = Duration::from_secs(120);

pub fn tests(book: &Book) -> Vec<PageTest> {
    let of_published =
        ON_A_PUBLISHED_PAGE.map(|(sentence, test)| on_a_published_page(sentence, test));
    let sentence = "a_plain_file_server_is_enough_for_python_in_a_page".to_owned();
    let plain = PageTest::new(sentence, &[SMALL], |reader| {
        let published = Published::from_plain_files();
        published.read(&reader.browser(), by_keyboard);
    });
    let pages = addresses(book);
    let sentence = "all_programs_on_the_virtual_clock_print_their_transcripts_in_a_page".to_owned();
    let all = borrowed(&pages);
    let all_programs = PageTest::new(sentence, &all, {
        let pages = pages.clone();
        move |reader| all_programs(reader, &pages)
    });
    let sentence =
        "the_progress_of_loading_python_counts_the_bytes_of_the_locked_release".to_owned();
    let size = PageTest::new(sentence, &[SMALL], |_| size());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let sentence =
        "all_answers_to_exercises_get_in_a_page_the_words_that_their_check_should_say".to_owned();
    let known = known_answers(root, book);
    let mut answers = PageTest::new(sentence, &all, {
        let known = known.clone();
        move |reader| all_answers(reader, &known)
    });
    answers.unseen = json!(known).to_string();
    let sentence = "answers_that_no_check_foresees_are_told_the_same_in_a_page_as_by_the_command";
    let unforeseen =
        PageTest::new(sentence.to_owned(), &[THREE_QUOTES.0], |reader| unforeseen(reader, root));
    let tests = of_published.into_iter().chain([plain, all_programs, size, answers, unforeseen]);
    let sentence = "a_page_without_python_has_no_answer_and_no_check".to_owned();
    let without = PageTest::new(sentence, &[SMALL], without_python);
    if root.join(PACKAGE).is_dir() {
        return tests.chain([without]).collect();
    }
    let tests = tests.map(|test| test.lacking(NO_PACKAGE));
    tests.chain([without]).collect()
}

pub const PACKAGE: &str = "node_modules/pyodide";
pub const NO_PACKAGE: &str = "no Pyodide; npm ci --ignore-scripts --omit=dev";

/// A test of the page of a small book of its own, published.
pub fn on_a_published_page(sentence: &str, test: Test) -> PageTest {
    PageTest::new(sentence.to_owned(), &[SMALL], move |reader| {
        let published = Published::start();
        published.read(&reader.browser(), test);
    })
}

/// A small book with our theme and with Python, published.
pub struct Published {
    pub address: String,
    _book: SmallBook,
    _server: Server,
}

/// What hands out its files, and nothing else.
enum Server {
    Ours { _runtime: Runtime },
    Plain(Child),
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Server::Plain(child) = self {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Published {
    fn book() -> (SmallBook, TempDir) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
        let book = SmallBook::new();
        crate::copy(&root.join("theme"), &book.file("theme"));
        crate::copy(&root.join(PACKAGE), &book.file(PACKAGE));
        book.write("book.toml", crate::settings(root));
        book.write("examples/harbour/python/anchor.py", ANCHOR);
        book.write("examples/harbour/transcripts/anchor.txt", "the anchor holds\n");
        book.append("{{#program harbour/anchor python}}");
        why::lay(&book, &root.join(why::SHIM));
        for (file, text) in MOORED {
            book.write(&format!("exercises/harbour/moored/{file}"), text);
        }
        book.append("{{#exercise harbour/moored}}");
        let built = crate::build(book.root());
        let folder = TempDir::new().expect("a temporary folder");
        crate::copy(&built.folder, folder.path());
        (book, folder)
    }

    pub fn start() -> Published {
        let (book, folder) = Published::book();
        let site = Arc::new(Site::default());
        site.load(folder.path(), None).expect("the book is readable");
        let listener = serve::listen().expect("a free port");
        let address = format!("http://{}/tide.html", listener.local_addr().expect("an address"));
        let runtime = Runtime::new().expect("a runtime");
        runtime.spawn(serve::serve(listener, site));
        Published { address, _book: book, _server: Server::Ours { _runtime: runtime } }
    }

    fn from_plain_files() -> Published {
        let (book, folder) = Published::book();
        let mut server = Command::new("python3")
            .args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory"])
            .arg(folder.keep())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Python");
        let mut said = String::new();
        let out = server.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut said).expect("a line");
        let port = said.split_whitespace().nth(5).expect("a port").to_owned();
        let address = format!("http://127.0.0.1:{port}/tide.html");
        Published { address, _book: book, _server: Server::Plain(server) }
    }

    /// Opens its page as a reader who has never been there, and looks at what the console says.
    pub fn read(&self, browser: &Browser, test: Test) {
        browser.set_media("light", "screen");
        browser.set_width(1280);
        browser.visit(&self.address);
        browser.run("localStorage.clear()");
        browser.visit(&self.address);
        browser.complaints();
        test(browser, self);
        let complaints = browser.complaints();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}

const RUN: &str = "#program-harbour-anchor .here .python";
const GO: &str = "#program-harbour-anchor .tools .go";
const RESET: &str = "#program-harbour-anchor .tools button:last-of-type";
const STATE: &str = "(document.querySelector('.run .state')?.textContent ?? '')";

/// An exercise that is answered by a thread.
const MOORED: [(&str, &str); 6] = [
    (
        "exercise.toml",
        "title = 'Moored'\ngrade = 'build'\ntask = 'Moor.'\nhints = ['Look.', 'In a thread.']\n\
         reasoning = 'It waits.'\nstub = 'Adrift.'\n[wrong]\nlate = 'Late.'\nnever = 'Never.'\n",
    ),
    ("stub.py", "async def moor(line): ...\n"),
    ("solution.py", "async def moor(line):\n    await asyncio.to_thread(line)\n"),
    ("check.py", "def check(): ...\n"),
    ("wrong/late.py", "async def moor(line): ...\n"),
    ("wrong/never.py", "async def moor(line): ...\n"),
];

/// Waits until the run of the page says these words, for as long as loading may take. Returns what it says.
#[track_caller]
pub fn wait_for(browser: &Browser, words: &str) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let state = browser.ask(STATE);
        let state = state.as_str().unwrap_or_default();
        if state.contains(words) {
            return state.to_owned();
        }
        assert!(Instant::now() < deadline, "{state} never became {words}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// [`wait_for`], for a test that a served page has too.
fn until(browser: &Browser) -> impl Fn(&str) {
    |words| {
        wait_for(browser, words);
    }
}

/// Opens the editor of a program of the page on a version that was kept.
pub fn write(browser: &Browser, program: &str, text: &str) {
    let key = format!("edit:harbour/{program}:python");
    browser.run(&format!("localStorage.setItem({}, {})", json!(key), json!(text)));
    browser.click(&format!("#program-harbour-{program} .edit"));
    browser.wait_until(
        "document.querySelector('.editing .sheet')?.shadowRoot.activeElement !== undefined",
    );
}

fn by_keyboard(browser: &Browser, _: &Published) {
    browser.tab_to(RUN);
    browser.press(ENTER);
    wait_for(browser, "exit code 0, as recorded (Python 3.14 in this page");
    let started = Instant::now();
    browser.press(ENTER);
    wait_for(browser, "exit code 0, as recorded");
    assert!(started.elapsed() < Duration::from_millis(2900), "{:?} for no wait", started.elapsed());
    assert_eq!(browser.ask("document.activeElement.textContent"), "Run Python here");
    assert_eq!(
        browser.ask("document.querySelector('.run [role=log]').textContent"),
        "the anchor holds\n"
    );
}

fn loaded_once(browser: &Browser, published: &Published) {
    browser.run_async("caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(done)");
    let before = browser.ask("performance.getEntriesByType('resource').filter((one) => one.name.includes('pyodide')).length");
    assert_eq!(before, 0, "Python is loaded unasked");
    browser.run(
        "window.said = [];
        new MutationObserver(() => {
            const state = document.querySelector('.run .state')?.textContent;
            if (window.said.at(-1) !== state) window.said.push(state);
        }).observe(document.querySelector('main'), { childList: true, subtree: true, characterData: true })",
    );
    browser.click(RUN);
    wait_for(browser, "exit code 0");
    let said = browser
        .ask("window.said.filter((words) => /^loading Python, \\d+ %…$/.test(words)).length");
    assert!(said.as_i64() > Some(3), "{said} words of progress");
    let kept = browser.run_async("caches.keys().then(done)");
    assert_eq!(kept, json!(["pyodide 314.0.7"]));
    // What is kept is not asked for again: without the server's files, Python is there.
    browser.visit(&published.address);
    browser.click(RUN);
    wait_for(browser, "exit code 0, as recorded");
}

fn edited(browser: &Browser, _: &Published) {
    write(browser, "anchor", &ANCHOR.replace("the anchor holds", "the anchor drags"));
    browser.click(GO);
    wait_for(browser, "exit code 0, 1 line not as recorded, the first is line 1");
    assert_eq!(
        browser.ask(
            "document.querySelector('#program-harbour-anchor .compared .first ins').textContent"
        ),
        "the anchor drags"
    );
    browser.click(RESET);
    write(browser, "anchor", &ANCHOR.replace("return 3", "return anchor"));
    browser.click(GO);
    wait_for(browser, "exit code 1");
    let mark = "document.querySelector('#program-harbour-anchor .marks').textContent";
    assert_eq!(browser.ask(mark), "Line 7: NameError: name 'anchor' is not defined");
    let blamed = "[...document.querySelector('#program-harbour-anchor .editing .sheet').shadowRoot.querySelectorAll('.cm-line.blamed')]
        .map((line) => line.textContent)";
    assert_eq!(browser.ask(blamed), json!(["    return anchor"]));
    let printed =
        browser.ask("document.querySelector('#program-harbour-anchor .compared').textContent");
    let printed = printed.as_str().expect("a text");
    assert!(printed.contains("File \"anchor.py\", line 7, in main"), "{printed}");
    assert!(!printed.contains("harness"), "{printed}");
}

fn stopped(browser: &Browser, _: &Published) {
    browser.set_width(390);
    write(browser, "anchor", "while True:\n    pass\n");
    browser.tap(GO);
    wait_for(browser, "running");
    let started = Instant::now();
    wait_for(browser, "stopped after 5 s");
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    // Stopped while it is loaded, or while it runs.
    browser.tap(GO);
    browser.wait_until(&format!("document.querySelector('{GO}').textContent === 'Stop Python'"));
    browser.tap(GO);
    browser.wait_until(&format!("document.querySelector('{GO}').textContent === 'Run Python'"));
    assert!(!wait_for(browser, "stopped").contains("after 5 s"));
    browser.tap(RESET);
    write(browser, "anchor", "while True:\n    print('again')\n");
    browser.tap(GO);
    wait_for(browser, "stopped: it printed more than 64 KiB");
}

fn never_woken(browser: &Browser, _: &Published) {
    let text = ANCHOR.replace("asyncio.sleep(3)", "asyncio.Event().wait()");
    write(browser, "anchor", &text);
    browser.click(GO);
    wait_for(browser, "stopped: nothing can wake it any more");
}

fn needs(browser: &Browser, _: &Published) {
    let tide = "#program-harbour-tide";
    assert_eq!(
        browser.ask(&format!("document.querySelector('{tide} .here').textContent")),
        "Python here needs the real clock, which a page does not have: run it by its command."
    );
    assert_eq!(browser.ask(&format!("document.querySelectorAll('{tide} .edit').length")), 0);
    let commands = browser.ask(&format!("document.querySelector('{tide} .bar > p').innerText"));
    let commands = commands.as_str().expect("a text");
    assert!(commands.contains("python3 examples/harbour/python/tide.py"), "{commands}");
}

fn answered(browser: &Browser, published: &Published) {
    browser.click(CHECK);
    wait_for(browser, "it does not pass yet");
    assert_eq!(browser.ask(EXPECTED), "No hour.");
    sheet::answer(browser, "HOUR = 6");
    browser.visit(&published.address);
    let label = format!("document.querySelector('{ANSWER}').textContent");
    assert_eq!(browser.ask(&label), "Your answer");
    assert_eq!(browser.ask(SOLVED), "");
    // It is checked though its editor is closed.
    browser.click(CHECK);
    wait_for(browser, "it passes");
    browser.visit(&published.address);
    assert_eq!(browser.ask(SOLVED), "Solved in Python");
    let solved = browser.ask("JSON.parse(localStorage.getItem('reading')).solved");
    assert_eq!(solved, json!(["harbour/ebbing Python"]));
}

fn endless_answer(browser: &Browser, _: &Published) {
    browser.set_width(390);
    // No keyword comes first, for Chromium would give its colour to what is written in its place.
    sheet::answer(browser, "HOUR = sum(iter(int, 1))");
    browser.tap(CHECK);
    wait_for(browser, "checking");
    let started = Instant::now();
    wait_for(browser, "it does not pass yet");
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    assert_eq!(browser.ask(EXPECTED), "It does not end: after 5 s it still computes.");
    let label = format!("document.querySelector('{CHECK}').textContent");
    browser.tap(CHECK);
    wait_for(browser, "checking");
    assert_eq!(browser.ask(&label), "Stop Python");
    browser.tap(CHECK);
    wait_for(browser, "stopped");
    assert_eq!(browser.ask(&label), "Check Python");
    assert_eq!(browser.ask(EXPECTED), "");
    // Python is there again for the next answer.
    sheet::answer(browser, "HOUR = 6");
    browser.tap(CHECK);
    wait_for(browser, "it passes");
}

fn needs_of_an_exercise(browser: &Browser, _: &Published) {
    let moored = ".pair[data-exercise=\"harbour/moored\"]";
    assert_eq!(
        browser.ask(&format!("document.querySelector('{moored} .here').textContent")),
        "Python here needs threads, which a page does not have: check it by its command."
    );
    assert_eq!(
        browser.ask(&format!("document.querySelectorAll('{moored} button:not(.copy)').length")),
        0
    );
    let command = browser.ask(&format!("document.querySelector('{moored} .bar > p').innerText"));
    assert_eq!(command, "Work on it: cargo book exercise harbour/moored");
}

fn checked_on_demand(browser: &Browser, published: &Published) {
    browser.run_async("caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(done)");
    browser.requests();
    browser.visit(&published.address);
    let loaded = |words: &str| browser.requests().into_iter().partition(|it| it.contains(words));
    let (early, _): (Vec<_>, Vec<_>) = loaded("editor.js");
    assert!(early.is_empty(), "{early:#?}");
    sheet::answer(browser, "HOUR = 6");
    let (python, others): (Vec<_>, Vec<_>) = loaded("/theme/python/");
    assert!(python.is_empty(), "Python is loaded unasked: {python:#?}");
    assert!(others.iter().any(|it| it.contains("editor.js")), "{others:#?}");
    browser.click(CHECK);
    wait_for(browser, "it passes");
    let ours = published.address.trim_end_matches("tide.html");
    let (ours, others): (Vec<_>, Vec<_>) = loaded(ours);
    assert!(ours.iter().any(|it| it.ends_with("worker.js")), "{ours:#?}");
    assert!(others.is_empty(), "asked of another host: {others:#?}");
}

fn reads_well(browser: &Browser, published: &Published) {
    write(browser, "anchor", &ANCHOR.replace("return 3", "return anchor"));
    browser.click(GO);
    wait_for(browser, "exit code 1");
    browser.run(crate::AXE);
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            looks_well(browser, rules, &format!("Python in a page, {scheme}, {width} px"));
        }
    }
    browser.set_scripts(false);
    browser.visit(&published.address);
    let found = browser.ask("document.querySelectorAll('.edit, .editor, .here, .runs').length");
    browser.set_scripts(true);
    assert_eq!(found, 0);
}

/// Has the script of one page run a version of each wanted program of another page, which it fetches: its
/// name, and all that is said of it.
const OF_A_PAGE: &str = "(async () => {
    const html = await (await fetch('/PAGE')).text();
    const page = new DOMParser().parseFromString(html, 'text/html');
    const ran = [];
    for (const pair of page.querySelectorAll('.pair[data-program]')) {
        const { program } = pair.dataset;
        const pane = pair.querySelector('.pane.python');
        if (!pane || !(WANTED)) continue;
        const files = [...pair.querySelectorAll('.files p')];
        const file = files.find((p) => p.textContent.endsWith('.py'));
        const shown = pane.querySelector('.diff, pre');
        const lines = [...shown.querySelectorAll('code > :not(del)')].map((one) => one.textContent);
        const listing = shown.matches('.diff') ? lines.join('').replace(/\\n$/, '') : shown.textContent;
        const whole = file?.nextElementSibling.querySelector('code').textContent ?? listing;
        const said = {};
        await window.runner.run({ pair, pane, program, text: VERSION, whole, original: whole, first: 1 },
            new AbortController().signal, (record) => Object.assign(said, record));
        ran.push([program, said]);
    }
    return ran;
})().then(done, (error) => done(String(error)))";

/// Runs a version of each wanted program of these pages: its name, and all that is said of it.
pub fn run_all(
    reader: &Reader,
    pages: &[String],
    wanted: &str,
    version: &str,
) -> Vec<(String, Value)> {
    let browser = reader.browser();
    browser.open("basic/first-steps/tasks.html");
    browser.wait_until("window.runner !== undefined");
    let script = OF_A_PAGE.replace("WANTED", wanted).replace("VERSION", version);
    let of_a_page = |page: &String| -> Vec<(String, Value)> {
        let ran = browser.run_async(&script.replace("PAGE", page));
        serde_json::from_value(ran.clone()).unwrap_or_else(|_| panic!("{page}: {ran}"))
    };
    pages.iter().flat_map(of_a_page).collect()
}

fn all_programs(reader: &Reader, pages: &[String]) {
    let ran = run_all(reader, pages, "!pane.dataset.needs", "null");
    let is_as_recorded = |said: &Value| {
        let rows = said["rows"].as_array().into_iter().flatten();
        let is_end = said["end"].as_str().is_some_and(|it| it.starts_with("exit code "));
        is_end && rows.into_iter().all(|row| row[0] == row[1])
    };
    let other: Vec<_> = ran.iter().filter(|(_, said)| !is_as_recorded(said)).collect();
    assert!(other.is_empty(), "{other:#?}");
    assert!(ran.len() >= 180, "{} programs", ran.len());
}

/// The exercises that can be answered in Python, by page and address, with our answers to each: its name, its
/// text, and what its check should say.
fn known_answers(root: &Path, book: &Book) -> Vec<(String, String, Value)> {
    let mut known = Vec::new();
    for page in &book.pages {
        for address in page.exercises() {
            let Ok(exercise) = Exercise::read(&root.join("exercises").join(&address)) else {
                continue;
            };
            if !exercise.languages().contains(&Language::Python) {
                continue;
            }
            let text = |name: &str| {
                let file = exercise.file(name, Language::Python);
                std::fs::read_to_string(file).unwrap_or_default()
            };
            let wrong = exercise.wrong(Language::Python).unwrap_or_default().into_iter();
            let wrong = wrong.map(|name| {
                let says = exercise.text.wrong.get(&name);
                json!([name, text(&format!("wrong/{name}")), says])
            });
            let ours = [
                json!(["stub", text("stub"), exercise.text.stub]),
                json!(["solution", text("solution"), null]),
            ];
            let answers = ours.into_iter().chain(wrong).collect();
            known.push((html_path(&page.path).display().to_string(), address, answers));
        }
    }
    known
}

/// Has the script of one page check answers to an exercise of another page, which it fetches: what is said of
/// each. Nothing, if a page cannot check them.
const OF_AN_EXERCISE: &str = "window.verdicts = null;
(async () => {
    const html = await (await fetch('/PAGE')).text();
    const page = new DOMParser().parseFromString(html, 'text/html');
    const pane = page.querySelector('.pair[data-exercise=\"ADDRESS\"] .pane.python');
    const verdicts = [];
    for (const [name, text] of pane.dataset.needs ? [] : ANSWERS) {
        let printed = '';
        await window.runner.check({ program: 'ADDRESS', text }, new AbortController().signal,
            ({ print, end, holds, says }) => {
                printed += print ?? '';
                if (end) verdicts.push({ name, end, holds, says: says ?? '', printed });
            });
    }
    return verdicts;
})().then((all) => { window.verdicts = all; }, (error) => { window.verdicts = String(error); })";

/// What the browser's page says of answers to an exercise of that page.
fn verdicts(browser: &Browser, page: &str, address: &str, answers: &Value) -> Vec<Value> {
    let script = OF_AN_EXERCISE.replace("PAGE", page).replace("ADDRESS", address);
    browser.run(&script.replace("ANSWERS", &answers.to_string()));
    let deadline = Instant::now() + PATIENCE;
    loop {
        match browser.ask("window.verdicts") {
            Value::Array(verdicts) => return verdicts,
            Value::Null => assert!(Instant::now() < deadline, "{address}: no verdict comes"),
            other => panic!("{address}: {other}"),
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn all_answers(reader: &Reader, known: &[(String, String, Value)]) {
    let browser = reader.browser();
    browser.open(THREE_QUOTES.0);
    browser.wait_until("window.runner !== undefined");
    let (mut count, mut other) = (0, Vec::new());
    for (page, address, answers) in known {
        let verdicts = verdicts(&browser, page, address, answers);
        count += verdicts.len();
        for (verdict, answer) in verdicts.iter().zip(answers.as_array().into_iter().flatten()) {
            let (holds, says) = (answer[2].is_null(), answer[2].as_str().unwrap_or_default());
            let end = if holds { "it passes" } else { "it does not pass yet" };
            let is_expected =
                verdict["end"] == end && verdict["holds"] == holds && verdict["says"] == says;
            other.extend((!is_expected).then(|| (address, verdict.clone(), says.to_owned())));
        }
    }
    assert!(other.is_empty(), "{other:#?}");
    assert!(count >= 200, "{count} answers");
}

/// An exercise that both languages have, and its page.
const THREE_QUOTES: (&str, &str) = ("basic/first-steps/awaiting.html", "first-steps/three_quotes");

/// Answers that end in a way that no check foresees.
const UNFORESEEN: [&str; 9] = [
    "import asyncio\n\nasync def cheapest()\n    pass\n",
    "async def cheapest():\n    return 1 / 0\n",
    "",
    "import asyncio\n\nasync def cheapest():\n    await asyncio.Event().wait()\n",
    "async def cheapest():\n    while True:\n        pass\n",
    "import asyncio\n\nasyncio.run(asyncio.Event().wait())\n",
    "import os\n\nasync def cheapest():\n    os._exit(0)\n",
    "async def cheapest():\n    raise SystemExit(3)\n",
    "async def cheapest():\n    while True:\n        print('again')\n",
];

fn unforeseen(reader: &Reader, root: &Path) {
    let (page, address) = THREE_QUOTES;
    let exercise = Exercise::read(&root.join("exercises").join(address)).expect("an exercise");
    let browser = reader.browser();
    browser.open(page);
    browser.wait_until("window.runner !== undefined");
    for answer in UNFORESEEN {
        let here = &verdicts(&browser, page, address, &json!([["", answer]]))[0];
        let there = exercise.check(answer, Language::Python, &Stop::default());
        let there = there.expect("it can be checked here");
        let said = json!([there.holds, there.says, there.printed]);
        assert_eq!(json!([here["holds"], here["says"], here["printed"]]), said, "{answer}");
    }
}

/// From a book that was built where npm has brought no Python.
fn without_python(reader: &Reader) {
    let browser = reader.browser();
    browser.set_width(1280);
    browser.open(SMALL);
    browser.wait_until("document.querySelector('.pair[data-exercise] .copy') !== null");
    let stubs = "document.querySelectorAll('.pair[data-exercise] .pane.python').length";
    assert_eq!(browser.ask(stubs), 1);
    let buttons =
        "[...document.querySelectorAll('.pair[data-exercise] button')].map((it) => it.textContent)";
    assert_eq!(browser.ask(buttons), json!(["Copy"]));
    assert_eq!(browser.ask("document.querySelectorAll('.here, .edit').length"), 0);
    assert!(!reader.folder.path().join(SMALL).with_file_name("theme/python").exists());
}

fn size() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let bytes = ["pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"].map(|file| {
        std::fs::metadata(root.join(PACKAGE).join(file)).expect("a file of Pyodide").len()
    });
    let worker = include_str!("../../../theme/python/worker.js").replace('_', "");
    let said = worker.split_once("SIZE = ").and_then(|(_, rest)| rest.split_once(';'));
    let said: u64 = said.and_then(|(said, _)| said.parse().ok()).expect("a number");
    assert_eq!(said, bytes.iter().sum::<u64>());
}
