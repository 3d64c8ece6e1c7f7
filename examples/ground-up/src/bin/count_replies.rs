// clock: real
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

fn attend(requests: u32, replies: &AtomicU32) {
    for _ in 0..requests {
        replies.fetch_add(1, Relaxed);
    }
}

fn main() {
    let replies = Arc::new(AtomicU32::new(0));
    let mut threads = Vec::new();
    for _ in 0..3 {
        let theirs = replies.clone();
        threads.push(thread::spawn(move || attend(10_000, &theirs)));
    }
    for thread in threads {
        thread.join().expect("no panic");
    }
    println!("{} replies", replies.load(Relaxed));
}
