//! Which loop runs on this thread.

use std::cell::RefCell;
use std::rc::Rc;

use super::event_loop::Core;
use super::tasks::Id;

// ANCHOR: current
thread_local! {
    /// The loop that runs on this thread.
    static RUNNING: RefCell<Option<Rc<Core>>> =
        const { RefCell::new(None) };
}

impl Core {
    /// The loop that runs on this thread, if one does.
    #[inline]
    pub(super) fn try_running() -> Option<Rc<Core>> {
        // An error: the thread ends, and is dropping its variables.
        RUNNING.try_with(|core| core.borrow().clone()).ok()?
    }

    /// The same, for callers that cannot do without.
    #[track_caller]
    pub(super) fn running(caller: &str) -> Rc<Core> {
        let Some(core) = Core::try_running() else {
            panic!("{caller} needs a running loop: see Executor::run");
        };
        core
    }
}
// ANCHOR_END: current

// ANCHOR: running
/// While it lives, this thread runs that loop.
pub(super) struct Running<'a> {
    core: &'a Core,
    pub(super) main: Option<Id>,
    /// Some only if a loop is dropped inside the run of another.
    outer: Option<Rc<Core>>,
}

impl Running<'_> {
    pub(super) fn new(core: &Rc<Core>) -> Running<'_> {
        let outer = RUNNING.replace(Some(core.clone()));
        let main = None;
        Running { core, main, outer }
    }
}

impl Drop for Running<'_> {
    /// Also runs if main panics. Then main still has the turn.
    fn drop(&mut self) {
        RUNNING.set(self.outer.take());
        self.core.current.set(None);
        if let Some(main) = self.main {
            self.core.tasks.borrow_mut().retire(main);
        }
    }
}
// ANCHOR_END: running
