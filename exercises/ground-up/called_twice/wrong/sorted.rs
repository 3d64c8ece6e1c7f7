use std::collections::BTreeSet;

#[derive(Default)]
pub struct Ready {
    queue: BTreeSet<u32>,
}

impl Ready {
    pub fn wake(&mut self, task: u32) {
        self.queue.insert(task);
    }

    /// The task whose turn it is.
    pub fn next(&mut self) -> Option<u32> {
        self.queue.pop_first()
    }
}
