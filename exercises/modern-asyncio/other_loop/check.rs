use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread::{self, ThreadId};
use std::time::Duration;

use exam::{Verdict, Wrong, expect};
use tokio::runtime::Builder;

use super::answer::ask;

/// In which thread the question runs, and whether the caller's loop goes on meanwhile.
fn asked() -> (ThreadId, bool) {
    let other = Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .expect("the system can make one more event loop");
    let ours = Builder::new_current_thread()
        .build()
        .expect("the system can make one more event loop");
    let (send, receive) = mpsc::channel();
    let caller = thread::current().id();
    let question = async move {
        let thread = thread::current().id();
        let limit = Duration::from_secs(2);
        // In the caller's own loop it would wait in vain.
        let goes_on =
            thread == caller || receive.recv_timeout(limit).is_ok();
        (thread, goes_on)
    };
    ours.block_on(async {
        tokio::spawn(async move { send.send(()) });
        ask(other.handle(), question).await
    })
}

pub fn check() -> Verdict {
    let asked = catch_unwind(AssertUnwindSafe(asked));
    let (thread, goes_on) = asked.map_err(|_| {
        Wrong(
            "`block_on` panics in a task, because it would block the thread \
             of its runtime: spawn the question there, and await its handle."
                .to_owned(),
        )
    })?;
    expect!(
        thread != thread::current().id(),
        "The question runs on the loop of its caller, and the stock belongs \
         to the other loop."
    );
    expect!(
        goes_on,
        "The caller's loop is blocked until the answer is there: its other \
         tasks cannot run."
    );
    Ok(())
}
