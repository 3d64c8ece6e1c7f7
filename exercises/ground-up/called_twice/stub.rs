use std::collections::VecDeque;

#[derive(Default)]
pub struct Ready {
    queue: VecDeque<u32>,
}

impl Ready {
    pub fn wake(&mut self, task: u32) {
        self.queue.push_back(task);
    }

    /// The task whose turn it is.
    pub fn next(&mut self) -> Option<u32> {
        self.queue.pop_front()
    }
}
