use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::{iter, thread};

pub type Job = Box<dyn FnOnce() + Send>;

pub fn start_pool(workers: usize) -> Sender<Job> {
    let (pool, jobs) = channel();
    let jobs = Arc::new(Mutex::new(jobs));
    for jobs in iter::repeat_n(jobs, workers) {
        thread::spawn(move || work(&jobs));
    }
    pool
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    while let Ok(job) = jobs.lock().unwrap().recv() {
        thread::spawn(job);
    }
}
