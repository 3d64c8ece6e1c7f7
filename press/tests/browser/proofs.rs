//! A tick opens its test beside the statement, and closes it again.

use serde_json::json;

use crate::driver::Browser;
use crate::{ALL_RULES, AXE, COLOUR_RULES, ENTER, ESCAPE, SMALL, TAB, TASKS, Test, looks_well};

/// What is tried, by the sentence that holds, and where.
pub const BEHAVIOURS: [(&str, Test, &str); 7] = [
    ("a_tick_opens_its_test_below_its_statement_and_closes_it_by_keys", keys, TASKS),
    ("a_tick_opens_and_closes_by_mouse_and_by_touch", mouse_and_touch, SMALL),
    ("a_tick_in_a_table_opens_a_row_of_the_table", in_a_table, TICKED),
    ("escape_closes_the_last_that_was_opened_and_the_focus_goes_back", several, TICKED),
    ("an_opened_test_reads_well_in_both_themes_at_any_width", reads_well, TICKED),
    ("without_scripts_a_tick_leads_to_its_test_and_from_there_back", without_scripts, TICKED),
    ("print_shows_a_test_at_the_foot_alone", on_paper, TICKED),
];

/// A page of the small book whose table and list have ticks.
pub const TICKED: &str = "small/ticked.html";

/// Its text.
pub const TICKED_TEXT: &str = "# Ticked

| what | Python | Rust |
| --- | --- | --- |
| the tide | [turns](test:harbour/python::the_tide_turns) | [turns](test:harbour::the_tide_turns) |

- In a list [it turns](test:harbour::the_tide_turns) too.

## Much water

The sea.
";

/// The panels that are seen.
const SEEN: &str =
    "[...document.querySelectorAll('.proof-panel')].filter((it) => it.checkVisibility()).length";

fn seen(browser: &Browser, count: usize) {
    browser.wait_until(&format!("{SEEN} === {count}"));
}

fn keys(browser: &Browser) {
    let place = browser.ask("location.href");
    browser.tab_to("a.proof");
    let top = browser.ask("scrollY");
    browser.press(ENTER);
    seen(browser, 1);
    assert_eq!(browser.ask("document.querySelector('a.proof').ariaExpanded"), "true");
    let is_beside = "(() => {
        const [tick, panel] = ['a.proof', '.proof-panel'].map((it) => document.querySelector(it));
        return tick.closest('p').nextElementSibling === panel && panel.contains(document.activeElement)
            && document.getElementById(tick.getAttribute('aria-controls')) === panel
            && panel.querySelector('pre').textContent.includes('def test_created_task_starts');
    })()";
    assert_eq!(browser.ask(is_beside), true);
    assert_eq!(browser.ask("location.href"), place, "the page has another address");
    let moved = browser.ask(&format!("Math.abs(scrollY - {top})"));
    assert!(moved.as_f64() < Some(900.0), "the page jumps by {moved} px");
    browser.press(TAB);
    assert_eq!(browser.ask("document.activeElement.className"), "close");
    browser.press(ENTER);
    seen(browser, 0);
    let is_back = "document.activeElement === document.querySelector('a.proof')";
    assert_eq!(browser.ask(is_back), true, "the focus is lost");
    assert_eq!(browser.ask("document.activeElement.ariaExpanded"), "false");
    browser.press(' ');
    seen(browser, 1);
    browser.press(ESCAPE);
    seen(browser, 0);
    assert_eq!(browser.ask(is_back), true, "the focus is lost");
}

fn mouse_and_touch(browser: &Browser) {
    browser.click("a.proof");
    seen(browser, 1);
    browser.click("a.proof");
    seen(browser, 0);
    browser.click("a.proof");
    browser.click(".proof-panel .close");
    seen(browser, 0);
    browser.set_width(390);
    browser.tap("a.proof");
    seen(browser, 1);
    browser.tap(".proof-panel .close");
    seen(browser, 0);
}

fn in_a_table(browser: &Browser) {
    for width in [1280, 390] {
        browser.set_width(width);
        browser.run("document.querySelectorAll('td a.proof')[1].click()");
        seen(browser, 1);
        let fits = browser.ask(
            "(() => {
                const panel = document.querySelector('.proof-panel');
                const row = panel.closest('tr');
                return row.previousElementSibling === document.querySelector('td a.proof').closest('tr')
                    && row.cells.length === 1 && row.cells[0].colSpan === 3
                    && panel.offsetWidth > 300 && panel.offsetWidth <= panel.closest('.table-wrapper').clientWidth;
            })()",
        );
        assert_eq!(fits, true, "{width} px");
        browser.press(ESCAPE);
        seen(browser, 0);
        assert_eq!(browser.ask("document.querySelectorAll('.proof-row').length"), 0);
    }
}

fn several(browser: &Browser) {
    browser.run("document.querySelectorAll('a.proof').forEach((tick) => tick.click())");
    seen(browser, 3);
    let ids = "new Set([...document.querySelectorAll('[id]')].map((it) => it.id)).size
        === document.querySelectorAll('[id]').length";
    assert_eq!(browser.ask(ids), true, "an id stands twice");
    browser.run("document.activeElement.blur()");
    for tick in [2, 1, 0] {
        browser.press(ESCAPE);
        seen(browser, tick);
        let focus =
            format!("document.activeElement === document.querySelectorAll('a.proof')[{tick}]");
        assert_eq!(browser.ask(&focus), true);
        browser.run("document.activeElement.blur()");
    }
    // One that is not read stays when the search is closed.
    browser.run("document.querySelector('a.proof').click()");
    browser.run("document.activeElement.blur()");
    browser.press('/');
    browser.wait_until("document.activeElement.id === 'search-input'");
    browser.press(ESCAPE);
    browser.wait_until("!document.getElementById('search').checkVisibility()");
    seen(browser, 1);
}

fn reads_well(browser: &Browser) {
    browser.run(AXE);
    browser.run("document.querySelectorAll('a.proof').forEach((tick) => tick.click())");
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            looks_well(browser, rules, &format!("{scheme}, {width} px"));
        }
    }
}

fn without_scripts(browser: &Browser) {
    browser.set_scripts(false);
    browser.open(TICKED);
    browser.tab_to("li a.proof");
    browser.press(ENTER);
    let shown = browser.ask(
        "document.querySelector(':target pre')?.checkVisibility() && document.querySelector('details:has(:target)').open",
    );
    let ways = browser
        .ask("[...document.querySelectorAll(':target .back a')].map((it) => it.textContent)");
    browser.tab_to(":target .back a:nth-of-type(2)");
    browser.press(ENTER);
    let back =
        browser.ask("document.querySelector(':target') === document.querySelector('li a.proof')");
    browser.set_scripts(true);
    assert_eq!(shown, true);
    assert_eq!(ways, json!(["Back to the statement 1", "Back to the statement 2"]));
    assert_eq!(back, true);
}

fn on_paper(browser: &Browser) {
    browser.run("document.querySelectorAll('a.proof').forEach((tick) => tick.click())");
    browser.set_media("light", "print");
    seen(browser, 0);
    browser.wait_until("document.querySelector('.proofs pre').checkVisibility()");
}
