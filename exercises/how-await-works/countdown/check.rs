use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Context, Poll, Wake};

use exam::{Verdict, expect};

use super::answer::Countdown;

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

pub fn check() -> Verdict {
    let wakes = Arc::new(Wakes::default());
    let waker = wakes.clone().into();
    let mut context = Context::from_waker(&waker);
    let mut countdown = pin!(Countdown(2));
    for poll in 1..=2 {
        expect!(
            countdown.as_mut().poll(&mut context).is_pending(),
            "`Countdown(2)` is ready in poll {poll}: \
             the first two polls are pending."
        );
        expect!(
            wakes.0.load(SeqCst) >= poll,
            "Poll {poll} is pending, and the waker is not called: \
             the loop would never poll it again."
        );
    }
    let last = countdown.as_mut().poll(&mut context);
    expect!(
        last != Poll::Pending,
        "`Countdown(2)` is pending in poll 3: it should be ready now."
    );
    expect!(
        last == Poll::Ready("liftoff"),
        "It is ready with another text than \"liftoff\"."
    );
    Ok(())
}
