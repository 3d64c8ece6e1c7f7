//! What tokio says by `tracing`: spans of tasks and of timers, events of wakers.

use std::collections::HashMap;
use std::fmt;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Metadata};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::{Layer, layer::Context};

use crate::stack::{Stack, line_in};
use crate::state::State;
use crate::with;

pub struct Listener;

#[derive(Clone, Copy)]
enum Kind {
    Task(u32),
    Timer(Option<u32>),
}

fn kind(id: &Id, spans: &Context<'_, Registry>) -> Option<Kind> {
    spans.span(id)?.extensions().get::<Kind>().copied()
}

impl Layer<Registry> for Listener {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, Registry>) -> bool {
        ["tokio::", "runtime::"].iter().any(|it| metadata.target().starts_with(it))
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, spans: Context<'_, Registry>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let line = line_in(fields.text("loc.file"), fields.number("loc.line"));
        let task = fields.number("task.id");
        let kind = match (attributes.metadata().name(), fields.text("kind")) {
            // The wrapper around its future tells of its polls.
            ("runtime.spawn", "block_on") => {
                with(|state| state.spawn_main(task, line));
                return;
            }
            ("runtime.spawn", "task") => Kind::Task(with(|state| state.spawn(task, line))),
            ("runtime.resource", "timer") if fields.text("concrete_type") == "Sleep" => {
                Kind::Timer(line)
            }
            _ => return,
        };
        if let Some(span) = spans.span(id) {
            span.extensions_mut().insert(kind);
        }
    }

    fn on_event(&self, event: &Event<'_>, spans: Context<'_, Registry>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        match event.metadata().target() {
            // What it calls the task's id is its span's.
            "tokio::task::waker" if fields.number("task.id") > 0 => {
                if let Some(Kind::Task(task)) =
                    kind(&Id::from_u64(fields.number("task.id")), &spans)
                {
                    with(|state| match fields.text("op") {
                        "waker.clone" => state.keep(task),
                        "waker.wake" | "waker.wake_by_ref" => state.wake(task),
                        _ => {}
                    });
                }
            }
            "runtime::resource::state_update" if fields.0.contains_key("duration") => {
                let mut scope = spans.event_scope(event).into_iter().flatten();
                let timer = scope.find_map(|span| match span.extensions().get() {
                    Some(Kind::Timer(line)) => Some((span.id().into_u64(), *line)),
                    _ => None,
                });
                if let Some((span, line)) = timer {
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

    fn on_enter(&self, id: &Id, spans: Context<'_, Registry>) {
        if let Some(Kind::Task(task)) = kind(id, &spans)
            && with(|state| state.is_loop())
        {
            // Dropping what is in a span enters it too.
            let is_drop = Stack::here().has_own_drop();
            with(|state| if is_drop { state.dropped(task) } else { state.poll(task) });
        }
    }

    fn on_exit(&self, id: &Id, spans: Context<'_, Registry>) {
        if let Some(Kind::Task(task)) = kind(id, &spans)
            && with(|state| state.is_loop() && state.current == Some(task))
        {
            with(State::returned);
        }
    }

    fn on_close(&self, id: Id, spans: Context<'_, Registry>) {
        if let Some(Kind::Timer(_)) = kind(&id, &spans) {
            with(|state| state.drop_timer(id.into_u64()));
        }
    }
}

#[derive(Default)]
struct Fields(HashMap<&'static str, String>);

impl Fields {
    fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn number(&self, name: &str) -> u64 {
        self.text(name).parse().unwrap_or_default()
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}").trim_matches('"').to_owned());
    }
}
