//! Every fault is named with its file, its line and a remedy, and all of them in one run.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::{SmallBook, faults};
use press::book::Book;
use press::check;
use press::fault::Fault;
use press::print;
use press::printed::Changes;
use press::target::{self, Part};
use walkdir::WalkDir;

/// Asserts that the book has one fault that says `found`, in that file and line.
#[track_caller]
fn assert_named(book: &SmallBook, file: &str, line: usize, found: &str) {
    let faults = faults(book);
    let named = faults.iter().any(|fault| {
        fault.file.as_os_str() == file && fault.line == line && fault.flaw.found.contains(found)
    });
    assert!(named, "{file}:{line}: {found} is not among {faults:#?}");
    assert!(faults.iter().all(|fault| !fault.flaw.remedy.is_empty()));
}

/// The number of the page's line that is this notation.
#[track_caller]
fn line_of(book: &SmallBook, notation: &str) -> usize {
    let page = std::fs::read_to_string(book.file("src/tide.md")).expect("the page");
    page.lines().position(|line| line == notation).expect("it is there") + 1
}

/// Asserts that `lines`, put at the end of the page, are named at their first line plus `offset`.
#[track_caller]
fn assert_line_named(lines: &str, offset: usize, found: &str) {
    let book = SmallBook::new();
    let line = book.append(lines);
    assert_named(&book, "src/tide.md", line + offset, found);
}

/// A listing that does not compile, as it should.
const REFUSED: &str = "```rust,error=E0382
fn main() {
    let tide = String::new();
    drop(tide);
    drop(tide);
}
```";

#[test]
fn a_healthy_book_with_every_notation_passes() {
    let book = SmallBook::new();
    book.append(REFUSED);
    assert_eq!(faults(&book), []);
}

#[test]
fn a_link_to_no_page_is_named() {
    assert_line_named("[away](gone.md)", 0, "gone.md");
}

#[test]
fn a_reference_without_an_address_is_named() {
    assert_line_named("words\nand [nowhere][gone]", 1, "gone");
}

#[test]
fn a_fragment_that_is_no_id_is_named() {
    assert_line_named("text\n\n[there](angles.md#nothing)", 2, "no id `nothing`");
    assert_line_named("[here](#nothing)", 0, "no id `nothing`");
}

#[test]
fn a_page_is_checked_alone_with_what_it_leads_to() {
    let book = SmallBook::new();
    let alone = |page: &str| {
        let book = Book::read(book.root(), &Changes::new());
        check::text(&book, Vec::new(), Some(&BTreeSet::from([page.into()]))).expect("it is checked")
    };
    assert_eq!(alone("src/tide.md"), []);
    let line = book.append("[there](angles.md#nothing), ![](tide.svg)");
    let found = alone("src/tide.md");
    assert!(found.iter().all(|fault| fault.line == line) && found.len() == 2, "{found:#?}");
    assert_eq!(alone("src/angles.md"), []);
    book.write("src/quay/README.md", "# Quay\n\n## Steps\n");
    let summary = fs::read_to_string(book.file("src/SUMMARY.md")).expect("the contents");
    book.write("src/SUMMARY.md", format!("{summary}- [Quay](quay/README.md)\n"));
    book.write("src/angles.md", "# Angles\n\n[there](quay/README.md#steps)\n\n{{#angles}}\n");
    assert_eq!(alone("src/angles.md"), []);
}

#[test]
fn a_raw_html_link_to_nothing_is_named() {
    assert_line_named("<p>\n<a href=\"gone.html\">gone</a></p>", 1, "gone.html");
}

#[test]
fn an_id_that_stands_twice_is_named() {
    assert_line_named("<p id=\"twice\">a</p>\n\n<p id=\"twice\">b</p>", 2, "`twice`");
}

#[test]
fn an_image_without_text_is_named() {
    assert_line_named("![](tide.svg)", 0, "tide.svg");
    assert_line_named("<img src=\"tide.svg?raw\">", 0, "tide.svg?raw");
}

#[test]
fn a_column_without_a_name_is_named() {
    assert_line_named("text\n\n| | tide |\n| --- | --- |\n| ebb | low |", 2, "without a name");
}

#[test]
fn what_is_loaded_from_another_host_is_named() {
    let image = "![a ship](https://example.com/ship.png)";
    assert_line_named(image, 0, "another host");
    let script = "text\n\n<script src=\"//example.com/a.js\"></script>";
    assert_line_named(script, 2, "another host");
}

/// Asserts that these lines at the end of book.toml are named at the last of them.
#[track_caller]
fn assert_redirect_named(line: &str, found: &str) {
    let book = SmallBook::new();
    let settings = fs::read_to_string(book.file("book.toml")).expect("the settings");
    let settings = format!("{settings}[output.html.redirect]\n\"/ebb.html\" = \"tide.html\"\n");
    book.write("book.toml", &settings);
    assert_eq!(faults(&book), []);
    book.write("book.toml", format!("{settings}{line}\n"));
    assert_named(&book, "book.toml", settings.lines().count() + 1, found);
}

#[test]
fn an_old_address_that_leads_to_no_page_is_named() {
    let found = "`/old/quay.html` leads to `tide.html`, which is no page";
    assert_redirect_named("\"/old/quay.html\" = \"tide.html\"", found);
    assert_redirect_named("\"/quay.html\" = \"gone.html#quay\"", "which is no page");
    assert_redirect_named("\"quay.html\" = \"tide.html\"", "does not begin with `/`");
}

#[test]
fn an_old_address_that_is_a_page_is_named() {
    let found = "the old address `/angles.html` is a page";
    assert_redirect_named("\"/angles.html\" = \"tide.html\"", found);
}

#[test]
fn a_fence_that_comes_from_no_file_is_named() {
    assert_line_named("```rust\nfn main() {}\n```", 0, "a fence of rust");
    assert_line_named("a\n\n```python\nprint()\n```", 2, "a fence of python");
}

#[test]
fn a_listing_that_should_not_compile_and_does_is_named() {
    assert_line_named("```rust,error=E0382\nfn main() {}\n```", 0, "compiles");
    let other = "```rust,error=E0382\nfn main() { let x: u8 = \"\"; }\n```";
    assert_line_named(other, 0, "E0308");
    // These errors have no code.
    assert_line_named("```rust,error=E0382\nfn main( {\n```", 0, "unclosed delimiter");
    let two = "```rust,error=E0308\nfn main() {\n    let s: i32 = \"a\";\n    missing!();\n}\n```";
    assert_line_named(two, 0, "cannot find macro `missing`");
}

#[test]
fn a_figure_that_begins_a_line_is_none_of_the_code_above_it() {
    let book = SmallBook::new();
    book.append("The span `of code\nends` here, on\n{{#figure date}}.");
    assert_eq!(faults(&book), []);
}

#[test]
fn a_book_that_cannot_be_rendered_does_not_pass() {
    let book = SmallBook::new();
    book.write("theme/index.hbs", "{{#if tide}}");
    let read = Book::read(book.root(), &Changes::new());
    let failed = check::text(&read, Vec::new(), None).expect_err("the template does not end");
    assert!(format!("{failed:#}").contains("index"), "{failed:#}");
}

#[test]
fn an_unknown_concept_is_named() {
    assert_line_named("## New { #new .concept }", 0, "no concept `new`");
    assert_line_named("## New { #new .angle-new }", 0, "no concept `new`");
}

#[test]
fn a_concept_that_is_taught_twice_is_named() {
    let book = SmallBook::new();
    book.write("src/angles.md", "# Angles\n\n## Waiting { #waiting .concept }\n");
    assert_named(&book, "src/angles.md", 3, "taught at src/tide.md:5 too");
}

#[test]
fn a_proof_that_names_no_test_is_named_once() {
    let book = SmallBook::new();
    let line = book.append("[so](test:harbour::nobody_wrote_this)");
    assert_named(&book, "src/tide.md", line, "no test");
    assert_eq!(faults(&book).len(), 1, "{:?}", faults(&book));
    assert_line_named("[so](test:harbour/python::nor_this)", 0, "no test");
}

#[test]
fn an_ignored_test_is_no_proof() {
    let book = SmallBook::new();
    let ignored = "#[test]\n#[ignore]\nfn the_tide_turns() {}\n";
    book.write("examples/harbour/tests/tide.rs", ignored);
    assert_named(&book, "src/tide.md", 7, "no test `harbour::the_tide_turns`");
}

#[test]
fn a_synonym_of_no_word_of_the_book_is_named() {
    let book = SmallBook::new();
    let file = "src/reference/synonyms.toml";
    book.write(
        file,
        "[synonyms]\n\"low water\" = [\"waiting\"]\nebb = [\"waiting\", \"submarine\"]\n",
    );
    assert_named(&book, file, 3, "`ebb` leads to `submarine`");
    book.write(file, "[synonyms]\nebb = \"waiting\"\n");
    assert_named(&book, file, 2, "expected a sequence");
}

#[test]
fn what_is_left_to_do_is_named() {
    assert_line_named("text\nTODO: say more", 1, "TODO");
}

#[test]
fn a_draft_chapter_is_named() {
    let book = SmallBook::new();
    let summary = "# Summary\n\n- [Tide](tide.md)\n- [Angles](angles.md)\n- [Later]()\n";
    book.write("src/SUMMARY.md", summary);
    assert_named(&book, "src/SUMMARY.md", 5, "draft");
}

#[test]
fn a_chapter_of_which_the_list_has_nothing_to_say_is_named() {
    let book = SmallBook::new();
    book.write(
        "src/SUMMARY.md",
        "# Summary\n\n# Water\n\n- [Tide](tide.md)\n  - [Angles](angles.md)\n",
    );
    assert_eq!(faults(&book), []);
    book.append("{{#chapters}}");
    assert_named(&book, "src/tide.md", 1, "no note that {{#chapters}} can show");
    book.append("> [!NOTE]\n> After it you can sail.");
    assert_eq!(faults(&book), []);
}

#[test]
fn a_chapter_without_its_file_is_named() {
    let book = SmallBook::new();
    std::fs::remove_file(book.file("src/angles.md")).expect("the page");
    assert_named(&book, "src/SUMMARY.md", 4, "there is no src/angles.md");
}

#[test]
fn a_page_that_is_not_utf8_is_named() {
    let book = SmallBook::new();
    book.write("src/angles.md", b"# Angles\n\nhigh \xff tide\n");
    assert_named(&book, "src/angles.md", 3, "not UTF-8");
}

#[test]
fn a_program_that_does_not_exist_is_named() {
    assert_line_named("{{#program harbour/gone}}", 0, "`harbour/gone`");
    assert_line_named("{{#program nowhere/gone}}", 0, "`nowhere/gone`");
}

#[test]
fn a_half_that_is_missing_is_named_and_one_that_is_meant_to_be_missing_is_not() {
    let book = SmallBook::new();
    std::fs::remove_file(book.file("examples/harbour/src/bin/passage.rs")).expect("the Rust half");
    std::fs::remove_file(book.file("examples/harbour/traces/passage.rust.json"))
        .expect("its trace");
    let page = std::fs::read_to_string(book.file("src/tide.md")).expect("the page");
    let line = line_of(&book, "{{#program harbour/passage predict}}");
    let found =
        "half of `harbour/passage` is missing: there is no examples/harbour/src/bin/passage.rs";
    assert_named(&book, "src/tide.md", line, found);
    book.write("src/tide.md", page.replace("passage predict", "passage python"));
    assert_eq!(faults(&book), []);
    book.write("src/tide.md", page.replace("passage predict", "passage rust"));
    assert_named(&book, "src/tide.md", line, "there is no examples/harbour/src/bin/passage.rs");
}

#[test]
fn a_program_of_both_languages_that_is_shown_in_one_is_named() {
    assert_line_named("{{#program harbour/tide rust}}", 0, "is there in both languages");
}

#[test]
fn what_is_recorded_of_no_program_is_named() {
    let book = SmallBook::new();
    book.write("examples/harbour/transcripts/gone.txt", "nothing\n");
    assert_named(&book, "examples/harbour/transcripts/gone.txt", 0, "no program prints this");
    let book = SmallBook::new();
    book.write("examples/harbour/python/ebb_alone.py", "print('ebb')\n");
    book.write("examples/harbour/transcripts/ebb_alone.txt", "ebb\n");
    book.append("{{#program harbour/ebb_alone python}}");
    assert_eq!(faults(&book), []);
    for file in ["transcripts/ebb_alone.rust.txt", "traces/ebb_alone.rust.json"] {
        let file = format!("examples/harbour/{file}");
        book.write(&file, "{}");
        assert_named(&book, &file, 0, "no program prints this");
    }
}

#[test]
fn a_clone_with_the_line_ends_of_windows_is_the_same_book() {
    let book = SmallBook::new();
    let healthy = print::pages(&Book::read(book.root(), &Changes::new()));
    for folder in ["src", "examples"] {
        for file in WalkDir::new(book.file(folder)).into_iter().flatten() {
            if let Ok(text) = std::fs::read_to_string(file.path()) {
                std::fs::write(file.path(), text.replace('\n', "\r\n"))
                    .expect("it is written over");
            }
        }
    }
    assert_eq!(faults(&book), []);
    let pages = print::pages(&Book::read(book.root(), &Changes::new()));
    assert!(pages == healthy, "{}", pages.values().cloned().collect::<String>().escape_debug());
    let line = book.append("{{#program harbour/gone}}");
    assert_named(&book, "src/tide.md", line, "`harbour/gone`");
}

#[test]
fn a_notation_that_does_not_exist_is_named() {
    assert_line_named("{{#programme harbour/tide}}", 0, "no notation");
}

#[test]
fn a_program_without_a_transcript_is_named() {
    let book = SmallBook::new();
    std::fs::remove_file(book.file("examples/harbour/transcripts/tide.txt")).expect("it");
    assert_named(&book, "src/tide.md", 3, "no transcript");
}

#[test]
fn a_header_that_asks_for_the_unknown_is_named() {
    let book = SmallBook::new();
    book.write("examples/harbour/python/tide.py", "# clock: fast\n");
    assert_named(&book, "src/tide.md", 3, "clock: fast");
}

#[test]
fn a_listing_that_is_too_long_or_too_wide_is_named() {
    let book = SmallBook::new();
    let file = "examples/harbour/python/tide.py";
    book.write(file, "# clock: real\n".to_owned() + &"print()\n".repeat(41));
    assert_named(&book, "src/tide.md", 3, "41 lines");
    book.write(file, "# clock: real\n".to_owned() + &"x".repeat(73));
    assert_named(&book, "src/tide.md", 3, "72 columns");
}

/// Asserts that the exercise on the page is named, with a remedy, once the trace of Rust is `text`.
#[track_caller]
fn assert_trace_named(text: Option<&str>, found: &str) {
    let book = SmallBook::new();
    let file = "examples/harbour/traces/passage.rust.json";
    match text {
        Some(text) => book.write(file, text),
        None => std::fs::remove_file(book.file(file)).expect("the trace"),
    }
    let line = line_of(&book, "{{#program harbour/passage predict}}");
    assert_named(&book, "src/tide.md", line, found);
    let remedies: Vec<_> = faults(&book).into_iter().map(|fault| fault.flaw.remedy).collect();
    assert_eq!(remedies, ["cargo book record harbour/passage --trace"]);
}

#[test]
fn a_program_to_predict_without_a_trace_of_what_it_prints_is_named() {
    assert_trace_named(None, "no trace says in what order harbour/traces/passage.rust");
    assert_trace_named(Some("[]"), "passage.rust.json");
    let trace = |version: u8, line: &str| {
        let print = format!(r#"{{"by": 0, "what": "print", "text": "{line}"}}"#);
        format!(r#"{{"version": {version}, "world": "tokio", "events": [{print}]}}"#)
    };
    assert_trace_named(Some(&trace(1, "ferry: sinks")), "prints other lines");
    assert_trace_named(Some(&trace(2, "ferry: asks")), "has version 2, not 1");
}

#[test]
fn a_program_of_too_few_or_too_many_lines_to_predict_is_named() {
    assert_line_named("{{#program harbour/tide predict}}", 0, "Python prints 1 of 3");
    let book = SmallBook::new();
    let line = line_of(&book, "{{#program harbour/passage predict}}");
    for lines in ["a\nb\n".repeat(7), "a\n".repeat(4)] {
        book.write("examples/harbour/transcripts/passage.txt", lines);
        assert_named(&book, "src/tide.md", line, "cannot be predicted");
    }
}

#[test]
fn an_answer_that_stands_open_below_its_question_is_named() {
    let asked = |question: &str, word: &str| {
        let book = SmallBook::new();
        let page = std::fs::read_to_string(book.file("src/tide.md")).expect("the page");
        let shown = format!("{question}\n\n{{{{#program harbour/tide{word}}}}}");
        book.write("src/tide.md", page.replace("{{#program harbour/tide}}", &shown));
        book
    };
    let questions =
        ["Guess what comes.", "It is\nlate. In which\norder do they come?", "What is printed?"];
    for question in questions {
        let book = asked(question, "");
        let line = line_of(&book, "{{#program harbour/tide}}");
        assert_named(&book, "src/tide.md", line, "stands open below the question");
        assert_eq!(faults(&asked(question, " guess")), []);
    }
    let other = ["The tide comes. What does the ferry do?", "In which order is open. Is it?"];
    for text in other {
        assert_eq!(faults(&asked(text, "")), [], "{text}");
    }
}

#[test]
fn a_program_after_one_that_does_not_exist_is_named() {
    let after = |old: &str| format!("{{{{#program harbour/passage after {old}}}}}");
    assert_line_named(&after("shore/tide"), 0, "there is no program `shore/tide`");
    for half in ["python/gone.py", "src/bin/gone.rs"] {
        assert_line_named(
            &after("harbour/gone"),
            0,
            &format!("there is no examples/harbour/{half}"),
        );
    }
}

#[test]
fn a_program_notation_with_another_word_is_named() {
    assert_line_named("{{#program harbour/passage predicted}}", 0, "no notation");
}

/// Asserts that the figure of the stage flood is named once a file of its folder holds `text`.
#[track_caller]
fn assert_module_named(file: &str, text: &str, found: &str) {
    let book = SmallBook::new();
    book.write(&format!("examples/harbour/src/stages/flood/{file}"), text);
    assert_named(&book, "src/tide.md", line_of(&book, "{{#stage flood}}"), found);
}

#[track_caller]
fn assert_stage_named(text: &str, found: &str) {
    assert_module_named("mod.rs", text, found);
}

const FLOOD: &str = "examples/harbour/src/stages/flood/mod.rs";

#[test]
fn a_stage_that_does_not_exist_is_named_with_those_of_such_a_name() {
    assert_line_named("{{#stage tides}}", 0, "no stage `tides`");
    let book = SmallBook::new();
    book.append("{{#stage floods}}");
    let faults = faults(&book);
    assert!(faults[0].flaw.remedy.ends_with("a name: flood"), "{faults:?}");
}

#[test]
fn a_stage_notation_without_one_name_is_named() {
    assert_line_named("{{#stage}}", 0, "`{{#stage}}` is no notation");
    assert_line_named("{{#stage ebb flood}}", 0, "`{{#stage ebb flood}}` is no notation");
}

#[test]
fn two_stages_of_one_name_are_named() {
    let book = SmallBook::new();
    book.write("examples/shore/Cargo.toml", "");
    book.write("examples/shore/src/stages/slack/mod.rs", "// after: ebb\n");
    book.write("examples/harbour/src/stages/slack/mod.rs", "// after: ebb\n");
    let line = book.append("{{#stage slack}}");
    assert_named(&book, "src/tide.md", line, "two stages have the name `slack`");
}

#[test]
fn a_stage_after_no_stage_is_named() {
    assert_stage_named("// after: neap\n", "no stage `neap`");
    assert_stage_named("fn tide() {}\n", "neither does `ebb`");
}

#[test]
fn stages_in_a_circle_are_named() {
    assert_stage_named("// after: flood\n", "circle: flood after flood");
    let book = SmallBook::new();
    book.write("examples/harbour/src/stages/ebb/mod.rs", "// after: flood\n");
    let named = |fault: &Fault| fault.flaw.found.contains("circle");
    assert_eq!(faults(&book).into_iter().filter(named).count(), 2);
}

#[test]
fn a_stage_that_no_page_shows_is_named() {
    let book = SmallBook::new();
    let file = "examples/harbour/src/stages/slack/mod.rs";
    book.write(file, "// after: flood\n");
    assert_named(&book, file, 0, "no page shows the stage `slack`");
}

#[test]
fn a_module_of_a_stage_that_is_too_wide_or_too_long_is_named() {
    let wide = format!("// {}\n", "x".repeat(70));
    assert_stage_named(
        &format!("// after: ebb\n{wide}"),
        "flood/mod.rs shows a line of more than 72",
    );
    assert_module_named("wait.rs", &wide, "flood/wait.rs shows a line of more than 72 columns");
    let long = "// A wave.\n".repeat(251);
    assert_module_named("wait.rs", &long, "flood/wait.rs has 251 lines");
    let book = SmallBook::new();
    book.write("examples/harbour/src/stages/ebb/quay.rs", long);
    assert_named(
        &book,
        "src/tide.md",
        line_of(&book, "{{#stage ebb}}"),
        "ebb/quay.rs has 251 lines",
    );
    let named = |fault: &Fault| fault.flaw.found.contains("251 lines");
    assert_eq!(
        faults(&book).into_iter().filter(named).count(),
        1,
        "who takes it over is not at fault"
    );
}

#[test]
fn a_module_of_a_stage_without_its_file_is_named() {
    let flood = |lines: &str| format!("// after: ebb\n\n{lines}");
    assert_stage_named(
        &flood("mod gone;\n"),
        "mod.rs:3: there is no examples/harbour/src/stages/flood/gone.rs",
    );
    let taken = flood("#[path = \"../ebb/gone.rs\"]\nmod gone;\n");
    assert_stage_named(&taken, "mod.rs:4: there is no examples/harbour/src/stages/ebb/gone.rs");
    let book = SmallBook::new();
    book.write(FLOOD, flood("mod 1;\n"));
    assert_named(&book, FLOOD, 3, "expected identifier");
}

#[test]
fn a_module_that_no_stage_before_has_is_not_taken_over() {
    let taken = |path: &str| format!("// after: ebb\n#[path = \"{path}\"]\nmod taken;\n");
    for (path, text, file) in [
        ("../../lib.rs", "", "src/lib.rs"),
        ("../ebb/stray.rs", "", "stages/ebb/stray.rs"),
        ("../../../../shore/src/stages/slack/rope.rs", "", "slack/rope.rs"),
    ] {
        let book = SmallBook::new();
        book.write(FLOOD, taken(path));
        book.write("examples/shore/Cargo.toml", "");
        book.write("examples/shore/src/stages/slack/mod.rs", "// after: flood\nmod rope;\n");
        book.write("examples/shore/src/stages/slack/rope.rs", text);
        book.write("examples/harbour/src/stages/ebb/stray.rs", text);
        book.write("examples/harbour/src/lib.rs", text);
        let line = line_of(&book, "{{#stage flood}}");
        assert_named(&book, "src/tide.md", line, &format!("{file} is no module of a stage before"));
        let shown = faults(&book).into_iter().filter(|it| it.file.ends_with("tide.md"));
        let remedies: Vec<_> = shown.map(|it| it.flaw.remedy).collect();
        assert!(
            remedies.contains(&"take over a file of one of these: ebb".to_owned()),
            "{remedies:?}"
        );
    }
    let book = SmallBook::new();
    book.write(
        "examples/harbour/src/stages/ebb/mod.rs",
        taken("../flood/wait.rs").replace("// after: ebb\n", ""),
    );
    assert_named(
        &book,
        "src/tide.md",
        line_of(&book, "{{#stage ebb}}"),
        "flood/wait.rs is no module",
    );
}

#[test]
fn a_module_that_is_made_of_none_is_named() {
    assert_module_named("wait.rs", "// from: hope\n", "`ebb` has no module `hope`");
    // Where it is taken over later, it is not made of anything any more.
    let book = SmallBook::new();
    book.write(
        "examples/harbour/src/stages/flood/wait.rs",
        "// from: depth\n// ANCHOR: wait\nfn w() {}\n",
    );
    for (name, before, word) in [("slack", "flood", "mod"), ("neap", "slack", "pub mod")] {
        let path = "#[path = \"../flood/wait.rs\"]";
        let text = format!("// after: {before}\n{path}\n{word} wait;\n");
        book.write(&format!("examples/harbour/src/stages/{name}/mod.rs"), text);
        book.append(&format!("{{{{#stage {name}}}}}"));
    }
    assert_eq!(faults(&book), []);
}

#[test]
fn a_line_of_code_of_the_last_stage_that_no_page_shows_is_named() {
    let book = SmallBook::new();
    let page = std::fs::read_to_string(book.file("src/tide.md")).expect("the page");
    let piece = "depth.rs:ship";
    // What the figure of `flood` folds is shown by that of `ebb`.
    book.write("src/tide.md", page.replace(piece, "wait.rs:wait"));
    assert_eq!(faults(&book), []);
    let page = page.replace("{{#stage ebb}}", "");
    let faults = |book: &SmallBook| {
        let of_ebb = |it: &Fault| it.file.iter().any(|part| part == "ebb");
        let mut faults = faults(book);
        faults.retain(|it| !of_ebb(it) && !it.flaw.found.contains("stage-ebb"));
        faults
    };
    let depth = "examples/harbour/src/stages/flood/depth.rs";
    for (shown, found) in [
        ("depth.rs:9", Some("11 to 18")),
        ("depth.rs:10:16", Some("17 to 18")),
        ("depth.rs:11:", None),
        ("depth.rs:10:17", Some("18")),
        ("depth.rs::12", Some("13 to 18")),
        ("depth.rs", None),
        ("wait.rs:wait", Some("11 to 18")),
    ] {
        book.write("src/tide.md", page.replace(piece, shown));
        match found {
            Some(lines) => {
                let line = lines.split(' ').next().expect("a line").parse().expect("a number");
                assert_named(&book, depth, line, &format!("of the last stage: {lines}"));
            }
            None => assert_eq!(faults(&book), [], "{shown}"),
        }
    }
    let depth_is_named =
        |book: &SmallBook| faults(book).iter().any(|it| it.file == Path::new(depth));
    assert!(depth_is_named(&book));
    book.write("src/tide.md", &page);
    let text = std::fs::read_to_string(book.file(depth)).expect("the module");
    let end = "// ANCHOR_END: ship\n";
    book.write(depth, text.replace("\n/// How long", &format!("{end}\n/// How long")));
    assert_named(&book, depth, 17, "of the last stage: 17 to 19");
    book.write(depth, text);
    book.write("src/tide.md", page.replace(piece, "depth.rs:gone"));
    assert_eq!(faults(&book).len(), 1, "what a piece at fault would show is not known");
    book.write("src/tide.md", page.replace(piece, "wait.rs:wait"));
    // A page that is checked alone cannot tell.
    let read = Book::read(book.root(), &Changes::new());
    let only = BTreeSet::from(["src/tide.md".into()]);
    let alone = check::text(&read, Vec::new(), Some(&only)).expect("the checkers run");
    assert!(alone.iter().all(|it| !it.flaw.found.contains("last stage")), "{alone:?}");
    // What is drawn as new where the file comes from is shown; what is folded there is not.
    book.write(
        "examples/harbour/src/stages/slack/mod.rs",
        "// after: flood\n#[path = \"../flood/depth.rs\"]\nmod depth;\n",
    );
    book.append("{{#stage slack}}");
    assert_named(&book, depth, 11, "of the last stage: 11 to 18");
    // No stage but the last is looked at.
    book.write("examples/harbour/src/stages/slack/mod.rs", "// after: flood\n");
    assert_eq!(faults(&book), []);
}

#[test]
fn a_piece_of_a_file_that_is_too_long_too_wide_or_not_there_is_named() {
    let piece = |path: &str| format!("```rust\n{{{{#include {path}}}}}\n```");
    let wait = "examples/harbour/src/stages/flood/wait.rs";
    assert_line_named(&piece("../gone.rs:wait"), 0, "no such file");
    assert_line_named(&piece(&format!("../{wait}:gone")), 0, "shows nothing");
    let book = SmallBook::new();
    let text = |line: &str| format!("// ANCHOR: a\n{line}// ANCHOR_END: a\n");
    let line = book.append(&piece(&format!("../{wait}:a")));
    book.write(wait, text(&"fn a() {}\n".repeat(41)));
    assert_named(&book, "src/tide.md", line, "41 lines");
    book.write(wait, text(&format!("// {}\n", "x".repeat(70))));
    assert_named(&book, "src/tide.md", line, "72 columns");
}

#[test]
fn a_test_of_a_crate_without_programs_is_a_proof() {
    let book = SmallBook::new();
    book.write("examples/toy/Cargo.toml", "");
    book.write("examples/toy/tests/suite/main.rs", "mod wakers;\n");
    let test = "#[test]\nfn a_waker_wakes() {}\n";
    book.write("examples/toy/tests/suite/wakers.rs", test);
    book.write("examples/toy/tests/suite/of_no_module.rs", test.replace("a_waker", "nobody"));
    book.append("It [wakes](test:toy::a_waker_wakes).");
    assert_eq!(faults(&book), []);
    let line = book.append("And [nobody does](test:toy::nobody_wakes).");
    assert_named(&book, "src/tide.md", line, "no test `toy::nobody_wakes`");
}

#[test]
fn two_programs_of_one_name_are_named() {
    let book = SmallBook::new();
    book.write("examples/shore/src/bin/tide.rs", "fn main() {}\n");
    assert_named(&book, "examples/shore/src/bin/tide.rs", 0, "harbour");
}

#[test]
fn the_thirty_first_documented_statement_is_named() {
    let book = SmallBook::new();
    let line = book.append(&"[so](docs:https://docs.python.org/ \"Python 3.15\")\n".repeat(30));
    assert_named(&book, "src/tide.md", line + 29, "statement 31");
}

#[test]
fn a_documented_statement_of_no_release_is_named() {
    for title in ["", " \"Python\"", " \"PEP 779\"", " \"3.x\""] {
        let link = format!("a\n[so](docs:https://docs.python.org/{title})");
        assert_line_named(&link, 1, "names no version");
    }
}

#[test]
fn a_test_that_no_page_links_to_is_named() {
    let book = SmallBook::new();
    let old = "    def test_it_ebbs_until_3_13(self):\n        pass\n";
    let test = "import unittest\n\n\nclass Tide(unittest.TestCase):\n    def test_the_tide_turns(self):\n        pass\n\n";
    let file = "examples/harbour/tests/python/test_tide.py";
    book.write(file, format!("{test}{old}"));
    assert_eq!(faults(&book), [], "the releases show it");
    book.write(file, format!("{test}{}", old.replace("_until_3_13", "")));
    assert_named(&book, file, 8, "no page links to the test `harbour/python::it_ebbs`");
    let rust = "#[test]\nfn the_tide_turns() {}\n\n#[test]\nfn it_ebbs() {}\n";
    book.write("examples/harbour/tests/tide.rs", rust);
    assert_named(&book, "examples/harbour/tests/tide.rs", 0, "`harbour::it_ebbs`");
}

#[test]
fn a_test_of_a_crate_without_programs_needs_no_link() {
    let book = SmallBook::new();
    book.write("examples/toy/Cargo.toml", "");
    book.write("examples/toy/tests/wakers.rs", "#[test]\nfn a_waker_wakes() {}\n");
    assert_eq!(faults(&book), []);
}

#[test]
fn a_map_that_is_no_map_is_named() {
    let book = SmallBook::new();
    book.write("src/reference/concepts.toml", "[[concept]]\nid = \"a\"\nidd = 1\n");
    assert_named(&book, "src/reference/concepts.toml", 3, "idd");
}

/// The same transcript twice would be a row of two releases that do not differ.
#[test]
fn a_transcript_of_older_pythons_that_does_not_differ_is_named() {
    let book = SmallBook::new();
    let file = "examples/harbour/transcripts/tide.python-3.13.txt";
    book.write(file, "low tide\n");
    assert_eq!(faults(&book), []);
    book.write(file, "high  tide\n");
    assert_named(&book, file, 0, "nothing has changed after 3.13");
}

#[test]
fn a_release_in_a_proofs_name_that_no_run_can_tell_of_is_named() {
    let book = SmallBook::new();
    let file = "examples/harbour/tests/python/test_tide.py";
    let proof = "\n    def test_a_tide_is_low_since_3_11(self):\n        pass\n";
    let text = std::fs::read_to_string(book.file(file)).expect("the proofs");
    book.write(file, text.clone() + proof);
    assert_named(&book, file, text.lines().count() + 2, "no run shows");
    book.write(file, text + &proof.replace("3_11", "3_12"));
    assert_eq!(faults(&book), []);
}

#[test]
fn all_faults_are_named_in_one_run() {
    let book = SmallBook::new();
    book.append("[away](gone.md)\n\n{{#program harbour/gone}}\n\n[here](#nothing)\n\nTODO");
    assert_eq!(faults(&book).len(), 4, "{:#?}", faults(&book));
}

/// Asserts that what stands in the recorded Python run is named at the page's line that shows it.
#[track_caller]
fn assert_run_named(text: &str, found: &str) {
    let book = SmallBook::new();
    book.write("examples/harbour/traces/tide.python.json", text);
    assert_named(&book, "src/tide.md", line_of(&book, "{{#trace harbour/tide}}"), found);
    let remedy = "cargo book record harbour/tide --trace";
    assert!(faults(&book).iter().all(|fault| fault.flaw.remedy == remedy));
}

#[test]
fn a_trace_that_nobody_has_recorded_is_named() {
    assert_line_named("{{#trace harbour/nothing}}", 0, "no run of `harbour/nothing` is recorded");
    assert_line_named("{{#trace nowhere/tide}}", 0, "no program `nowhere/tide`");
}

#[test]
fn a_trace_that_cannot_be_read_is_named() {
    assert_run_named("{", "tide.python.json: EOF");
    assert_run_named("{}", "it has no version");
    assert_run_named(r#"{"version": 2, "world": "mine"}"#, "it has version 2, not 1");
    let unknown = r#"{"version": 1, "world": "toy", "events": [{"what": "sink"}]}"#;
    assert_run_named(unknown, "unknown variant `sink`");
}

#[test]
fn a_trace_of_more_tasks_than_a_drawing_has_room_for_is_named() {
    let spawn = |task: usize| format!(r#"{{"task": {task}, "what": "spawn"}}"#);
    let spawns: Vec<String> = (0..25).map(spawn).collect();
    let events = spawns.join(",");
    let text = format!(r#"{{"version": 1, "world": "toy", "events": [{events}]}}"#);
    assert_run_named(&text, "it has 25 tasks, of at most 24");
}

#[test]
fn a_trace_of_another_program_is_named() {
    let text = r#"{"version": 1, "world": "toy", "events": [{"what": "wake", "line": 9}]}"#;
    assert_run_named(text, "it names line 9; the program has 2");
}

#[test]
fn a_word_is_taken_for_what_it_means_or_answered_with_what_is_written_alike() {
    let book = SmallBook::new();
    let read = Book::read(book.root(), &Changes::new());
    let part = |word: &str| target::part(&read, book.root(), word);
    for word in
        ["harbour/tide", "examples/harbour/python/tide.py", "examples/harbour/src/bin/tide.rs"]
    {
        let meant = part(word).expect("a program");
        assert!(matches!(&meant, Part::Program(it) if it.address() == "harbour/tide"), "{meant:?}");
    }
    for word in ["harbour", "examples/harbour", "examples/harbour/"] {
        let meant = part(word).expect("a chapter");
        assert!(matches!(&meant, Part::Chapter(it) if it.slug() == "harbour"), "{meant:?}");
    }
    for word in ["src/tide.md", "tide.md", "tide"] {
        assert_eq!(part(word).expect("a page"), Part::Page("tide.md".into()));
    }
    for (word, alike) in [("habour", "did you mean harbour"), ("harbour/tied", "harbour/tide")] {
        let error = part(word).expect_err("there is none").to_string();
        assert!(error.contains(word) && error.contains(alike), "{error}");
    }
}

#[test]
fn a_row_that_was_not_measured_is_named() {
    assert_line_named("{{#figures gone}}", 0, "no row `gone`");
    assert_line_named("text\n\n{{#figures spawn gone of ours}}", 2, "no row `gone`");
    assert_line_named("it takes {{#figure gone.ours}}", 0, "no row `gone`");
}

#[test]
fn a_peer_that_was_not_measured_is_named() {
    assert_line_named("{{#figures spawn of nobody}}", 0, "no peer `nobody`");
    assert_line_named("it takes {{#figure spawn.nobody}}", 0, "no peer `nobody`");
    assert_line_named("it takes\n{{#figure yield.other}}", 1, "it has no such thing");
    assert_line_named("{{#figure spawn}}", 0, "`spawn` is no figure");
}

#[test]
fn a_ratio_of_two_units_is_named() {
    assert_line_named("{{#figure spawn.ours / echo.ours}}", 0, "divides ns by /s");
}

#[test]
fn figures_that_are_not_closed_or_name_nothing_are_named() {
    assert_line_named("so\nmuch: {{#figure spawn.ours", 1, "is no notation");
    assert_line_named("in code: `{{#figure spawn.ours}}`", 0, "is no notation");
    assert_line_named("{{#figures spawn of}}", 0, "is no notation");
    assert_line_named("{{#figures of ours}}", 0, "is no notation");
}

#[test]
fn a_figure_that_is_typed_by_hand_is_named() {
    assert_line_named("text\nit takes 125 ns", 1, "typed by hand: 125 ns");
    assert_line_named("| a | b |\n| - | - |\n| tide | 12,700 /s |", 2, "typed by hand: 12,700 /s");
    let book = SmallBook::new();
    book.write("src/angles.md", "# Angles\n\na wait of 100 ms\n\n1.5 µs\n\n{{#angles}}\n");
    assert_named(&book, "src/angles.md", 5, "typed by hand: 1.5 µs");
    assert!(faults(&book).iter().all(|fault| fault.line != 3));
}

#[test]
fn on_a_page_that_shows_figures_other_times_and_factors_are_named_too() {
    assert_line_named("beside 88 ms", 0, "typed by hand: 88 ms");
    assert_line_named("it is 1.2 times as fast", 0, "typed by hand: 1.2 times");
}

#[test]
fn a_figure_in_the_words_of_a_statement_is_named() {
    let statement = "[it takes {{#figure spawn.ours}}](test:harbour::the_tide_turns)";
    assert_line_named(statement, 0, "a figure within a statement");
}

#[test]
fn a_file_of_figures_that_cannot_be_read_is_named_where_it_is_used() {
    let book = SmallBook::new();
    book.write("bench/figures.toml", "date = 3\n");
    let line = line_of(&book, "{{#measured}}");
    assert_named(&book, "src/tide.md", line, "bench/figures.toml: line 1");
    fs::remove_file(book.file("bench/figures.toml")).expect("it was there");
    assert_named(&book, "src/tide.md", line, "bench/figures.toml: ");
}

#[test]
fn figures_are_shown_as_a_plot_a_table_and_words() {
    let book = SmallBook::new();
    let pages = print::pages(&Book::read(book.root(), &Changes::new()));
    let page = &pages[std::path::Path::new("tide.md")];
    for shown in [
        "spawn a task: ours 125 ns, the other 2.50 µs",
        "<td>118 to 140 ns</td>",
        "it does not compile",
        "125 ns</span>, 0.050 of the other, on 2026-11-29.",
        "At best it takes <span class=\"figure\">118 ns</span>, and there (not measured here).",
    ] {
        assert!(page.contains(shown), "{shown} is not in {page}");
    }
    assert!(!page.contains("{{#"), "{page}");
}

/// Asserts that a fault of the exercise is named, where the page shows it.
#[track_caller]
fn assert_exercise_named(harm: impl FnOnce(&SmallBook), found: &str) {
    let book = SmallBook::new();
    harm(&book);
    assert_named(&book, "src/tide.md", line_of(&book, "{{#exercise harbour/ebbing}}"), found);
}

const EXERCISE: &str = "exercises/harbour/ebbing/exercise.toml";

fn rewrite(book: &SmallBook, from: &str, to: &str) {
    let text = fs::read_to_string(book.file(EXERCISE)).expect("the exercise");
    assert!(text.contains(from), "{text}");
    book.write(EXERCISE, text.replace(from, to));
}

fn remove(book: &SmallBook, file: &str) {
    fs::remove_file(book.file("exercises/harbour/ebbing").join(file)).expect("the file");
}

#[test]
fn an_exercise_that_does_not_exist_is_named() {
    assert_line_named("{{#exercise harbour/gone}}", 0, "no exercise `harbour/gone`");
}

#[test]
fn an_exercise_that_no_page_shows_is_named() {
    let book = SmallBook::new();
    let page = fs::read_to_string(book.file("src/tide.md")).expect("the page");
    book.write("src/tide.md", page.replace("{{#exercise harbour/ebbing}}", ""));
    assert_named(&book, EXERCISE, 0, "no page shows the exercise `harbour/ebbing`");
}

#[test]
fn an_exercise_with_the_name_of_a_program_or_another_is_named() {
    let book = SmallBook::new();
    book.write("exercises/harbour/passage/exercise.toml", "");
    assert_named(
        &book,
        "exercises/harbour/passage/exercise.toml",
        0,
        "the program harbour/passage",
    );
    book.write("exercises/quay/ebbing/exercise.toml", "");
    assert_named(&book, "exercises/quay/ebbing/exercise.toml", 0, "the exercise harbour/ebbing");
}

#[test]
fn what_an_exercise_lacks_is_named() {
    assert_exercise_named(|book| rewrite(book, "'At six.'", ""), "exercise.toml");
    assert_exercise_named(|book| rewrite(book, "'At six.'", "' '"), "a text is empty");
    assert_exercise_named(|book| remove(book, "solution.py"), "solution.py");
    assert_exercise_named(|book| remove(book, "stub.py"), "stub.py");
    assert_exercise_named(|book| remove(book, "check.py"), "there is no check");
    assert_exercise_named(|book| remove(book, "wrong/late.py"), "there are 1 wrong answers");
    assert_exercise_named(|book| remove(book, "wrong/late.py"), "there is no wrong/late");
    assert_exercise_named(|book| rewrite(book, "late = 'Too late.'", ""), "no word on wrong/late");
    let long = "HOUR = 6\n".repeat(41);
    let write = |book: &SmallBook| book.write("exercises/harbour/ebbing/stub.py", &long);
    assert_exercise_named(write, "shows 41 lines");
}
