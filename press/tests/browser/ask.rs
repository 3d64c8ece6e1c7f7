//! A question with choices, drawn from a recorded run.

use crate::driver::Browser;
use crate::{ALL_RULES, AWAITING, AXE, COLOUR_RULES, ENTER, Test, looks_well};

/// What is tried, by the sentence that holds, and where.
pub const BEHAVIOURS: [(&str, Test, &str); 4] = [
    ("a_wrong_choice_says_why_from_the_run_and_leaves_the_others", wrong, AWAITING),
    ("the_right_choice_is_told_by_key_and_by_touch", right, AWAITING),
    ("a_question_reads_well_before_and_after_its_answer", reads_well, AWAITING),
    ("without_scripts_a_question_has_its_answer_folded_below", without_scripts, AWAITING),
];

/// Two questions, for the page [`AWAITING`].
pub const QUESTIONS: &str = "
{{#ask next first-steps/awaits_in_a_row 2}}

{{#ask wakes first-steps/create_task 4}}
";

const RIGHT: &str = ".choices [data-right] button";
const WRONG: &str = ".choices li:not([data-right]) button";
const SAID: &str = "document.querySelector('.ask .verdict').textContent";

fn wrong(browser: &Browser) {
    browser.click(WRONG);
    let said = browser.ask(SAID).as_str().expect("words").to_owned();
    assert!(said.starts_with("No. ") && said.contains("cannot come here"), "{said}");
    browser.click(RIGHT);
    assert_eq!(
        browser.ask("document.querySelectorAll('.choices .wrong, .choices .right').length"),
        1
    );
}

fn right(browser: &Browser) {
    browser.tab_to(RIGHT);
    browser.press(ENTER);
    let said = browser.ask(SAID).as_str().expect("words").to_owned();
    assert!(said.starts_with("Right. ") && said.contains("goes on without a wait"), "{said}");
    browser.open(AWAITING);
    browser.tap(RIGHT);
    browser.wait_until(&format!("{SAID}.startsWith('Right. ')"));
}

fn reads_well(browser: &Browser) {
    browser.run(AXE);
    for (scheme, rules) in [("light", ALL_RULES), ("dark", COLOUR_RULES)] {
        browser.set_media(scheme, "screen");
        for width in [1280, 390] {
            browser.set_width(width);
            looks_well(browser, rules, &format!("{scheme}, {width} px"));
            browser.click(WRONG);
            looks_well(browser, rules, &format!("{scheme}, {width} px, answered"));
        }
    }
}

fn without_scripts(browser: &Browser) {
    browser.set_scripts(false);
    browser.open(AWAITING);
    browser.click(".ask .answer summary");
    let shown = browser.ask("document.querySelector('.ask .answer p').checkVisibility()");
    browser.set_scripts(true);
    assert_eq!(shown, true);
}
