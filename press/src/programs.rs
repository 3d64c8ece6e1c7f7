//! What a page shows of a program: its listings, how to run it, and what it prints.

use std::fmt::Write;
use std::path::Path;

use proof::{Language, Program, RECORDED};

use crate::colour;
use crate::predict;
use crate::proofs::relative;

/// How wide and how long a listing's visible part may be.
const COLUMNS: usize = 72;
const LINES: usize = 40;

/// What keeps a program from being shown: what was found, and the remedy.
#[must_use]
pub fn faults(root: &Path, program: &Program) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let address = program.address();
    let languages = program.languages();
    if languages.is_empty() {
        let [python, rust] = [Language::Python, Language::Rust]
            .map(|language| relative(root, &program.file(language)));
        let found = format!("there is no program `{address}`");
        let remedy = format!("write {} and {}", python.display(), rust.display());
        return vec![(found, remedy)];
    }
    for language in languages {
        let file = relative(root, &program.file(language));
        let file = file.display();
        if let Err(e) = program.header(language) {
            let remedy = "write the first comment lines as CONTRIBUTING.md says";
            faults.push((e.to_string(), remedy.to_owned()));
        }
        match listing(program, language) {
            Ok(listing) => faults.extend(size_faults(&file.to_string(), &listing)),
            Err(e) => faults.push((format!("{file}: {e}"), "mend the file".to_owned())),
        }
        if program.transcript(language, RECORDED).is_none() {
            let found = format!("no transcript says what {file} prints");
            faults.push((found, format!("cargo book record {address}")));
        }
    }
    faults
}

/// What makes a listing, which comes from `source`, too long or too wide.
#[must_use]
pub fn size_faults(source: &str, listing: &str) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let lines = listing.lines().count();
    if lines > LINES {
        let found = format!("{source} shows {lines} lines");
        let remedy = format!("show at most {LINES}, between ANCHOR comments");
        faults.push((found, remedy));
    }
    faults.extend(width_fault(source, listing));
    faults
}

/// What makes a listing too wide.
#[must_use]
pub fn width_fault(source: &str, listing: &str) -> Option<(String, String)> {
    let wide = listing
        .lines()
        .find(|line| line.chars().count() > COLUMNS)?;
    let found = format!("{source} shows a line of more than {COLUMNS} columns: {wide}");
    Some((found, "break the line".to_owned()))
}

/// The visible part of a program: the region `ANCHOR: listing`, or all but its header.
pub(crate) fn listing(program: &Program, language: Language) -> Result<String, String> {
    let lines = shown(program, language)?.into_iter();
    let lines: Vec<String> = lines.map(|(_, line)| line).collect();
    Ok(lines.join("\n") + "\n")
}

/// The lines that a listing shows, with their numbers in the file.
pub(crate) fn shown(program: &Program, language: Language) -> Result<Vec<(usize, String)>, String> {
    let text = std::fs::read_to_string(program.file(language)).map_err(|e| e.to_string())?;
    let header = program.header(language).map_err(|e| e.to_string())?;
    let anchor = |line: &str, word: &str| line.trim() == format!("{}{word}", language.comment());
    let start = text
        .lines()
        .position(|line| anchor(line, "ANCHOR: listing"));
    let end = text
        .lines()
        .position(|line| anchor(line, "ANCHOR_END: listing"));
    let lines = (1..).zip(text.lines());
    let mut visible: Vec<(usize, &str)> = match (start, end) {
        (Some(start), Some(end)) if start < end => lines.take(end).skip(start + 1).collect(),
        (None, None) => lines.skip(header.lines).collect(),
        _ => return Err("`ANCHOR: listing` and `ANCHOR_END: listing` do not match".to_owned()),
    };
    visible.retain(|(_, line)| !line.trim_start().starts_with("//! "));
    let is_text = |(_, line): &(usize, &str)| !line.is_empty();
    let first = visible.iter().position(is_text).unwrap_or_default();
    let end = visible.iter().rposition(is_text).map_or(0, |last| last + 1);
    let lines = visible[first..end].iter();
    Ok(lines
        .map(|(number, line)| (*number, (*line).to_owned()))
        .collect())
}

/// The pair, as HTML without an empty line; what it prints is folded if a reader is to predict it. What
/// [`faults`] finds must have been mended.
#[must_use]
pub fn html(root: &Path, program: &Program, predicted: bool) -> String {
    let languages = program.languages();
    let mut html = format!(
        r#"<div class="pair" id="{}" data-program="{}"><div class="panes">"#,
        id(&program.address()),
        program.address()
    );
    let mut whole = String::new();
    for &language in &languages {
        let file = program.file(language);
        let code = listing(program, language).unwrap_or_default();
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let short = file.file_name().unwrap_or_default().to_string_lossy();
        let name = language.name();
        push(
            &mut html,
            format_args!(
                r#"<section class="pane {}" role="group" aria-label="{name}, {short}"><p class="lang">{name}</p>{}</section>"#,
                class(language),
                pre(&code, class(language), &format!("{name} listing, {short}"))
            ),
        );
        if text != code {
            let path = relative(root, &file);
            let path = path.display();
            let code = pre(&text, class(language), &format!("the whole of {short}"));
            push(&mut whole, format_args!("<p><code>{path}</code></p>{code}"));
        }
    }
    html.push_str(r#"</div><div class="bar">"#);
    html.push_str(&commands(root, program, &languages));
    if !whole.is_empty() {
        push(
            &mut html,
            format_args!(
                r#"<details class="files"><summary>Whole files</summary>{whole}</details>"#
            ),
        );
    }
    html.push_str(r#"</div><div class="prints">"#);
    html.push_str(&prints(program, &languages, predicted));
    html.push_str("</div></div>");
    html
}

/// The id of a program's pair on its page.
#[must_use]
pub fn id(address: &str) -> String {
    format!("program-{}", address.replace('/', "-"))
}

/// A listing with its colours.
#[must_use]
pub fn pre(code: &str, language: &str, label: &str) -> String {
    format!(
        r#"<pre class="code" tabindex="0" role="group" aria-label="{}"><code>{}</code></pre>"#,
        colour::escape(label),
        colour::html(code, language)
    )
}

fn commands(root: &Path, program: &Program, languages: &[Language]) -> String {
    let mut html = "<p>Run it:".to_owned();
    for &language in languages {
        let header = program.header(language).unwrap_or_default();
        let command = match language {
            Language::Python => {
                let file = relative(root, &program.file(language));
                format!("python3 {}", file.display())
            }
            Language::Rust => {
                format!(
                    "cargo run -p {} --bin {}",
                    program.chapter.slug(),
                    program.name
                )
            }
        };
        let dashes = if language == Language::Rust {
            " --"
        } else {
            ""
        };
        let arguments = match header.args.join(" ") {
            arguments if arguments.is_empty() => arguments,
            arguments => format!("{dashes} {arguments}"),
        };
        push(
            &mut html,
            format_args!(" <code>{}</code>", colour::escape(&(command + &arguments))),
        );
    }
    html + "</p>"
}

/// What it prints: once, if all languages print the same.
fn prints(program: &Program, languages: &[Language], predicted: bool) -> String {
    let mut html = String::new();
    let exercise = |of: &[Language]| predicted.then(|| predict::attributes(program, of));
    let transcript = |language| {
        let file = program.transcript(language, RECORDED)?;
        std::fs::read_to_string(file).ok()
    };
    let texts: Vec<_> = languages
        .iter()
        .filter_map(|&language| transcript(language))
        .collect();
    if let [python, rust] = &texts[..]
        && python == rust
    {
        print(&mut html, "both", "Both print", python, exercise(languages));
    } else {
        for (&language, text) in languages.iter().zip(&texts) {
            let label = format!("{} prints", language.name());
            print(
                &mut html,
                class(language),
                &label,
                text,
                exercise(&[language]),
            );
        }
    }
    for minor in 11..RECORDED.1 {
        let version = proof::Version(RECORDED.0, minor);
        let file = program.transcript(Language::Python, version);
        if let Some(file) = file.filter(|_| languages.contains(&Language::Python))
            && file
                .to_string_lossy()
                .ends_with(&format!(".python-{version}.txt"))
        {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            print(
                &mut html,
                "python",
                &format!("Python {version} prints"),
                &text,
                predicted.then(String::new),
            );
        }
    }
    html
}

/// A transcript; if it is predicted, folded, with the attributes of the exercise.
fn print(html: &mut String, class: &str, label: &str, transcript: &str, exercise: Option<String>) {
    let mut lines = String::new();
    for line in transcript.lines() {
        match line.split_once("  ") {
            Some((time, rest)) if is_time(time) => push(
                &mut lines,
                format_args!(
                    r#"<span class="time">{time}</span>  {}&#10;"#,
                    colour::escape(rest)
                ),
            ),
            _ => push(&mut lines, format_args!("{}&#10;", colour::escape(line))),
        }
    }
    let mut transcript = format!(
        r#"<pre class="transcript" tabindex="0" role="group" aria-label="Transcript"><samp>{lines}</samp></pre>"#
    );
    if let Some(exercise) = exercise {
        transcript = format!(
            r#"<details class="predict"{exercise}><summary>What it prints</summary>{transcript}</details>"#
        );
    }
    push(
        html,
        format_args!(
            r#"<section class="print {class}" role="group" aria-label="{label}"><p class="label">{label}</p>{transcript}</section>"#
        ),
    );
}

/// `1.5 s`
pub fn is_time(word: &str) -> bool {
    word.strip_suffix(" s")
        .is_some_and(|number| number.parse::<f64>().is_ok())
}

/// What the style sheet and the colouring call a language.
pub fn class(language: Language) -> &'static str {
    match language {
        Language::Python => "python",
        Language::Rust => "rust",
    }
}

fn push(html: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String does not fail.
    let _ = html.write_fmt(text);
}
