//! The book itself: it has no faults, and plain mdBook makes the same pages of it.

#[allow(dead_code, reason = "some of the small book is others'")]
mod common;

use std::path::Path;
use std::sync::LazyLock;

use common::{FLOOD, SmallBook, faults_of};
use mdbook_driver::MDBook;
use mdbook_driver::book::{Book as Shelf, Chapter};
use mdbook_driver::builtin_renderers::MarkdownRenderer;
use press::book::Book;
use press::print::{Press, pages as printed};
use press::printed::Changes;
use scraper::{Html, Selector};

fn root() -> &'static Path {
    let press = Path::new(env!("CARGO_MANIFEST_DIR"));
    press.parent().expect("the workspace")
}

#[test]
fn the_book_has_no_faults() {
    let faults = faults_of(root());
    let list: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert!(list.is_empty(), "\n{}", list.join("\n"));
}

/// It renders what its preprocessors make, which is the same.
#[test]
fn plain_mdbook_makes_the_same_pages() {
    let plain = shelf(|book| {
        let command = format!("{} preprocess", env!("CARGO_BIN_EXE_press"));
        book.config.set("preprocessor.press.command", command).expect("a setting");
        // Load again: mdBook reads its preprocessors when it loads.
        *book = MDBook::load_with_config(root(), book.config.clone()).expect("the book");
    });
    assert!(plain.chapters().count() > 10, "{plain:?}");
    for (ours, plain) in ours().chapters().zip(plain.chapters()) {
        assert!(ours == plain, "{} differs", ours.name);
    }
    assert!(*ours() == plain, "they have other pages");
}

#[test]
fn every_phrase_is_a_line_of_the_program_that_it_names() {
    let is_it = |page: &&Chapter| page.path.as_deref() == Some("reference/phrasebook.md".as_ref());
    let phrasebook = ours().chapters().find(is_it).expect("a phrasebook");
    let phrasebook = Html::parse_document(&phrasebook.content);
    let select = |words| Selector::parse(words).expect("a selector");
    let (phrase, line, program) = (select(".phrases dd"), select(".line"), select("a"));
    let mut count = 0;
    for phrase in phrasebook.select(&phrase) {
        let Some(line) = phrase.select(&line).next() else {
            continue;
        };
        let line: String = line.text().collect();
        let program = phrase.select(&program).next().expect("a link");
        let program: String = program.text().collect();
        let (chapter, name) = program.split_once('/').expect("an address");
        let chapter = root().join("examples").join(chapter);
        let files = [
            chapter.join(format!("python/{name}.py")),
            chapter.join(format!("src/bin/{name}.rs")),
            chapter.join(format!("src/bin/{name}/main.rs")),
        ];
        let texts = files.iter().filter_map(|file| std::fs::read_to_string(file).ok());
        let found = texts.map(|text| text.lines().any(|found| found.trim() == line));
        assert!(found.into_iter().any(|found| found), "{program}: {line}");
        count += 1;
    }
    assert!(count > 40, "{count}");
}

#[test]
fn the_list_of_chapters_is_that_of_the_contents() {
    let book = SmallBook::new();
    let summary = "# Summary\n\n# Water\n\n- [The `tide`](tide.md)\n  - [Angles](angles.md)\n\n# Land\n\n- [Quay](quay/README.md)\n";
    book.write("src/SUMMARY.md", summary);
    book.write("src/quay/README.md", "# Quay\n\n> [!NOTE]\n> You can\n> `dock`.\n");
    book.append("> [!NOTE]\n> You can sail.\n\n{{#chapters}}");
    let book = Book::read(book.root(), &Changes::new());
    assert_eq!(book.faults, []);
    let page = Html::parse_document(&printed(&book)[Path::new("tide.md")]);
    let rows = Selector::parse(".chapters tr").expect("a selector");
    let cells = Selector::parse("th, td").expect("a selector");
    let rows = page.select(&rows).map(|row| {
        let cells = row.select(&cells).map(|cell| cell.text().collect::<String>());
        cells.collect::<Vec<_>>().join(" | ")
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            "chapter | pages | what it gives you",
            "Water",
            "The tide | 2 | You can sail.",
            "Land",
            "Quay | 1 | You can dock."
        ]
    );
    let link = Selector::parse(".chapters a[href='quay/index.md']").expect("a selector");
    assert_eq!(page.select(&link).count(), 1);
}

#[test]
fn what_a_release_has_changed_is_read_off_transcripts_headers_and_names() {
    let book = SmallBook::new();
    let shown = |book: &SmallBook| {
        let book = Book::read(book.root(), &Changes::new());
        let page = printed(&book).remove(Path::new("tide.md")).expect("the page");
        let rows = page.split_once("\n## Python").map(|(_, rows)| format!("## Python{rows}"));
        rows.map(|rows| rows.split("\n## Exercise").next().unwrap_or_default().to_owned())
    };
    assert_eq!(shown(&book), None);
    book.write("examples/harbour/transcripts/tide.python-3.9.txt", "of another book\n");
    assert_eq!(shown(&book), None, "it is not for 3.9");
    book.write("examples/harbour/python/ebb.py", "# clock: real\n# python: >=3.8\nprint('ebb')\n");
    book.write("examples/harbour/transcripts/ebb.txt", "ebb\n");
    book.write("examples/harbour/transcripts/ebb.python-3.9.txt", "flood\n");
    book.write("examples/harbour/transcripts/tide.python-3.14.txt", "low tide\n");
    let proofs = "class Tide:\n    def test_the_tide_turns(self):\n        pass\n\n    def test_it_ebbs_until_3_13(self):\n        pass\n";
    book.write("examples/harbour/tests/python/test_tide.py", proofs);
    let rows = shown(&book).expect("rows");
    let releases: Vec<_> = rows.lines().filter(|line| line.starts_with("## ")).collect();
    let expected = [(3, 15), (3, 14), (3, 10), (3, 8)];
    let expected = expected
        .map(|(major, minor)| format!("## Python {major}.{minor} {{ #python-{major}-{minor} }}"));
    assert_eq!(releases, expected);
    let sections: Vec<_> = rows.split("\n## ").collect();
    for (section, words) in [
        (0, "<del>low tide</del>"),
        (0, "href=\"tide.md#program-harbour-tide\">Tide</a>"),
        (1, "<summary>it ebbs until 3.13</summary>"),
        (2, "<code>harbour/ebb</code>"),
        (2, "<ins>ebb</ins>"),
        (3, "runs on 3.8 and newer, and not on 3.7"),
    ] {
        assert!(sections[section].contains(words), "{words}: {}", sections[section]);
    }
}

#[test]
fn a_program_after_another_marks_what_differs_and_its_trace_lists_it_whole() {
    let book = SmallBook::new();
    let page = "# Passage\n\n{{#program harbour/passage after harbour/tide}}\n\n{{#trace harbour/passage}}\n";
    book.write("src/angles.md", page);
    let read = Book::read(book.root(), &Changes::new());
    assert_eq!(read.faults, []);
    let page = Html::parse_document(&printed(&read)[Path::new("angles.md")]);
    let texts = |selector: &str| {
        let selector = Selector::parse(selector).expect("a selector");
        page.select(&selector).map(|it| it.text().collect()).collect::<Vec<String>>()
    };
    assert_eq!(texts(".pane.rust .diff del"), ["    println!(\"high  tide\");\n"]);
    assert!(texts(".pane.rust .diff span").contains(&"fn main() {\n".to_owned()));
    assert_eq!(texts(".pane.python .diff del"), ["print('high  tide')\n"]);
    let new = |lines: Vec<String>| lines.concat().trim_end().to_owned();
    assert_eq!(new(texts(".pane.python .diff ins")), new(texts(".world.python pre.code")));
}

/// The text of what a selector finds in the figure of a stage.
fn texts(book: &SmallBook, stage: &str, selector: &str) -> Vec<String> {
    let book = Book::read(book.root(), &Changes::new());
    assert_eq!(book.faults, []);
    let page = Html::parse_document(&printed(&book)[Path::new("tide.md")]);
    let selector = Selector::parse(&format!("#stage-{stage} {selector}")).expect("a selector");
    page.select(&selector).map(|it| it.text().collect()).collect()
}

#[test]
fn a_stage_draws_the_modules_that_differ_and_names_the_others() {
    let book = SmallBook::new();
    assert_eq!(texts(&book, "ebb", "figcaption"), ["Stage ebb 13 lines of code"]);
    assert_eq!(texts(&book, "ebb", ":is(li, ins, del)"), [""; 0]);
    assert_eq!(
        texts(&book, "ebb", ".module p"),
        ["mod.rs 2 lines of code", "depth.rs 10 lines of code", "quay.rs 1 lines of code"]
    );
    let heading = "Stage flood 19 lines of code, 7 of them new since ebb";
    assert_eq!(texts(&book, "flood", "figcaption"), [heading]);
    assert_eq!(
        texts(&book, "flood", "li"),
        ["New: wait", "Changed: mod.rs, depth", "From ebb: quay"]
    );
    assert_eq!(
        texts(&book, "flood", ".module p"),
        [
            "mod.rs 4 lines of code, 2 new",
            "depth.rs 10 lines of code, 1 new",
            "wait.rs 4 lines of code, 4 new"
        ]
    );
}

/// A stage in another crate, which takes over files of two.
#[test]
fn a_module_is_compared_with_what_the_stage_before_has_by_that_name() {
    let book = SmallBook::new();
    book.append("{{#stage slack}}");
    book.write("examples/shore/Cargo.toml", "");
    let slack = |text: &str| book.write("examples/shore/src/stages/slack/mod.rs", text);
    let taken = |path: &str| format!("#[path = \"../../../../harbour/src/stages/{path}.rs\"]\n");
    let [old, new, quay] = ["ebb/depth", "flood/depth", "ebb/quay"].map(taken);
    let flood = FLOOD.replace("after: ebb", "after: flood");
    let flood = flood.replace("#[path = \"../ebb/quay.rs\"]\n", &quay);
    slack(
        &flood
            .replace("pub mod depth", &format!("{old}pub mod depth"))
            .replace("pub mod wait;\n", ""),
    );
    assert_eq!(
        texts(&book, "slack", "li"),
        ["Changed: mod.rs, depth", "Gone: wait", "From ebb: quay"]
    );
    let depth = ".module:nth-of-type(2) ";
    assert_eq!(texts(&book, "slack", &format!("{depth}ins")), ["    let gone = hours / 2;\n"]);
    assert_eq!(texts(&book, "slack", &format!("{depth}del")), ["    let gone = hours % 6;\n"]);
    slack(
        &flood
            .replace("pub mod depth", &format!("{new}pub mod depth"))
            .replace("pub mod wait;\n", "pub mod hope;\n"),
    );
    book.write(
        "examples/shore/src/stages/slack/hope.rs",
        "// from: depth\npub fn depth(hours: u8) -> u8 {\n    hope()\n",
    );
    assert_eq!(
        texts(&book, "slack", "li"),
        [
            "New: hope, made of depth",
            "Changed: mod.rs",
            "Gone: wait",
            "From flood: depth",
            "From ebb: quay"
        ]
    );
    assert_eq!(texts(&book, "slack", &format!("{depth}:is(ins, del)")), ["    hope()\n"]);
}

/// The book as this tool hands it to mdBook.
fn ours() -> &'static Shelf {
    static OURS: LazyLock<Shelf> = LazyLock::new(|| {
        shelf(|book| {
            book.with_preprocessor(Press::default());
        })
    });
    &OURS
}

/// The book as it is rendered, with what `prepare` sets up.
fn shelf(prepare: impl FnOnce(&mut MDBook)) -> Shelf {
    let mut book = MDBook::load(root()).expect("the book");
    prepare(&mut book);
    book.preprocess_book(&MarkdownRenderer::new()).expect("the book has no faults").0
}
