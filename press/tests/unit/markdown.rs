use super::*;

fn kinds(text: &str) -> Vec<Kind> {
    marks(text).into_iter().map(|mark| mark.kind).collect()
}

/// All but running text.
fn marks(text: &str) -> Vec<Mark> {
    let is_mark = |mark: &Mark| !matches!(mark.kind, Kind::Prose { .. });
    read(text).into_iter().filter(is_mark).collect()
}

#[test]
fn running_text_is_what_stands_outside_of_links_headings_and_code() {
    let text = "# Tide\n\nIt is\n*low* in `x`, see [there](a.md \"t\") and\n\n> here.\n\n```text\nno\n```\n";
    let prose = read(text).into_iter().filter_map(|mark| match mark.kind {
        Kind::Prose { is_stressed } => Some((&text[mark.range], is_stressed)),
        _ => None,
    });
    let expected = [("It is\n", false), ("low", true), (" in ", false), (", see ", false)];
    let expected = expected.into_iter().chain([(" and", false), ("here.", false)]);
    assert_eq!(prose.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

#[test]
fn a_link_knows_its_words_and_a_heading_its_attributes() {
    let text = "## The `tide` { #tide .concept .angle-ebb }\n\nSee [a *ship*\nsails](test:a::b).\n";
    let heading = Heading {
        id: "tide".to_owned(),
        teaches: true,
        angles: vec!["ebb".to_owned()],
        is_track: false,
        title: "The tide".to_owned(),
    };
    let proved = Kind::Proved("a *ship*\nsails".to_owned(), "a::b".to_owned());
    assert_eq!(kinds(text), [Kind::Heading(heading), proved]);
    assert_eq!(marks(text)[1].line, 3);
}

#[test]
fn a_link_within_a_heading_takes_nothing_from_it() {
    let found = kinds("## See [the *tide*](docs:there \"tide 1.2\") now\n");
    let documented = Kind::Documented(Documented {
        words: "the *tide*".to_owned(),
        address: "there".to_owned(),
        version: "tide 1.2".to_owned(),
    });
    let [Kind::Heading(heading), link] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!((heading.title.as_str(), link), ("See the tide now", &documented));
}

#[test]
fn a_note_is_what_it_says_on_one_line() {
    let note = Kind::Note("You can `sail`, and dock.".to_owned());
    assert_eq!(kinds("> [!NOTE]\n> You can `sail`,\n> and dock.\n\n> A quote.\n"), [note]);
}

#[test]
fn a_notation_within_code_is_text() {
    let found = kinds("{{#program a/b}}\n\n```text\n{{#program c/d}}\n```\n");
    let [Kind::Program(address, manner, None), Kind::Fence(fence)] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!((address.as_str(), *manner), ("a/b", Manner::default()));
    assert_eq!(fence.body, "{{#program c/d}}\n");
    assert_eq!(fence.origin, Origin::Page);
}

#[test]
fn a_program_names_the_one_that_it_comes_after() {
    let program = |manner| Kind::Program("a/b".to_owned(), manner, Some("a/c".to_owned()));
    assert_eq!(kinds("{{#program a/b after a/c}}\n"), [program(Manner::default())]);
    let predicted = Manner { asked: Asked::Predict, ..Manner::default() };
    assert_eq!(kinds("{{#program a/b predict after a/c}}\n"), [program(predicted)]);
    for nonsense in ["program a/b after", "program after a/c", "trace a/b after a/c"] {
        let found = kinds(&format!("{{{{#{nonsense}}}}}\n"));
        assert!(matches!(found[..], [Kind::Unknown(..)]), "{nonsense}: {found:?}");
    }
}

#[test]
fn a_program_names_its_language_and_then_what_is_asked() {
    for (only, language) in
        [(Some(Language::Python), "python "), (Some(Language::Rust), "rust "), (None, "")]
    {
        for (asked, word) in
            [(Asked::Nothing, ""), (Asked::Guess, "guess"), (Asked::Predict, "predict")]
        {
            let found = kinds(&format!("{{{{#program a/b {language}{word}}}}}\n"));
            assert_eq!(found, [Kind::Program("a/b".to_owned(), Manner { only, asked }, None)]);
        }
    }
    for nonsense in ["guess python", "predict guess", "go"] {
        let found = kinds(&format!("{{{{#program a/b {nonsense}}}}}\n"));
        assert!(matches!(found[..], [Kind::Unknown(..)]), "{nonsense}: {found:?}");
    }
}

#[test]
fn a_notation_of_one_word_takes_no_other() {
    assert_eq!(kinds("{{#releases}}\n"), [Kind::Releases]);
    assert!(matches!(kinds("{{#releases 3.15}}\n")[..], [Kind::Unknown(..)]));
}

#[test]
fn a_fence_says_where_it_comes_from() {
    let origin = |text: &str| match &kinds(text)[..] {
        [Kind::Fence(fence)] => fence.origin.clone(),
        other => panic!("{other:?}"),
    };
    let refused = Origin::Refused("E0382".to_owned());
    assert_eq!(origin("```rust,error=E0382\nfn a() {}\n```"), refused);
    assert_eq!(origin("```rust,signature\nfn a();\n```"), Origin::Signature);
    assert_eq!(origin("```python\n{{#include a.py}}\n```"), Origin::File);
    assert_eq!(origin("```python\n{{#include a.py}}\nb()\n```"), Origin::Page);
    assert_eq!(origin("```python,signature\ndef a()\n```"), Origin::Page);
}
