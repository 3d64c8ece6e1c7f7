use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use exam::{Verdict, expect};

use super::answer::{Address, Inbox, Loop, RUNNING};

fn wake(task: u32, inbox: &Arc<Inbox>) {
    let inbox = inbox.clone();
    std::task::Waker::from(Arc::new(Address { task, inbox })).wake();
}

/// Wakes a task where this loop runs, and returns what it has ready.
fn woken_inside(running: Arc<Inbox>, of: &Arc<Inbox>) -> Vec<u32> {
    let ready = Vec::new();
    RUNNING.set(Some(Loop {
        ready,
        inbox: running,
    }));
    wake(7, of);
    RUNNING.take().expect("it runs until now").ready
}

pub fn check() -> Verdict {
    let ours = Arc::new(Inbox::default());
    let ready = woken_inside(ours.clone(), &ours);
    expect!(
        ready == [7],
        "A task is woken on the thread of its loop, and it is not in the \
         ready queue: the loop would see it only after its next look into \
         the inbox."
    );
    let guard = ours.lock().unwrap();
    let (done, woken) = mpsc::channel();
    let theirs = ours.clone();
    thread::spawn(move || {
        woken_inside(theirs.clone(), &theirs);
        let _ = done.send(());
    });
    expect!(
        woken.recv_timeout(Duration::from_secs(2)).is_ok(),
        "A wake from the loop's own thread waits for the lock of the \
         inbox: look first whether this is the loop's own thread."
    );
    drop(guard);
    let ready = woken_inside(Arc::default(), &ours);
    expect!(
        ready.is_empty(),
        "Loop 2 runs on this thread, a task of loop 1 is woken, and it is \
         now in the queue of loop 2: see whether the running loop is the \
         waker's own."
    );
    let letters = ours.lock().unwrap().letters.clone();
    expect!(
        letters == [7],
        "A task is woken from outside of its loop, and the letters in the \
         inbox are {letters:?}, not [7]."
    );
    let rings = ours.lock().unwrap().rings;
    expect!(
        rings == 0,
        "The loop is awake, and another thread rings: each ring is a \
         system call, and an awake loop finds the letter without it."
    );
    ours.lock().unwrap().asleep = true;
    wake(8, &ours);
    wake(9, &ours);
    let rings = ours.lock().unwrap().rings;
    expect!(
        rings > 0,
        "The loop sleeps, another thread wakes a task, and the bell does \
         not ring: the loop would sleep on."
    );
    expect!(
        rings == 1,
        "The loop sleeps, two tasks are woken by another thread, and the \
         bell rings {rings} times: the first ring has ended the sleep."
    );
    Ok(())
}
