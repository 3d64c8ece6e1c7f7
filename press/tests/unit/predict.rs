use super::*;

#[test]
fn the_offered_order_is_wrong_from_its_first_line_and_never_changes() {
    let lines: Vec<_> = ["a", "a", "b", "c"].map(str::to_owned).into();
    let order = shuffled(&lines);
    assert_eq!(order, shuffled(&lines));
    assert_ne!(lines[order[0]], "a");
    let mut all = order;
    all.sort_unstable();
    assert_eq!(all, [0, 1, 2, 3]);
}

#[test]
fn what_two_languages_have_in_common_is_said_once() {
    let said =
        |rust: &str| said(&[("Python", "it is early".to_owned()), ("Rust", rust.to_owned())]);
    assert_eq!(said("it is early"), "it is early");
    assert_eq!(said("it is far"), "in Python, it is early; in Rust, it is far");
}
