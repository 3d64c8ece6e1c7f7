//! What the loop does for its speed, as far as it can be seen from outside.

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::task::{Poll, Waker};

use toy::trace::What;
use toy::{Async, Executor, Interest, spawn, yield_now};

/// The waker of the task that calls it.
async fn own_waker() -> Waker {
    poll_fn(|cx| Poll::Ready(cx.waker().clone())).await
}

#[test]
fn at_most_64_polls_lie_between_two_looks_at_the_sockets() {
    const TASKS: u32 = 1_000;
    let polled_since = Rc::new(Cell::new(None));
    let seen = Rc::new(Cell::new(0));
    let (since, longest) = (polled_since.clone(), seen.clone());
    let executor =
        Executor::new().traced(move |event| match event.what {
            What::Polled => {
                since.set(since.get().map(|polls: u32| polls + 1));
            }
            What::SocketReady(_, Interest::Read) => {
                if let Some(polls) = since.take() {
                    longest.set(longest.get().max(polls));
                }
            }
            _ => {}
        });
    executor.run(async {
        let (mut near, far) = UnixStream::pair().expect("two sockets");
        let far = Async::new(far).expect("the loop watches it");
        yield_now().await;
        for turns in 0..100 {
            // A different number of polls lies before the byte each time.
            for _ in 0..turns {
                spawn(async {}).await.expect("it ends");
            }
            near.write_all(b"!").expect("there is room");
            polled_since.set(Some(0));
            let busy: Vec<_> =
                (0..TASKS).map(|_| spawn(async {})).collect();
            for task in busy {
                task.await.expect("it ends");
            }
            assert_eq!(
                polled_since.get(),
                None,
                "a look came meanwhile"
            );
        }
        drop(far);
    });
    assert!((1..=64).contains(&seen.get()), "{} polls", seen.get());
}

#[test]
fn a_wake_from_the_loops_own_thread_is_in_the_queue_at_once() {
    let (woken, idle) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (count_woken, count_idle) = (woken.clone(), idle.clone());
    let executor =
        Executor::new().traced(move |event| match event.what {
            What::Woken => count_woken.set(count_woken.get() + 1),
            What::Idle(_) => count_idle.set(count_idle.get() + 1),
            _ => {}
        });
    executor.run(async {
        let waker = Rc::new(RefCell::new(None));
        let kept = waker.clone();
        let parked = spawn(async move {
            *kept.borrow_mut() = Some(own_waker().await);
            pending::<()>().await;
        });
        yield_now().await;
        let waker = waker.take().expect("the task has had a turn");
        for _ in 0..1_000 {
            let before = woken.get();
            waker.wake_by_ref();
            // No look at the inbox lies between.
            assert_eq!(woken.get(), before + 1);
            yield_now().await;
        }
        parked.abort();
    });
    // The bell is rung for a loop that sleeps: this one never did.
    assert_eq!(idle.get(), 0);
}

/// A socket that counts how often it is read.
struct Counted(UnixStream, Cell<u32>);

impl AsFd for Counted {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Read for &Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1.update(|reads| reads + 1);
        (&self.0).read(buffer)
    }
}

#[test]
fn one_read_serves_a_request_that_does_not_fill_the_buffer() {
    Executor::new().run(async {
        let (mut client, server) =
            UnixStream::pair().expect("two sockets");
        let server = Counted(server, Cell::new(0));
        let server = Async::new(server).expect("the loop watches it");
        let mut buffer = [0; 16];
        for request in 1..=10 {
            // The server waits before the request comes.
            let waiting = poll_fn(|cx| {
                let read = server.poll_read(cx, &mut buffer);
                Poll::Ready(read.is_pending())
            });
            assert!(waiting.await);
            client.write_all(b"fib 7").expect("there is room");
            let read =
                poll_fn(|cx| server.poll_read(cx, &mut buffer)).await;
            assert_eq!(read.expect("it is open"), 5);
            // The very first one asks, for nobody knows better yet.
            assert_eq!(server.get().1.get(), 1 + request);
        }
    });
}

#[test]
fn an_address_goes_to_the_next_task_once_its_wakers_are_gone() {
    Executor::new().run(async {
        let first = spawn(async { own_waker().await.data().addr() });
        let first = first.await.expect("it ends");
        let second = spawn(async { own_waker().await.data().addr() });
        assert_eq!(second.await.expect("it ends"), first);
    });
}

#[test]
fn an_address_stays_that_of_its_task_while_a_waker_is_kept() {
    Executor::new().run(async {
        let kept = spawn(own_waker()).await.expect("it ends");
        for _ in 0..10 {
            let next = spawn(own_waker()).await.expect("it ends");
            assert!(!next.will_wake(&kept));
            assert_ne!(next.data(), kept.data());
        }
    });
}
