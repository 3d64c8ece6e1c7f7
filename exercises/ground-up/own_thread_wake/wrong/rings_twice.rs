use std::cell::RefCell;
use std::sync::{Arc, Mutex};
use std::task::Wake;

thread_local! {
    /// The loop that runs on this thread, if one does.
    pub static RUNNING: RefCell<Option<Loop>> =
        const { RefCell::new(None) };
}

pub struct Loop {
    pub ready: Vec<u32>,
    pub inbox: Arc<Inbox>,
}

pub type Inbox = Mutex<State>;

/// What other threads reach of a loop.
#[derive(Default)]
pub struct State {
    pub letters: Vec<u32>,
    pub asleep: bool,
    pub rings: u32,
}

/// What a waker holds.
pub struct Address {
    pub task: u32,
    pub inbox: Arc<Inbox>,
}

impl Wake for Address {
    fn wake(self: Arc<Self>) {
        let is_own = RUNNING.with_borrow_mut(|running| match running {
            Some(it) if Arc::ptr_eq(&it.inbox, &self.inbox) => {
                it.ready.push(self.task);
                true
            }
            _ => false,
        });
        if is_own {
            return;
        }
        let mut state = self.inbox.lock().unwrap();
        state.letters.push(self.task);
        if state.asleep {
            state.rings += 1;
        }
    }
}
