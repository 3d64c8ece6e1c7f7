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

#[test]
fn what_is_not_shown_does_not_count() {
    let text =
        "// after: tide\n\n//! Doc.\n// ANCHOR: a\nfn a() {}\n    // ANCHOR_END: a\n\n// b\n";
    let stage = Stage::of(PathBuf::from("ebb.rs"), text.to_owned());
    assert_eq!(stage.after.as_deref(), Some("tide"));
    assert_eq!(stage.lines(), ["//! Doc.", "fn a() {}", "", "// b"]);
    assert_eq!(count(&stage.lines()), 1);
}

#[test]
fn a_stage_beside_another_names_it_and_shows_all_its_lines_as_its_own() {
    let stage = |text: &str| vec![Stage::of(PathBuf::from("ebb.rs"), text.to_owned())];
    let mut stages = Stages::new();
    stages.insert("tide".to_owned(), stage("fn tide() {}\n"));
    stages.insert("ebb".to_owned(), stage("// beside: tide\nfn ebb() {}\n"));
    let html = StageFigure::read(&stages, "ebb").expect("it is whole").html("TIDE");
    assert!(html.contains("1 lines of code, all of them beside TIDE"), "{html}");
    assert!(!html.contains("<ins>") && !html.contains("<del>"), "{html}");
    stages.remove("tide");
    let flaws = StageFigure::read(&stages, "ebb").expect_err("there is no tide");
    assert!(flaws[0].found.contains("there is no stage `tide`"), "{flaws:?}");
}
