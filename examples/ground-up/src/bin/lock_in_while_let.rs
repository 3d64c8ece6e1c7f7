// clock: real
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};

type Jobs = Mutex<Receiver<u32>>;

fn compute(n: u32, jobs: &Jobs) {
    let lock = match jobs.try_lock() {
        Ok(_guard) => "free",
        Err(_) => "taken",
    };
    println!("computes fib({n}), and the lock is {lock}");
}

fn work_with_while_let(jobs: &Jobs) {
    while let Ok(n) = jobs.lock().expect("no panic").recv() {
        compute(n, jobs);
    }
}

fn work_with_loop(jobs: &Jobs) {
    loop {
        let job = jobs.lock().expect("no panic").recv();
        let Ok(n) = job else { return };
        compute(n, jobs);
    }
}

fn main() {
    for work in [work_with_while_let, work_with_loop] {
        let (pool, jobs) = channel();
        pool.send(30).expect("a worker comes");
        drop(pool); // no more jobs
        work(&Mutex::new(jobs));
    }
}
