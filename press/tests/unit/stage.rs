use super::*;

#[test]
fn unchanged_lines_are_folded_but_for_two_at_each_change() {
    let folded = [Stretch::Same(5..7), Stretch::Folded(7..11), Stretch::Same(11..13)];
    assert_eq!(fold(5..13, 20), folded);
    assert_eq!(fold(5..12, 20), [Stretch::Same(5..12)]);
    assert_eq!(fold(5..6, 20), [Stretch::Same(5..6)]);
}

#[test]
fn the_ends_of_a_file_are_folded_up_to_the_change() {
    assert_eq!(fold(0..6, 20), [Stretch::Folded(0..4), Stretch::Same(4..6)]);
    assert_eq!(fold(0..5, 20), [Stretch::Same(0..5)]);
    assert_eq!(fold(14..20, 20), [Stretch::Same(14..16), Stretch::Folded(16..20)]);
    assert_eq!(fold(0..20, 20), [Stretch::Folded(0..20)]);
}

#[test]
fn a_replaced_line_is_gone_and_then_new() {
    let found = stretches(&["a", "b", "c"], &["a", "x", "y", "c"]);
    let expected =
        [Stretch::Same(0..1), Stretch::Gone(1..2), Stretch::New(1..3), Stretch::Same(3..4)];
    assert_eq!(found, expected);
}

fn module(text: &str) -> Module {
    let (name, file) = ("ebb".to_owned(), PathBuf::from("ebb.rs"));
    Module { name, file, line: 1, text: text.to_owned() }
}

#[test]
fn what_is_not_shown_does_not_count() {
    let module = module(
        "// after: tide\n\n//! Doc.\n// ANCHOR: a\nfn a() {}\n    // ANCHOR_END: a\n\n// b\n\n// ANCHOR_END: b\n",
    );
    assert_eq!(module.lines(), [(3, "//! Doc."), (5, "fn a() {}"), (7, ""), (8, "// b")]);
    assert_eq!(count(&lines(&module.lines())), 1);
}

#[test]
fn only_the_first_line_says_where_a_module_comes_from() {
    assert_eq!(module("// from: core\n").origin(), Some("core"));
    assert_eq!(module("\n// from: core\n").origin(), None);
    let lines = |text| lines(&module(text).lines()).len();
    assert_eq!([lines("// from: a\nb\n"), lines("b\n// from: a\n")], [1, 2]);
}
