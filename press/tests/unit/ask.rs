use told::trace::Trace;

use super::*;

/// Main spawns a gull and waits for it; the gull prints, sleeps until 1 s, and prints again.
const EVENTS: &str = r#"
    {"at": 0, "task": 0, "what": "spawn", "name": "main"},
    {"at": 0, "task": 0, "what": "poll"},
    {"at": 0, "task": 1, "by": 0, "what": "spawn", "name": "gull"},
    {"at": 0, "by": 0, "what": "print", "text": "0.0 s  main waits"},
    {"at": 0, "task": 0, "by": 0, "what": "keep", "with": "task 1"},
    {"at": 0, "task": 0, "what": "pending"},
    {"at": 0, "task": 1, "what": "poll"},
    {"at": 0, "by": 1, "what": "print", "text": "0.0 s  gull leaves"},
    {"at": 0, "by": 1, "what": "print", "text": "0.0 s  gull is out"},
    {"at": 0, "task": 1, "by": 1, "what": "timer-set", "due": 1},
    {"at": 0, "task": 1, "what": "pending"},
    {"at": 1, "task": 1, "what": "timer-due", "due": 1},
    {"at": 1, "task": 1, "what": "wake"},
    {"at": 1, "task": 1, "what": "poll"},
    {"at": 1, "by": 1, "what": "print", "text": "1.0 s  gull is back"},
    {"at": 1, "task": 1, "what": "ready"},
    {"at": 1, "task": 0, "by": 1, "what": "wake"},
    {"at": 1, "task": 0, "what": "poll"},
    {"at": 1, "by": 0, "what": "print", "text": "1.0 s  main goes"},
    {"at": 1, "task": 0, "what": "ready"}"#;

fn run() -> Run {
    let text = format!(r#"{{"version": 1, "world": "asyncio", "events": [{EVENTS}]}}"#);
    Run::of(Trace::parse(&text).expect("it is a trace"), "")
}

/// What has woken the task that prints the line of that place.
fn cause_of(place: usize) -> String {
    let run = run();
    let print = printing(&run, place).expect("the line");
    let task = run.steps[print].printer().expect("a task prints it");
    let (step, wake) = woken(&run, print, task).expect("it was woken");
    cause(&run, &run.steps[step], wake)
}

#[test]
fn a_task_is_woken_by_who_spawned_it_by_its_timer_or_by_the_one_that_it_waited_for() {
    assert_eq!(cause_of(1), "main, which has spawned it");
    assert_eq!(cause_of(2), "main, which has spawned it", "it goes on in the same turn");
    assert_eq!(cause_of(3), "its timer");
    assert_eq!(cause_of(4), "task 1 · gull");
}

#[test]
fn a_line_comes_next_because_its_task_goes_on_or_was_woken_and_polled() {
    let run = run();
    let why = |place| because(&run, place).expect("a reason");
    assert!(why(2).contains("goes on without a wait"), "{}", why(2));
    let woken = why(3);
    assert!(woken.contains("is due") && woken.contains("polls it"), "{woken}");
    assert!(!why(1).contains("goes on"), "{}", why(1));
}

#[test]
fn code_stands_between_back_quotes() {
    assert_eq!(code("a `b < c` d").into_string(), "a <code>b &lt; c</code> d");
}
