use crate::trace::{Event, Trace, VERSION, World};

use super::*;

/// A run of `what` happens, one event a line: time, task, by (`-` for none), what, and its data.
fn run(world: World, events: &str) -> Run {
    let number = |word: &str| word.parse().ok();
    let event = |line: &str| {
        let words: Vec<_> = line.splitn(5, ' ').map(str::trim).collect();
        let data = words.get(4).copied().unwrap_or_default().to_owned();
        let due = || data.parse().expect("a time");
        let what = match words[3] {
            "spawn" => What::Spawn { name: None },
            "poll" => What::Poll,
            "pending" => What::Pending,
            "ready" => What::Ready,
            "wake" => What::Wake,
            "keep" => What::Keep { with: data },
            "due" => What::TimerDue { due: due() },
            "print" => What::Print { text: data },
            other => panic!("{other}"),
        };
        Event {
            at: words[0].parse().ok(),
            task: number(words[1]),
            by: number(words[2]),
            line: None,
            what,
        }
    };
    let events = events.lines().map(str::trim).filter(|line| !line.is_empty());
    Run::of(Trace { version: VERSION, world, events: events.map(event).collect() }, "")
}

fn reason_of(run: &Run, line: usize, place: usize) -> String {
    Reasons::of(run).why(line, place)
}

const CROSSINGS: &str = "
    0 0 - spawn
    0 0 - poll
    0 1 0 spawn
    0 2 0 spawn
    0 - 0 print main: sends both
    0 0 0 keep task 1
    0 0 - pending
    0 1 - poll
    0 - 1 print Gull: casts off
    0 1 - pending
    0 2 - poll
    0 - 2 print Heron: casts off
    0 2 - pending
    1 2 - due 1
    1 2 - wake
    1 2 - poll
    1 - 2 print Heron: docks
    1 2 - ready
    2 1 - due 2
    2 1 - wake
    2 1 - poll
    2 - 1 print Gull: docks
    2 1 - ready
    2 0 1 wake
    2 0 - poll
    2 - 0 print main: all ashore
    2 0 - ready
    2 - - print the harbour is closed";

#[test]
fn a_reason_says_what_kept_the_task_of_a_line() {
    let run = run(World::Asyncio, CROSSINGS);
    let reasons = [
        (
            1,
            0,
            "task 1 · Gull, which prints it, is ready, but main has the turn and keeps it until it has to wait",
        ),
        (2, 1, "task 2 · Heron, which prints it, is in the ready queue behind task 1 · Gull"),
        (
            3,
            1,
            "task 2 · Heron prints `Heron: casts off` first, and then waits until 1.0 s, and here it is 0.0 s",
        ),
        (4, 2, "task 1 · Gull, which prints it, waits until 2.0 s, and here it is 0.0 s"),
        (4, 3, "task 1 · Gull, which prints it, waits until 2.0 s, and here it is 1.0 s"),
        (5, 3, "main, which prints it, waits for task 1 · Gull to end"),
        (6, 5, "no task prints it, and it comes after main has ended"),
    ];
    for (line, place, reason) in reasons {
        assert_eq!(reason_of(&run, line, place), reason, "{line} at {place}");
    }
}

#[test]
fn a_task_that_is_not_made_yet_prints_nothing() {
    let events = "0 0 - poll\n0 - 0 print a\n0 1 0 spawn\n0 0 - pending\n0 1 - poll\n0 - 1 print b";
    let reason = reason_of(&run(World::Toy, events), 1, 0);
    assert_eq!(reason, "task 1, which prints it, is not made yet");
}

#[test]
fn a_turn_ends_when_its_task_yields_or_ends() {
    let events = |end: &str| {
        format!("0 0 - poll\n0 1 0 spawn\n0 - 0 print a\n{end}\n0 1 - poll\n0 - 1 print b")
    };
    let reason = |end| reason_of(&run(World::Toy, &events(end)), 1, 0);
    let yields = reason("0 0 0 wake\n0 0 - pending");
    assert!(yields.ends_with("keeps it until it yields"), "{yields}");
    let ends = reason("0 0 - ready");
    assert!(ends.ends_with("keeps it until it ends"), "{ends}");
}

#[test]
fn a_task_prints_its_next_line_after_it_has_yielded() {
    let told = "main prints `a` first, and then goes to the end of the ready queue";
    let yields = [
        (World::Toy, "0 0 0 wake\n0 0 - pending"),
        (World::Tokio, "0 0 0 keep queue\n0 0 - pending\n0 0 - wake"),
    ];
    for (world, yields) in yields {
        let events = format!("0 0 - poll\n0 - 0 print a\n{yields}\n0 0 - poll\n0 - 0 print b");
        assert_eq!(reason_of(&run(world, &events), 1, 0), told);
    }
}

#[test]
fn main_stands_beside_the_queue_of_tokio() {
    let events = "
        0 0 - poll
        0 0 0 keep task 1
        0 1 0 spawn
        0 2 0 spawn
        0 0 - pending
        0 1 - poll
        0 1 - ready
        0 0 1 wake
        0 0 - poll
        0 - 0 print a
        0 0 - pending
        0 2 - poll
        0 - 2 print b";
    let tokio = reason_of(&run(World::Tokio, events), 1, 0);
    assert!(tokio.contains("which tokio polls beside the queue"), "{tokio}");
    let toy = reason_of(&run(World::Toy, events), 1, 0);
    assert!(toy.ends_with("and main has its turn first"), "{toy}");
}
