use std::pin::pin;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Wake};
use std::thread::sleep;
use std::time::{Duration, Instant};

use exam::{Verdict, expect};

use super::answer::in_a_thread;

struct Told(Mutex<mpsc::Sender<()>>);

impl Wake for Told {
    fn wake(self: Arc<Self>) {
        let _ = self.0.lock().unwrap().send(());
    }
}

fn job() -> u32 {
    sleep(Duration::from_millis(100));
    7
}

pub fn check() -> Verdict {
    let (told, woken) = mpsc::channel();
    let waker = Arc::new(Told(Mutex::new(told))).into();
    let mut cx = Context::from_waker(&waker);
    let (mut future, start) = (pin!(in_a_thread(job)), Instant::now());
    let first = future.as_mut().poll(&mut cx);
    expect!(
        first.is_pending()
            && start.elapsed() < Duration::from_millis(90),
        "A poll takes 100 ms: it waits for the thread, \
         and no other task can run."
    );
    expect!(
        woken.recv_timeout(Duration::from_secs(2)).is_ok(),
        "The job has ended, and the task that waits for it is not woken: \
         leave the waker in the pending poll."
    );
    let last = future.as_mut().poll(&mut cx);
    expect!(
        last == Poll::Ready(7),
        "The job returns 7, and the future is {last:?}."
    );
    Ok(())
}
