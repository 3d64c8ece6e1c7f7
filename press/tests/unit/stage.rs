use super::*;

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
