//! The entry of a term beside its first use on a page.

use crate::driver::Browser;
use crate::{ALL_RULES, AWAITING, AXE, COLOUR_RULES, ESCAPE, Test, looks_well};

/// What is tried, by the sentence that holds, and where.
pub const BEHAVIOURS: [(&str, Test, &str); 4] = [
    ("a_term_shows_its_entry_with_the_focus_and_escape_hides_it", by_keys, AWAITING),
    ("a_finger_reads_the_entry_first_and_then_follows_the_link", by_touch, AWAITING),
    ("an_entry_stays_within_the_page_at_every_width", within, AWAITING),
    ("without_scripts_a_term_is_a_link_to_the_glossary", without_scripts, AWAITING),
];

/// The glossary of the small book; its page [`AWAITING`] has both terms.
pub const GLOSSARY: &str = r#"
[[term]]
name = "pilot"
meaning = "Whoever knows the way into the `harbour`, and goes on board of a ship that does not know it."
python = "`pilot`"
rust = "`pilot`"
program = "first-steps/awaits_in_a_row"
line = "await asyncio.sleep(seconds)"

[[term]]
name = "lighthouse"
meaning = "A tower with a light that is seen from far away."
python = "none"
rust = "none"
program = "first-steps/awaits_in_a_row"
line = "await asyncio.sleep(seconds)"
"#;

const TERM: &str = "a.term[aria-describedby=tip-term-pilot]";
const IS_SHOWN: &str = "document.getElementById('tip-term-pilot').checkVisibility()";

fn by_keys(browser: &Browser) {
    assert_eq!(browser.ask(IS_SHOWN), false);
    browser.tab_to(TERM);
    assert_eq!(browser.ask(IS_SHOWN), true);
    browser.press(ESCAPE);
    assert_eq!(browser.ask(IS_SHOWN), false);
}

fn by_touch(browser: &Browser) {
    browser.tap(TERM);
    browser.wait_until(IS_SHOWN);
    assert_eq!(browser.ask("location.pathname.endsWith('awaiting.html')"), true);
    browser.tap(TERM);
    browser.wait_until("location.hash === '#term-pilot'");
}

fn within(browser: &Browser) {
    browser.run(AXE);
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            browser.run(
                "document.activeElement.blur();
                [...document.querySelectorAll('.tip')].forEach((tip) => { tip.hidden = true; });",
            );
            let last = "[...document.querySelectorAll('main a.term')].at(-1)";
            browser.run(&format!("{last}.focus()"));
            looks_well(browser, rules, &format!("{scheme}, {width} px"));
        }
    }
}

fn without_scripts(browser: &Browser) {
    browser.set_scripts(false);
    browser.open(AWAITING);
    browser.click(TERM);
    browser.set_scripts(true);
    browser.wait_until("location.pathname.endsWith('words.html')");
}
