use std::cell::{Cell, RefCell};
use std::mem;
use std::sync::{Arc, Mutex};
use std::task::Wake;

thread_local! {
    /// Which loop runs on this thread; 0 is none.
    pub static RUNNING: Cell<u32> = const { Cell::new(0) };
    /// The ready queue of this loop.
    pub static READY: RefCell<Vec<u32>> =
        const { RefCell::new(Vec::new()) };
}

#[derive(Default)]
pub struct Inbox {
    pub letters: Vec<u32>,
    pub asleep: bool,
    pub rings: u32,
}

pub struct Address {
    pub task: u32,
    pub of_loop: u32,
    pub inbox: Arc<Mutex<Inbox>>,
}

impl Wake for Address {
    fn wake(self: Arc<Self>) {
        if RUNNING.get() != 0 {
            READY.with_borrow_mut(|ready| ready.push(self.task));
            return;
        }
        let mut inbox = self.inbox.lock().unwrap();
        inbox.letters.push(self.task);
        if mem::take(&mut inbox.asleep) {
            inbox.rings += 1;
        }
    }
}
