use crate::trace::Trace;

use super::*;

/// A run of main and a gull that waits until `due`, and prints; main prints at 2 s.
fn run(due: u8) -> Run {
    let sets =
        format!(r#"{{"at": 0, "task": 1, "by": 1, "line": 3, "what": "timer-set", "due": {due}}}"#);
    let gull = format!(
        r#"{{"at": {due}, "task": 1, "what": "timer-due", "due": {due}}},
        {{"at": {due}, "task": 1, "what": "wake"}},
        {{"at": {due}, "task": 1, "what": "poll"}},
        {{"at": {due}, "by": 1, "line": 4, "what": "print", "text": "{due}.0 s  <gull> & \"co\""}},
        {{"at": {due}, "task": 1, "what": "ready"}}"#
    );
    let main = r#"{"at": 2, "what": "print", "by": 0, "line": 9, "text": "2.0 s  main"}"#;
    let later = if due < 2 { [&gull, main] } else { [main, &gull] };
    let text = format!(
        r#"{{"version": 1, "world": "asyncio", "events": [
        {{"at": 0, "task": 0, "what": "spawn", "name": "main"}},
        {{"at": 0, "task": 1, "by": 0, "what": "spawn", "name": "gull"}},
        {{"at": 0, "task": 1, "what": "poll"}},
        {sets},
        {{"at": 0, "task": 1, "what": "pending"}},
        {}, {}]}}"#,
        later[0], later[1]
    );
    Run::of(Trace::parse(&text).expect("it is a trace"), "")
}

#[test]
fn two_runs_part_at_the_first_step_that_differs_and_the_line_that_comes_late_has_its_reason() {
    let parting = parting(&run(1), &run(3)).expect("they part");
    assert_eq!(parting.line, Some(3));
    let words = "The two runs part at 0.0 s. Recorded: Task 1 · gull sets a timer due at 1.0 s and parks. \
                 Here: Task 1 · gull sets a timer due at 3.0 s and parks. `<gull> & \"co\"` cannot come here: ";
    assert!(parting.why.starts_with(words), "{}", parting.why);
    assert!(parting.why.ends_with("waits until 3.0 s, and here it is 2.0 s."), "{}", parting.why);
}

#[test]
fn two_runs_that_do_the_same_do_not_part() {
    assert_eq!(parting(&run(1), &run(1)), None);
}

#[test]
fn a_run_that_ends_first_parts_at_its_end() {
    let mut short = run(1);
    short.steps.pop();
    let parting = parting(&run(1), &short).expect("they part");
    assert!(parting.why.ends_with("Here: The program has ended."), "{}", parting.why);
    assert_eq!(parting.line, None);
}

#[test]
fn runs_that_print_something_else_when_they_are_recorded_say_nothing() {
    let [recorded, here] = [run(1), run(3)];
    let printed = [&recorded, &here].map(Run::printed);
    let why = |was: &str, is: &str| why([(&recorded, was), (&here, is)]).is_some();
    // What is printed at the end is an error's, and no step of a run.
    assert!(why(&printed[0], &(printed[1].clone() + "Traceback\n")));
    assert!(!why(&printed[0], "2.0 s  main\n"));
    assert!(!why("2.0 s  main\n", &printed[1]));
}
