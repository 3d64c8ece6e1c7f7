//! Colours listings when the book is built, so that they need no script.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};
use tempfile::NamedTempFile;

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

/// HTML for `code`, its words wrapped in classed spans. A language that is not known gets none.
pub fn html(code: &str, language: &str) -> String {
    lines(code, language).join("&#10;")
}

/// The same, line by line, without the line ends. What was coloured once is kept in memory and in the
/// target folder, for colouring is most of what a build does.
pub fn lines(code: &str, language: &str) -> Vec<String> {
    static KNOWN: LazyLock<Mutex<HashMap<PathBuf, Vec<String>>>> = LazyLock::new(Mutex::default);
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let file = kept(code, language);
    if let Some(lines) = known().get(&file) {
        return lines.clone();
    }
    let lines = fs::read(&file).ok().and_then(|json| serde_json::from_slice(&json).ok());
    let lines: Vec<String> = lines.unwrap_or_else(|| {
        let lines = colour(code, language);
        // Without it, the next build colours anew.
        let _ = keep(&file, &lines);
        lines
    });
    known().insert(file, lines.clone());
    lines
}

/// The file that keeps a coloured listing. Other rules or another grammar have others.
fn kept(code: &str, language: &str) -> PathBuf {
    static RULES: LazyLock<DefaultHasher> = LazyLock::new(|| {
        let mut hasher = DefaultHasher::new();
        include_str!("colour.rs").hash(&mut hasher);
        include_str!("../../Cargo.lock").hash(&mut hasher);
        hasher
    });
    let mut hasher = RULES.clone();
    (language, code).hash(&mut hasher);
    proof::target().join(format!("coloured/{:016x}.json", hasher.finish()))
}

/// Writes it whole or not at all, whoever else does the same.
fn keep(file: &Path, lines: &[String]) -> io::Result<()> {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder)?;
    let mut whole = NamedTempFile::new_in(folder)?;
    whole.write_all(&serde_json::to_vec(lines)?)?;
    whole.persist(file)?;
    Ok(())
}

fn colour(code: &str, language: &str) -> Vec<String> {
    static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
    let syntax = SYNTAXES.find_syntax_by_token(language);
    let syntax = syntax.unwrap_or_else(|| SYNTAXES.find_syntax_plain_text());
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut lines = Vec::new();
    for line in code.trim_end().split_inclusive('\n') {
        let mut html = String::new();
        let changes = state.parse_line(line, &SYNTAXES).unwrap_or_default();
        let mut start = 0;
        for (end, change) in changes {
            html += &span(&line[start..end], class(&stack));
            start = end;
            // The operations come from the parser, and fit the stack that they are applied to.
            stack.apply(&change).expect("a well-formed change");
        }
        html += &span(&line[start..], class(&stack));
        // The grammar takes `.await` for a field.
        lines.push(html.replace(".await", r#".<span class="k">await</span>"#));
    }
    lines
}

/// Text with HTML's own characters replaced. Line ends become references, for a block of HTML within
/// Markdown ends at the first empty line.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\n', "&#10;")
}

fn span(text: &str, class: Option<&str>) -> String {
    let html = escape(text.trim_end_matches('\n'));
    match class {
        Some(class) if !text.trim().is_empty() => format!(r#"<span class="{class}">{html}</span>"#),
        _ => html,
    }
}

/// The class of the innermost scope that has one.
fn class(stack: &ScopeStack) -> Option<&'static str> {
    static SCOPES: LazyLock<[(Scope, &str); 14]> = LazyLock::new(|| {
        CLASSES.map(|(name, class)| (Scope::new(name).expect("a scope's name"), class))
    });
    stack.as_slice().iter().rev().find_map(|scope| {
        let mut fitting = SCOPES.iter().filter(|(prefix, _)| prefix.is_prefix_of(*scope));
        fitting.next().map(|(_, class)| *class)
    })
}

#[cfg(test)]
#[path = "../tests/unit/colour.rs"]
mod tests;
