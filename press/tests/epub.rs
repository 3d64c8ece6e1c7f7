//! The EPUB, read back as an e-reader does.

#[allow(dead_code, reason = "some of the small book is others'")]
mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use common::SmallBook;
use press::build::Builder;
use press::printed::Changes;
use quick_xml::Reader;
use quick_xml::events::Event;
use rbook::Epub;

/// The EPUB of a small book whose first page ends so.
fn bound(lines: &str) -> (SmallBook, Epub) {
    let book = SmallBook::new();
    book.append(lines);
    book.write("theme/epub.css", "pre { white-space: pre-wrap; }");
    let built = Builder::new(book.root()).build(&Changes::new()).expect("the book is healthy");
    let file = book.file("small.epub");
    assert_eq!(epub::write(book.root(), &built.folder, &file).expect("it is written"), 2);
    let epub = Epub::open(&file).expect("it can be read back");
    (book, epub)
}

fn page(epub: &Epub, name: &str) -> String {
    let file = epub.manifest().iter().find(|file| file.href().as_str().ends_with(name));
    file.expect("the page is there").read_str().expect("it is text")
}

#[test]
fn pages_stand_in_the_order_of_the_contents() {
    let (_book, epub) = bound("");
    let pages = epub.spine().iter().filter_map(|page| page.manifest_entry());
    let pages: Vec<_> = pages.map(|page| page.href().name().decode().into_owned()).collect();
    assert_eq!(pages, ["tide.xhtml", "angles.xhtml"]);
}

#[test]
fn who_may_read_what_its_user_writes_may_read_the_file() {
    let (book, _) = bound("");
    book.write("like.txt", "any other file");
    let mode = |file| fs::metadata(book.file(file)).expect("it is there").permissions().mode();
    assert_eq!(mode("small.epub"), mode("like.txt"));
}

#[test]
fn a_page_is_xml_without_scripts_and_buttons() {
    let (_book, epub) = bound("A line<br>and `a < b && c` in a sentence.");
    let page = page(&epub, "tide.xhtml");
    let mut reader = Reader::from_str(&page);
    let mut names = Vec::new();
    loop {
        match reader.read_event().expect("it is well-formed") {
            Event::Start(it) | Event::Empty(it) => names.push(it.name().as_ref().to_owned()),
            Event::Eof => break,
            _ => {}
        }
    }
    let has = |name: &str| names.iter().any(|it| it == name);
    assert!(has("pre") && has("svg") && has("br"), "a listing, a drawing and a line break: {page}");
    assert!(!has("script") && !has("button") && !has("input"), "{page}");
    assert!(page.contains("a &lt; b &amp;&amp; c"), "{page}");
}

#[test]
fn a_page_with_a_drawing_says_so_and_the_others_do_not() {
    let (_book, epub) = bound("");
    let drawn = epub.manifest().by_property("svg");
    let drawn: Vec<_> = drawn.map(|page| page.href().name().decode().into_owned()).collect();
    assert_eq!(drawn, ["tide.xhtml"]);
}

#[test]
fn a_link_leads_to_the_page_in_the_epub_and_one_to_a_file_is_only_its_words() {
    let (_book, epub) =
        bound("[Angles](angles.md#every-angle), [the map](reference/concepts.toml).");
    let page = page(&epub, "tide.xhtml");
    assert!(page.contains(r#"href="angles.xhtml#every-angle""#), "{page}");
    assert!(page.contains("the map") && !page.contains("concepts.toml"), "{page}");
}

#[test]
fn an_epub_that_cannot_be_made_leaves_the_last_one_in_its_place() {
    let (book, _epub) = bound("");
    let file = book.file("small.epub");
    let before = fs::read(&file).expect("it is there");
    let built = Builder::new(book.root()).build(&Changes::new()).expect("the book is healthy");
    fs::remove_file(built.folder.join("tide.html")).expect("the page is gone");
    epub::write(book.root(), &built.folder, &file).expect_err("a page is missing");
    assert_eq!(fs::read(&file).expect("it is still there"), before);
}
