//! The texts of rustc's and tokio's errors, word for word.

use std::any::Any;
use std::cell::RefCell;
use std::fs;
use std::future::{pending, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::pin::pin;
use std::process::Command;
use std::task::{Context, Waker};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, broadcast, mpsc, oneshot};
use tokio::task::{self, LocalSet};
use tokio::time::{sleep, timeout};

use super::common::one_thread;

const A_MOMENT: Duration = Duration::from_millis(100);

/// What rustc says first of a program that it refuses.
fn said_by_rustc(name: &str, source: &str) -> String {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("messages");
    fs::create_dir_all(&dir).expect("the target directory is ours");
    let file = format!("{name}.rs");
    fs::write(dir.join(&file), source)
        .expect("the target directory is ours");
    let ended = Command::new("rustc")
        .args(["--edition", "2024", "--emit", "metadata"])
        .arg(&file)
        .current_dir(&dir)
        .output()
        .expect("who runs this test has a compiler");
    assert!(!ended.status.success(), "{name} compiles");
    let said = String::from_utf8_lossy(&ended.stderr);
    let first = said.lines().find(|line| line.starts_with("error"));
    first.expect("rustc says why").to_owned()
}

/// rustc refuses the program, and these are its first words. Only the
/// compiler that the page quotes has to use the same words.
fn assert_refused(name: &str, source: &str, words: &str) {
    let said = said_by_rustc(name, source);
    let version = Command::new("rustc").arg("--version").output();
    let version = version.expect("who runs this test has a compiler");
    if version.stdout.starts_with(b"rustc 1.95.") {
        assert_eq!(said, words);
    } else if said != words {
        eprintln!("said otherwise than by Rust 1.95:\n{said}");
    }
    let kind = |line: &str| line.split(':').next().map(str::to_owned);
    assert_eq!(kind(&said), kind(words));
}

/// `spawn` with the bounds of `tokio::spawn`.
fn with_spawn(program: &str) -> String {
    format!(
        "{program}
fn spawn<F: Future + Send + 'static>(task: F) {{ drop(task) }}
async fn night() {{}}"
    )
}

fn text(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&str>() {
        return text;
    }
    payload
        .downcast_ref::<String>()
        .expect("a panic says its text")
}

fn text_of_panic<T>(work: impl FnOnce() -> T) -> String {
    let panicked = catch_unwind(AssertUnwindSafe(|| drop(work())));
    text(&*panicked.expect_err("it panics")).to_owned()
}

#[test]
fn await_in_a_plain_function_is_e0728() {
    assert_refused(
        "await_outside",
        &with_spawn("fn main() { night().await }"),
        "error[E0728]: `await` is only allowed inside `async` functions \
         and blocks",
    );
}

#[test]
fn await_of_a_number_is_e0277() {
    assert_refused(
        "await_number",
        &with_spawn("fn main() { spawn(async { 7.await }) }"),
        "error[E0277]: `{integer}` is not a future",
    );
}

#[test]
fn async_main_without_a_runtime_is_e0752() {
    assert_refused(
        "async_main",
        "async fn main() {}",
        "error[E0752]: `main` function is not allowed to be `async`",
    );
}

#[test]
fn coroutine_that_calls_itself_is_e0733() {
    let program = "async fn night() { night().await } fn main() {}";
    assert_refused(
        "recursion",
        program,
        "error[E0733]: recursion in an async fn requires boxing",
    );
}

#[test]
fn use_of_a_coroutine_as_its_result_is_e0308() {
    let program = "\
async fn angle() -> u32 { 7 }
async fn night() -> u32 { angle() }
fn main() { drop(night()) }";
    assert_refused(
        "not_awaited",
        program,
        "error[E0308]: mismatched types",
    );
}

#[test]
fn rc_kept_across_an_await_is_no_send_future() {
    let program = "fn main() { spawn(async {
        let stars = std::rc::Rc::new(7);
        night().await;
        drop(stars);
    }) }";
    assert_refused(
        "rc_across_await",
        &with_spawn(program),
        "error: future cannot be sent between threads safely",
    );
}

#[test]
fn future_that_contains_an_rc_is_e0277() {
    let program = "fn main() {
        spawn(std::future::ready(std::rc::Rc::new(7)));
    }";
    assert_refused(
        "ready_rc",
        &with_spawn(program),
        "error[E0277]: `Rc<{integer}>` cannot be sent between threads \
         safely",
    );
}

#[test]
fn poll_of_a_coroutine_in_place_is_e0277() {
    let program = "
use std::{pin::Pin, task::{Context, Waker}};
fn main() {
    let mut night = async {};
    let mut cx = Context::from_waker(Waker::noop());
    let _ = Pin::new(&mut night).poll(&mut cx);
}";
    let said = said_by_rustc("unpin", program);
    assert!(said.starts_with("error[E0277]: `{async block@"), "{said}");
    assert!(said.ends_with("}` cannot be unpinned"), "{said}");
}

#[test]
fn task_that_borrows_a_variable_is_e0373() {
    let program = "fn main() {
        let star = String::new();
        spawn(async { println!(\"{star}\") });
    }";
    assert_refused(
        "borrows",
        &with_spawn(program),
        "error[E0373]: async block may outlive the current function, \
         but it borrows `star`, which is owned by the current function",
    );
}

#[test]
fn task_with_a_reference_is_e0597() {
    let program = "
async fn watch(star: &str) { println!(\"{star}\") }
fn main() {
    let star = String::new();
    spawn(watch(&star));
}";
    assert_refused(
        "reference",
        &with_spawn(program),
        "error[E0597]: `star` does not live long enough",
    );
}

#[test]
fn second_await_is_e0382() {
    let program = "fn main() { spawn(async {
        let night = night();
        night.await;
        night.await;
    }) }";
    assert_refused(
        "second_await",
        &with_spawn(program),
        "error[E0382]: use of moved value: `night`",
    );
}

#[test]
fn two_futures_that_change_one_value_are_e0499() {
    let program = "
struct Wire;
impl Wire { async fn read(&mut self) {} }
fn main() {
    let mut wire = Wire;
    let first = wire.read();
    let second = wire.read();
    drop((first, second));
}";
    assert_refused(
        "two_borrows",
        program,
        "error[E0499]: cannot borrow `wire` as mutable more than once at \
         a time",
    );
}

#[test]
fn change_of_a_value_that_is_being_read_is_e0502() {
    let program = "fn main() {
        let mut stars = vec![7];
        let first = &stars[0];
        stars.push(8);
        println!(\"{first}\");
    }";
    assert_refused(
        "read_and_changed",
        program,
        "error[E0502]: cannot borrow `stars` as mutable because it is \
         also borrowed as immutable",
    );
}

#[test]
fn call_without_await_is_an_unused_implementer_of_future() {
    let program = "#![deny(unused_must_use)]
fn main() { spawn(async { night(); }) }";
    assert_refused(
        "forgotten",
        &with_spawn(program),
        "error: unused implementer of `Future` that must be used",
    );
}

#[test]
fn spawn_and_sleep_outside_a_runtime_say_no_reactor() {
    let said = "there is no reactor running, must be called from the \
                context of a Tokio 1.x runtime";
    assert_eq!(text_of_panic(|| task::spawn(async {})), said);
    assert_eq!(text_of_panic(|| sleep(A_MOMENT)), said);
}

#[test]
fn sleep_on_a_runtime_without_timers_says_how_to_enable_them() {
    let runtime = Builder::new_current_thread()
        .build()
        .expect("the system can make one more event loop");
    let said = text_of_panic(|| {
        runtime.block_on(async { sleep(A_MOMENT).await });
    });
    assert_eq!(
        said,
        "A Tokio 1.x context was found, but timers are disabled. Call \
         `enable_time` on the runtime builder to enable timers."
    );
}

#[test]
fn block_on_inside_a_runtime_says_cannot_start() {
    let inner = one_thread();
    let said = text_of_panic(|| {
        one_thread().block_on(async { inner.block_on(async {}) });
    });
    let begin = "Cannot start a runtime from within a runtime. ";
    assert!(said.starts_with(begin), "{said}");
}

#[test]
fn blocking_recv_inside_a_runtime_says_cannot_block() {
    let (_sender, mut tray) = mpsc::channel::<()>(1);
    let said = text_of_panic(|| {
        one_thread().block_on(async { tray.blocking_recv() });
    });
    let begin =
        "Cannot block the current thread from within a runtime. ";
    assert!(said.starts_with(begin), "{said}");
}

#[test]
fn runtime_dropped_inside_a_runtime_says_cannot_drop() {
    let several_threads =
        Runtime::new().expect("the system can start some threads");
    for inner in [several_threads, one_thread()] {
        let said = text_of_panic(|| {
            one_thread().block_on(async { drop(inner) });
        });
        let begin = "Cannot drop a runtime in a context where blocking \
                     is not allowed. ";
        assert!(said.starts_with(begin), "{said}");
    }
}

#[test]
fn block_in_place_on_one_thread_says_multi_threaded() {
    let said = text_of_panic(|| {
        one_thread().block_on(async { task::block_in_place(|| ()) });
    });
    assert_eq!(
        said,
        "can call blocking only when running on the multi-threaded \
         runtime"
    );
}

#[test]
fn spawn_local_outside_a_local_set_says_so() {
    let said = text_of_panic(|| {
        one_thread().block_on(async {
            drop(task::spawn_local(async {}));
        });
    });
    let begin =
        "`spawn_local` called from outside of a `task::LocalSet`";
    assert!(said.starts_with(begin), "{said}");
    let inside = LocalSet::new().block_on(&one_thread(), async {
        task::spawn_local(async { 7 }).await
    });
    assert_eq!(inside.expect("it does not panic"), 7);
}

#[test]
fn poll_after_the_end_says_resumed_after_completion() {
    let mut night = pin!(async {});
    let mut cx = Context::from_waker(Waker::noop());
    assert!(night.as_mut().poll(&mut cx).is_ready());
    assert_eq!(
        text_of_panic(|| night.as_mut().poll(&mut cx).is_ready()),
        "`async fn` resumed after completion"
    );
    let mut night = pin!(ready(()));
    assert!(night.as_mut().poll(&mut cx).is_ready());
    assert_eq!(
        text_of_panic(|| night.as_mut().poll(&mut cx).is_ready()),
        "`Ready` polled after completion"
    );
}

#[test]
fn second_borrow_of_a_ref_cell_says_already_borrowed() {
    let stars = RefCell::new(7);
    let kept = stars.borrow_mut();
    let said = text_of_panic(|| stars.borrow_mut());
    assert!(said.contains("already borrowed"), "{said}");
    drop(kept);
}

#[test]
fn aborted_task_says_that_it_was_cancelled() {
    let error = one_thread().block_on(async {
        let watch = task::spawn(pending::<()>());
        watch.abort();
        watch.await.expect_err("it was aborted")
    });
    let said = error.to_string();
    assert!(said.starts_with("task "), "{said}");
    assert!(said.ends_with(" was cancelled"), "{said}");
    let shown = format!("{error:?}");
    assert!(shown.starts_with("JoinError::Cancelled(Id("), "{shown}");
}

#[test]
fn panicked_task_says_so_with_its_message() {
    let error = one_thread().block_on(async {
        let watch = task::spawn(async { panic!("no such star") });
        watch.await.expect_err("it panics")
    });
    let said = error.to_string();
    let end = " panicked with message \"no such star\"";
    assert!(said.starts_with("task ") && said.ends_with(end), "{said}");
    let shown = format!("{error:?}");
    assert!(shown.starts_with("JoinError::Panic(Id("), "{shown}");
}

#[test]
fn timeout_says_that_its_deadline_has_elapsed() {
    let error = one_thread().block_on(async {
        let waited = timeout(A_MOMENT, pending::<()>()).await;
        waited.expect_err("nothing comes")
    });
    assert_eq!(error.to_string(), "deadline has elapsed");
    assert_eq!(format!("{error:?}"), "Elapsed(())");
}

#[test]
fn channel_whose_other_end_is_gone_says_closed() {
    let (tray, receiver) = mpsc::channel(1);
    drop(receiver);
    let error = one_thread().block_on(tray.send(7));
    let error = error.expect_err("the receiver is gone");
    assert_eq!(error.to_string(), "channel closed");

    let (tray, mut receiver) = mpsc::channel(1);
    receiver.close();
    let error = one_thread().block_on(tray.send(7));
    let error = error.expect_err("the receiver takes no more");
    assert_eq!(error.to_string(), "channel closed");

    let (sender, receiver) = oneshot::channel::<()>();
    drop(sender);
    let error = one_thread().block_on(receiver);
    let error = error.expect_err("the sender is gone");
    assert_eq!(error.to_string(), "channel closed");
    assert_eq!(format!("{error:?}"), "RecvError(())");
}

#[test]
fn slow_receiver_of_a_broadcast_says_how_far_it_lagged() {
    let (sender, mut receiver) = broadcast::channel(2);
    for star in 0..5 {
        sender.send(star).expect("the receiver is there");
    }
    let error = one_thread().block_on(receiver.recv());
    let error = error.expect_err("three are lost");
    assert_eq!(error.to_string(), "channel lagged by 3");
}

#[test]
fn try_send_and_try_acquire_say_that_there_is_no_room() {
    let (tray, _receiver) = mpsc::channel(1);
    tray.try_send(7).expect("there is room for one");
    let error = tray.try_send(8).expect_err("there is no more");
    assert_eq!(error.to_string(), "no available capacity");

    let power = Semaphore::new(0);
    let error = power.try_acquire().expect_err("there is none");
    assert_eq!(error.to_string(), "no permits available");
    power.close();
    let error = power.try_acquire().expect_err("it is closed");
    assert_eq!(error.to_string(), "semaphore closed");
}
