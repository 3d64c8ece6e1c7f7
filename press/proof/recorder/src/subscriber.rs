//! What tokio says by `tracing`: spans of tasks and of timers, events of wakers.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::stack::{Stack, line_in};
use crate::with;

#[derive(Default)]
pub struct Spans(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    last: u64,
    spans: HashMap<u64, Span>,
    /// Those that the loop's thread is in, the innermost last.
    entered: Vec<u64>,
}

struct Span {
    kind: Kind,
    handles: usize,
}

#[derive(Clone, Copy)]
enum Kind {
    /// The wrapper around its future tells of its polls.
    Main,
    Task(u32),
    Timer(Option<u32>),
    Other,
}

impl Spans {
    fn do_with<R>(&self, action: impl FnOnce(&mut Inner) -> R) -> R {
        action(&mut self.0.lock().expect("nothing panics while it holds this"))
    }

    fn kind(&self, id: &Id) -> Kind {
        self.do_with(|inner| inner.spans.get(&id.into_u64()).map_or(Kind::Other, |span| span.kind))
    }

    fn innermost_timer(&self) -> Option<(u64, Option<u32>)> {
        self.do_with(|inner| {
            inner.entered.iter().rev().find_map(|id| match inner.spans.get(id)?.kind {
                Kind::Timer(line) => Some((*id, line)),
                _ => None,
            })
        })
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let target = metadata.target();
        target.starts_with("tokio::") || target.starts_with("runtime::")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let line = line_in(fields.text("loc.file"), fields.line());
        let id = fields.number("task.id");
        let kind = match (attributes.metadata().name(), fields.text("kind")) {
            ("runtime.spawn", "block_on") => {
                with(|state| state.spawn_main(id, line));
                Kind::Main
            }
            ("runtime.spawn", "task" | "local") => {
                with(|state| state.spawn(id, line)).map_or(Kind::Other, Kind::Task)
            }
            ("runtime.resource", "timer") if fields.text("concrete_type") == "Sleep" => {
                Kind::Timer(line)
            }
            _ => Kind::Other,
        };
        self.do_with(|inner| {
            inner.last += 1;
            inner.spans.insert(inner.last, Span { kind, handles: 1 });
            Id::from_u64(inner.last)
        })
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        match event.metadata().target() {
            // What it calls the task's id is its span's.
            "tokio::task::waker" => {
                let span = fields.numbers.get("task.id").map(|id| Id::from_u64(*id));
                if let Some(Kind::Task(task)) = span.map(|id| self.kind(&id)) {
                    with(|state| match fields.text("op") {
                        "waker.clone" => state.keep(task),
                        "waker.wake" | "waker.wake_by_ref" => state.wake(task),
                        _ => {}
                    });
                }
            }
            "runtime::resource::state_update" if fields.numbers.contains_key("duration") => {
                if let Some((span, line)) = self.innermost_timer() {
                    let line = line.or_else(|| Stack::here().line_in_task());
                    with(|state| state.set_timer(span, fields.number("duration"), line));
                }
            }
            "runtime::resource::poll_op" => {
                with(|state| state.stands(Stack::here().line_in_task()));
            }
            _ => {}
        }
    }

    fn enter(&self, id: &Id) {
        if with(|state| state.is_loop()) != Some(true) {
            return;
        }
        self.do_with(|inner| inner.entered.push(id.into_u64()));
        if let Kind::Task(task) = self.kind(id) {
            // Dropping what is in a span enters it too.
            if Stack::here().has_own_drop() {
                with(|state| state.dropped(task));
            } else {
                with(|state| state.poll(task));
            }
        }
    }

    fn exit(&self, id: &Id) {
        self.do_with(|inner| {
            if let Some(place) = inner.entered.iter().rposition(|other| *other == id.into_u64()) {
                inner.entered.remove(place);
            }
        });
        if let Kind::Task(task) = self.kind(id) {
            with(|state| {
                if state.is_loop() && state.current == Some(task) {
                    state.returned(task);
                }
            });
        }
    }

    fn clone_span(&self, id: &Id) -> Id {
        self.do_with(|inner| {
            if let Some(span) = inner.spans.get_mut(&id.into_u64()) {
                span.handles += 1;
            }
        });
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        let id = id.into_u64();
        let gone = self.do_with(|inner| {
            let span = inner.spans.get_mut(&id)?;
            span.handles -= 1;
            if span.handles > 0 {
                return None;
            }
            inner.spans.remove(&id)
        });
        if let Some(Span { kind: Kind::Timer(_), .. }) = gone {
            with(|state| state.drop_timer(id));
        }
        gone.is_some()
    }
}

#[derive(Default)]
struct Fields {
    texts: HashMap<&'static str, String>,
    numbers: HashMap<&'static str, u64>,
}

impl Fields {
    fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    fn number(&self, name: &str) -> u64 {
        self.numbers.get(name).copied().unwrap_or_default()
    }

    fn line(&self) -> u32 {
        u32::try_from(self.number("loc.line")).unwrap_or_default()
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.texts.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.texts.insert(field.name(), value.to_owned());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.numbers.insert(field.name(), value);
    }
}
