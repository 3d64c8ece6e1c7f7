//! Why an edited program prints other lines, as a published page says it.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use press::book::Book;
use proof::trace::Trace;
use proof::{Chapter, Language};
use serde_json::{Value, json};
use told::parting::why;
use told::run::Run;

use crate::common::SmallBook;
use crate::driver::Browser;
use crate::pyodide::{
    NO_PACKAGE, PACKAGE, Published, Test, on_a_published_page, run_all, wait_for, write,
};
use crate::{PageTest, Reader, addresses, borrowed};

/// What is tried on a small book of its own.
const ON_A_PUBLISHED_PAGE: [(&str, Test); 3] = [
    ("an_edited_program_in_a_published_page_says_why_it_differs", says_why),
    ("why_a_program_differs_is_not_said_where_nothing_differs_or_is_recorded", says_nothing),
    ("why_a_program_differs_is_worked_out_for_five_seconds_or_until_the_next_run", gives_way),
];

pub const SHIM: &str = "node_modules/@bjorn3/browser_wasi_shim";

/// What `cargo why` makes.
pub fn made() -> PathBuf {
    proof::target().join("wasm32-wasip1/small/why.wasm")
}

pub fn tests(book: &Book) -> Vec<PageTest> {
    let of_published =
        ON_A_PUBLISHED_PAGE.map(|(sentence, test)| on_a_published_page(sentence, test));
    let pages = addresses(book);
    let all = borrowed(&pages);
    let sentence = "all_programs_with_a_recorded_run_do_the_same_in_a_page_until_a_line_is_added";
    let all_programs = PageTest::new(sentence.to_owned(), &all, {
        let pages = pages.clone();
        move |reader| all_programs(reader, &pages)
    });
    let tests = of_published.into_iter().chain([all_programs]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let is_made = made().is_file();
    match root.join(SHIM).is_dir() && root.join(PACKAGE).is_dir() {
        true if is_made => tests.collect(),
        true => tests
            .map(|test| test.lacking("no why.wasm; rustup target add wasm32-wasip1 && cargo why"))
            .collect(),
        false => tests.map(|test| test.lacking(NO_PACKAGE)).collect(),
    }
}

/// A program with a task.
const CROSSING: &str = "import asyncio


async def gull():
    await asyncio.sleep(1)
    print(\"gull\")


async def main():
    crossing = asyncio.create_task(gull())
    await asyncio.sleep(2)
    print(\"main\")
    await crossing


asyncio.run(main())
";

/// What this machine records of it.
static OF_CROSSING: LazyLock<Trace> = LazyLock::new(|| recorded(CROSSING));

/// The same program, whose gull takes so long.
fn taking(seconds: &str) -> String {
    CROSSING.replace("sleep(1)", &format!("sleep({seconds})"))
}

/// What this machine records of a program with that text.
fn recorded(text: &str) -> Trace {
    let book = SmallBook::new();
    book.write("examples/harbour/python/crossing.py", text);
    let chapters = Chapter::all(&book.file("examples")).expect("a chapter");
    let program = chapters[0].program("crossing");
    let python = program.newest_python().expect("a Python");
    program.traced(Language::Python, Some(python)).expect("it can be recorded")
}

/// Puts the program into a book, with its recorded run and what compares it.
pub fn lay(book: &SmallBook, shim: &Path) {
    if shim.is_dir() {
        crate::copy(shim, &book.file(SHIM));
    }
    book.write("examples/harbour/python/crossing.py", CROSSING);
    book.write("examples/harbour/transcripts/crossing.txt", "gull\nmain\n");
    book.write("examples/harbour/traces/crossing.python.json", OF_CROSSING.to_text());
    book.append("{{#program harbour/crossing python}}");
}

const WHY: &str = "document.querySelector('.run .why')?.textContent";

fn says_why(browser: &Browser, published: &Published) {
    browser.requests();
    write(browser, "crossing", &taking("3"));
    browser.click("#program-harbour-crossing .tools .go");
    wait_for(browser, "exit code 0, 2 lines not as recorded");
    browser.wait_until(&format!("Boolean({WHY})"));
    let other = taking("3");
    let versions = [(OF_CROSSING.clone(), CROSSING), (recorded(&other), &other)];
    let [before, now] = versions.map(|(trace, text)| {
        let run = Run::of(trace, text);
        let printed = run.printed();
        (run, printed)
    });
    let parting = why([(&before.0, &before.1), (&now.0, &now.1)]).expect("they part");
    let parts = "The two runs part at 0.0 s. Recorded: Task 1 · gull sets a timer due at 1.0 s";
    assert!(parting.why.starts_with(parts), "{}", parting.why);
    // What stands between these marks is shown as code.
    assert_eq!(browser.ask(WHY), format!("Why: {}", parting.why.replace('`', "")));
    let home = published.address.trim_end_matches("tide.html");
    let mut others = browser.requests();
    others.retain(|address| !address.starts_with(home));
    assert!(others.is_empty(), "asked of another host: {others:#?}");
}

/// Has the page's script run a version of a program of its page: all that it says, until nothing more comes. A
/// version that is `after` another begins when that one has ended.
const OF_THE_PAGE: &str = "(async () => {
    const run = (program, text, hear) => {
        const pair = document.querySelector(`.pair[data-program=\"harbour/${program}\"]`);
        const pane = pair.querySelector('.pane.python');
        const whole = pane.querySelector('pre').textContent;
        const at = { pair, pane, program: `harbour/${program}`, text, whole, original: whole, first: 1 };
        return window.runner.run(at, new AbortController().signal, hear);
    };
    const said = [];
    const [[program, text], after] = ARGUMENTS;
    await run(program, text, async (record) => {
        said.push(record.end, record.why);
        if (record.end && after) said.push(run(...after, (other) => said.push(other.why)));
    });
    await Promise.all(said);
    return said.filter((words) => typeof words === 'string');
})().then(done, (error) => done(String(error)))";

/// What is said of a version, and of another one that begins when the first has ended.
fn said(browser: &Browser, version: (&str, &str), after: Option<(&str, &str)>) -> Vec<String> {
    let arguments = json!([version, after]).to_string();
    let said = browser.run_async(&OF_THE_PAGE.replace("ARGUMENTS", &arguments));
    serde_json::from_value(said.clone()).unwrap_or_else(|_| panic!("{said}"))
}

fn says_nothing(browser: &Browser, _: &Published) {
    let ended = ["exit code 0"];
    // The same lines; a program without a recorded run.
    assert_eq!(said(browser, ("crossing", &taking("1.5")), None), ended);
    assert_eq!(said(browser, ("anchor", "print('adrift')\n"), None), ended);
    // The recorder hears of no task.
    assert_eq!(said(browser, ("crossing", "print('adrift')\n"), None), ended);
    let differs = said(browser, ("crossing", &taking("3")), None);
    assert!(differs[1].starts_with("The two runs part"), "{differs:?}");
}

/// Ends, unless it is recorded.
const ENDLESS: &str = "while type(print).__name__ == 'Printer':
    pass
print('adrift')
";

fn gives_way(browser: &Browser, _: &Published) {
    let started = Instant::now();
    assert_eq!(said(browser, ("crossing", ENDLESS), None), ["exit code 0"]);
    assert!(started.elapsed() >= Duration::from_secs(5), "{:?}", started.elapsed());
    let both = said(browser, ("crossing", ENDLESS), Some(("crossing", &taking("3"))));
    assert_eq!(both[0], "exit code 0");
    assert!(both[1].starts_with("The two runs part"), "{both:?}");
}

/// The programs that have a recorded run, each with a line more.
const TRACED: &str = "(await (await fetch('/theme/python/traced.json')).json()).includes(program)";
const ONE_MORE: &str = "`${whole}\\nprint('one more')\\n`";

/// Python 3.14.2, which the pages have, closes a generator once more that has ended by an error; 3.14.10 does not.
const CLOSED_TWICE: &str = "modern-asyncio/slow_row";

fn all_programs(reader: &Reader, pages: &[String]) {
    let ran = run_all(reader, pages, TRACED, ONE_MORE);
    let is_at_the_line = |said: &Value| match said["why"].as_str() {
        Some(why) => why.contains("Here: The program prints `one more`."),
        // It has failed before.
        None => said["end"] == "exit code 1",
    };
    let others = ran.iter().filter(|(program, _)| program != CLOSED_TWICE);
    let other: Vec<_> = others.filter(|(_, said)| !is_at_the_line(said)).collect();
    assert!(other.is_empty(), "{other:#?}");
    assert!(ran.len() >= 80, "{} programs", ran.len());
}
