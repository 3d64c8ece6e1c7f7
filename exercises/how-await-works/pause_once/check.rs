use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Context, Wake};

use exam::{Verdict, expect};

use super::answer::pause;

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
    let (mut pause, mut turns) = (pin!(pause()), 0);
    while pause.as_mut().poll(&mut context).is_pending() {
        turns += 1;
        expect!(
            wakes.0.load(SeqCst) == turns,
            "The task never goes on: a future that returns `Pending` has to \
             see that its waker is called."
        );
    }
    expect!(
        turns > 0,
        "`pause` is ready at once: in the meantime the other task has had \
         0 turns, and not 1."
    );
    expect!(turns == 1, "`pause` gives {turns} turns away, and not 1.");
    Ok(())
}
