//! The whole book as one page to print, made of the finished pages. What only a screen can use is left out. Answers,
//! hints and solutions stand at the end of their chapter: on paper nothing folds, and below its question an answer is
//! read before the reader has thought.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use mdbook_driver::config::Config;
use mdbook_summary::{Link, SummaryItem, parse_summary};
use scraper::node::{Element, Text};
use scraper::{ElementRef, Html, Node, Selector};

use crate::address::{html_path, resolved};
use crate::parallel::in_parallel;

/// The file in the finished book.
pub const FILE: &str = "print.html";

/// What else paper has no use for: the ways through the book, what is folded beside what is shown, and whole files.
const NOT_ON_PAPER: &str = ".needs-js, [hidden], .outline, .tracks, .files, .back, .img-wrapper, \
                            .plot details, .diff > details > :not(summary)";

/// Elements that a book on paper or on an e-reader cannot use.
pub const LEFT_OUT: [&str; 6] = ["script", "button", "input", "output", "nav", "iframe"];

/// Attributes that only a browser uses; a described term's entry is left out.
pub const UNUSED: [&str; 3] = ["tabindex", "target", "aria-describedby"];

/// The pages by their files, with their numbers in the order of the contents.
type Numbers = BTreeMap<PathBuf, usize>;

/// Lays the page to print beside the finished pages in `folder`. Errors: as [`page`], and if it cannot be written.
pub fn lay(root: &Path, folder: &Path) -> Result<()> {
    let file = folder.join(FILE);
    fs::write(&file, page(root, folder)?)
        .with_context(|| format!("{} cannot be written", file.display()))
}

/// The page to print, of the finished pages in `folder`. All of them are read, which takes seconds for a whole book.
/// Errors: if one of them cannot be read.
pub fn page(root: &Path, folder: &Path) -> Result<String> {
    let config = Config::from_disk(root.join("book.toml"))?;
    let items = contents(root, &config)?;
    let numbers: Numbers = items.iter().flat_map(paths).zip(1..).collect();
    let jobs = numbers.iter().map(|(path, number)| {
        let numbers = &numbers;
        move || Ok((*number, Leaf::read(folder, path, numbers)?))
    });
    let leaves = in_parallel(1, jobs.collect(), |_| {}).into_iter().collect::<Result<_>>()?;
    let paper = Paper { numbers: &numbers, leaves };
    let title = config.book.title.unwrap_or_default();
    let page = html! {
        (DOCTYPE)
        html lang=(config.book.language.unwrap_or_else(|| "en".to_owned())) {
            head {
                (head(folder)?)
                meta name="robots" content="noindex";
                title { (title) ", to print" }
                link rel="stylesheet" href="theme/print.css";
            }
            body {
                header {
                    h1 { (title) }
                    p { (config.book.description.unwrap_or_default()) }
                    p class="soft" {
                        "The pages are numbered, and the small number after a link is that of its page. Answers, \
                         hints and solutions stand at the end of their chapter."
                    }
                }
                nav aria-label="Contents" { h2 { "Contents" } (paper.contents(&items)) }
                main { (paper.chapters(&items)) }
            }
        }
    };
    Ok(page.into_string())
}

/// The entries of the contents, in the order of reading. Errors: if SUMMARY.md cannot be read.
pub fn contents(root: &Path, config: &Config) -> Result<Vec<SummaryItem>> {
    let summary = fs::read_to_string(root.join(&config.book.src).join("SUMMARY.md"))?;
    let summary = parse_summary(&summary)?;
    Ok([summary.prefix_chapters, summary.numbered_chapters, summary.suffix_chapters].concat())
}

/// The pages that an entry of the contents leads to.
pub fn paths(item: &SummaryItem) -> Vec<PathBuf> {
    let SummaryItem::Link(link) = item else { return Vec::new() };
    let own = link.location.iter().map(|path| html_path(path));
    own.chain(link.nested_items.iter().flat_map(paths)).collect()
}

/// What every page says of itself to a browser, but for its scripts and its title.
fn head(folder: &Path) -> Result<Markup> {
    let index = Html::parse_document(&fs::read_to_string(folder.join("index.html"))?);
    let kept = select("head > meta, head > link[rel=icon], head > link[rel=stylesheet]");
    Ok(PreEscaped(index.select(&kept).map(|it| it.html()).collect()))
}

fn select(what: &str) -> Selector {
    Selector::parse(what).expect("a selector of this file")
}

/// The printed pages by their numbers, and the order in which they lie.
struct Paper<'a> {
    numbers: &'a Numbers,
    leaves: BTreeMap<usize, Leaf>,
}

impl Paper<'_> {
    fn contents(&self, items: &[SummaryItem]) -> Markup {
        html! {
            ol {
                @for item in items {
                    @match item {
                        SummaryItem::PartTitle(title) => li class="part" { (title) },
                        SummaryItem::Link(link) => li {
                            @for number in self.pages(item).take(1) {
                                a href={ "#" (number) } { b { (number) } " " (link.name) }
                            }
                            @if !link.nested_items.is_empty() { (self.contents(&link.nested_items)) }
                        },
                        _ => {},
                    }
                }
            }
        }
    }

    /// The numbers of the pages that an entry of the contents leads to.
    fn pages(&self, item: &SummaryItem) -> impl Iterator<Item = usize> {
        paths(item).into_iter().map(|path| self.numbers[&path])
    }

    fn chapters(&self, items: &[SummaryItem]) -> Markup {
        let mut part = "";
        let mut chapters = Vec::new();
        for item in items {
            match item {
                SummaryItem::PartTitle(title) => part = title,
                SummaryItem::Link(link) => chapters.push(self.chapter(part, link, item)),
                _ => {}
            }
        }
        html! { @for chapter in chapters { (chapter) } }
    }

    fn chapter(&self, part: &str, link: &Link, item: &SummaryItem) -> Markup {
        let answers = self.pages(item).flat_map(|number| &self.leaves[&number].answers);
        let answers: Vec<_> = answers.collect();
        html! {
            @for (place, number) in self.pages(item).enumerate() {
                @let (class, above) = if place == 0 { ("place chapter", part) } else { ("place", &*link.name) };
                p class=(class) id=(number) { b { (number) } " " (above) }
                (PreEscaped(&self.leaves[&number].text))
            }
            @if !answers.is_empty() {
                section class="answers" {
                    h2 { "Answers, hints and solutions" }
                    @for answer in answers { (answer) }
                }
            }
        }
    }
}

/// A page as it is printed.
struct Leaf {
    text: String,
    /// What stands at the end of the chapter.
    answers: Vec<Markup>,
}

impl Leaf {
    fn read(folder: &Path, path: &Path, numbers: &Numbers) -> Result<Leaf> {
        let text = fs::read_to_string(folder.join(path))
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let mut page = Html::parse_document(&text);
        let left_out = select(&format!("{}, {NOT_ON_PAPER}", LEFT_OUT.join(", ")));
        let left_out: Vec<_> = page.select(&left_out).map(|it| it.id()).collect();
        for id in left_out {
            page.tree.get_mut(id).expect("it was selected").detach();
        }
        let number = numbers[path];
        for node in page.tree.values_mut() {
            if let Node::Element(element) = node {
                still(element, path, number, numbers);
            }
        }
        let answers = take_answers(&mut page, number);
        let main = page.select(&select("main")).next().context("a page has its text")?;
        Ok(Leaf { text: open(&main.inner_html()), answers })
    }
}

/// On paper nothing is folded.
fn open(html: &str) -> String {
    html.replace("<details", "<details open")
}

/// Takes from an element what paper has no use for, and makes its ids and links those of the one page. What scrolls where
/// a screen is narrow keeps the focus, and its name.
fn still(element: &mut Element, path: &Path, number: usize, numbers: &Numbers) {
    let scrolls = element.attr("tabindex").is_some();
    let is_group = element.attr("role") == Some("group") && !scrolls;
    let is_plain = !element.classes().any(|class| class == "term" || class == "header");
    let lead = element.attr("href").map(|href| lead(href, path, number, numbers));
    element.attrs.retain(|(name, _)| match &*name.local {
        "role" | "aria-label" => !is_group,
        "href" => lead != Some(None),
        "open" => false,
        "tabindex" => true,
        name => !UNUSED.contains(&name) && !name.starts_with("data-"),
    });
    let mut at = None;
    for (name, value) in &mut element.attrs {
        match (&*name.local, &lead) {
            ("id" | "aria-labelledby", _) => *value = format!("{number}-{value}").into(),
            ("src", _) if !value.contains(':') => {
                let file = resolved(path.parent().unwrap_or(path), value);
                *value = file.to_string_lossy().into_owned().into();
            }
            ("href", Some(Some((address, page)))) => {
                *value = address.clone().into();
                let mut name = name.clone();
                name.local = "data-at".into();
                at = page.filter(|page| is_plain && *page != number).map(|page| (name, page));
            }
            _ => {}
        }
    }
    element.attrs.extend(at.map(|(name, page)| (name, page.to_string().into())));
}

/// Where a link leads on the one page, and the number of the page there; or out of the book. Nowhere, if it leads to
/// a file that is no page.
fn lead(
    href: &str,
    from: &Path,
    number: usize,
    numbers: &Numbers,
) -> Option<(String, Option<usize>)> {
    let (address, fragment) = href.split_once('#').unwrap_or((href, ""));
    if address.contains(':') {
        return Some((href.to_owned(), None));
    }
    let number = match address {
        "" => number,
        _ => *numbers.get(&resolved(from.parent().unwrap_or(from), address))?,
    };
    let place = if fragment.is_empty() { "" } else { "-" };
    Some((format!("#{number}{place}{fragment}"), Some(number)))
}

/// Takes what is folded below a question or an exercise out of a page, each with the heading that it is below. Where
/// it was, its number is left.
fn take_answers(page: &mut Html, number: usize) -> Vec<Markup> {
    let mut heading = (String::new(), String::new());
    let mut found = Vec::new();
    for it in page.select(&select("main h1, main h2, main h3, main details.answer")) {
        if it.value().name() == "details" {
            found.push((it.id(), heading.clone()));
        } else {
            heading = (it.attr("id").unwrap_or_default().to_owned(), it.text().collect());
        }
    }
    let mut answers = Vec::new();
    for ((id, (heading, title)), place) in found.into_iter().zip(1..) {
        let place = format!("{number}.{place}");
        let folded = page.tree.get(id).and_then(ElementRef::wrap).expect("it was selected");
        let mut parts = folded.child_elements();
        let summary = parts.next().expect("what is folded has a summary");
        let rest: Vec<_> = parts.collect();
        answers.push(html! {
            div class="answer" id={ "answer-" (place) } {
                p class="label" {
                    b { (place) } " " (summary.text().collect::<String>()) " · "
                    a href={ "#" (heading) } { (title) }
                }
                @for part in &rest { (PreEscaped(open(&part.html()))) }
            }
        });
        let (summary, rest) = (summary.id(), rest.iter().map(|it| it.id()).collect::<Vec<_>>());
        for id in rest {
            page.tree.get_mut(id).expect("it was a child").detach();
        }
        // Of the fold, a line is left: its summary, which is a link.
        let mut attribute = None;
        if let Some(mut node) = page.tree.get_mut(id)
            && let Node::Element(element) = node.value()
        {
            element.name.local = "p".into();
            attribute = element.attrs.first().map(|(name, _)| name.clone());
        }
        if let Some(mut node) = page.tree.get_mut(summary)
            && let Some(mut href) = attribute
            && let Node::Element(element) = node.value()
        {
            element.name.local = "a".into();
            href.local = "href".into();
            element.attrs.push((href, format!("#answer-{place}").into()));
            node.append(Node::Text(Text { text: format!(" {place}").into() }));
        }
    }
    answers
}
