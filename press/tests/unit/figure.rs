use told::trace::Trace;

use super::*;

/// A run of these events, one a line, each an object without its braces.
fn run(world: &str, events: &str) -> Run {
    let lines = events.lines().map(str::trim);
    let events = lines.filter(|line| !line.is_empty());
    let events: Vec<String> = events.map(|line| format!("{{{line}}}")).collect();
    let events = events.join(",");
    let text = format!(r#"{{"version": 1, "world": "{world}", "events": [{events}]}}"#);
    Run::of(Trace::parse(&text).expect("it is a trace"), "")
}

fn sentences(world: &str, events: &str) -> Vec<String> {
    let run = run(world, events);
    run.steps.iter().map(|step| words::sentence(&run.names, step)).collect()
}

fn columns_of(python: &str, rust: &str) -> Vec<[Option<usize>; 2]> {
    columns(&run("asyncio", python), &run("tokio", rust))
}

fn together(count: usize) -> Vec<[Option<usize>; 2]> {
    (0..count).map(|step| [Some(step); 2]).collect()
}

fn drawn(run: &Run) -> String {
    let at: Vec<Option<&Step>> = run.steps.iter().map(Some).collect();
    svg(run, &at, "a title", "a description")
}

#[test]
fn timers_that_are_due_together_are_one_step_in_both_worlds() {
    let python = r#"
        "at": 1, "task": 1, "what": "timer-due", "due": 1
        "at": 1, "task": 2, "what": "timer-due", "due": 1
        "at": 1, "what": "turn", "ready": 0
        "at": 1, "task": 1, "what": "wake"
        "at": 1, "task": 2, "what": "wake""#;
    let rust = r#"
        "at": 1, "task": 1, "what": "timer-due", "due": 1
        "at": 1, "task": 1, "what": "wake"
        "at": 1, "task": 2, "what": "timer-due", "due": 1
        "at": 1, "task": 2, "what": "wake""#;
    assert_eq!(columns_of(python, rust), together(1));
    let told = "The timers of task 1 and task 2 are due. That wakes task 1 and task 2, which go to \
                the end of the ready queue in this order.";
    assert_eq!(sentences("asyncio", python), [told]);
    assert_eq!(sentences("tokio", rust), [told]);
}

#[test]
fn trio_and_curio_raise_a_cancellation_as_asyncio_does() {
    let told = |world, error| {
        let events = format!(
            r#"
        "at": 1, "task": 1, "what": "poll"
        "at": 1, "task": 1, "by": 1, "what": "cancelled"
        "at": 1, "task": 1, "by": 1, "what": "error", "text": "{error}""#
        );
        sentences(world, &events).join(" ")
    };
    let cancelled = "the cancellation reaches task 1: an exception is raised in it";
    for (world, error, scheduler) in [
        ("asyncio", "CancelledError", "The loop"),
        ("trio", "Cancelled", "Trio"),
        ("curio", "TaskCancelled", "The kernel"),
    ] {
        let told = told(world, error);
        let begins = format!("{scheduler} polls task 1");
        assert!(told.starts_with(&begins), "{told}");
        assert!(told.to_lowercase().contains(cancelled), "{told}");
        assert!(told.ends_with("Task 1 ends: it is cancelled."), "{told}");
    }
}

#[test]
fn a_later_timer_is_another_step() {
    let events = r#"
        "at": 1, "task": 1, "what": "timer-due", "due": 1
        "at": 1, "task": 1, "what": "wake"
        "at": 2, "task": 2, "what": "timer-due", "due": 2
        "at": 2, "task": 2, "what": "wake""#;
    assert_eq!(sentences("tokio", events).len(), 2);
}

#[test]
fn a_yield_corresponds_to_a_yield() {
    let python = r#"
        "task": 1, "what": "poll"
        "task": 1, "by": 1, "what": "wake"
        "task": 1, "by": 1, "what": "pending""#;
    let rust = r#"
        "task": 1, "what": "poll"
        "task": 1, "by": 1, "what": "keep", "with": "queue"
        "task": 1, "by": 1, "what": "pending""#;
    assert_eq!(columns_of(python, rust), together(2));
    let told = |world, events| sentences(world, events).pop().expect("a step");
    assert_eq!(
        told("asyncio", python),
        "Task 1 yields: it goes to the end of the ready queue, and its poll ends."
    );
    assert_eq!(
        told("tokio", rust),
        "Task 1 yields: the runtime keeps its waker, and its poll ends."
    );
    // asyncio's queue is one that a task waits for.
    assert_eq!(told("asyncio", rust), "Task 1 parks; the queue is to wake it.");
}

#[test]
fn a_line_corresponds_to_the_same_line_whoever_prints_it_and_not_at_another_time() {
    let python = r#""at": 1, "by": 1, "what": "print", "text": "docks""#;
    let rust = r#""at": 1, "by": 0, "what": "print", "text": "docks""#;
    assert_eq!(columns_of(python, rust), together(1));
    let late = rust.replace("\"at\": 1", "\"at\": 2");
    assert_eq!(columns_of(python, &late).len(), 2);
}

#[test]
fn a_task_that_is_woken_during_its_poll_is_ready_after_it() {
    let events = r#"
        "task": 0, "what": "poll"
        "task": 0, "by": 0, "what": "wake"
        "by": 0, "what": "print", "text": "on"
        "task": 0, "by": 0, "what": "pending"
        "task": 0, "what": "poll"
        "task": 0, "by": 0, "what": "pending""#;
    for world in ["tokio", "toy"] {
        let told = sentences(world, events);
        assert_eq!(told[3], "Main ends its poll; it is ready already.");
        assert_eq!(told[5], "Main parks.", "the next poll forgets it");
    }
}

#[test]
fn what_the_scheduler_holds_is_what_its_events_leave() {
    let run = run(
        "toy",
        r#"
        "at": 0, "task": 7, "what": "spawn"
        "at": 0, "task": 30, "what": "spawn"
        "at": 0, "task": 7, "what": "poll"
        "at": 0, "task": 7, "what": "timer-set", "due": 3
        "at": 0, "task": 7, "what": "pending"
        "at": 0, "task": 30, "what": "poll"
        "at": 0, "task": 30, "what": "timer-set", "due": 2
        "at": 0, "task": 30, "what": "socket-wait", "socket": 4, "direction": "write"
        "at": 0, "task": 30, "what": "keep", "with": "thread pool"
        "at": 0, "task": 30, "what": "pending"
        "at": 0, "task": 7, "by": 30, "what": "wake"
        "at": 0, "task": 30, "what": "drop""#,
    );
    let rows = |step: usize| words::rows(&run.names, &run.steps[step]).map(|(_, chips)| chips);
    assert_eq!(rows(1)[2], ["task 7", "task 30"], "first in, first out");
    let parked = rows(5);
    assert_eq!(parked[3], ["2.0 s: task 30", "3.0 s: task 7"]);
    assert_eq!(parked[4], ["4 to write: task 30"]);
    assert_eq!(parked[5], ["task 7", "task 30, on thread pool"]);
    let dropped = rows(run.steps.len() - 1);
    assert_eq!(dropped[2], ["task 7"]);
    assert_eq!(dropped[3], ["3.0 s: task 7"]);
    assert!(dropped[4].is_empty() && dropped[5].is_empty());
}

#[test]
fn each_kind_of_event_has_its_sentence() {
    let told = [
        (
            r#""task": 1, "by": 1, "what": "socket-wait", "socket": 2, "direction": "read"
            "task": 1, "by": 1, "what": "keep", "with": "socket"
            "task": 1, "by": 1, "what": "pending""#,
            "Task 1 waits to read from socket 2 and parks; the socket keeps its waker.",
        ),
        (
            r#""task": 1, "what": "socket-ready", "socket": 2, "direction": "write"
            "task": 1, "what": "wake""#,
            "The system calls socket 2 ready to be written to. \
             That wakes task 1, which goes to the end of the ready queue.",
        ),
        (
            r#""at": 0, "task": 1, "by": 1, "what": "timer-set", "due": 0.25
            "at": 0, "task": 1, "by": 1, "what": "pending""#,
            "Task 1 sets a timer due at 0.25 s and parks.",
        ),
        (
            r#""at": 1, "task": 1, "by": 1, "what": "timer-set", "due": 2.5
            "at": 1, "task": 1, "by": 1, "what": "pending""#,
            "Task 1 sets a timer due at 2.5 s and parks.",
        ),
        (
            r#""task": 3, "by": 5, "what": "cancel"
            "task": 3, "by": 5, "what": "wake""#,
            "Task 5 asks for the cancellation of task 3. \
             That wakes task 3, which goes to the end of the ready queue.",
        ),
        (
            r#""at": 0, "task": 3, "what": "drop"
            "at": 0, "task": 3, "what": "timer-dropped", "due": 2"#,
            "Task 3 is dropped before its end. The timer of task 3, due at 2.0 s, is given up.",
        ),
        (
            r#""at": 0, "what": "idle", "until": 2
            "at": 2, "what": "jump", "to": 2"#,
            "No task is ready: the loop sleeps, and the virtual clock jumps to 2.0 s.",
        ),
        (r#""what": "idle""#, "No task is ready: the loop sleeps until one is woken."),
        (
            r#""task": 1, "by": 1, "what": "error", "text": "ValueError: <b>""#,
            "Task 1 ends with an error: <samp>ValueError: &lt;b&gt;</samp>.",
        ),
        (
            r#""what": "print", "text": "a < b""#,
            r#"The program prints <samp class="out">a &lt; b</samp>."#,
        ),
    ];
    for (events, sentence) in told {
        assert_eq!(sentences("toy", events), [sentence]);
    }
}

#[test]
fn who_wakes_is_said_as_far_as_it_is_known() {
    let told = |world: &str, with: &str, by: &str| {
        let keep = format!(r#""task": 1, "by": 1, "what": "keep", "with": "{with}""#);
        let wake = format!(r#""task": 1, {by} "what": "wake""#);
        let pending = r#""task": 1, "by": 1, "what": "pending""#;
        let told = sentences(world, &format!("{keep}\n{pending}\n{wake}")).pop();
        let told = told.expect("a step");
        let (who, rest) = told.split_once(" wakes ").expect("it wakes");
        assert_eq!(rest, "task 1, which goes to the end of the ready queue.");
        who.to_owned()
    };
    assert_eq!(told("toy", "thread pool", ""), "The thread pool");
    assert_eq!(told("asyncio", "gather", ""), "The gather");
    assert_eq!(told("tokio", "mpsc", ""), "The mpsc channel");
    assert_eq!(told("tokio", "queue", ""), "The runtime");
    assert_eq!(told("asyncio", "timer", ""), "The loop");
    assert_eq!(told("toy", "thread pool", "\"by\": 4,"), "Task 4");
}

#[test]
fn a_cancellation_that_ends_a_task_is_no_error() {
    let events = r#""task": 1, "by": 1, "what": "error", "text": "CancelledError""#;
    assert_eq!(sentences("asyncio", events), ["Task 1 ends: it is cancelled."]);
}

#[test]
fn a_drawing_has_the_signs_that_its_legend_explains_and_no_other() {
    let calm = run("toy", r#""task": 1, "what": "poll""#);
    let wild = run(
        "toy",
        r#"
        "at": 0, "task": 1, "what": "spawn"
        "at": 0, "task": 9, "what": "spawn"
        "at": 0, "what": "turn", "ready": 2
        "at": 0, "task": 1, "what": "poll"
        "at": 0, "task": 1, "by": 1, "what": "timer-set", "due": 2
        "at": 0, "task": 1, "what": "pending"
        "at": 0, "task": 9, "what": "poll"
        "at": 0, "task": 1, "by": 9, "what": "cancel"
        "at": 0, "by": 9, "what": "print", "text": "off"
        "at": 0, "task": 9, "by": 9, "what": "ready"
        "at": 0, "task": 1, "what": "drop"
        "at": 2, "what": "jump", "to": 2"#,
    );
    for sign in ["tick", "jump", "cross", "end", "arrow", "ask", "parked", "ready", "dot"] {
        let (start, own) = (format!("\"{sign}\""), format!(" {sign}\""));
        let has = |html: &str| html.contains(&start) || html.contains(&own);
        let legend = |run: &Run| super::legend(&drawn(run));
        assert!(has(&drawn(&wild)) && has(&legend(&wild)), "{sign}");
        assert!(!has(&drawn(&calm)), "{sign}");
        assert!(sign == "dot" || !has(&legend(&calm)), "{sign}");
    }
    assert!(drawn(&wild).contains("until 2.0 s</text>"));
}

#[test]
fn a_drawing_ends_with_its_last_step() {
    let run = run("toy", "\"task\": 1, \"what\": \"poll\"");
    let grid = |before: usize, after: usize| {
        let nothing = |count| std::iter::repeat_n(None, count);
        let at: Vec<_> =
            nothing(before).chain([Some(&run.steps[0])]).chain(nothing(after)).collect();
        let drawn = svg(&run, &at, "a title", "a description");
        let size = drawn.split_once("<svg role=").and_then(|(_, rest)| rest.split_once(" viewBox"));
        (size.expect("its size").0.to_owned(), drawn.matches("task 1</text>").count())
    };
    let (short, rows) = grid(0, 0);
    assert_eq!((grid(0, 60), rows), ((short, 1), 1), "no empty row, no empty columns");
    assert_eq!(grid(40, 0).1, 2, "a row for what the other run does first");
}

#[test]
fn a_row_that_a_jump_opens_says_one_time_there() {
    for before in 0..70 {
        let events = format!(
            r#""at": 0, "what": "turn", "ready": 1{}
            "at": 1, "what": "jump", "to": 1
            "at": 1, "what": "turn", "ready": 1"#,
            "\n\"at\": 0, \"task\": 1, \"what\": \"poll\"".repeat(before)
        );
        let drawing = drawn(&run("toy", &events));
        let times = drawing.split(r#"<text class="time""#).skip(1);
        let place = |text: &str, name: &str| {
            let (_, rest) = text.split_once(&format!("{name}=\""))?;
            rest.split('"').next()?.parse::<i32>().ok()
        };
        let places: Vec<_> = times.map(|text| (place(text, " y"), place(text, " x"))).collect();
        for pair in places.windows(2) {
            let ((above, left), (below, right)) = (pair[0], pair[1]);
            assert!(above != below || right >= left.map(|x| x + 28), "{before}: {places:?}");
        }
    }
}
