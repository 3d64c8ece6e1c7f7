use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Context, Poll, Wake};

use exam::{Verdict, expect};

use super::answer::Counted;

#[derive(Default)]
struct Wakes(AtomicU32);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

pub fn check() -> Verdict {
    let mut left = 2;
    let inner = poll_fn(move |cx| {
        if left == 0 {
            return Poll::Ready("value");
        }
        left -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    });
    let wakes = Arc::new(Wakes::default());
    let waker = wakes.clone().into();
    let mut cx = Context::from_waker(&waker);
    let mut counted = pin!(Counted {
        inner: Box::pin(inner),
        polls: 0
    });
    for poll in 1..=2 {
        let is_pending = counted.as_mut().poll(&mut cx).is_pending();
        expect!(
            is_pending,
            "Poll {poll} of the inner future is pending."
        );
        expect!(
            wakes.0.load(SeqCst) == poll,
            "The inner future has no way to wake the task: \
             hand `cx` on to it."
        );
    }
    let Poll::Ready((value, polls)) = counted.as_mut().poll(&mut cx)
    else {
        return Err(exam::Wrong(
            "The inner future is ready in poll 3.".to_owned(),
        ));
    };
    expect!(
        polls == 3,
        "The inner future was polled 3 times, and the count is {polls}."
    );
    expect!(value == "value", "The value is not the inner one.");
    Ok(())
}
