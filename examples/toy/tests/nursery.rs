//! Nurseries, and the finished loop.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::future::{pending, ready};
use std::panic::AssertUnwindSafe;

use super::common::{Log, OnDrop, SECOND, value};
use super::run;
use super::scope::{Fault, nap};
use super::stage::scope::{
    CancelScope, Nursery, checkpoint, move_on_after, open_nursery,
};
use super::stage::{Executor, now, sleep, spawn, yield_now};
use futures::FutureExt;

/// A child that fails after so many seconds.
async fn fails(fault: &'static str, seconds: u32) -> Result<(), Fault> {
    nap(seconds).await?;
    Err(Fault::Broken(fault))
}

/// A child that adds to `log` how its long nap ends.
async fn naps(log: Log) -> Result<(), Fault> {
    let slept = nap(9).await;
    log.add(if slept.is_ok() { "slept" } else { "cancelled" });
    Ok(slept?)
}

/// The words that a nursery, or what else it is, panics with.
async fn panic_of<T>(future: impl Future<Output = T>) -> &'static str {
    let caught = AssertUnwindSafe(future).catch_unwind().await;
    let payload = caught.err().expect("it panics");
    payload.downcast_ref::<&str>().expect("with words")
}

#[test]
fn a_nursery_waits_for_its_children_and_gives_the_value_of_its_body() {
    run(async {
        let opened = open_nursery(async |nursery| {
            nursery.start_soon(async { Ok(nap(3).await?) });
            nursery.start_soon(async { Ok(nap(5).await?) });
            Ok::<_, Fault>("body")
        });
        assert_eq!(opened.await, Ok(Some("body")));
        assert_eq!(now(), 5 * SECOND);
    });
}

#[test]
fn a_nursery_without_children_ends_with_its_body() {
    let opened = run(open_nursery(async |_| Ok::<_, Fault>(7)));
    assert_eq!(opened, Ok(Some(7)));
}

#[test]
fn a_child_can_start_others_also_after_the_body_has_ended() {
    run(async {
        let opened = open_nursery(async |nursery: Nursery<Fault>| {
            let inner = nursery.clone();
            nursery.start_soon(async move {
                nap(2).await?;
                inner.start_soon(async { Ok(nap(2).await?) });
                Ok(())
            });
            Ok(())
        });
        assert_eq!(opened.await, Ok(Some(())));
        assert_eq!(now(), 4 * SECOND);
    });
}

#[test]
fn a_failing_child_cancels_its_siblings_and_the_body() {
    run(async {
        let log = Log::new();
        let (sibling, body) = (log.clone(), log.clone());
        let opened = open_nursery(async move |nursery| {
            nursery.start_soon(naps(sibling));
            nursery.start_soon(fails("oar", 1));
            naps(body).await
        });
        assert_eq!(opened.await, Err(vec![Fault::Broken("oar")]));
        assert_eq!(log.take(), ["cancelled", "cancelled"]);
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_failing_body_cancels_the_children_and_waits_for_them() {
    run(async {
        let log = Log::new();
        let child = log.clone();
        let opened = open_nursery(async move |nursery| {
            nursery.start_soon(async move {
                naps(child.clone()).await.unwrap_err();
                sleep(2 * SECOND).await;
                child.add("cleaned up");
                Ok(())
            });
            yield_now().await;
            Err::<(), _>(Fault::Broken("sail"))
        });
        assert_eq!(opened.await, Err(vec![Fault::Broken("sail")]));
        assert_eq!(log.take(), ["cancelled", "cleaned up"]);
        assert_eq!(now(), 2 * SECOND);
    });
}

#[test]
fn errors_of_two_children_come_in_the_order_of_failing() {
    run(async {
        let opened = open_nursery(async |nursery| {
            nursery.start_soon(async {
                nap(9).await.unwrap_err();
                Err(Fault::Broken("second"))
            });
            nursery.start_soon(fails("first", 1));
            Ok(())
        });
        let errors = ["first", "second"].map(Fault::Broken);
        assert_eq!(opened.await, Err(Vec::from(errors)));
    });
}

#[test]
fn the_error_of_a_child_and_that_of_the_body_are_together() {
    run(async {
        let opened = open_nursery(async |nursery| {
            nursery.start_soon(fails("child", 1));
            nap(9).await.unwrap_err();
            Err::<(), _>(Fault::Broken("body"))
        });
        let errors = ["child", "body"].map(Fault::Broken);
        assert_eq!(opened.await, Err(Vec::from(errors)));
    });
}

#[test]
fn a_nursery_that_is_cancelled_by_its_body_catches_that_itself() {
    run(async {
        let log = Log::new();
        let child = log.clone();
        let opened = open_nursery(async move |nursery| {
            nursery.start_soon(naps(child));
            yield_now().await;
            nursery.cancel();
            nap(1).await?;
            Ok::<(), Fault>(())
        });
        assert_eq!(opened.await, Ok(None));
        assert_eq!(log.take(), ["cancelled"]);
    });
}

#[test]
fn a_body_that_has_its_value_keeps_it_when_it_cancels_the_children() {
    run(async {
        let opened = open_nursery(async |nursery| {
            nursery.start_soon(async { Ok(nap(9).await?) });
            nursery.cancel();
            Ok::<_, Fault>("value")
        });
        assert_eq!(opened.await, Ok(Some("value")));
    });
}

#[test]
fn a_cancelled_child_that_never_started_runs_to_its_first_checkpoint() {
    run(async {
        let log = Log::new();
        let child = log.clone();
        let opened = open_nursery(async move |nursery| {
            nursery.start_soon(async move {
                child.add("begun");
                nap(1).await?;
                child.add("not reached");
                Ok(())
            });
            nursery.cancel();
            Ok::<(), Fault>(())
        });
        assert_eq!(opened.await, Ok(Some(())));
        assert_eq!(log.take(), ["begun"]);
    });
}

#[test]
fn a_nursery_that_is_cancelled_from_outside_says_so_once() {
    run(async {
        let scope = CancelScope::new();
        let outer = scope.clone();
        let body = async {
            let opened = open_nursery(async |nursery| {
                for _ in 0..3 {
                    nursery.start_soon(async { Ok(nap(9).await?) });
                }
                yield_now().await;
                outer.cancel();
                nap(9).await?;
                Ok::<(), Fault>(())
            });
            let opened = opened.await;
            assert_eq!(opened, Err(vec![Fault::Cancelled]));
            opened
        };
        assert_eq!(scope.enter(body).await, Ok(None));
    });
}

#[test]
fn an_outer_deadline_reaches_children_while_the_nursery_waits() {
    run(async {
        let log = Log::new();
        let child = log.clone();
        let limited = move_on_after(2 * SECOND, async move {
            open_nursery(async move |nursery| {
                nursery.start_soon(naps(child));
                Ok::<(), Fault>(())
            })
            .await
        });
        assert_eq!(limited.await, Ok(None));
        assert_eq!(log.take(), ["cancelled"]);
        assert_eq!(now(), 2 * SECOND);
    });
}

#[test]
fn a_failure_comes_through_a_nursery_that_is_cancelled_from_outside() {
    run(async {
        let limited = move_on_after(SECOND, async {
            open_nursery(async |nursery| {
                nursery.start_soon(async {
                    nap(9).await.unwrap_err();
                    Err(Fault::Broken("oar"))
                });
                nap(9).await?;
                Ok::<(), Fault>(())
            })
            .await
        });
        assert_eq!(limited.await, Err(vec![Fault::Broken("oar")]));
    });
}

#[test]
fn children_that_end_in_time_are_worth_more_than_a_late_cancel() {
    run(async {
        let scope = CancelScope::new();
        let outer = scope.clone();
        let body = async {
            open_nursery(async |nursery: Nursery<Fault>| {
                nursery.start_soon(async move {
                    outer.cancel();
                    Ok(())
                });
                Ok("value")
            })
            .await
        };
        assert_eq!(scope.enter(body).await, Ok(Some(Some("value"))));
    });
}

#[test]
fn nurseries_nest_and_an_inner_failure_cancels_the_outer_children() {
    run(async {
        let log = Log::new();
        let outer_child = log.clone();
        let opened = open_nursery(async move |outer| {
            outer.start_soon(naps(outer_child));
            let inner = open_nursery(async |inner| {
                inner.start_soon(fails("oar", 1));
                Ok(())
            });
            inner.await.map_err(|mut errors| errors.remove(0))?;
            Ok(())
        });
        assert_eq!(opened.await, Err(vec![Fault::Broken("oar")]));
        assert_eq!(log.take(), ["cancelled"]);
    });
}

#[test]
fn the_errors_of_an_inner_nursery_are_one_error_of_the_outer_one() {
    run(async {
        let opened =
            open_nursery(async |outer: Nursery<Vec<Fault>>| {
                outer.start_soon(async {
                    let inner = open_nursery(async |inner| {
                        inner.start_soon(fails("oar", 1));
                        Ok(())
                    });
                    inner.await.map(|_| ())
                });
                Ok(())
            });
        let inner = vec![Fault::Broken("oar")];
        assert_eq!(opened.await, Err(vec![inner]));
    });
}

#[test]
fn a_shielded_child_is_waited_for_in_a_cancelled_nursery() {
    run(async {
        let opened = open_nursery(async |nursery: Nursery<Fault>| {
            nursery.start_soon(async {
                let shield = CancelScope::new().shielded();
                let logbook = async { Ok::<_, Fault>(nap(3).await?) };
                shield.enter(logbook).await?;
                Ok(nap(1).await?)
            });
            yield_now().await;
            nursery.cancel();
            Ok(nap(1).await?)
        });
        assert_eq!(opened.await, Ok(None));
        assert_eq!(now(), 3 * SECOND);
    });
}

#[test]
fn a_panic_in_a_child_ends_the_siblings_before_it_goes_on() {
    run(async {
        let log = Log::new();
        let sibling = log.clone();
        let opened = open_nursery(async move |nursery| {
            nursery.start_soon(async move {
                naps(sibling.clone()).await.unwrap_err();
                sleep(2 * SECOND).await;
                sibling.add("cleaned up");
                Ok(())
            });
            nursery.start_soon(async {
                nap(1).await?;
                panic!("the mast breaks")
            });
            Ok::<(), Fault>(())
        });
        assert_eq!(panic_of(opened).await, "the mast breaks");
        assert_eq!(log.take(), ["cancelled", "cleaned up"]);
        assert_eq!(now(), 3 * SECOND);
    });
}

#[test]
fn a_panic_in_the_body_ends_the_children_before_it_goes_on() {
    run(async {
        let log = Log::new();
        let child = log.clone();
        let opened = open_nursery(async move |nursery| {
            nursery.start_soon(naps(child));
            yield_now().await;
            panic!("the keel breaks");
            #[expect(unreachable_code)]
            Ok::<(), Fault>(())
        });
        assert_eq!(panic_of(opened).await, "the keel breaks");
        assert_eq!(log.take(), ["cancelled"]);
    });
}

#[test]
fn of_two_panics_the_first_goes_on() {
    run(async {
        let opened = open_nursery(async |nursery: Nursery<Fault>| {
            nursery.start_soon(async {
                nap(9).await.unwrap_err();
                panic!("second")
            });
            nursery.start_soon(async { panic!("first") });
            Ok(())
        });
        assert_eq!(panic_of(opened).await, "first");
    });
}

#[test]
fn a_panic_in_a_destructor_of_a_child_is_one_of_the_nursery() {
    run(async {
        let opened = open_nursery(async |nursery: Nursery<Fault>| {
            let breaks = OnDrop(|| panic!("while it is dropped"));
            nursery.start_soon(async move {
                let _breaks = breaks;
                Ok(nap(1).await?)
            });
            Ok(())
        });
        assert_eq!(panic_of(opened).await, "while it is dropped");
    });
}

#[test]
fn dropping_the_future_of_a_nursery_aborts_its_children() {
    run(async {
        let log = Log::new();
        let child = log.clone();
        let mut opened = Box::pin(open_nursery(async move |nursery| {
            nursery.start_soon(async move {
                let _gone = OnDrop(|| child.add("dropped"));
                nap(1).await?;
                child.add("slept");
                Ok(())
            });
            Ok(nap(9).await?)
        }));
        let first: &mut (
                 dyn Future<Output = Result<_, Vec<Fault>>> + Unpin
             ) = &mut opened;
        assert!(futures::poll!(first).is_pending());
        yield_now().await;
        drop(opened);
        // Asked to be dropped, in place of its next poll.
        assert_eq!(log.len(), 0);
        sleep(3 * SECOND).await;
        assert_eq!(log.take(), ["dropped"]);
    });
}

#[test]
fn a_nursery_that_has_ended_starts_nobody() {
    run(async {
        let opened = open_nursery(async |nursery: Nursery<Fault>| {
            Ok(nursery.clone())
        });
        let nursery = opened.await.expect("no error").expect("a value");
        let late = async move { nursery.start_soon(ready(Ok(()))) };
        assert_eq!(panic_of(late).await, "the nursery has ended");
    });
}

#[test]
fn a_nursery_whose_future_was_dropped_starts_nobody() {
    run(async {
        let left = Log::new();
        let keep = left.clone();
        let mut opened = Box::pin(open_nursery(
            async move |nursery: Nursery<Fault>| {
                keep.add(nursery);
                pending::<()>().await;
                Ok(())
            },
        ));
        assert!(futures::poll!(&mut opened).is_pending());
        drop(opened);
        let nursery = left.take().remove(0);
        let late = async move { nursery.start_soon(ready(Ok(()))) };
        assert_eq!(panic_of(late).await, "the nursery has ended");
    });
}

#[test]
fn a_plain_task_that_a_child_spawns_outlives_the_nursery() {
    run(async {
        let opened = open_nursery(async |nursery: Nursery<Fault>| {
            nursery.cancel();
            Ok(spawn(nap(5)))
        });
        let task = opened.await.expect("no error").expect("a value");
        assert_eq!(now().as_secs(), 0);
        assert_eq!(value(task).await, Ok(()));
        assert_eq!(now(), 5 * SECOND);
    });
}

#[test]
fn a_loop_that_is_dropped_drops_the_children_of_a_nursery() {
    let log = Log::new();
    let child = log.clone();
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        spawn(open_nursery(async move |nursery| {
            nursery.start_soon(async move {
                let _gone = OnDrop(|| child.add("dropped"));
                Ok(nap(9).await?)
            });
            Ok::<(), Fault>(())
        }));
        nap(1).await.expect("in no scope");
    });
    assert_eq!(log.len(), 0);
    drop(executor);
    assert_eq!(log.take(), ["dropped"]);
}

#[test]
fn a_child_waits_for_what_its_sibling_sends() {
    run(async {
        let (sender, receiver) = async_channel::bounded(1);
        let opened = open_nursery(async |nursery: Nursery<Fault>| {
            nursery.start_soon(async move {
                nap(2).await?;
                sender.try_send(7).expect("there is room");
                Ok(())
            });
            let seven = checkpoint(receiver.recv()).await?;
            Ok(seven.expect("the sender sends before it goes"))
        });
        assert_eq!(opened.await, Ok(Some(7)));
        assert_eq!(now(), 2 * SECOND);
    });
}
