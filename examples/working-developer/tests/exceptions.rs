//! What the page Exceptions in tasks says of errors and panics of tasks.

use std::future::{pending, ready};
use std::panic;
use std::time::Duration;

use crate::common::{Leaves, Log, one_thread};
use futures::FutureExt;
use futures::future::{join_all, try_join, try_join_all};
use tokio::runtime::Builder;
use tokio::sync::oneshot::{self, error::TryRecvError};
use tokio::task::{self, JoinHandle, coop};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn handle_says_whether_its_task_has_ended() {
    one_thread().block_on(async {
        let mut ada = task::spawn(async { "flood" });
        assert!(!ada.is_finished());
        assert!((&mut ada).now_or_never().is_none());
        task::yield_now().await;
        assert!(ada.is_finished());
        let story = ada.now_or_never().expect("it has ended");
        assert_eq!(story.expect("no panic"), "flood");
    });
}

#[test]
fn handle_of_an_ended_task_gives_none_when_the_budget_is_spent() {
    one_thread().block_on(async {
        let mut ada = task::spawn(async { "flood" });
        task::yield_now().await;
        for _ in 0..128 {
            coop::consume_budget().await;
        }
        assert!(ada.is_finished());
        assert!((&mut ada).now_or_never().is_none());
        task::yield_now().await;
        assert!(ada.now_or_never().is_some());
    });
}

#[test]
fn receiver_knows_empty_filled_and_closed() {
    let (sender, mut receiver) = oneshot::channel();
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    sender.send("flood").expect("the receiver lives");
    assert_eq!(receiver.try_recv(), Ok("flood"));
    let (sender, mut receiver) = oneshot::channel::<()>();
    drop(sender);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn handle_is_finished_whichever_way_its_task_ended() {
    one_thread().block_on(async {
        let ended = [
            task::spawn(async {}),
            task::spawn(async { panic!("lost") }),
            task::spawn(pending()),
        ];
        ended[2].abort();
        task::yield_now().await;
        assert!(ended.iter().all(JoinHandle::is_finished));
        let [filed, panicked, aborted] = ended;
        filed.await.expect("it returns");
        assert!(panicked.await.expect_err("it panics").is_panic());
        assert!(aborted.await.expect_err("aborted").is_cancelled());
    });
}

#[test]
fn own_error_lies_inside_the_result_of_the_handle() {
    one_thread().block_on(async {
        let ben = task::spawn(async { Err::<(), _>("no story") });
        let own = ben.await.expect("the task itself is well");
        assert_eq!(own, Err("no story"));
    });
}

#[test]
fn panic_of_a_task_leaves_the_others_alone() {
    one_thread().block_on(async {
        let ben = task::spawn(async { panic!("lost") });
        let ada = task::spawn(async { "flood" });
        assert_eq!(ada.await.expect("no panic"), "flood");
        let _: task::JoinError =
            ben.await.map(|(): ()| ()).expect_err("it panics");
    });
}

#[test]
fn panic_of_a_task_leaves_the_loop_of_several_threads_alone() {
    let threads = Builder::new_multi_thread().worker_threads(2).build();
    threads.expect("one more loop").block_on(async {
        let (sender, receiver) = oneshot::channel();
        let ada = task::spawn(receiver);
        let ben = task::spawn(async { panic!("lost") });
        let error: Result<(), _> = ben.await;
        assert!(error.expect_err("it panics").is_panic());
        sender.send("flood").expect("Ada still waits");
        assert_eq!(ada.await.expect("no panic"), Ok("flood"));
    });
}

#[test]
fn panic_hook_is_called_when_a_task_panics() {
    let log = Log::default();
    let (heard, before) = (log.clone(), panic::take_hook());
    panic::set_hook(Box::new(move |info| {
        match info.payload().downcast_ref() {
            Some(&"the camera fell") => heard.add("the hook"),
            _ => before(info),
        }
    }));
    one_thread().block_on(async {
        let ben = task::spawn(async { panic!("the camera fell") });
        task::yield_now().await;
        log.add("the next line");
        drop::<JoinHandle<()>>(ben);
    });
    assert_eq!(log.lines(), ["the hook", "the next line"]);
}

#[test]
fn error_of_a_dropped_handle_is_lost() {
    one_thread().block_on(async {
        let log = Log::default();
        let report = Leaves(log.clone(), "the error is dropped");
        let ben = task::spawn(async move { Err::<(), _>(report) });
        task::yield_now().await;
        log.add("Ben has ended");
        drop(ben);
        log.add("the next line");
        assert_eq!(
            log.lines(),
            ["Ben has ended", "the error is dropped", "the next line"]
        );
    });
}

#[test]
fn siblings_of_a_failed_try_join_are_dropped() {
    one_thread().block_on(async {
        let log = Log::default();
        let kit = Leaves(log.clone(), "Cleo is dropped");
        let cleo = async move {
            let _kit = kit;
            pending::<Result<(), &str>>().await
        };
        let ada = ready(Err::<(), _>("no story"));
        let stories = try_join(cleo, ada).await;
        log.add("the next line");
        assert_eq!(stories, Err("no story"));
        assert_eq!(log.lines(), ["Cleo is dropped", "the next line"]);
    });
}

#[test]
fn try_join_over_handles_does_not_stop_at_an_error_inside() {
    one_thread().block_on(async {
        let ada = task::spawn(async { Err("no story") });
        let cleo = task::spawn(async {
            sleep(SECOND).await;
            Ok("flood")
        });
        let both = try_join_all([ada, cleo]).await;
        let both = both.expect("neither task panics");
        assert_eq!(both, [Err("no story"), Ok("flood")]);
    });
}

#[test]
fn try_join_all_of_more_than_30_looks_at_the_errors_in_order() {
    one_thread().block_on(async {
        for (count, seconds) in [(30, 0), (31, 1)] {
            let began = Instant::now();
            let all = try_join_all((0..count).map(async |number| {
                if number > 0 {
                    return Err("no story");
                }
                sleep(SECOND).await;
                Ok("flood")
            }));
            assert_eq!(all.await, Err("no story"));
            assert_eq!(began.elapsed(), SECOND * seconds);
        }
    });
}

#[test]
fn join_all_keeps_every_outcome_in_the_order_given() {
    one_thread().block_on(async {
        let outcomes = join_all([(2, Err("Ada")), (1, Ok("Ben"))].map(
            async |(seconds, outcome)| {
                sleep(SECOND * seconds).await;
                outcome
            },
        ));
        assert_eq!(outcomes.await, [Err("Ada"), Ok("Ben")]);
    });
}
