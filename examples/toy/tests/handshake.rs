//! The handshake between a wake and a loop that goes to sleep, in every
//! order that two or three threads can take.

#[path = "../src/stages/mailbox/inbox.rs"]
#[allow(dead_code)]
mod inbox;

/// The one of the stages before `mailbox`, which is the ready queue.
#[path = "../src/stages/reactor/inbox.rs"]
#[allow(dead_code)]
mod ready_queue;

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use bell::Bell;
use inbox::Inbox;
use loom::sync::{Arc, Notify};
use loom::thread;

/// loom's lock, where the loop has that of `std`.
mod sync {
    pub use loom::sync::Mutex;
    use loom::sync::MutexGuard;

    pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().expect("nobody panics")
    }
}

/// A number, where the loop has the address of a task.
mod address {
    pub type Address = u32;
}

/// loom's bell, where the loop has that of mio.
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

type Mail = Arc<Inbox>;

fn inbox() -> (Mail, Arc<Heard>) {
    let heard = Arc::new(Heard::default());
    (Arc::new(Inbox::new(Bell(heard.clone()))), heard)
}

fn taken(mail: &Mail) -> Vec<u32> {
    mail.collect().iter().map(|letter| **letter).collect()
}

/// What the loop does, until it has so many letters. A bell that was
/// not rung for a letter is a deadlock, which loom reports.
fn collect(mail: &Mail, bell: &Heard, count: usize) -> Vec<u32> {
    let mut letters = Vec::new();
    loop {
        letters.extend(taken(mail));
        if letters.len() >= count {
            letters.sort_unstable();
            return letters;
        }
        if mail.fall_asleep().is_some() {
            bell.heard.wait();
        }
    }
}

fn post(mail: &Mail, letter: u32) -> thread::JoinHandle<()> {
    let mail = mail.clone();
    thread::spawn(move || mail.post(letter.into()))
}

#[test]
fn a_post_while_the_loop_falls_asleep_is_not_lost() {
    loom::model(|| {
        let (mail, bell) = inbox();
        let poster = post(&mail, 1);
        assert_eq!(collect(&mail, &bell, 1), [1]);
        poster.join().expect("it does not panic");
    });
}

#[test]
fn a_post_before_the_first_sleep_does_not_ring() {
    loom::model(|| {
        let (mail, bell) = inbox();
        mail.post(1.into());
        assert_eq!(bell.rings.load(SeqCst), 0);
        assert_eq!(taken(&mail), [1]);
    });
}

#[test]
fn a_post_to_a_loop_that_a_socket_has_woken_does_not_ring() {
    loom::model(|| {
        let (mail, bell) = inbox();
        assert_eq!(mail.fall_asleep(), Some(0));
        assert!(mail.collect().is_empty());
        mail.post(1.into());
        assert_eq!(bell.rings.load(SeqCst), 0);
    });
}

#[test]
fn two_posts_while_the_loop_falls_asleep_are_not_lost() {
    loom::model(|| {
        let (mail, bell) = inbox();
        let posters = [post(&mail, 1), post(&mail, 2)];
        assert_eq!(collect(&mail, &bell, 2), [1, 2]);
        for poster in posters {
            poster.join().expect("it does not panic");
        }
    });
}

#[test]
fn two_posts_to_a_sleeping_loop_ring_once() {
    loom::model(|| {
        let (mail, bell) = inbox();
        assert_eq!(mail.fall_asleep(), Some(0));
        let posters = [post(&mail, 1), post(&mail, 2)];
        bell.heard.wait();
        for poster in posters {
            poster.join().expect("it does not panic");
        }
        assert_eq!(bell.rings.load(SeqCst), 1);
        assert_eq!(collect(&mail, &bell, 2), [1, 2]);
    });
}

#[test]
fn the_end_of_a_job_ends_the_sleep_of_the_loop() {
    loom::model(|| {
        let (mail, bell) = inbox();
        mail.job_begins();
        let theirs = mail.clone();
        let worker = thread::spawn(move || theirs.job_ends());
        // A virtual clock sleeps while a job is under way.
        while mail.fall_asleep().expect("no letter comes") > 0 {
            bell.heard.wait();
        }
        worker.join().expect("it does not panic");
    });
}

#[test]
fn a_job_that_posts_and_ends_is_seen_to_have_done_both() {
    loom::model(|| {
        let (mail, bell) = inbox();
        mail.job_begins();
        let theirs = mail.clone();
        let worker = thread::spawn(move || {
            theirs.post(1.into());
            theirs.job_ends();
        });
        // No job and no letter would let a virtual clock jump.
        loop {
            match mail.fall_asleep() {
                None => break,
                Some(0) => panic!("the letter comes before the end"),
                Some(_) => bell.heard.wait(),
            }
        }
        assert_eq!(collect(&mail, &bell, 1), [1]);
        worker.join().expect("it does not panic");
    });
}

#[test]
fn a_closed_inbox_keeps_no_letter() {
    loom::model(|| {
        let (mail, _bell) = inbox();
        let poster = post(&mail, 1);
        mail.close();
        poster.join().expect("it does not panic");
        assert!(mail.collect().is_empty());
    });
}

#[test]
fn a_wake_while_the_loop_falls_asleep_is_not_lost() {
    loom::model(|| {
        let bell = Arc::new(Heard::default());
        let inbox = ready_queue::Inbox::new(Bell(bell.clone()));
        let inbox = Arc::new(inbox);
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
        let inbox = ready_queue::Inbox::new(Bell(bell.clone()));
        inbox.push(1.into());
        assert!(!inbox.fall_asleep());
        inbox.push(2.into());
        assert_eq!(bell.rings.load(SeqCst), 0);
    });
}
