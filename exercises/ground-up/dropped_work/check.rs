use std::future::pending;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use exam::{Verdict, expect};

use super::answer::Abortable;

pub fn check() -> Verdict {
    let guard = Arc::new(());
    let held = guard.clone();
    let inner = async move {
        pending::<()>().await;
        drop(held);
    };
    let inner = Some(Box::pin(inner));
    let mut task = Abortable {
        inner,
        aborted: false,
    };
    let mut cx = Context::from_waker(Waker::noop());
    expect!(task.poll(&mut cx).is_pending(), "The task has not ended.");
    task.abort();
    expect!(
        Arc::strong_count(&guard) == 2,
        "`abort` drops the future before the task has had its turn: \
         drop it in the next poll."
    );
    let end = task.poll(&mut cx);
    expect!(
        end == Poll::Ready(None),
        "The task is aborted, and its next poll is {end:?}."
    );
    expect!(
        Arc::strong_count(&guard) == 1,
        "The task is aborted and polled, and its guard is still alive: \
         drop the future."
    );
    Ok(())
}
