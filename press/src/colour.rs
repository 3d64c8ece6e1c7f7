//! Colours listings when the book is built, so that they need no script.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use syntect::easy::ScopeRegionIterator;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};
use told::text::escape;

/// Which scopes get a class; that of the innermost scope wins.
const CLASSES: [(&str, &str); 6] = [
    ("c", "comment"),
    ("s", "string constant.character"),
    ("n", "constant.numeric constant.language"),
    ("f", "entity.name.function"),
    ("m", "support.macro variable.annotation meta.annotation"),
    ("k", "storage.type storage.modifier keyword.operator.word keyword.control keyword.other"),
];

/// HTML for `code`, its words wrapped in classed spans. A language that is not known gets none.
pub fn html(code: &str, language: &str) -> String {
    lines(code, language).join("&#10;")
}

/// The same, line by line, without the line ends. What was coloured once is kept in the target
/// folder, for colouring is most of what a build does.
pub fn lines(code: &str, language: &str) -> Vec<String> {
    let file = kept(code, language);
    let read = fs::read(&file).ok().and_then(|json| serde_json::from_slice(&json).ok());
    read.unwrap_or_else(|| {
        let lines = colour(code, language);
        // Without it, the next build colours anew.
        let _ = keep(&file, &lines);
        lines
    })
}

/// The file that keeps a coloured listing. Other rules or another grammar have others.
fn kept(code: &str, language: &str) -> PathBuf {
    static RULES: LazyLock<DefaultHasher> = LazyLock::new(|| {
        let mut hasher = DefaultHasher::new();
        include_str!("colour.rs").hash(&mut hasher);
        include_str!("../told/src/text.rs").hash(&mut hasher);
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
    let whole = proof::next_file(folder)?;
    serde_json::to_writer(&whole, lines)?;
    whole.persist(file)?;
    Ok(())
}

fn colour(code: &str, language: &str) -> Vec<String> {
    static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
    let syntax = SYNTAXES
        .find_syntax_by_token(language)
        .unwrap_or_else(|| SYNTAXES.find_syntax_plain_text());
    let (mut state, mut stack) = (ParseState::new(syntax), ScopeStack::new());
    let lines = code.trim_end().split_inclusive('\n').map(|line| {
        let changes = state.parse_line(line, &SYNTAXES).unwrap_or_default();
        let spans = ScopeRegionIterator::new(&changes, line).map(|(text, change)| {
            // The operations come from the parser, and fit the stack that they are applied to.
            stack.apply(change).expect("a well-formed change");
            let (text, class) = (text.trim_end_matches('\n'), class(&stack));
            match class.filter(|_| !text.trim().is_empty()) {
                Some(class) => format!(r#"<span class="{class}">{}</span>"#, escape(text)),
                None => escape(text),
            }
        });
        // The grammar takes `.await` for a field.
        spans.collect::<String>().replace(".await", r#".<span class="k">await</span>"#)
    });
    lines.collect()
}

fn class(stack: &ScopeStack) -> Option<&'static str> {
    static SCOPES: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
        let scope = |name| Scope::new(name).expect("a scope's name");
        let classes = CLASSES.into_iter();
        classes
            .flat_map(|(class, names)| names.split(' ').map(move |it| (scope(it), class)))
            .collect()
    });
    stack.as_slice().iter().rev().find_map(|scope| {
        let class = SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
        class.map(|(_, class)| *class)
    })
}

#[cfg(test)]
#[path = "../tests/unit/colour.rs"]
mod tests;
