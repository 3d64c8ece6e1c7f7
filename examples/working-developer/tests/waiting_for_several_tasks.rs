//! What the page Waiting for several tasks says of `JoinSet`,
//! `select_all` and `select!`.

use std::future::{pending, ready};
use std::panic::{self, AssertUnwindSafe};
use std::pin::pin;
use std::time::Duration;

use crate::common::{Leaves, Log, one_thread};
use futures::FutureExt;
use futures::future::select_all;
use tokio::select;
use tokio::task::{self, JoinSet};
use tokio::time::{Instant, sleep, timeout_at};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn join_next_yields_each_task_when_it_ends() {
    one_thread().block_on(async {
        let start = Instant::now();
        let mut reporters = JoinSet::new();
        for seconds in [3, 1, 2] {
            reporters.spawn(async move {
                sleep(SECOND * seconds).await;
                seconds
            });
        }
        let mut seen = Vec::new();
        while let Some(ended) = reporters.join_next().await {
            let seconds = ended.expect("no reporter panics");
            assert_eq!(start.elapsed(), SECOND * seconds);
            seen.push(seconds);
        }
        assert_eq!(seen, [1, 2, 3]);
    });
}

#[test]
fn failed_task_does_not_end_the_loop_over_a_set() {
    one_thread().block_on(async {
        let mut reporters = JoinSet::new();
        reporters.spawn(async { Err("no line") });
        reporters.spawn(async {
            sleep(SECOND).await;
            Ok("flood")
        });
        let mut seen = Vec::new();
        while let Some(ended) = reporters.join_next().await {
            seen.push(ended.expect("no reporter panics"));
        }
        assert_eq!(seen, [Err("no line"), Ok("flood")]);
    });
}

#[test]
fn join_all_of_a_set_passes_on_a_panic() {
    one_thread().block_on(async {
        let log = Log::default();
        let kit = Leaves(log.clone(), "called off");
        let mut reporters = JoinSet::new();
        reporters.spawn(async { panic!("lost") });
        reporters.spawn(async move {
            let _kit = kit;
            pending().await
        });
        let all = AssertUnwindSafe(reporters.join_all());
        let all: Result<Vec<()>, _> = all.catch_unwind().await;
        let cause = all.expect_err("one task panics");
        assert_eq!(cause.downcast_ref(), Some(&"lost"));
        task::yield_now().await;
        assert_eq!(log.lines(), ["called off"]);
    });
}

#[test]
fn join_all_of_a_set_panics_for_an_aborted_task() {
    one_thread().block_on(async {
        let mut reporters: JoinSet<()> = JoinSet::new();
        let ada = reporters.spawn(pending());
        task::yield_now().await;
        ada.abort();
        let all = AssertUnwindSafe(reporters.join_all());
        all.catch_unwind().await.expect_err("one was aborted");
    });
}

#[test]
fn join_next_with_id_says_which_task_has_ended() {
    one_thread().block_on(async {
        let mut reporters = JoinSet::new();
        let ada = reporters.spawn(sleep(SECOND * 2));
        let ben = reporters.spawn(async { panic!("lost") });
        let ended = reporters.join_next_with_id().await;
        let error = ended.expect("two tasks").expect_err("Ben panics");
        assert_eq!(error.id(), ben.id());
        let ended = reporters.join_next_with_id().await;
        let (id, ()) = ended.expect("one task").expect("Ada is well");
        assert_eq!(id, ada.id());
    });
}

#[test]
fn join_next_yields_an_aborted_task_as_an_error() {
    one_thread().block_on(async {
        let mut reporters: JoinSet<()> = JoinSet::new();
        let ada = reporters.spawn(pending());
        task::yield_now().await;
        ada.abort();
        let ended = reporters.join_next().await;
        let error = ended.expect("one task").expect_err("aborted");
        assert!(error.is_cancelled());
    });
}

#[test]
fn join_next_yields_a_panic_as_an_error() {
    one_thread().block_on(async {
        let mut reporters = JoinSet::new();
        reporters.spawn(async { panic!("lost") });
        let ended: Option<Result<(), _>> = reporters.join_next().await;
        let error = ended.expect("one task").expect_err("it panics");
        assert!(error.is_panic());
    });
}

#[test]
fn tasks_that_lose_select_all_go_on() {
    one_thread().block_on(async {
        let log = Log::default();
        let agencies = [(2, "North"), (1, "South")].map(|(s, name)| {
            let log = log.clone();
            task::spawn(async move {
                sleep(SECOND * s).await;
                log.add(name);
            })
        });
        let (_, index, rest) = select_all(agencies).await;
        assert_eq!((index, rest.len()), (1, 1));
        drop(rest);
        sleep(SECOND * 2).await;
        assert_eq!(log.lines(), ["South", "North"]);
    });
}

#[test]
fn futures_that_lose_select_are_dropped() {
    one_thread().block_on(async {
        let log = Log::default();
        let kit = Leaves(log.clone(), "North is dropped");
        let north = async move {
            let _kit = kit;
            pending::<()>().await;
        };
        select! {
            () = north => (),
            () = sleep(SECOND) => (),
        }
        log.add("the next line");
        assert_eq!(log.lines(), ["North is dropped", "the next line"]);
    });
}

#[test]
fn loser_that_select_borrows_is_awaited_again() {
    one_thread().block_on(async {
        let start = Instant::now();
        let mut north = pin!(sleep(SECOND * 2));
        select! {
            () = &mut north => (),
            () = sleep(SECOND) => (),
        }
        assert_eq!(start.elapsed(), SECOND);
        north.await;
        assert_eq!(start.elapsed(), SECOND * 2);
    });
}

#[test]
fn select_all_names_one_winner_of_two() {
    one_thread().block_on(async {
        let agencies =
            ["North", "South"].map(|n| task::spawn(ready(n)));
        task::yield_now().await;
        let (first, _, rest) = select_all(agencies).await;
        assert_eq!(first.expect("no panic"), "North");
        assert_eq!(rest.len(), 1);
        assert!(rest[0].is_finished());
    });
}

#[test]
fn select_all_counts_a_failure_as_the_first() {
    one_thread().block_on(async {
        let north = task::spawn(async { Err("no line") });
        let south = task::spawn(pending());
        let (first, index, rest) = select_all([south, north]).await;
        let own: Result<(), _> = first.expect("no panic");
        assert_eq!((own, index), (Err("no line"), 1));
        assert_eq!(rest.len(), 1);
    });
}

#[test]
fn biased_select_takes_the_first_ready_branch() {
    one_thread().block_on(async {
        for _ in 0..100 {
            let first = select! {
                biased;
                name = ready("North") => name,
                name = ready("South") => name,
            };
            assert_eq!(first, "North");
        }
    });
}

#[test]
fn select_chooses_among_ready_branches_at_random() {
    one_thread().block_on(async {
        let mut south = 0;
        for _ in 0..1000 {
            select! {
                () = ready(()) => (),
                () = ready(()) => south += 1,
            }
        }
        assert!((1..1000).contains(&south), "{south}");
    });
}

#[test]
fn shutdown_aborts_all_and_waits_for_them() {
    one_thread().block_on(async {
        let log = Log::default();
        let kit = Leaves(log.clone(), "Cleo is dropped");
        let mut reporters = JoinSet::new();
        reporters.spawn(async move {
            let _kit = kit;
            pending::<()>().await;
        });
        task::yield_now().await;
        reporters.shutdown().await;
        log.add("editor");
        assert_eq!(log.lines(), ["Cleo is dropped", "editor"]);
        assert!(reporters.is_empty());
    });
}

#[test]
fn shutdown_does_not_stop_a_thread_that_has_begun() {
    let (begin, has_begun) = std::sync::mpsc::channel();
    let (release, released) = std::sync::mpsc::channel();
    one_thread().block_on(async {
        let mut reporters = JoinSet::new();
        reporters.spawn_blocking(move || {
            begin.send(()).expect("the test listens");
            released.recv().expect("the test releases it");
        });
        has_begun.recv().expect("the thread begins");
        let mut stopping = pin!(reporters.shutdown());
        assert!(stopping.as_mut().now_or_never().is_none());
        release.send(()).expect("the thread waits for it");
        stopping.await;
    });
}

#[test]
fn set_that_is_borrowed_survives_a_timeout() {
    one_thread().block_on(async {
        let mut reporters = JoinSet::new();
        reporters.spawn(sleep(SECOND * 4));
        let deadline = Instant::now() + SECOND;
        let next = reporters.join_next();
        assert!(timeout_at(deadline, next).await.is_err());
        assert_eq!(reporters.len(), 1);
        let ended = reporters.join_next().await.expect("one task");
        ended.expect("it was not aborted");
    });
}

#[test]
fn deadline_bounds_the_whole_loop_and_a_timeout_each_turn() {
    one_thread().block_on(async {
        for (each, expected) in [(false, 3), (true, 4)] {
            let mut reporters: JoinSet<()> = [1, 2, 4]
                .map(|s| sleep(SECOND * s))
                .into_iter()
                .collect();
            let start = Instant::now();
            let mut deadline = start + SECOND * 3;
            while let Ok(Some(_)) =
                timeout_at(deadline, reporters.join_next()).await
            {
                if each {
                    deadline = Instant::now() + SECOND * 3;
                }
            }
            assert_eq!(start.elapsed(), SECOND * expected);
        }
    });
}

#[test]
fn dropped_set_aborts_its_tasks() {
    one_thread().block_on(async {
        let log = Log::default();
        let kit = Leaves(log.clone(), "called off");
        let mut reporters = JoinSet::new();
        reporters.spawn(async move {
            let _kit = kit;
            pending::<()>().await;
        });
        let editor = task::spawn(async move {
            reporters.join_next().await;
        });
        task::yield_now().await;
        editor.abort();
        editor.await.expect_err("aborted");
        task::yield_now().await;
        assert_eq!(log.lines(), ["called off"]);
    });
}

#[test]
fn empty_choices_do_not_wait() {
    one_thread().block_on(async {
        let mut nobody: JoinSet<()> = JoinSet::new();
        assert!(nobody.join_next().await.is_none());
    });
    let no_futures: [std::future::Ready<()>; 0] = [];
    panic::catch_unwind(|| select_all(no_futures))
        .expect_err("select_all wants one at least");
}
