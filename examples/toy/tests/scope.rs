//! Cancel scopes: from the stage `scope` on.

#![allow(clippy::async_yields_async)] // a handle leaves its run

use std::future::{pending, ready};
use std::time::Duration;

use super::common::{Log, OnDrop, SECOND, park, value};
use super::run;
use super::stage::scope::{
    CancelScope, Cancelled, IsCancelled, checkpoint, move_on_after,
};
use super::stage::{Executor, now, sleep, spawn, yield_now};
use futures::future::join;

/// What a body of these tests can fail with.
#[derive(Debug, PartialEq)]
pub enum Fault {
    Cancelled,
    Broken(&'static str),
}

impl From<Cancelled> for Fault {
    fn from(Cancelled: Cancelled) -> Fault {
        Fault::Cancelled
    }
}

impl IsCancelled for Fault {
    fn is_cancelled(&self) -> bool {
        *self == Fault::Cancelled
    }
}

pub type Ended<T> = Result<Option<T>, Fault>;

/// Waits at a checkpoint for so many seconds.
pub async fn nap(seconds: u32) -> Result<(), Cancelled> {
    checkpoint(sleep(seconds * SECOND)).await
}

/// Cancels a clone of the scope after so many seconds.
fn cancel_after(scope: &CancelScope, seconds: u32) {
    let scope = scope.clone();
    spawn(async move {
        sleep(seconds * SECOND).await;
        scope.cancel();
    });
}

#[test]
fn a_body_that_ends_gives_its_value() {
    let ended: Ended<u32> = run(async {
        let body = async {
            nap(1).await?;
            Ok(7)
        };
        CancelScope::new().enter(body).await
    });
    assert_eq!(ended, Ok(Some(7)));
}

#[test]
fn an_error_of_the_body_passes_through_also_of_a_cancelled_scope() {
    run(async {
        let scope = CancelScope::new();
        let body = async {
            scope.cancel();
            let stopped = nap(1).await;
            assert_eq!(stopped, Err(Cancelled));
            Err::<(), Fault>(Fault::Broken("oar"))
        };
        let ended = scope.enter(body).await;
        assert_eq!(ended, Err(Fault::Broken("oar")));
    });
}

#[test]
fn a_cancel_wakes_the_checkpoint_that_waits_and_its_own_scope_catches()
{
    run(async {
        let scope = CancelScope::new();
        cancel_after(&scope, 2);
        let body = async {
            nap(9).await?;
            Ok::<(), Fault>(())
        };
        assert_eq!(scope.enter(body).await, Ok(None));
        assert_eq!(now(), 2 * SECOND);
    });
}

#[test]
fn nothing_has_ended_when_cancel_returns() {
    run(async {
        let log = Log::new();
        let scope = CancelScope::new();
        let (inner, told) = (scope.clone(), log.clone());
        let task = spawn(async move {
            let body = async {
                let _gone = OnDrop(|| told.add("dropped"));
                nap(9).await?;
                Ok::<(), Fault>(())
            };
            inner.enter(body).await
        });
        yield_now().await;
        scope.cancel();
        log.add("cancel returned");
        assert_eq!(value(task).await, Ok(None));
        assert_eq!(log.take(), ["cancel returned", "dropped"]);
    });
}

#[test]
fn every_checkpoint_of_a_cancelled_scope_says_so() {
    run(async {
        let scope = CancelScope::new();
        let body = async {
            scope.cancel();
            for _ in 0..3 {
                assert_eq!(nap(1).await, Err(Cancelled));
            }
            Ok::<u32, Fault>(3)
        };
        assert_eq!(scope.enter(body).await, Ok(Some(3)));
        assert_eq!(now(), Duration::ZERO);
    });
}

#[test]
fn a_checkpoint_of_a_cancelled_scope_does_not_begin() {
    run(async {
        let log = Log::new();
        let scope = CancelScope::new();
        scope.cancel();
        let body = async {
            checkpoint(async { log.add("begun") }).await?;
            Ok::<(), Fault>(())
        };
        assert_eq!(scope.enter(body).await, Ok(None));
        assert_eq!(log.len(), 0);
    });
}

#[test]
fn a_value_that_is_there_wins_over_a_late_cancel() {
    run(async {
        let scope = CancelScope::new();
        cancel_after(&scope, 1);
        let body = async {
            // Its timer is due in the turn of the cancel.
            nap(1).await?;
            Ok::<_, Fault>("value")
        };
        assert_eq!(scope.enter(body).await, Ok(Some("value")));
    });
}

#[test]
fn code_without_a_checkpoint_is_not_stopped() {
    run(async {
        let scope = CancelScope::new();
        cancel_after(&scope, 1);
        let body = async {
            sleep(3 * SECOND).await;
            Ok::<_, Fault>("value")
        };
        assert_eq!(scope.enter(body).await, Ok(Some("value")));
        assert_eq!(now(), 3 * SECOND);
    });
}

#[test]
fn what_a_cancelled_checkpoint_waited_for_is_dropped_before_it_returns()
{
    run(async {
        let log = Log::new();
        let scope = CancelScope::new();
        cancel_after(&scope, 1);
        let body = async {
            let guard = OnDrop(|| log.add("dropped"));
            let waits = async {
                let _guard = guard;
                pending::<()>().await;
            };
            let stopped = checkpoint(waits).await;
            log.add("returned");
            stopped.map_err(Fault::from)
        };
        assert_eq!(scope.enter(body).await, Ok(None));
        assert_eq!(log.take(), ["dropped", "returned"]);
    });
}

#[test]
fn outside_of_any_scope_a_checkpoint_only_waits() {
    let waited = run(async {
        assert_eq!(checkpoint(ready(5)).await, Ok(5));
        nap(2).await
    });
    assert_eq!(waited, Ok(()));
}

#[test]
fn a_task_that_is_spawned_in_a_scope_runs_in_none() {
    run(async {
        let scope = CancelScope::new();
        let body = async {
            let task = spawn(nap(2));
            scope.cancel();
            Ok::<_, Fault>(value(task).await)
        };
        assert_eq!(scope.enter(body).await, Ok(Some(Ok(()))));
    });
}

#[test]
fn a_scope_goes_along_with_the_code_and_not_with_the_task() {
    run(async {
        let scope = CancelScope::new();
        scope.cancel();
        let inside =
            scope.enter(async { Ok::<_, Fault>(nap(1).await) });
        let (inside, outside) = join(inside, nap(1)).await;
        assert_eq!(inside, Ok(Some(Err(Cancelled))));
        assert_eq!(outside, Ok(()));
    });
}

#[test]
fn the_parent_of_a_scope_is_the_one_that_is_current_where_it_is_made() {
    run(async {
        let outer = CancelScope::new();
        let made_outside = CancelScope::new();
        outer.cancel();
        let body = async {
            let stranger = async { Ok::<_, Fault>(nap(1).await) };
            let stranger = made_outside.enter(stranger).await;
            assert_eq!(stranger, Ok(Some(Ok(()))));
            let child = async { Ok::<_, Fault>(nap(1).await) };
            CancelScope::new().enter(child).await
        };
        let ended = outer.enter(body).await;
        assert_eq!(ended, Ok(Some(Some(Err(Cancelled)))));
    });
}

#[test]
fn a_cancelled_outer_scope_stops_the_inner_one_and_catches_itself() {
    run(async {
        let log = Log::new();
        let outer = CancelScope::new();
        cancel_after(&outer, 1);
        let body = async {
            let inner = CancelScope::new();
            let inner = inner.enter(async {
                nap(9).await?;
                Ok::<(), Fault>(())
            });
            inner.await.inspect_err(|_| log.add("passed through"))?;
            Ok::<(), Fault>(())
        };
        assert_eq!(outer.enter(body).await, Ok(None));
        assert_eq!(log.take(), ["passed through"]);
    });
}

#[test]
fn where_both_are_cancelled_the_outer_scope_catches() {
    run(async {
        let outer = CancelScope::new();
        let body = async {
            let inner = CancelScope::new();
            inner.cancel();
            outer.cancel();
            let ended: Ended<()> =
                inner.enter(async { Ok(nap(1).await?) }).await;
            assert_eq!(ended, Err(Fault::Cancelled));
            ended
        };
        assert_eq!(outer.enter(body).await, Ok(None));
    });
}

#[test]
fn a_cancelled_inner_scope_leaves_the_outer_one_alone() {
    run(async {
        let outer = CancelScope::new();
        let body = async {
            let inner = CancelScope::new();
            inner.cancel();
            let ended: Ended<()> =
                inner.enter(async { Ok(nap(1).await?) }).await;
            assert_eq!(ended, Ok(None));
            nap(1).await?;
            Ok::<_, Fault>("went on")
        };
        assert_eq!(outer.enter(body).await, Ok(Some("went on")));
    });
}

#[test]
fn a_cancellation_of_no_scope_is_an_error_as_any_other() {
    let ended: Ended<()> = run(async {
        let scope = CancelScope::new();
        scope.enter(async { Err(Fault::Cancelled) }).await
    });
    assert_eq!(ended, Err(Fault::Cancelled));
}

#[test]
fn a_shield_hides_the_cancel_of_the_scope_above() {
    run(async {
        let outer = CancelScope::new();
        let body = async {
            outer.cancel();
            let shield = CancelScope::new().shielded();
            let inside = async {
                nap(2).await?;
                Ok::<_, Fault>("cleaned up")
            };
            let inside = shield.enter(inside).await;
            assert_eq!(inside, Ok(Some("cleaned up")));
            nap(1).await?;
            Ok::<(), Fault>(())
        };
        assert_eq!(outer.enter(body).await, Ok(None));
        assert_eq!(now(), 2 * SECOND);
    });
}

#[test]
fn a_shielded_scope_can_be_cancelled_itself() {
    run(async {
        let outer = CancelScope::new();
        let body = async {
            outer.cancel();
            let shield = CancelScope::new().shielded();
            cancel_after(&shield, 1);
            shield.enter(async { Ok::<(), Fault>(nap(9).await?) }).await
        };
        assert_eq!(outer.enter(body).await, Ok(Some(None)));
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_shield_that_is_lifted_while_the_outer_scope_is_cancelled_lets_it_in()
 {
    run(async {
        let outer = CancelScope::new();
        let body = async {
            let shield = CancelScope::new().shielded();
            let lifted = shield.clone();
            outer.cancel();
            spawn(async move {
                sleep(SECOND).await;
                lifted.unshield();
            });
            let inside = async { Ok::<(), Fault>(nap(9).await?) };
            let inside = shield.enter(inside).await;
            assert_eq!(inside, Err(Fault::Cancelled));
            inside
        };
        assert_eq!(outer.enter(body).await, Ok(None));
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn a_shield_that_was_lifted_before_hides_nothing_later() {
    run(async {
        let outer = CancelScope::new();
        cancel_after(&outer, 2);
        let body = async {
            let shield = CancelScope::new().shielded();
            let lifted = shield.clone();
            spawn(async move {
                sleep(SECOND).await;
                lifted.unshield();
            });
            shield.enter(async { Ok::<(), Fault>(nap(9).await?) }).await
        };
        assert_eq!(outer.enter(body).await, Ok(None));
        assert_eq!(now(), 2 * SECOND);
    });
}

#[test]
fn a_deadline_cancels_its_scope() {
    run(async {
        let body = async { Ok::<(), Fault>(nap(9).await?) };
        assert_eq!(move_on_after(SECOND, body).await, Ok(None));
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn at_one_instant_the_value_wins_over_the_deadline() {
    run(async {
        let body = async {
            nap(1).await?;
            Ok::<(), Fault>(checkpoint(ready(())).await?)
        };
        assert_eq!(move_on_after(SECOND, body).await, Ok(Some(())));
    });
}

#[test]
fn a_time_limit_counts_from_the_first_poll() {
    run(async {
        let body = async { Ok::<_, Fault>(nap(2).await?) };
        let limited = move_on_after(3 * SECOND, body);
        sleep(5 * SECOND).await;
        assert_eq!(limited.await, Ok(Some(())));
    });
}

#[test]
fn an_outer_deadline_ends_an_inner_scope_that_has_more_time() {
    run(async {
        let inner = move_on_after(9 * SECOND, async {
            nap(99).await?;
            Ok::<(), Fault>(())
        });
        let outer = move_on_after(SECOND, inner).await;
        assert_eq!(outer, Ok(None));
        assert_eq!(now(), SECOND);
    });
}

#[test]
fn an_inner_deadline_leaves_the_rest_of_the_outer_time() {
    run(async {
        let outer = move_on_after(3 * SECOND, async {
            let slow = async { Ok::<(), Fault>(nap(99).await?) };
            assert_eq!(move_on_after(SECOND, slow).await, Ok(None));
            nap(1).await?;
            Ok::<_, Fault>("in time")
        });
        assert_eq!(outer.await, Ok(Some("in time")));
        assert_eq!(now(), 2 * SECOND);
    });
}

#[test]
fn a_deadline_can_be_moved_in_both_directions_while_it_is_waited_for() {
    run(async {
        for (moved, end) in [(7, 7), (2, 2)] {
            let start = now();
            let scope = CancelScope::new();
            scope.set_deadline(Some(start + 4 * SECOND));
            let mover = scope.clone();
            spawn(async move {
                sleep(SECOND).await;
                mover.set_deadline(Some(start + moved * SECOND));
            });
            let body = async { Ok::<(), Fault>(nap(99).await?) };
            assert_eq!(scope.enter(body).await, Ok(None));
            assert_eq!(now(), start + end * SECOND);
        }
    });
}

#[test]
fn a_deadline_can_be_taken_away() {
    run(async {
        let scope = CancelScope::new();
        scope.set_deadline(Some(2 * SECOND));
        let mover = scope.clone();
        spawn(async move {
            sleep(SECOND).await;
            mover.set_deadline(None);
        });
        let body = async { Ok::<(), Fault>(nap(5).await?) };
        assert_eq!(scope.enter(body).await, Ok(Some(())));
    });
}

#[test]
fn a_deadline_that_is_past_cancels_at_the_first_checkpoint_that_waits()
{
    run(async {
        sleep(5 * SECOND).await;
        let scope = CancelScope::new();
        scope.set_deadline(Some(SECOND));
        let body = async {
            checkpoint(ready(())).await?;
            Ok::<(), Fault>(nap(9).await?)
        };
        assert_eq!(scope.enter(body).await, Ok(None));
        assert_eq!(now(), 5 * SECOND);
    });
}

#[test]
fn a_cancel_polls_each_task_that_waits_once_more() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let scope = CancelScope::new();
        let inner = scope.clone();
        let task = spawn(async move {
            inner.enter(async { Ok::<(), Fault>(nap(9).await?) }).await
        });
        yield_now().await;
        let polls = executor.polls();
        scope.cancel();
        scope.cancel();
        assert_eq!(value(task).await, Ok(None));
        // The task, and main, which has joined it.
        assert_eq!(executor.polls(), polls + 2);
    });
}

#[test]
fn a_checkpoint_that_was_dropped_is_woken_no_more() {
    let executor = Executor::with_virtual_clock();
    executor.run(async {
        let scope = CancelScope::new();
        let inner = scope.clone();
        spawn(async move {
            let body = async {
                assert!(futures::poll!(Box::pin(nap(9))).is_pending());
                Ok::<(), Fault>(())
            };
            assert_eq!(inner.enter(body).await, Ok(Some(())));
            sleep(9 * SECOND).await;
        });
        yield_now().await;
        let polls = executor.polls();
        scope.cancel();
        yield_now().await;
        // Main's, and no other.
        assert_eq!(executor.polls(), polls + 1);
    });
}

#[test]
fn a_checkpoint_that_moves_to_another_scope_hears_of_that_one_alone() {
    run(async {
        let (one, other) = (CancelScope::new(), CancelScope::new());
        let mut nap = Box::pin(nap(9));
        let first = async {
            assert!(futures::poll!(&mut nap).is_pending());
            Ok::<(), Fault>(())
        };
        assert_eq!(one.enter(first).await, Ok(Some(())));
        cancel_after(&one, 1);
        cancel_after(&other, 2);
        let second = async { Ok::<(), Fault>(nap.await?) };
        assert_eq!(other.enter(second).await, Ok(None));
        assert_eq!(now(), 2 * SECOND);
    });
}

#[test]
fn a_panic_in_a_body_leaves_the_outer_scope_as_the_current_one() {
    run(async {
        let outer = CancelScope::new();
        let body = async {
            let inner = CancelScope::new();
            inner.cancel();
            let broken = inner.enter(async {
                park().await;
                panic!("the mast breaks");
                #[expect(unreachable_code)]
                Ok::<(), Fault>(())
            });
            let broken = std::panic::AssertUnwindSafe(broken);
            let woken = own_wake();
            let (caught, ()) =
                join(futures::FutureExt::catch_unwind(broken), woken)
                    .await;
            assert!(caught.is_err());
            nap(1).await?;
            Ok::<_, Fault>("went on")
        };
        assert_eq!(outer.enter(body).await, Ok(Some("went on")));
    });
}

/// Has the task polled once more.
async fn own_wake() {
    super::common::own_waker().await.wake();
}

#[test]
fn errors_are_cancelled_when_all_of_them_are() {
    let both = vec![Fault::Cancelled, Fault::Broken("oar")];
    assert!(!both.is_cancelled());
    assert!(vec![Fault::Cancelled, Fault::Cancelled].is_cancelled());
    assert!(Vec::<Fault>::from(Cancelled).is_cancelled());
}
