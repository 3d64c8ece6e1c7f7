use std::cell::Cell;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};

struct Bell(AtomicBool);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}

fn poll_while_rung(bell: &Arc<Bell>, mut task: Pin<&mut impl Future>) {
    while bell.0.swap(false, SeqCst) {
        let waker = Waker::from(bell.clone());
        let mut context = Context::from_waker(&waker);
        let is_ready = task.as_mut().poll(&mut context).is_ready();
        println!("loop: polls the ferry, ready: {is_ready}");
    }
    if Arc::strong_count(bell) == 1 {
        println!("loop: nobody holds a waker");
    }
}

// ANCHOR: listing
#[derive(Default)]
struct Tide {
    is_high: Cell<bool>,
}

impl Tide {
    fn rise(&self) {
        println!("tide: is high");
        self.is_high.set(true);
    }
}

impl Future for &Tide {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.is_high.get() {
            return Poll::Ready(());
        }
        Poll::Pending
    }
}

fn main() {
    let tide = Tide::default();
    let bell = Arc::new(Bell(AtomicBool::new(true)));
    let mut ferry = pin!(&tide);
    poll_while_rung(&bell, ferry.as_mut());
    tide.rise();
    poll_while_rung(&bell, ferry.as_mut());
}
// ANCHOR_END: listing
