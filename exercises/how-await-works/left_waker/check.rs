use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Context, Poll, Wake};

use exam::{Verdict, expect};

use super::answer::Letterbox;

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

pub fn check() -> Verdict {
    let tasks = [(); 2].map(|()| Arc::new(Wakes::default()));
    let letterbox = Letterbox::default();
    for task in &tasks {
        let waker = task.clone().into();
        let poll = letterbox.poll(&mut Context::from_waker(&waker));
        expect!(
            poll.is_pending(),
            "There is no letter yet, and the poll is ready."
        );
    }
    let woken = || [&tasks[0], &tasks[1]].map(|it| it.0.load(SeqCst));
    expect!(
        woken() == [0, 0],
        "A pending poll wakes its own task: the loop would poll it again \
         and again until the letter is there."
    );
    letterbox.put("tack");
    expect!(
        woken() != [0, 0],
        "The letter is there, and the task that waits for it is not woken."
    );
    expect!(
        woken()[1] == 1,
        "The future was polled by a second task, and `put` wakes the first: \
         keep the waker of the last poll."
    );
    let waker = tasks[1].clone().into();
    let poll = letterbox.poll(&mut Context::from_waker(&waker));
    expect!(
        poll == Poll::Ready("tack".to_owned()),
        "The letter is \"tack\", and the poll is {poll:?}."
    );
    Ok(())
}
