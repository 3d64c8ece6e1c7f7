//! The road through the loop: our own stages stand on it, and a loop is told what it lacks. That the stages
//! pass their suites, the tests of the crate `toy` prove; here it is enough that the road leads there.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use press::road::{EMPTY, Standing, Step, look, steps};
use proof::Stop;

static STEPS: LazyLock<Vec<Step>> = LazyLock::new(|| {
    let press = Path::new(env!("CARGO_MANIFEST_DIR"));
    steps(press.parent().expect("the workspace")).expect("the stages")
});

/// How far a loop of this text comes, from that stage on.
fn standing(loop_: &str, from: &str) -> Standing {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mod.rs");
    fs::write(&file, loop_).expect("the loop");
    look(&STEPS, place(from), &file, |_| {}, &Stop::default()).expect("it is looked at")
}

fn place(stage: &str) -> usize {
    STEPS.iter().position(|step| step.name == stage).expect("a stage")
}

#[track_caller]
fn assert_wants(standing: &Standing, stages: usize, words: &[&str]) {
    let says = &standing.next.as_ref().expect("a want").says;
    assert_eq!(standing.stages, stages, "{says}");
    words.iter().for_each(|words| assert!(says.contains(words), "{words}: {says}"));
}

#[test]
fn the_road_has_the_stages_in_the_order_of_the_ladder() {
    let names: Vec<_> = STEPS.iter().map(|step| &*step.name).collect();
    let expected = [
        "tasks",
        "timers",
        "clock",
        "reactor",
        "pool",
        "abort",
        "readiness",
        "slots",
        "mailbox",
        "edge",
        "wheel",
        "scope",
        "nursery",
    ];
    assert_eq!(names, expected);
}

#[test]
fn an_empty_loop_is_told_what_the_first_stage_is_and_needs() {
    let wants = ["The stage `tasks` is next", "`Executor`", "`spawn`", "`yield_now`"];
    assert_wants(&standing(EMPTY, "tasks"), 0, &wants);
}

#[test]
fn a_loop_that_does_not_compile_is_told_so() {
    assert_wants(&standing("pub fn spawn() -> u8 {}", "timers"), 1, &["does not compile"]);
}

#[test]
fn our_first_stage_stands_and_the_next_is_wanted() {
    let ours = "pub use toy::stages::tasks::*;";
    assert_wants(&standing(ours, "tasks"), 1, &["The stage `timers` is next", "`sleep`"]);
}

#[test]
fn a_loop_that_skips_a_stage_is_told_what_it_lacks() {
    let skips = "pub use toy::stages::clock::{Executor, JoinError, JoinHandle, spawn, yield_now};";
    assert_wants(
        &standing(skips, "timers"),
        1,
        &["The stage `timers` is next", "`sleep`, `timeout`"],
    );
}

#[test]
fn a_test_that_fails_is_told_as_a_sentence() {
    let broken = "pub use toy::stages::tasks::{Executor, JoinError, JoinHandle, spawn};
        pub async fn yield_now() {
            toy::stages::tasks::yield_now().await;
            toy::stages::tasks::yield_now().await;
        }";
    let standing = standing(broken, "tasks");
    assert_wants(
        &standing,
        0,
        &["its test wants: Wakes from other threads before the next poll are one."],
    );
    assert!(standing.next.expect("a want").printed.contains("assertion"));
}
