//! The whole book as one page to print.

#[allow(dead_code, reason = "some of the small book is others'")]
mod common;

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};

use common::SmallBook;
use press::build::Builder;
use press::paper;
use press::printed::Changes;
use scraper::{ElementRef, Html, Selector};

/// The page to print of a small book of three pages, the first of which ends so.
fn printed(lines: &str) -> Html {
    let book = SmallBook::new();
    let summary = "# Summary\n\n# Water\n\n- [Tide](tide.md)\n  - [The quay](quay.md)\n- [Angles](angles.md)\n";
    book.write("src/SUMMARY.md", summary);
    book.write("src/quay.md", "# The quay\n\n## Waiting { #at-the-quay }\n\n[Back](tide.md).\n");
    book.append(lines);
    let built = Builder::new(book.root()).build(&Changes::new()).expect("the book is healthy");
    Html::parse_document(&paper::page(book.root(), &built.folder).expect("all pages are there"))
}

fn all<'a>(page: &'a Html, what: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(what).expect("a selector")).collect()
}

fn texts(page: &Html, what: &str) -> Vec<String> {
    all(page, what).into_iter().map(|it| it.text().collect::<String>().trim().to_owned()).collect()
}

#[test]
fn no_other_build_takes_the_folder_while_the_page_is_laid_there() {
    let book = SmallBook::new();
    let built = Builder::new(book.root()).build(&Changes::new()).expect("the book is healthy");
    let lock = File::open(built.folder.with_file_name("book.lock")).expect("the lock of builds");
    assert!(matches!(lock.try_lock(), Err(TryLockError::WouldBlock)));
    paper::lay(book.root(), &built.folder).expect("the page is laid");
    drop(built);
    lock.try_lock().expect("nobody builds any more");
}

#[test]
fn pages_stand_in_the_order_of_the_contents_each_with_its_number() {
    let page = printed("");
    assert_eq!(texts(&page, "main h1"), ["Tide", "The quay", "Every angle"]);
    assert_eq!(texts(&page, ".place"), ["1 Water", "2 Tide", "3 Water"]);
    assert_eq!(texts(&page, ".place.chapter"), ["1 Water", "3 Water"]);
    assert_eq!(texts(&page, "nav a"), ["1 Tide", "2 The quay", "3 Angles"]);
}

#[test]
fn a_link_from_page_to_page_stays_on_it_and_names_the_other_page() {
    let page = printed(
        "[Quay](quay.md#at-the-quay), [itself](#waiting), [the map](reference/concepts.toml), \
         [there](https://example.org/#top).",
    );
    let href = |words: &str| {
        let links = all(&page, "main a").into_iter();
        let mut links = links.filter(|link| link.text().collect::<String>() == words);
        let link = links.next().expect("the link");
        (link.attr("href"), link.attr("data-at"))
    };
    assert_eq!(href("Quay"), (Some("#2-at-the-quay"), Some("2")));
    assert_eq!(href("Back"), (Some("#1"), Some("1")));
    assert_eq!(href("itself"), (Some("#1-waiting"), None));
    assert_eq!(href("the map"), (None, None));
    assert_eq!(href("there"), (Some("https://example.org/#top"), None));
    let images: Vec<_> = all(&page, "img").iter().filter_map(|it| it.attr("src")).collect();
    assert_eq!(images, ["tide.svg"]);
}

#[test]
fn every_id_stands_once_and_every_link_within_it_has_its_place() {
    let page = printed("");
    let ids: Vec<_> = all(&page, "[id]").iter().filter_map(|it| it.attr("id")).collect();
    let known: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "{ids:?}");
    let links = all(&page, "a[href^='#']");
    let lost = links.iter().filter_map(|it| it.attr("href"));
    let lost: Vec<_> = lost.filter(|href| !known.contains(&href[1..])).collect();
    assert!(links.len() > 10 && lost.is_empty(), "{lost:?}");
}

#[test]
fn an_answer_stands_at_the_end_of_its_chapter_and_its_number_below_the_question() {
    let page = printed(
        "## A question\n\nHow deep?\n\n<details class=\"answer\"><summary>Answer</summary>\n\nTwo fathoms.\n\n</details>\n",
    );
    let ends = ["A hint 1.1", "A second hint 1.2", "A solution 1.3", "Answer 1.4"];
    assert_eq!(texts(&page, "p.answer"), ends);
    assert_eq!(all(&page, "p.answer a")[3].attr("href"), Some("#answer-1.4"));
    let answers = all(&page, ".answers > .answer");
    let answer = answers.last().expect("the answer");
    let words: String = answer.text().collect();
    assert!(words.starts_with("1.4 Answer · A question"), "{words}");
    assert!(words.contains("Two fathoms."), "{words}");
    let text = texts(&page, "main").remove(0);
    let places = ["How deep?", "The quay", "Two fathoms.", "Every angle"].map(|it| text.find(it));
    assert!(places.is_sorted() && places[0].is_some(), "{places:?}");
    assert_eq!(text.matches("Two fathoms.").count(), 1);
}

#[test]
fn listings_of_both_languages_transcripts_and_drawings_are_on_it_and_nothing_to_press() {
    let page = printed("");
    for shown in
        ["python pre", "rust pre"].map(|it| format!("[id='1-program-harbour-tide'] .pane.{it}"))
    {
        assert_eq!(all(&page, &shown).len(), 1, "{shown}");
    }
    for shown in [".transcript", ".trace svg", ".plot svg", ".proofs pre", ".stage ins"] {
        assert!(!all(&page, shown).is_empty(), "{shown}");
    }
    for (gone, what) in [
        (
            "controls",
            "button, input, select, output, [tabindex]:not(pre, div), [role=group]:not([tabindex])",
        ),
        ("what scripts need", "script, iframe, .needs-js, [hidden], [data-exercise], [data-line]"),
        ("ways through the book", "main nav, .outline, .back"),
        ("folds", "details:not([open])"),
    ] {
        let found = all(&page, what);
        assert!(found.is_empty(), "{gone}: {:?}", found.iter().map(|it| it.html()).next());
    }
}
