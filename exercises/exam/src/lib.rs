//! What the exercises and their checks are made of. `say!` prints a line, as in the programs of the book,
//! and remembers it; a check runs the answer and looks at what was said, and when.

#![warn(missing_docs)]

use std::any::Any;
use std::fmt::Arguments;
use std::panic::catch_unwind;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::time::{Instant, timeout};

/// How long an answer may run, by the clock of its loop.
const LIMIT: Duration = Duration::from_secs(1000);

static RUN: Mutex<Run> = Mutex::new(Run { start: None, said: Vec::new() });

struct Run {
    start: Option<Instant>,
    said: Vec<(f64, String)>,
}

/// What an answer does otherwise than it should, in words for the learner.
#[derive(Debug)]
pub struct Wrong(pub String);

/// What a check comes to.
pub type Verdict = Result<(), Wrong>;

/// Refuses the answer, in words that `format!` takes, unless something holds.
#[macro_export]
macro_rules! expect {
    ($holds:expr, $($words:tt)*) => {
        if !$holds {
            return Err($crate::Wrong(format!($($words)*)));
        }
    };
}

/// Prints a line under the loop's own time, and remembers it. It formats as `println!` does.
#[macro_export]
macro_rules! say {
    ($($line:tt)*) => { $crate::say(format_args!($($line)*)) };
}

/// What `say!` calls.
pub fn say(line: Arguments<'_>) {
    let now = now();
    println!("{now:.1} s  {line}");
    running().said.push((now, line.to_string()));
}

/// Runs an answer on a fresh loop of tokio whose clock jumps, and forgets what was said before.
/// Errors: if it never ends.
pub fn run<F: Future>(answer: F) -> Result<F::Output, Wrong> {
    let mut builder = Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build();
    let runtime = runtime.expect("the system can make one more event loop");
    runtime.block_on(async {
        *running() = Run { start: Some(Instant::now()), said: Vec::new() };
        let ended = timeout(LIMIT, answer).await;
        ended.map_err(|_| Wrong("It never ends: some await waits for ever.".to_owned()))
    })
}

/// The loop's time since the run began, in seconds, to a tenth.
pub fn now() -> f64 {
    let start = running().start.expect("this is called inside run");
    (start.elapsed().as_secs_f64() * 10.0).round() / 10.0
}

/// What was said, each line with its time.
pub fn said() -> Vec<(f64, String)> {
    running().said.clone()
}

/// The lines alone.
pub fn lines() -> Vec<String> {
    said().into_iter().map(|(_, line)| line).collect()
}

/// When a line was said first.
/// Errors: if it never was.
pub fn when(line: &str) -> Result<f64, Wrong> {
    let found = said().into_iter().find(|(_, said)| said == line);
    found.map(|(time, _)| time).ok_or_else(|| Wrong(format!("Nothing says \"{line}\".")))
}

fn running() -> MutexGuard<'static, Run> {
    RUN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The end of a check's program: the verdict is its last lines. The first argument says which of the
/// checks it is.
pub fn judge(checks: &[fn() -> Verdict]) {
    let place = std::env::args().nth(1).and_then(|place| place.parse::<usize>().ok());
    let check = checks[place.unwrap_or_default()];
    match catch_unwind(check) {
        Ok(Ok(())) => println!("verdict: holds"),
        Ok(Err(Wrong(words))) => println!("verdict: fails\n{words}"),
        Err(panic) => println!("verdict: fails\nIt panics: {}", words(&*panic)),
    }
    // A thread may still wait.
    std::process::exit(0);
}

fn words(panic: &dyn Any) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("with something that is no text")
}
