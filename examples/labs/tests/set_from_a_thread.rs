//! The lab "Completing a future from another thread is fine".

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures::task::AtomicWaker;

/// Counts the calls of its waker.
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Polls once a future that looks and registers in one of both orders,
/// while a thread sounds the horn between the two. Says how often the
/// task was woken, and whether it found the horn.
fn poll_with_a_horn_in_between(register_first: bool) -> (usize, bool) {
    let (ear, horn) = (AtomicWaker::new(), Cell::new(false));
    let sound = || {
        horn.set(true);
        ear.wake();
    };
    let listen = poll_fn(|context| {
        let heard = if register_first {
            ear.register(context.waker());
            sound();
            horn.get()
        } else {
            let heard = horn.get();
            sound();
            ear.register(context.waker());
            heard
        };
        if heard {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    });
    let wakes = Arc::new(Wakes(AtomicUsize::new(0)));
    let waker = Waker::from(wakes.clone());
    let mut context = Context::from_waker(&waker);
    let heard = pin!(listen).poll(&mut context).is_ready();
    (wakes.0.load(Ordering::SeqCst), heard)
}

#[test]
fn wake_between_the_look_and_the_registration_is_lost() {
    assert_eq!(poll_with_a_horn_in_between(false), (0, false));
    assert_eq!(poll_with_a_horn_in_between(true), (1, true));
}
