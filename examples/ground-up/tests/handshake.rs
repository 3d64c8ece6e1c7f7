//! The inbox of the stage reactor, in every order that two threads can
//! take.

#[path = "../../toy/src/stages/reactor/inbox.rs"]
#[allow(dead_code)]
mod inbox;

use bell::Bell;
use inbox::Inbox;
use loom::sync::{Arc, Notify};
use loom::thread;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// loom's lock, where the loop has that of `std`.
mod sync {
    pub use loom::sync::Mutex;
    use loom::sync::MutexGuard;

    pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().expect("no thread panics")
    }
}

/// A number, where the loop has the address of a task.
mod address {
    pub type Address = u32;
}

/// loom's bell, where the loop has a pair of sockets.
mod bell {
    use super::{Arc, Heard, SeqCst};

    pub struct Bell(pub Arc<Heard>);

    impl Bell {
        pub fn ring(&self) {
            self.0.rings.fetch_add(1, SeqCst);
            self.0.heard.notify();
        }
    }
}

#[derive(Default)]
pub struct Heard {
    heard: Notify,
    /// Not modelled: it is read when all threads have ended.
    rings: AtomicUsize,
}

#[test]
fn a_wake_while_the_loop_falls_asleep_is_not_lost() {
    loom::model(|| {
        let bell = Arc::new(Heard::default());
        let inbox = Arc::new(Inbox::new(Bell(bell.clone())));
        let theirs = inbox.clone();
        let other = thread::spawn(move || theirs.push(1.into()));
        // A sleep without a ring is a deadlock, which loom reports.
        let task = loop {
            if let Some(task) = inbox.next() {
                break *task;
            }
            if inbox.fall_asleep() {
                bell.heard.wait();
                inbox.wake_up();
            }
        };
        assert_eq!(task, 1);
        other.join().expect("it does not panic");
    });
}

#[test]
fn a_wake_of_a_loop_that_is_awake_does_not_ring() {
    loom::model(|| {
        let bell = Arc::new(Heard::default());
        let inbox = Inbox::new(Bell(bell.clone()));
        inbox.push(1.into());
        assert!(!inbox.fall_asleep());
        inbox.push(2.into());
        assert_eq!(bell.rings.load(SeqCst), 0);
    });
}
