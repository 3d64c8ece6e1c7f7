use std::collections::{HashSet, VecDeque};

#[derive(Default)]
pub struct Ready {
    queue: VecDeque<u32>,
    queued: HashSet<u32>,
}

impl Ready {
    pub fn wake(&mut self, task: u32) {
        if self.queued.insert(task) {
            self.queue.push_back(task);
        }
    }

    /// The task whose turn it is.
    pub fn next(&mut self) -> Option<u32> {
        let task = self.queue.pop_front()?;
        self.queued.remove(&task);
        Some(task)
    }
}
