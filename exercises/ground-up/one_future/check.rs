use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use exam::{Verdict, expect};

use super::answer::block_on;

pub fn check() -> Verdict {
    let (rung, mut polls) = (Arc::new(AtomicBool::new(false)), 0);
    let started = Instant::now();
    let value = block_on(poll_fn(|cx| {
        polls += 1;
        if rung.load(SeqCst) {
            return Poll::Ready("ready");
        }
        if polls == 1 {
            let (rung, waker) = (rung.clone(), cx.waker().clone());
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(20));
                rung.store(true, SeqCst);
                waker.wake();
            });
        }
        Poll::Pending
    }));
    expect!(
        polls < 10,
        "The future needs two polls, and `block_on` polls it over and over: \
         sleep until the waker is called."
    );
    expect!(
        started.elapsed() < Duration::from_millis(2500),
        "The waker is called after 20 ms, and `block_on` goes on far later: \
         let the waker end the sleep."
    );
    expect!(
        value == "ready",
        "The future's value is not what `block_on` returns."
    );
    Ok(())
}
