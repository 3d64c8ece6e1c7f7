//! What the page Coroutines says of calling, returning and nesting.

use std::cell::{Cell, RefCell};
use std::fs;
use std::future::{poll_fn, ready};
use std::path::Path;
use std::pin::pin;
use std::process::{Command, Output};
use std::task::{Context, Poll, Waker};

fn poll_once<F: Future + Unpin>(coroutine: &mut F) -> Poll<F::Output> {
    let mut nobody = Context::from_waker(Waker::noop());
    pin!(coroutine).poll(&mut nobody)
}

fn compile(name: &str, source: &str) -> Output {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&dir).expect("the target directory is ours");
    fs::write(dir.join("forgotten_await.rs"), source)
        .expect("the target directory is ours");
    Command::new("rustc")
        .args(["--edition", "2024", "--emit", "metadata"])
        .arg("forgotten_await.rs")
        .current_dir(&dir)
        .output()
        .expect("who runs this test has a compiler")
}

#[test]
fn calling_an_async_fn_runs_nothing() {
    let boarded = Cell::new(false);
    let pilot = async || boarded.set(true);

    let mut order = Box::pin(pilot());
    assert!(!boarded.get());
    assert_eq!(poll_once(&mut order), Poll::Ready(()));
    assert!(boarded.get());
}

#[test]
fn coroutine_dropped_before_its_first_poll_never_ran() {
    let boarded = Cell::new(false);
    let pilot = async || boarded.set(true);

    drop(pilot());
    assert!(!boarded.get());
}

/// The visible listing of `lookout`, with stand-ins for its helpers.
fn lookout() -> String {
    let program = include_str!("../src/bin/forgotten_await.rs");
    let (_, listing) = program
        .split_once("// ANCHOR: listing\n")
        .expect("the page shows a part of the program");
    format!(
        "{listing}
mod console {{
    pub fn run<F: Future>(main: F) {{ drop(main) }}
    macro_rules! say {{ ($($line:tt)*) => {{ println!($($line)*) }} }}
    pub(crate) use say;
}}"
    )
}

const WARNING: &str = "\
warning: unused implementer of `Future` that must be used
 --> forgotten_await.rs:9:5
  |
9 |     lookout();
  |     ^^^^^^^^^
  |
  = note: futures do nothing unless you `.await` or poll them
  = note: `#[warn(unused_must_use)]` (part of `#[warn(unused)]`) on by default
";

/// Whether this is the Rust whose words the page quotes.
fn is_quoted_compiler() -> bool {
    let version = Command::new("rustc").arg("--version").output();
    let version = version.expect("who runs this test has a compiler");
    version.stdout.starts_with(b"rustc 1.95.")
}

#[test]
fn compiler_warns_of_a_forgotten_await() {
    let forgotten = compile("forgotten", &lookout());
    assert!(forgotten.status.success());
    let warning = String::from_utf8_lossy(&forgotten.stderr);
    let (first_line, _) = WARNING.split_once('\n').expect("lines");
    assert!(warning.starts_with(first_line), "{warning}");
    if is_quoted_compiler() {
        assert!(warning.starts_with(WARNING), "{warning}");
    } else if !warning.starts_with(WARNING) {
        eprintln!("said otherwise than by Rust 1.95:\n{warning}");
    }

    let awaited = lookout().replace("lookout();", "lookout().await;");
    let awaited = compile("awaited", &awaited);
    assert!(awaited.status.success());
    assert_eq!(String::from_utf8_lossy(&awaited.stderr), "");
}

#[test]
fn denied_lint_refuses_a_forgotten_await() {
    let deny = "#![deny(unused_must_use)]\n";
    let forgotten = deny.to_owned() + &lookout();
    let awaited = forgotten.replace("lookout();", "lookout().await;");
    let refused = compile("denied", &forgotten);
    assert!(!refused.status.success());
    let error = String::from_utf8_lossy(&refused.stderr);
    assert!(error.contains("error: unused implementer of `Future`"));
    assert!(compile("heeded", &awaited).status.success());
}

#[test]
fn named_coroutine_escapes_the_lint() {
    let named = |name: &str| {
        let call = format!("let {name} = lookout();");
        let named = lookout().replace("lookout();", &call);
        let compiled = compile(name, &named);
        assert!(compiled.status.success());
        String::from_utf8(compiled.stderr).expect("rustc writes UTF-8")
    };
    assert_eq!(named("_"), "");
    assert_eq!(named("_order"), "");
    let warning = named("order");
    assert!(warning.contains("unused variable: `order`"), "{warning}");
    assert!(!warning.contains(".await"), "{warning}");
}

#[test]
fn returned_value_arrives_in_ready() {
    let mut line = Box::pin(async {
        futures::pending!();
        7
    });
    assert_eq!(poll_once(&mut line), Poll::Pending);
    assert_eq!(poll_once(&mut line), Poll::Ready(7));
}

#[test]
fn await_yields_the_returned_value() {
    async fn sounding() -> u32 {
        7
    }
    let mut pilot = Box::pin(async { sounding().await - 2 });
    assert_eq!(poll_once(&mut pilot), Poll::Ready(5));
}

#[test]
#[should_panic(expected = "resumed after completion")]
fn finished_coroutine_panics_when_polled() {
    let mut line = Box::pin(async { 7 });
    assert_eq!(poll_once(&mut line), Poll::Ready(7));
    let _ = poll_once(&mut line);
}

#[test]
fn error_comes_back_as_a_value() {
    async fn sounding() -> Result<u32, &'static str> {
        Err("the line broke")
    }
    async fn pilot() -> Result<u32, &'static str> {
        let depth = sounding().await?;
        Ok(depth - 2)
    }
    let mut pilot = Box::pin(pilot());
    assert_eq!(
        poll_once(&mut pilot),
        Poll::Ready(Err("the line broke"))
    );
}

#[test]
fn each_phase_begins_when_the_one_before_it_ended() {
    let log = RefCell::new(Vec::new());
    let phase = async |name: &str| {
        log.borrow_mut().push(format!("{name} begins"));
        futures::pending!();
        log.borrow_mut().push(format!("{name} ends"));
    };
    let mut dock = Box::pin(async {
        phase("enter").await;
        phase("moor").await;
    });
    while poll_once(&mut dock).is_pending() {}
    drop(dock);
    assert_eq!(
        log.into_inner(),
        ["enter begins", "enter ends", "moor begins", "moor ends"]
    );
}

#[test]
fn one_poll_of_the_outermost_reaches_the_innermost() {
    let polls = Cell::new(0);
    let enter = async || {
        poll_fn(|_| {
            polls.set(polls.get() + 1);
            Poll::<()>::Pending
        })
        .await;
    };
    let dock = async || enter().await;
    let mut harbour_master = Box::pin(async { dock().await });

    for expected in 1..=3 {
        assert!(poll_once(&mut harbour_master).is_pending());
        assert_eq!(polls.get(), expected);
    }
}

#[test]
fn coroutine_holds_the_ones_it_awaits_inside_itself() {
    async fn enter() -> u8 {
        let log = [1; 1000];
        ready(()).await;
        log[0]
    }
    async fn dock() -> u8 {
        enter().await
    }
    let inner = size_of_val(&enter());
    let outer = size_of_val(&dock());
    assert!(inner >= 1000);
    assert!(outer >= inner, "{outer} < {inner}");

    let boxed = async { Box::pin(enter()).await };
    assert!(size_of_val(&boxed) < 100);
}

#[test]
fn boxed_recursion_keeps_one_size_at_every_depth() {
    async fn unhitch(barges: u32) -> u32 {
        if barges == 0 {
            return 0;
        }
        1 + Box::pin(unhitch(barges - 1)).await
    }
    assert_eq!(size_of_val(&unhitch(1)), size_of_val(&unhitch(100)));
    let mut tug = Box::pin(unhitch(100));
    assert_eq!(poll_once(&mut tug), Poll::Ready(100));
}
