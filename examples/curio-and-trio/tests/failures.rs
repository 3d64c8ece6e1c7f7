//! What the page "When a child fails" says of our nursery, and of
//! `try_join`.

use std::future::pending;

use crate::common::{Leaves, Log, SECOND, parks, virtually};
use curio_and_trio::{Error, sleep};
use futures::future::{join_all, try_join};
use toy::scope::open_nursery;
use toy::{now, spawn};

const FULL: Error = Error::Failed("disk full");

async fn fails(seconds: u64) -> Result<(), Error> {
    sleep(seconds).await?;
    Err(FULL)
}

#[test]
fn a_task_whose_sibling_failed_goes_on_under_try_join() {
    let log = Log::default();
    virtually(async {
        let near = spawn(fails(1));
        let far = log.clone();
        let far = spawn(async move {
            sleep(3).await?;
            far.add("copied");
            Ok(())
        });
        let near = async { near.await.expect("it is not aborted") };
        let far = async { far.await.expect("it is not aborted") };
        assert_eq!(try_join(near, far).await, Err(FULL));
        assert_eq!(now(), SECOND);
        sleep(3).await.expect("in no scope");
        assert_eq!(log.take(), ["copied"]);
    });
}

#[test]
fn a_future_whose_sibling_failed_is_dropped_by_try_join() {
    let log = Log::default();
    virtually(async {
        let file = Leaves(log.clone(), "dropped");
        let far = async move {
            let _file = file;
            pending().await
        };
        let saved: Result<((), ()), Error> =
            try_join(fails(1), far).await;
        assert_eq!(saved, Err(FULL));
        assert_eq!(log.take(), ["dropped"]);
    });
}

#[test]
fn try_join_gives_one_error_of_two() {
    virtually(async {
        let near = async { Err::<(), _>("disk full") };
        let far = async { Err::<(), _>("line is dead") };
        assert_eq!(try_join(near, far).await, Err("disk full"));
    });
}

#[test]
fn join_all_gives_every_error() {
    virtually(async {
        let ends = join_all([fails(1), fails(2)]).await;
        assert_eq!(ends, [Err(FULL), Err(FULL)]);
    });
}

#[test]
fn a_failing_child_cancels_its_sibling_and_the_block_waits_for_it() {
    let log = Log::default();
    virtually(async {
        let far = log.clone();
        let saved = open_nursery(async |nursery| {
            nursery.start_soon(fails(1));
            nursery.start_soon(parks(far));
            Ok(())
        });
        assert_eq!(saved.await, Err(vec![FULL]));
        assert_eq!(log.take(), ["begins", "is cancelled"]);
    });
}
