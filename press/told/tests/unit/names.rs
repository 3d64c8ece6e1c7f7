use crate::trace::{Event, VERSION, World};

use super::*;

/// What tasks are called whose spawns stand on these lines of a program, and who print these lines.
fn names(text: &str, spawns: &[(u32, Option<&str>)], prints: &[(u32, &str)]) -> Vec<String> {
    let event = |task, by, line, what| Event { at: None, task, by, line, what };
    let spawned = spawns.iter().zip(1..).map(|(&(line, name), task)| {
        let what = What::Spawn { name: name.map(str::to_owned) };
        event(Some(task), Some(0), Some(line), what)
    });
    let printed = prints
        .iter()
        .map(|&(by, line)| event(None, Some(by), None, What::Print { text: line.to_owned() }));
    let events = spawned.chain(printed).collect();
    let names = Names::of(&Trace { version: VERSION, world: World::Asyncio, events }, text);
    (1..).take(spawns.len()).map(|task| names.task(task)).collect()
}

const GULL: &str = "gull = asyncio.create_task(cross(\"Gull\", 2))";

#[test]
fn a_task_is_called_as_the_lines_that_it_prints() {
    let docks = [(1, "0.0 s  night desk: opens"), (1, "2.0 s  night desk: closes")];
    assert_eq!(names("", &[(1, Some("desk"))], &docks), ["task 1 · night desk"]);
    assert_eq!(names(GULL, &[(1, Some("cross"))], &docks), ["task 1 · night desk"]);
}

#[test]
fn one_line_names_a_task_if_the_program_knows_the_word() {
    let line = [(1, "printed: letter")];
    let spawns = [(1, Some("print_page"))];
    assert_eq!(names("say(f\"printed: {page}\")", &spawns, &line), ["task 1 · print_page"]);
    let line = [(1, "night desk: goes home")];
    assert_eq!(names("async def night_desk():", &spawns, &line), ["task 1 · night desk"]);
    assert_eq!(names("let Night_Desk;", &spawns, &line), ["task 1 · night desk"]);
    assert_eq!(names("develop(\"night\")", &spawns, &line), ["task 1 · night desk"]);
    let line = [(1, "Ada: goes home")];
    assert_eq!(names("NAMES = [\"Ada\"]", &spawns, &line), ["task 1 · Ada"]);
}

#[test]
fn lines_that_begin_otherwise_name_nobody() {
    let lines = [(1, "attempt 1: no"), (1, "attempt 2: yes")];
    assert_eq!(names("", &[(1, Some("poll"))], &lines), ["task 1 · poll"]);
    let lines = [(1, "received: letter"), (1, "the printer stops")];
    assert_eq!(names("received", &[(1, Some("poll"))], &lines), ["task 1 · poll"]);
}

#[test]
fn a_task_that_prints_nothing_is_called_as_what_its_spawn_hands_over() {
    assert_eq!(names(GULL, &[(1, Some("cross"))], &[]), ["task 1 · Gull"]);
    assert_eq!(
        names("task = await curio.spawn(measure, \"valley\", 2)", &[(1, None)], &[]),
        ["task 1 · valley"]
    );
    let rust = "let near = spawn(copy(\"near\", 1, Err(\"disk full\")));";
    assert_eq!(names(rust, &[(1, None)], &[]), ["task 1 · near"]);
}

#[test]
fn tasks_of_one_statement_have_their_texts_in_order() {
    let gather =
        "await asyncio.gather(\n    copy(\"near\", 1, \"disk full\"),\n    copy(\"far\", 3),\n)";
    let two = [(1, Some("copy")), (1, Some("copy"))];
    assert_eq!(names(gather, &two, &[]), ["task 1 · near", "task 2 · far"]);
    let chain = "let all = [(\"North\", 2), (\"South\", 1)]\n    .map(|(name, it)| spawn(agency(name, it)));";
    assert_eq!(names(chain, &[(2, None), (2, None)], &[]), ["task 1 · North", "task 2 · South"]);
    // One text for two tasks is the name of neither.
    let each = "spawn(ferry(\"Gull\"));";
    assert_eq!(names(each, &[(1, None), (1, None)], &[]), ["task 1 · ferry", "task 2 · ferry"]);
}

#[test]
fn calls_name_the_tasks_of_their_coroutine_if_there_are_as_many() {
    let calls = "calls = [report(\"Ada\", 3), report(\"Ben\", 1)]\ntasks = [create_task(call) for call in calls]";
    let spawns = [(2, Some("report")), (2, Some("report"))];
    assert_eq!(names(calls, &spawns, &[]), ["task 1 · Ada", "task 2 · Ben"]);
    assert_eq!(names(calls, &spawns[..1], &[]), ["task 1 · report"]);
}

#[test]
fn what_a_block_prints_is_no_name() {
    let block = "let write = tokio::spawn(async {\n    say!(\"begins\");\n});";
    assert_eq!(names(block, &[(1, None)], &[]), ["task 1"]);
}

#[test]
fn a_line_that_is_printed_is_no_name() {
    let text = "create_task(tell(\"high tide\"))";
    let spawns = [(1, Some("tell"))];
    assert_eq!(names(text, &spawns, &[(1, "0.0 s  high tide")]), ["task 1 · tell"]);
}

#[test]
fn tasks_that_print_alike_are_not_called_alike() {
    let text = "spawn(ferry(\"Gull\"));\nspawn(ferry(\"Tern\"));";
    let lines = [(1, "dome: a"), (1, "dome: b"), (2, "dome: c"), (2, "dome: d")];
    assert_eq!(names(text, &[(1, None), (2, None)], &lines), ["task 1 · Gull", "task 2 · Tern"]);
}

#[test]
fn a_coroutine_is_said_besides_a_name_and_never_twice() {
    let spawn = |name: &str, text: &str| {
        let what = What::Spawn { name: Some(name.to_owned()) };
        let event = Event { at: None, task: Some(1), by: Some(0), line: Some(1), what };
        let trace = Trace { version: VERSION, world: World::Asyncio, events: vec![event] };
        Names::of(&trace, text).coroutine(1).map(str::to_owned)
    };
    assert_eq!(spawn("cross", GULL), Some("cross".to_owned()));
    assert_eq!(spawn("cross", ""), None);
}

#[test]
fn main_is_main_and_its_lane_says_who_it_is() {
    let print = |text: &str| Event {
        at: None,
        task: None,
        by: Some(0),
        line: None,
        what: What::Print { text: text.to_owned() },
    };
    let events = vec![print("editor: waits"), print("editor: goes")];
    let names = Names::of(&Trace { version: VERSION, world: World::Tokio, events }, "");
    assert_eq!((names.task(0), names.story(0)), ("main".to_owned(), Some("editor")));
}

#[test]
fn what_keeps_a_waker_is_called_by_name_if_it_is_a_task() {
    let event = |by, text: &str| Event {
        at: None,
        task: None,
        by,
        line: None,
        what: What::Print { text: text.to_owned() },
    };
    let events = vec![event(Some(2), "Tern: a"), event(Some(2), "Tern: b")];
    let names = Names::of(&Trace { version: VERSION, world: World::Toy, events }, "");
    assert_eq!(names.keeper("task 2"), "task 2 · Tern");
    assert_eq!(names.keeper("thread pool"), "thread pool");
}

#[test]
fn brackets_and_quotes_within_texts_open_nothing() {
    let text = "create_task(cross(\"a\\\"(\", 2)); spawn(cross(\"Gull\"))\nspawn(cross(\"Tern\"))";
    assert_eq!(names(text, &[(2, None)], &[]), ["task 1 · Tern"]);
}
