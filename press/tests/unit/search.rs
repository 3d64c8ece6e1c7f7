use super::*;

#[test]
fn a_name_is_found_whole_and_by_its_parts() {
    let words = words_of(
        "`asyncio.create_task`, FIRST_COMPLETED, TaskGroup, `__await__` and E0373: a 3.14",
    );
    let expected = [
        "14",
        "and",
        "asyncio",
        "await",
        "completed",
        "create",
        "create_task",
        "e0373",
        "first",
        "first_completed",
        "group",
        "task",
        "taskgroup",
    ];
    assert_eq!(words.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn a_line_ends_with_its_sentence_or_within_it_after_a_word() {
    assert_eq!(
        line("Version 3.14 of Python\nhas a list of its tasks. And more."),
        "Version 3.14 of Python has a list of its tasks."
    );
    let long = line(&"wave ".repeat(60));
    assert!(long.ends_with("wave …") && long.chars().count() < LINE + 3, "{long}");
    assert_eq!(line("A short one"), "A short one");
    assert_eq!(line("After this page you can wait."), "Wait.");
    assert_eq!(line("After this page you can “wait”."), "“wait”.");
}

#[test]
fn numbers_are_written_as_steps() {
    assert_eq!(steps(&BTreeSet::from([0, 3, 4])), [0, 3, 1]);
    assert!(steps(&BTreeSet::new()).is_empty());
}
