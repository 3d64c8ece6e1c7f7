//! Programs that are edited on their page.

use std::path::Path;

use serde_json::{Value, json};

use crate::driver::Browser;
use crate::run::{Live, Test, of_served, says};
use crate::{ALL_RULES, COLOUR_RULES, ENTER, ESCAPE, PageTest, SMALL, TAB, looks_well};

/// What is tried on a small book of its own, which is served.
const ON_A_SERVED_PAGE: [(&str, Test); 9] = [
    ("a_listing_is_edited_and_run_by_keyboard_alone", by_keyboard),
    ("a_listing_is_edited_by_mouse_and_by_touch", by_mouse_and_touch),
    ("what_is_changed_is_marked_without_colour_and_reads_well", marked),
    ("a_version_is_kept_for_its_page_until_it_is_reset", kept),
    ("a_version_by_a_link_runs_only_after_its_reader_has_taken_it", by_link),
    ("a_listing_beside_an_old_program_is_edited_without_the_lines_that_are_gone", after_another),
    ("a_version_is_recorded_and_stepped_through", stepped),
    ("a_page_loads_no_editor_before_one_is_asked_for", on_demand),
    ("without_scripts_nothing_is_edited", without_scripts),
];

pub fn tests() -> Vec<PageTest> {
    let of_served = ON_A_SERVED_PAGE.map(of_served);
    let sentence = "the_editor_is_at_most_150_kilobytes_and_of_the_locked_releases".to_owned();
    let bundle = PageTest::new(sentence, &[SMALL], |_| bundle());
    of_served.into_iter().chain([bundle]).collect()
}

/// The editor's text area, within its shadow.
pub const CONTENT: &str =
    "document.querySelector('.editing .sheet')?.shadowRoot?.querySelector('.cm-content')";
const EDIT: &str = "#program-harbour-tide .python .edit";
const TOOLS: &str = "#program-harbour-tide .python .tools";

/// The text that the editor shows, line by line.
pub fn text(browser: &Browser) -> String {
    let lines = browser.ask(&format!(
        "[...{CONTENT}.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\\n')"
    ));
    lines.as_str().expect("a text").to_owned()
}

/// The button of the editor that bears this text.
fn tool(browser: &Browser, name: &str) -> String {
    let place = browser.ask(&format!(
        "[...document.querySelectorAll('{TOOLS} button')].findIndex((one) => one.textContent === '{name}') + 1"
    ));
    assert!(place.as_i64() > Some(0), "there is no button {name}");
    format!("{TOOLS} button:nth-of-type({place})")
}

/// Opens the editor of the Python listing by its button, and waits until it has the focus.
fn opened(browser: &Browser) {
    browser.click(EDIT);
    let focus = "document.querySelector('.editing .sheet')?.shadowRoot.activeElement ?? false";
    browser.wait_until(&format!("{CONTENT} === ({focus})"));
}

/// Changes the only line, so that the program prints something else.
fn change(browser: &Browser) {
    browser.run(&format!("getSelection().selectAllChildren({CONTENT})"));
    browser.write("print('low  tide')");
}

fn by_keyboard(browser: &Browser, _: &Live) {
    browser.tab_to(EDIT);
    browser.press(ENTER);
    browser.wait_until(&format!(
        "{CONTENT} !== undefined && document.activeElement.matches('.sheet')"
    ));
    assert_eq!(text(browser), "print('high  tide')");
    // Tab indents, so that code can be written; Escape leaves.
    browser.press(TAB);
    assert_eq!(text(browser), "    print('high  tide')");
    browser.press(ESCAPE);
    assert_eq!(browser.ask("document.activeElement.textContent"), "Run Python");
    browser.press(TAB);
    assert_eq!(browser.ask("document.activeElement.textContent"), "Step through it");
    browser.press(TAB);
    assert_eq!(browser.ask("document.activeElement.textContent"), "Reset");
    browser.press(ENTER);
    assert_eq!(text(browser), "print('high  tide')");
    browser.write("print('ebb');");
    assert_eq!(text(browser), "print('ebb');print('high  tide')");
    browser.press(ESCAPE);
    browser.press(ENTER);
    browser.wait_until(&says("exit code 0, 1 line not as recorded, the first is line 1"));
    assert_eq!(
        browser.ask("document.querySelector('.run .label').textContent"),
        "Python, your version"
    );
    let now = browser.ask(
        "[...document.querySelectorAll('.compared td:last-child')].map((cell) => cell.textContent)",
    );
    assert_eq!(now, json!(["ebb", "high  tide"]));
    assert_eq!(browser.ask("document.querySelectorAll('.compared .first').length"), 1);
    browser.tab_to(".tools button:last-of-type");
    browser.press(ENTER);
    assert_eq!(
        browser.ask(&format!("document.activeElement === document.querySelector('{EDIT}')")),
        true
    );
}

fn by_mouse_and_touch(browser: &Browser, live: &Live) {
    opened(browser);
    change(browser);
    browser.click(&tool(browser, "Run Python"));
    browser.wait_until(&says("the first is line 1"));
    let file = std::fs::read_to_string(live.book.file("examples/harbour/python/tide.py"));
    assert!(file.expect("the program").contains("high  tide"), "the book's file is changed");
    browser.set_width(390);
    browser.tap(&tool(browser, "Reset"));
    browser.wait_until(&format!("{CONTENT}.textContent === \"print('high  tide')\""));
    browser.tap(&tool(browser, "Run Python"));
    browser.wait_until(&says("exit code 0, as recorded"));
    browser.tap(&tool(browser, "Close"));
    browser.wait_until("document.querySelector('.editing') === null");
    browser.tap(EDIT);
    browser.wait_until("document.activeElement.matches('.sheet')");
}

fn marked(browser: &Browser, _: &Live) {
    opened(browser);
    browser.run(crate::AXE);
    change(browser);
    let state = "document.querySelector('.editor .state').textContent";
    browser.wait_until(&format!("{state} === '1 line changed, kept in this browser.'"));
    let signs = format!(
        "[...{CONTENT}.getRootNode().querySelectorAll('.cm-changes .changed')]
            .filter((sign) => getComputedStyle(sign).visibility === 'visible').map((sign) => sign.textContent)"
    );
    assert_eq!(browser.ask(&signs), json!(["+"]));
    assert_eq!(browser.ask(&format!("{CONTENT}.querySelectorAll('.changed').length")), 1);
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            looks_well(browser, rules, &format!("editing, {scheme}, {width} px"));
        }
    }
    let ink = format!("getComputedStyle({CONTENT}).color");
    let dark = browser.ask(&ink);
    browser.set_media("light", "screen");
    assert_ne!(browser.ask(&ink), dark, "the editor keeps its colours in the other theme");
    let inline = "document.querySelectorAll('style').length";
    assert_eq!(browser.ask(inline), 0, "a style within the page");
    let sheets = browser.ask(&format!("{CONTENT}.getRootNode().adoptedStyleSheets.length"));
    assert!(sheets.as_i64() > Some(0), "the editor has no styles");
}

fn kept(browser: &Browser, live: &Live) {
    opened(browser);
    change(browser);
    browser.visit(&live.address);
    assert_eq!(browser.ask("document.querySelector('.editing')"), json!(null));
    assert_eq!(
        browser.ask(&format!("document.querySelector('{EDIT}').textContent")),
        "Your version"
    );
    let rust = EDIT.replace("python", "rust");
    assert_eq!(browser.ask(&format!("document.querySelector('{rust}').textContent")), "Edit");
    opened(browser);
    assert_eq!(text(browser), "print('low  tide')");
    browser.click(&tool(browser, "Reset"));
    browser.click(&tool(browser, "Close"));
    assert_eq!(browser.ask(&format!("document.querySelector('{EDIT}').textContent")), "Edit");
    assert_eq!(
        browser.ask("Object.keys(localStorage).filter((key) => key.startsWith('edit'))"),
        json!([])
    );
}

fn by_link(browser: &Browser, live: &Live) {
    opened(browser);
    change(browser);
    browser.run("navigator.clipboard.writeText = async (text) => { window.copied = text; }");
    browser.click(&tool(browser, "Copy link"));
    browser.wait_until("window.copied !== undefined");
    let link = browser.ask("window.copied");
    let link = link.as_str().expect("an address").to_owned();
    assert!(link.starts_with(&format!("{}#edit/harbour/tide/python/", live.address)), "{link}");
    browser.run("localStorage.clear()");
    browser.requests();
    browser.visit("about:blank");
    browser.visit(&link);
    browser.wait_until(&format!("{CONTENT} !== undefined && {CONTENT} !== null"));
    assert_eq!(text(browser), "print('low  tide')");
    // Neither button runs it, nor does the key, and nothing is kept.
    for button in [tool(browser, "Run Python"), "#program-harbour-tide .here .python".to_owned()] {
        browser.click(&button);
        let focus = browser.ask("document.activeElement.textContent");
        assert_eq!(focus, "I have read it: make it mine");
    }
    assert_eq!(browser.ask("document.querySelector('.run .state')"), json!(null));
    assert_eq!(
        browser.ask("Object.keys(localStorage).filter((key) => key.startsWith('edit'))"),
        json!([])
    );
    let runs = browser.requests();
    assert!(!runs.iter().any(|it| it.contains("/-/run?") || it.contains("low")), "{runs:#?}");
    browser.run(crate::AXE);
    looks_well(browser, ALL_RULES, "a version by a link");
    browser.press(ENTER);
    browser.wait_until("document.querySelector('.foreign').textContent === ''");
    browser.click(&tool(browser, "Run Python"));
    browser.wait_until(&says("the first is line 1"));
}

fn after_another(browser: &Browser, _: &Live) {
    let gone = browser.ask("document.querySelector('#program-harbour-low del').textContent");
    assert_eq!(gone, "print('high  tide')\n");
    browser.click("#program-harbour-low .edit");
    browser.wait_until(&format!("({CONTENT} ?? null) !== null"));
    assert_eq!(text(browser), "print('low  tide')");
}

fn stepped(browser: &Browser, _: &Live) {
    browser.click("#program-harbour-anchor .edit");
    browser.wait_until(
        "document.querySelector('.editing .sheet')?.shadowRoot.activeElement !== undefined",
    );
    browser.write("# mine\n");
    let step = "#program-harbour-anchor .tools button:nth-of-type(2)";
    assert_eq!(
        browser.ask(&format!("document.querySelector('{step}').textContent")),
        "Step through it"
    );
    browser.click(step);
    browser.wait_until("document.querySelector('.stepped .stepper') !== null");
    let listing = browser.ask("document.querySelector('.stepped pre.code').textContent");
    assert!(listing.as_str().is_some_and(|it| it.starts_with("# mine\n")), "{listing}");
    let where_it_is = "document.querySelector('.stepped .stepper output').value";
    let before = browser.ask(where_it_is);
    browser.run("[...document.querySelectorAll('.stepped .stepper button')].find((one) => one.textContent === 'Next').click()");
    assert_ne!(browser.ask(where_it_is), before, "the figure does not step");
    browser.run(crate::AXE);
    for width in [1280, 390] {
        browser.set_width(width);
        looks_well(browser, ALL_RULES, &format!("stepped through, {width} px"));
    }
}

fn on_demand(browser: &Browser, live: &Live) {
    browser.requests();
    browser.visit(&live.address);
    let is_editor = |address: &String| address.contains("editor.js");
    assert!(!browser.requests().iter().any(is_editor), "the editor is loaded unasked");
    opened(browser);
    let requests = browser.requests();
    assert!(requests.iter().any(is_editor), "{requests:#?}");
    let ours = live.address.trim_end_matches("tide.html");
    let others: Vec<_> = requests.iter().filter(|it| !it.starts_with(ours)).collect();
    assert!(others.is_empty(), "asked of another host: {others:#?}");
}

fn without_scripts(browser: &Browser, live: &Live) {
    browser.set_scripts(false);
    browser.visit(&live.address);
    let found = browser.ask("document.querySelectorAll('.edit, .editor, .here, .runs').length");
    browser.set_scripts(true);
    assert_eq!(found, 0);
}

/// The first line of the bundle says what is in it, and that is what the lock file has.
fn bundle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let read = |file: &str| std::fs::read_to_string(root.join(file)).expect("a file of the book");
    let (editor, licences) = (read("theme/edit/editor.js"), read("theme/edit/LICENSE"));
    let bytes = crate::gzipped(editor.as_bytes());
    assert!((50_000..=150_000).contains(&bytes), "{bytes} bytes");
    let lock: Value = serde_json::from_str(&read("package-lock.json")).expect("a lock file");
    let said = editor.split_once("; ").and_then(|(said, _)| said.strip_prefix("/* "));
    let said: Vec<_> = said.expect("a first line").split(", ").collect();
    assert!(said.iter().any(|it| it.starts_with("@codemirror/view 6.")), "{said:?}");
    for package in said {
        let (name, version) = package.rsplit_once(' ').expect("a name and a release");
        let locked = &lock["packages"][format!("node_modules/{name}")];
        assert_eq!(locked["version"], version, "{name}: run `npm ci && npm run editor`");
        assert_eq!(locked["license"], "MIT", "{name}");
        assert!(licences.contains(package), "{package} has no licence in theme/edit/LICENSE");
    }
}
