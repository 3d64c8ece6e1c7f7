use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

struct Loop;

impl Wake for Loop {
    fn wake(self: Arc<Self>) {
        println!("loop: is woken");
    }
}

// ANCHOR: listing
#[derive(Default)]
struct Tide {
    metres: Option<u32>,
    waiting: Option<Waker>,
}

async fn leaf(tide: &RefCell<Tide>) {
    let metres = poll_fn(|cx| {
        let mut tide = tide.borrow_mut();
        if let Some(metres) = tide.metres {
            return Poll::Ready(metres);
        }
        println!("leaf: leaves the waker with the tide");
        tide.waiting = Some(cx.waker().clone());
        Poll::Pending
    });
    println!("leaf: reads {} metres", metres.await);
}

async fn pilot(tide: &RefCell<Tide>) {
    leaf(tide).await;
}

fn main() {
    let tide = RefCell::default();
    let mut ferry = pin!(async { pilot(&tide).await });
    let waker = Waker::from(Arc::new(Loop));
    let mut cx = Context::from_waker(&waker);
    println!("loop: hands a waker down");
    println!("loop: receives {:?}", ferry.as_mut().poll(&mut cx));
    tide.borrow_mut().metres = Some(5);
    let waiting = tide.borrow_mut().waiting.take();
    waiting.expect("the leaf left it").wake();
    println!("loop: receives {:?}", ferry.as_mut().poll(&mut cx));
}
// ANCHOR_END: listing
