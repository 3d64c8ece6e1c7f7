//! Colours listings when the book is built, so that they need no script.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, OnceLock, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

/// Which class a scope gets; the first that fits the innermost scope wins.
const CLASSES: [(&str, &str); 14] = [
    ("comment", "c"),
    ("string", "s"),
    ("constant.character", "s"),
    ("constant.numeric", "n"),
    ("constant.language", "n"),
    ("entity.name.function", "f"),
    ("support.macro", "m"),
    ("variable.annotation", "m"),
    ("meta.annotation", "m"),
    ("storage.type", "k"),
    ("storage.modifier", "k"),
    ("keyword.operator.word", "k"),
    ("keyword.control", "k"),
    ("keyword.other", "k"),
];

/// HTML for `code`, its words wrapped in classed spans. A language that is not known gets none. What
/// was coloured once is remembered, for a rebuild colours the same listings again.
#[must_use]
pub fn html(code: &str, language: &str) -> String {
    lines(code, language).join("&#10;")
}

/// The same, line by line, without the line ends.
#[must_use]
pub fn lines(code: &str, language: &str) -> Vec<String> {
    static COLOURED: Mutex<BTreeMap<(String, String), Vec<String>>> = Mutex::new(BTreeMap::new());
    let mut coloured = COLOURED.lock().unwrap_or_else(PoisonError::into_inner);
    let listing = (language.to_owned(), code.to_owned());
    let lines = coloured.entry(listing);
    lines.or_insert_with(|| colour(code, language)).clone()
}

fn colour(code: &str, language: &str) -> Vec<String> {
    let (syntaxes, classes) = definitions();
    let syntax = syntaxes
        .find_syntax_by_token(language)
        .unwrap_or_else(|| syntaxes.find_syntax_plain_text());
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut lines = Vec::new();
    for line in code.trim_end().split_inclusive('\n') {
        let mut html = String::new();
        let changes = state.parse_line(line, syntaxes).unwrap_or_default();
        let mut start = 0;
        for (end, change) in changes {
            span(&mut html, &line[start..end], class(&stack, classes));
            start = end;
            // The operations come from the parser, and fit the stack that they are applied to.
            stack.apply(&change).expect("a well-formed change");
        }
        span(&mut html, &line[start..], class(&stack, classes));
        // The grammar takes `.await` for a field.
        lines.push(html.replace(".await", r#".<span class="k">await</span>"#));
    }
    lines
}

/// Text with HTML's own characters replaced. Line ends become references, for a block of HTML within
/// Markdown ends at the first empty line.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\n', "&#10;")
}

fn span(html: &mut String, text: &str, class: Option<&str>) {
    let text = text.trim_end_matches('\n');
    match class {
        _ if text.is_empty() => {}
        Some(class) if !text.trim().is_empty() => {
            // Writing to a String does not fail.
            let _ = write!(html, r#"<span class="{class}">{}</span>"#, escape(text));
        }
        _ => html.push_str(&escape(text)),
    }
}

fn class(stack: &ScopeStack, classes: &[(Scope, &'static str)]) -> Option<&'static str> {
    stack.as_slice().iter().rev().find_map(|scope| {
        let class = classes
            .iter()
            .find(|(prefix, _)| prefix.is_prefix_of(*scope));
        class.map(|(_, class)| *class)
    })
}

type Definitions = (SyntaxSet, Vec<(Scope, &'static str)>);

fn definitions() -> &'static Definitions {
    static DEFINITIONS: OnceLock<Definitions> = OnceLock::new();
    DEFINITIONS.get_or_init(|| {
        let scope = |name| Scope::new(name).expect("a scope's name");
        let classes = CLASSES.map(|(name, class)| (scope(name), class));
        (SyntaxSet::load_defaults_newlines(), classes.into())
    })
}
