//! The notations that a page is written with, found in its Markdown.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

/// One thing in a page's Markdown that the press has to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Which bytes of the text it takes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of things that the press has to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `## Title { #id .class }`
    Heading {
        /// 1 to 6.
        level: usize,
        /// The id that it is given.
        id: Option<String>,
        /// Its classes.
        classes: Vec<String>,
        /// Its text, without marks.
        title: String,
    },
    /// A fenced block.
    Fence {
        /// The words after the opening fence.
        info: String,
        /// Which bytes of the text are inside.
        body: Range<usize>,
    },
    /// `[text](destination)`
    Link {
        /// Which bytes are the text.
        text: Range<usize>,
        /// Where it leads.
        destination: String,
    },
    /// `{{#name words}}`, alone on its line.
    Notation {
        /// `program`
        name: String,
        /// What stands after it.
        words: Vec<String>,
    },
}

/// All marks of a page, in the order of the text.
#[must_use]
pub fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut open: Option<(usize, Mark)> = None;
    let mut code: Vec<Range<usize>> = Vec::new();
    let mut depth = 0;
    let events = new_cmark_parser(text, &MarkdownOptions::default()).into_offset_iter();
    for (event, range) in events {
        match &event {
            Event::Start(tag) => {
                depth += 1;
                if let Some(kind) = opening(tag, text, &range) {
                    open = Some((depth, Mark { range, kind }));
                } else if let Some((_, mark)) = &mut open {
                    mark.extend(&range);
                }
            }
            Event::End(end) => {
                if let Some((at, mark)) = open.take_if(|(at, _)| *at == depth) {
                    debug_assert_eq!(at, depth);
                    if matches!(end, TagEnd::CodeBlock) {
                        code.push(mark.range.clone());
                    }
                    marks.push(mark);
                }
                depth -= 1;
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, mark)) = &mut open {
                    mark.extend(&range);
                    if let Kind::Heading { title, .. } = &mut mark.kind {
                        title.push_str(words);
                    }
                }
            }
            _ => {
                if let Some((_, mark)) = &mut open {
                    mark.extend(&range);
                }
            }
        }
    }
    marks.extend(notations(text, &code));
    marks.sort_by_key(|mark| mark.range.start);
    marks
}

fn opening(tag: &Tag<'_>, text: &str, range: &Range<usize>) -> Option<Kind> {
    match tag {
        Tag::Heading {
            level, id, classes, ..
        } => Some(Kind::Heading {
            level: *level as usize,
            id: id.as_ref().map(ToString::to_string),
            classes: classes.iter().map(ToString::to_string).collect(),
            title: String::new(),
        }),
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
            let block = &text[range.clone()];
            let start = block.find('\n').map_or(block.len(), |end| end + 1);
            let end = block
                .trim_end()
                .rfind('\n')
                .map_or(block.len(), |end| end + 1);
            Some(Kind::Fence {
                info: info.to_string(),
                body: range.start + start..range.start + end.max(start),
            })
        }
        Tag::Link {
            link_type: LinkType::Inline,
            dest_url,
            ..
        } => Some(Kind::Link {
            text: range.start + 1..range.start + 1,
            destination: dest_url.to_string(),
        }),
        _ => None,
    }
}

impl Mark {
    /// A link's text reaches to the end of what is in it.
    fn extend(&mut self, inner: &Range<usize>) {
        if let Kind::Link { text, .. } = &mut self.kind {
            text.end = text.end.max(inner.end);
        }
    }
}

/// The lines that are notations, but for those in code.
fn notations(text: &str, code: &[Range<usize>]) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.trim_end().len();
        start += line.len();
        let inner = line
            .trim()
            .strip_prefix("{{#")
            .and_then(|rest| rest.strip_suffix("}}"));
        if let Some(inner) = inner
            && !code.iter().any(|code| code.contains(&range.start))
        {
            let mut words = inner.split_whitespace().map(str::to_owned);
            let name = words.next().unwrap_or_default();
            let words = words.collect();
            found.push(Mark {
                range,
                kind: Kind::Notation { name, words },
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_knows_its_text_and_a_heading_its_attributes() {
        let text = "## The `tide` { #tide .concept }\n\nSee [a *ship*\nsails](test:a::b).\n";
        let marks = marks(text);
        let Kind::Heading {
            title, id, classes, ..
        } = &marks[0].kind
        else {
            panic!("{marks:?}");
        };
        assert_eq!((title.as_str(), id.as_deref()), ("The tide", Some("tide")));
        assert_eq!(classes, &["concept"]);
        let Kind::Link {
            text: range,
            destination,
        } = &marks[1].kind
        else {
            panic!("{marks:?}");
        };
        assert_eq!(&text[range.clone()], "a *ship*\nsails");
        assert_eq!(destination, "test:a::b");
    }

    #[test]
    fn a_notation_within_code_is_text() {
        let text = "{{#program a/b}}\n\n```text\n{{#program c/d}}\n```\n";
        let marks = marks(text);
        let notations = marks
            .iter()
            .filter(|mark| matches!(mark.kind, Kind::Notation { .. }));
        assert_eq!(notations.count(), 1);
        let Kind::Fence { body, .. } = &marks[1].kind else {
            panic!("{marks:?}");
        };
        assert_eq!(&text[body.clone()], "{{#program c/d}}\n");
    }
}
