// clock: real
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::task::{Context, Wake, Waker};
use std::thread;

use futures::channel::oneshot;
use ground_up::service::fib;

// ANCHOR: listing
struct Rope(UnixStream);

impl Wake for Rope {
    fn wake(self: Arc<Self>) {
        // A full rope refuses the byte, but then the loop will wake.
        let _rung = (&self.0).write(b"!");
    }
}

async fn heavy(result: oneshot::Receiver<u64>) {
    let result = result.await.expect("the thread sends");
    println!("Gull: fib(20) is {result}");
}

fn main() -> io::Result<()> {
    let (mut bell, rope) = UnixStream::pair()?;
    rope.set_nonblocking(true)?;
    let waker = Waker::from(Arc::new(Rope(rope)));
    let mut context = Context::from_waker(&waker);
    let (falls_asleep, asleep) = mpsc::channel();
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        asleep.recv().expect("the loop sleeps once");
        sender.send(fib(20)).expect("the task waits");
    });
    let mut task = pin!(heavy(receiver));
    while task.as_mut().poll(&mut context).is_pending() {
        println!("loop: sleeps");
        falls_asleep.send(()).expect("the thread waits");
        bell.read_exact(&mut [0])?;
    }
    Ok(())
}
// ANCHOR_END: listing
