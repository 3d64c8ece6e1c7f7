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
fn a_line_that_is_gone_is_struck_and_one_that_is_new_is_marked() {
    let (old, new) = (["    a()", "# why", "b()"], ["    x()".to_owned(), "b()".to_owned()]);
    let found = stretches(&old, &[&*new[0], &*new[1]]);
    let drawn = |keeps: fn(&str) -> bool| html(&found, &new, &old, keeps);
    let gone = "<del>    <s>a()</s>&#10;</del>";
    let rest = "<ins>    x()&#10;</ins><span>b()&#10;</span></code></pre>";
    assert_eq!(drawn(|line| !line.starts_with('#')), format!("<pre><code>{gone}{rest}"));
    let comment = "<del><s># why</s>&#10;</del>";
    assert_eq!(drawn(|_| true), format!("<pre><code>{gone}{comment}{rest}"));
}
