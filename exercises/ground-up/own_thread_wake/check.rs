use std::sync::{Arc, Mutex, mpsc};
use std::task::Waker;
use std::thread;
use std::time::Duration;

use exam::{Verdict, expect};

use super::answer::{Address, Inbox, READY, RUNNING};

/// Wakes task 7 of loop 1 where `running` runs, and returns what is
/// ready there.
fn woken_inside(running: u32, inbox: &Arc<Mutex<Inbox>>) -> Vec<u32> {
    RUNNING.set(running);
    wake(7, inbox);
    RUNNING.set(0);
    READY.take()
}

fn wake(task: u32, inbox: &Arc<Mutex<Inbox>>) {
    let address = Address {
        task,
        of_loop: 1,
        inbox: inbox.clone(),
    };
    Waker::from(Arc::new(address)).wake();
}

pub fn check() -> Verdict {
    let ours = Arc::default();
    let ready = woken_inside(1, &ours);
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
        woken_inside(1, &theirs);
        let _ = done.send(());
    });
    expect!(
        woken.recv_timeout(Duration::from_secs(2)).is_ok(),
        "A wake from the loop's own thread waits for the lock of the \
         inbox: look first whether this is the loop's own thread."
    );
    drop(guard);
    let ready = woken_inside(2, &ours);
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
