//! The stack as a source: which line of the program is the reason, and which part of tokio acts.

use std::backtrace::Backtrace;
use std::env;
use std::fmt::Display;

/// The frames of the task that has the turn, or of all, the innermost first.
pub struct Stack {
    frames: Vec<Frame>,
    /// Whether a task has the turn: its poll is the outermost frame.
    in_task: bool,
}

struct Frame {
    symbol: String,
    /// `file:line:column`
    place: String,
}

impl Frame {
    /// Frames of functions that were inlined have another kind of name: the file says more.
    fn polls_a_task(&self) -> bool {
        let files = ["/src/instrument.rs:", "/recorder/src/kept.rs:"];
        files.iter().any(|file| self.place.contains(file))
            && !self.drops_a_task()
            && self.symbol.contains("poll")
    }

    fn says(&self) -> bool {
        self.symbol.rsplit("::").next() == Some("say")
    }

    fn drops_a_task(&self) -> bool {
        self.symbol.contains("Instrumented<") && self.symbol.ends_with("::drop")
    }
}

impl Stack {
    pub fn here() -> Stack {
        let mut frames: Vec<Frame> = Vec::new();
        for line in Backtrace::force_capture().to_string().lines() {
            let place = line.trim_start().strip_prefix("at ");
            if let (Some(place), Some(frame)) = (place, frames.last_mut()) {
                frame.place = place.to_owned();
            } else if let Some((_, symbol)) = line.split_once(": ") {
                frames.push(Frame { symbol: symbol.to_owned(), place: String::new() });
            }
        }
        let poll = frames.iter().position(Frame::polls_a_task);
        frames.truncate(poll.unwrap_or(frames.len()));
        Stack { frames, in_task: poll.is_some() }
    }

    /// The innermost line of the program's own file, but for its way to print under a time; nothing if
    /// the loop acts.
    pub fn line(&self) -> Option<u32> {
        self.frames.iter().filter(|it| !it.says()).find_map(|it| line_of(&it.place))
    }

    /// The same, unless the loop acts.
    pub fn line_in_task(&self) -> Option<u32> {
        self.line().filter(|_| self.in_task)
    }

    /// Whether a frame's symbol or place has `part` in it.
    pub fn has(&self, part: &str) -> bool {
        self.frames.iter().any(|it| it.symbol.contains(part) || it.place.contains(part))
    }

    /// Whether the innermost act upon a span's content is to drop it.
    pub fn has_own_drop(&self) -> bool {
        self.frames.iter().any(Frame::drops_a_task)
    }

    /// What a waker is kept by, in the words of the format.
    pub fn keeper(&self) -> String {
        const KEEPERS: [(&str, &str); 18] = [
            ("/timers/sleep.rs:", "timer"),
            ("/wheel/sleep.rs:", "timer"),
            ("/tasks/join.rs:", "task"),
            ("/abort/join.rs:", "task"),
            ("/reactor/async_io.rs:", "socket"),
            ("/readiness/source.rs:", "socket"),
            ("/edge/source.rs:", "socket"),
            ("/pool/pool.rs:", "thread"),
            ("/nursery/nursery.rs:", "nursery"),
            ("/scope/cancel_scope.rs:", "scope"),
            ("/scope/checkpoint.rs:", "scope"),
            ("tokio::runtime::task::join::", "task"),
            ("recorder::facade::task::JoinHandle", "task"),
            ("tokio::time::sleep::", "timer"),
            ("tokio::task::yield_now::", "queue"),
            ("tokio::runtime::io::", "socket"),
            ("tokio::sync::mutex::", "mutex"),
            ("tokio::sync::batch_semaphore::", "semaphore"),
        ];
        let known = KEEPERS.iter().find(|(part, _)| self.has(part)).map(|(_, keeper)| *keeper);
        let mut modules = self.frames.iter().filter_map(|it| it.symbol.split_once("tokio::sync::"));
        let module = || modules.next()?.1.split("::").next();
        known.or_else(module).unwrap_or("future").to_owned()
    }
}

/// The line, if the place is in the program's own file.
fn line_of(place: &str) -> Option<u32> {
    let program = env::current_exe().ok()?;
    let own = format!("bin/{}.rs:", program.file_name()?.to_str()?);
    let (_, line) = place.split_once(&own)?;
    line.split(':').next()?.parse().ok()
}

/// As tokio says it of a spawn.
pub fn line_in(file: &str, line: impl Display) -> Option<u32> {
    line_of(&format!("{file}:{line}"))
}
