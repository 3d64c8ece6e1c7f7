//! A page's Markdown, read once: all that the press has to do with, as typed marks. Nothing else in the
//! press knows how a notation is written.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use proof::Language;

use crate::fault::line_at;

/// One thing in a page's Markdown that the press has to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Which bytes of the text it takes.
    pub range: Range<usize>,
    /// The line that it begins on.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of things that the press has to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `## Title { #id .class }`
    Heading(Heading),
    /// A fenced block.
    Fence(Fence),
    /// `[words](test:chapter::name)`: the words, and the address of the test.
    Proved(String, String),
    /// `[words](docs:https://…)`
    Documented(String, String),
    /// `[words](chapter/README.md)`, a chapter's first page.
    ToChapter(String, String),
    /// `{{#program chapter/name}}`
    Program(String, Manner),
    /// `{{#trace chapter/name}}`
    Trace(String),
    /// `{{#stage name}}`
    Stage(String),
    /// `{{#angles}}`
    Angles,
    /// `{{#phrasebook}}`
    Phrasebook,
    /// Another notation, as it is written, and how it is meant to be.
    Unknown(String, &'static str),
}

/// How a program is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// In both languages.
    Both,
    /// In both, and what it prints is to be predicted first.
    Predict,
    /// In the one language that has such a thing.
    Only(Language),
}

/// A heading, and what its attributes say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The id that it is given, or nothing.
    pub id: String,
    /// Whether it teaches the concept of that id: the class `concept`.
    pub teaches: bool,
    /// The concepts that it shows again: the classes `angle-…`.
    pub angles: Vec<String>,
    /// Its text, without marks.
    pub title: String,
}

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The first word after the opening fence.
    pub language: String,
    /// What is inside.
    pub body: String,
    /// Where that comes from.
    pub origin: Origin,
}

/// Where a fenced block comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// `{{#include file}}` is its whole body.
    File,
    /// It is refused by the compiler with this code: `rust,error=E0382`.
    Refused(String),
    /// It is a bare signature: `rust,signature`.
    Signature,
    /// It stands on the page alone.
    Page,
}

/// All marks of a page, in the order of the text.
pub fn read(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut depth = 0;
    let events = new_cmark_parser(text, &MarkdownOptions::default()).into_offset_iter();
    for (event, range) in events {
        match &event {
            Event::Start(tag) => {
                depth += 1;
                extend(&mut open, range.end);
                if let Some(kind) = opening(tag, text, &range) {
                    let (line, words) = (line_at(text, range.start), range.start + 1..0);
                    let mark = Mark { range, line, kind };
                    open.push(Open { depth, mark, words });
                }
                continue;
            }
            Event::End(_) => {
                marks.extend(open.pop_if(|open| open.depth == depth).map(|open| open.close(text)));
                depth -= 1;
                continue;
            }
            Event::Text(said) | Event::Code(said) => {
                for heading in open.iter_mut().filter_map(Open::heading) {
                    heading.title.push_str(said);
                }
            }
            _ => {}
        }
        extend(&mut open, range.end);
    }
    let fences = marks.iter().filter(|mark| matches!(mark.kind, Kind::Fence(_)));
    let code: Vec<_> = fences.map(|mark| mark.range.clone()).collect();
    marks.extend(notations(text, &code));
    marks.sort_by_key(|mark| mark.range.start);
    marks
}

/// A mark whose end is still to come.
struct Open {
    depth: usize,
    mark: Mark,
    /// Of a link, which bytes of the text are its words so far.
    words: Range<usize>,
}

impl Open {
    fn heading(&mut self) -> Option<&mut Heading> {
        match &mut self.mark.kind {
            Kind::Heading(heading) => Some(heading),
            _ => None,
        }
    }

    fn close(mut self, text: &str) -> Mark {
        if let Kind::Proved(said, _) | Kind::Documented(said, _) | Kind::ToChapter(said, _) =
            &mut self.mark.kind
        {
            let words = self.words.start..self.words.end.max(self.words.start);
            text[words].clone_into(said);
        }
        self.mark
    }
}

/// The words of links that are open reach to the end of what is in them.
fn extend(open: &mut [Open], end: usize) {
    for open in open {
        open.words.end = open.words.end.max(end);
    }
}

fn opening(tag: &Tag<'_>, text: &str, range: &Range<usize>) -> Option<Kind> {
    match tag {
        Tag::Heading { id, classes, .. } => {
            let angles = classes.iter().filter_map(|class| class.strip_prefix("angle-"));
            Some(Kind::Heading(Heading {
                id: id.as_ref().map(ToString::to_string).unwrap_or_default(),
                teaches: classes.iter().any(|class| &**class == "concept"),
                angles: angles.map(str::to_owned).collect(),
                title: String::new(),
            }))
        }
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
            Some(Kind::Fence(fence(info, &text[range.clone()])))
        }
        Tag::Link { link_type: LinkType::Inline, dest_url, .. } => link(dest_url),
        _ => None,
    }
}

/// What a link is to the press; its words come when it ends.
fn link(destination: &str) -> Option<Kind> {
    let words = String::new();
    if let Some(address) = destination.strip_prefix("test:") {
        Some(Kind::Proved(words, address.to_owned()))
    } else if let Some(address) = destination.strip_prefix("docs:") {
        Some(Kind::Documented(words, address.to_owned()))
    } else if destination.contains("README.md") && !destination.contains(':') {
        Some(Kind::ToChapter(words, destination.to_owned()))
    } else {
        None
    }
}

fn fence(info: &str, block: &str) -> Fence {
    let start = block.find('\n').map_or(block.len(), |end| end + 1);
    let end = block.trim_end().rfind('\n').map_or(block.len(), |end| end + 1);
    let body = &block[start..end.max(start)];
    let (language, marker) = info.split_once(',').unwrap_or((info, ""));
    let is_include = body.starts_with("{{#include ") && body.trim().lines().count() == 1;
    let origin = match marker.trim() {
        "signature" if language == "rust" => Origin::Signature,
        marker if language == "rust" && marker.starts_with("error=E") => {
            Origin::Refused(marker["error=".len()..].to_owned())
        }
        _ if is_include => Origin::File,
        _ => Origin::Page,
    };
    Fence { language: language.to_owned(), body: body.to_owned(), origin }
}

/// The lines that are notations, but for those in code.
fn notations(text: &str, code: &[Range<usize>]) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut start = 0;
    for (line, words) in (1..).zip(text.split_inclusive('\n')) {
        let range = start..start + words.trim_end().len();
        start += words.len();
        let inner = words.trim().strip_prefix("{{#");
        if let Some(inner) = inner.and_then(|rest| rest.strip_suffix("}}"))
            && !code.iter().any(|code| code.contains(&range.start))
        {
            let kind = notation(inner);
            found.push(Mark { range, line, kind });
        }
    }
    found
}

fn notation(inner: &str) -> Kind {
    let words: Vec<&str> = inner.split_whitespace().collect();
    let address = || words[1].to_owned();
    let unknown = |remedy| Kind::Unknown(inner.to_owned(), remedy);
    let others = "write {{#program <chapter>/<name>}}; CONTRIBUTING.md lists the others";
    match words[..] {
        ["program", _] => Kind::Program(address(), Manner::Both),
        ["program", _, how] => match manner(how) {
            Some(manner) => Kind::Program(address(), manner),
            None => unknown(others),
        },
        ["trace", _] => Kind::Trace(address()),
        ["stage", _] => Kind::Stage(address()),
        ["stage", ..] => unknown("write {{#stage <name>}}, with one name"),
        ["angles"] => Kind::Angles,
        ["phrasebook"] => Kind::Phrasebook,
        ["include", ..] => unknown("put it into a fence, alone"),
        _ => unknown(others),
    }
}

fn manner(word: &str) -> Option<Manner> {
    match word {
        "predict" => Some(Manner::Predict),
        "python" => Some(Manner::Only(Language::Python)),
        "rust" => Some(Manner::Only(Language::Rust)),
        _ => None,
    }
}

#[cfg(test)]
#[path = "../tests/unit/markdown.rs"]
mod tests;
