use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;

type Desk = Arc<Mutex<(Option<u32>, Option<Waker>)>>;

pub struct InAThread(Desk);

pub fn in_a_thread(job: fn() -> u32) -> InAThread {
    let desk = Desk::default();
    let ours = desk.clone();
    thread::spawn(move || {
        let value = job();
        let mut desk = ours.lock().unwrap();
        desk.0 = Some(value);
        desk.1.take().into_iter().for_each(Waker::wake);
    });
    InAThread(desk)
}

impl Future for InAThread {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<u32> {
        let mut desk = self.0.lock().unwrap();
        desk.0.take().map_or(Poll::Pending, Poll::Ready)
    }
}
