//! What the page on signals says of tokio's signals.

use std::os::unix::process::ExitStatusExt;
use std::process::{self, Command};
use std::time::Duration;
use std::{env, thread};

use console::run;
use rustix::process::{Signal, getpid, kill_process};
use tokio::signal::ctrl_c;
use tokio::signal::unix::{self, SignalKind};
use tokio::time::timeout;

const LONG: Duration = Duration::from_secs(10);

fn ring(signal: Signal) {
    kill_process(getpid(), signal).expect("we may signal ourselves");
}

fn listen(kind: SignalKind) -> unix::Signal {
    unix::signal(kind).expect("a signal that can be caught")
}

/// Runs `program` in a process of its own, which runs the test named
/// `test` and no other. Yields the signal that ended it, if one did, and
/// what it said.
fn alone(test: &str, program: impl FnOnce()) -> (Option<i32>, String) {
    const ALONE: &str = "THIS_TEST_IS_ALONE";
    if env::var_os(ALONE).is_some() {
        program();
        println!("still there");
        process::exit(0);
    }
    let ended = Command::new(env::current_exe().expect("it runs"))
        .args(["--exact", test, "--nocapture"])
        .env(ALONE, "yes")
        .output()
        .expect("it ran a moment ago");
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    (ended.status.signal(), said)
}

#[test]
fn signal_is_heard_by_all_who_listen_for_it() {
    run(async {
        let mut office = listen(SignalKind::user_defined1());
        let mut dome = listen(SignalKind::user_defined1());
        ring(Signal::USR1);
        let heard = async { (office.recv().await, dome.recv().await) };
        let heard = timeout(LONG, heard).await;
        assert_eq!(heard, Ok((Some(()), Some(()))));
    });
}

#[test]
fn signals_that_are_not_received_in_between_arrive_as_one() {
    let program = env!("CARGO_BIN_EXE_signal_count");
    let ended = Command::new(program).output().expect("it was built");
    assert_eq!(ended.stdout, b"strokes heard: 1\n");
}

#[test]
fn signal_is_heard_in_any_thread() {
    let (registered, here) = std::sync::mpsc::channel();
    let thread = thread::spawn(move || {
        run(async {
            let mut bell = listen(SignalKind::window_change());
            registered.send(()).expect("the test waits");
            bell.recv().await
        })
    });
    here.recv().expect("it registers");
    ring(Signal::WINCH);
    assert_eq!(thread.join().expect("no panic"), Some(()));
}

#[test]
fn signal_without_a_listener_ends_the_process_and_drops_nothing() {
    struct Dome;
    impl Drop for Dome {
        fn drop(&mut self) {
            println!("the dome is closed");
        }
    }
    let name =
        "signal_without_a_listener_ends_the_process_and_drops_nothing";
    let (signal, said) = alone(name, || {
        println!("the sky is watched");
        let _dome = Dome;
        ring(Signal::TERM);
        thread::sleep(Duration::from_secs(20));
    });
    assert_eq!(signal, Some(15));
    assert!(said.contains("the sky is watched"));
    assert!(!said.contains("the dome is closed"));
}

#[test]
fn signal_does_not_end_the_process_after_its_listener_is_dropped() {
    let name =
        "signal_does_not_end_the_process_after_its_listener_is_dropped";
    let (signal, said) = alone(name, || {
        run(async { drop(listen(SignalKind::terminate())) });
        ring(Signal::TERM);
    });
    assert_eq!(signal, None);
    assert!(said.contains("still there"));
}

#[test]
fn ctrl_c_does_not_end_the_process_once_it_was_waited_for() {
    let name = "ctrl_c_does_not_end_the_process_once_it_was_waited_for";
    let (signal, said) = alone(name, || {
        run(async {
            let pressed = timeout(Duration::from_millis(1), ctrl_c());
            assert!(pressed.await.is_err());
        });
        ring(Signal::INT);
    });
    assert_eq!(signal, None);
    assert!(said.contains("still there"));
}

#[test]
fn ctrl_c_that_was_not_polled_hears_nothing() {
    run(async {
        let mut bell = listen(SignalKind::interrupt());
        let pressed = ctrl_c();
        ring(Signal::INT);
        assert_eq!(bell.recv().await, Some(()));
        let pressed = timeout(Duration::from_millis(100), pressed);
        assert!(pressed.await.is_err());
    });
}

#[test]
fn signal_that_must_not_be_caught_is_refused() {
    run(async {
        for kind in [9, 11] {
            assert!(unix::signal(SignalKind::from_raw(kind)).is_err());
        }
    });
}
