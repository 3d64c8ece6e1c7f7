//! What the pages say of the stages of the loop.

use std::cell::{Cell, RefCell};
use std::fs;
use std::future::{pending, poll_fn};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::pin::pin;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use futures::future::join;
use how_await_works::stages::by_hand::Ferry;
use how_await_works::stages::{round_robin, traps};
use how_await_works::{now, start_virtual_clock};

const SECOND: Duration = Duration::from_secs(1);

fn chapter() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn lines_of_code(stage: &str) -> usize {
    let file = chapter().join(format!("src/stages/{stage}/mod.rs"));
    let text = fs::read_to_string(file).expect("the stage exists");
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

#[test]
fn each_stage_keeps_to_its_budget() {
    for (stage, budget) in
        [("by_hand", 30), ("round_robin", 40), ("traps", 70)]
    {
        let lines = lines_of_code(stage);
        assert!(lines <= budget, "{stage}: {lines} lines");
    }
}

#[test]
fn four_loops_print_one_transcript() {
    let read = |name: &str| {
        let file = chapter().join(format!("transcripts/{name}.txt"));
        fs::read_to_string(file).expect("the program is recorded")
    };
    let story = read("sleeping_loop");
    assert_eq!(read("bells_by_hand"), story);
    assert_eq!(read("bells_round_robin"), story);
}

#[test]
fn resumed_enum_says_until_when_it_waits() {
    let mut gull = Ferry::Moored("Gull", SECOND, 1);
    assert_eq!(gull.resume(SECOND), Some(2 * SECOND));
    assert_eq!(gull.resume(2 * SECOND), Some(3 * SECOND));
    assert_eq!(gull.resume(3 * SECOND), None);
}

#[test]
#[should_panic(expected = "a ferry resumed after its end")]
fn enum_that_has_ended_panics_when_resumed() {
    Ferry::Gone.resume(SECOND);
}

#[test]
#[should_panic(expected = "resumed after completion")]
fn async_block_that_has_ended_panics_when_polled() {
    let mut ferry = pin!(async {});
    let mut nobody =
        std::task::Context::from_waker(std::task::Waker::noop());
    assert!(ferry.as_mut().poll(&mut nobody).is_ready());
    let _ = ferry.as_mut().poll(&mut nobody);
}

#[test]
fn poll_fn_that_has_ended_calls_its_closure_again() {
    let mut calls = 0;
    let mut ferry = pin!(poll_fn(|_| {
        calls += 1;
        std::task::Poll::Ready(calls)
    }));
    let mut nobody =
        std::task::Context::from_waker(std::task::Waker::noop());
    for call in 1..=3 {
        assert_eq!(
            ferry.as_mut().poll(&mut nobody),
            std::task::Poll::Ready(call)
        );
    }
}

/// Counts how often `task` is polled.
async fn counted(polls: Rc<Cell<u32>>, task: impl Future) {
    let mut task = pin!(task);
    poll_fn(|context| {
        polls.set(polls.get() + 1);
        task.as_mut().poll(context).map(|_| ())
    })
    .await;
}

#[test]
fn round_robin_polls_a_sleeper_at_every_round() {
    start_virtual_clock();
    let polls = Rc::new(Cell::new(0));
    let ferry = counted(polls.clone(), round_robin::sleep(SECOND));
    round_robin::spawn(ferry);
    round_robin::run();
    assert_eq!(polls.get(), 11);
}

#[test]
fn sleeper_that_left_a_request_is_polled_twice() {
    start_virtual_clock();
    let polls = Rc::new(Cell::new(0));
    traps::spawn(counted(polls.clone(), traps::sleep(SECOND)));
    traps::run();
    assert_eq!(polls.get(), 2);
    assert_eq!(now(), SECOND);
}

#[test]
fn sleepers_of_one_deadline_wake_in_the_order_they_were_filed() {
    start_virtual_clock();
    let log = Rc::new(RefCell::new(String::new()));
    for name in "ABCDEFG".chars() {
        let log = log.clone();
        traps::spawn(async move {
            traps::sleep(SECOND).await;
            log.borrow_mut().push(name);
        });
    }
    traps::run();
    assert_eq!(*log.borrow(), "ABCDEFG");
}

#[test]
fn task_that_never_sleeps_ends_in_its_first_turn() {
    start_virtual_clock();
    let done = Rc::new(Cell::new(false));
    let seen = done.clone();
    traps::spawn(async move { done.set(true) });
    traps::run();
    assert!(seen.get());
    assert_eq!(now(), Duration::ZERO);
}

#[test]
fn second_request_of_a_task_overwrites_the_first() {
    start_virtual_clock();
    traps::spawn(async {
        join(traps::sleep(2 * SECOND), traps::sleep(SECOND)).await;
        assert_eq!(now(), SECOND);
    });
    traps::run();
    assert_eq!(now(), SECOND);
}

#[test]
fn task_that_waits_without_a_request_panics_the_loop() {
    start_virtual_clock();
    traps::spawn(pending());
    let panic = catch_unwind(AssertUnwindSafe(traps::run))
        .expect_err("the loop panics");
    let text = panic.downcast_ref::<&str>();
    assert_eq!(text, Some(&"a task waits and left no request"));
}

#[test]
fn one_thread_serves_two_clients_and_a_sleeper() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("it is bound");
    let client = thread::spawn(move || {
        let mut first = TcpStream::connect(address).expect("listens");
        let mut second = TcpStream::connect(address).expect("listens");
        let mut answer = [0; 4];
        for client in [&mut second, &mut first] {
            client.write_all(b"ping").expect("open");
            client.read_exact(&mut answer).expect("open");
            assert_eq!(&answer, b"ping");
        }
    });
    traps::spawn(async move {
        for _ in 0..2 {
            traps::recv(&listener).await;
            let (client, _) = listener.accept().expect("it is ready");
            traps::spawn(echo(client));
        }
    });
    traps::spawn(traps::sleep(Duration::from_millis(1)));
    traps::run();
    client.join().expect("both clients are answered");
}

async fn echo(mut client: TcpStream) {
    let mut request = [0; 4];
    loop {
        traps::recv(&client).await;
        let read = client.read(&mut request).expect("it is ready");
        if read == 0 {
            return;
        }
        traps::send(&client).await;
        client.write_all(&request[..read]).expect("it has room");
    }
}

#[test]
fn overwritten_request_is_not_missed_when_the_other_is_longer() {
    start_virtual_clock();
    traps::spawn(async {
        let heron = async {
            traps::sleep(SECOND).await;
            now()
        };
        let late = join(heron, traps::sleep(2 * SECOND)).await.0;
        assert_eq!(late, 2 * SECOND);
    });
    traps::run();
    assert_eq!(now(), 2 * SECOND);
}

#[test]
fn thread_with_a_virtual_clock_sleeps_in_no_time() {
    let start = Instant::now();
    start_virtual_clock();
    how_await_works::sleep(3600 * SECOND);
    assert_eq!(now(), 3600 * SECOND);
    assert!(start.elapsed() < 60 * SECOND);
}

#[test]
fn difference_of_wall_times_is_an_error_when_the_clock_went_back() {
    let start = SystemTime::UNIX_EPOCH + 3600 * SECOND;
    let set_back = SystemTime::UNIX_EPOCH;
    assert!(set_back.duration_since(start).is_err());
    assert!(start.duration_since(set_back).is_ok());
}
