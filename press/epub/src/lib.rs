//! The book as an EPUB 3. The finished pages are turned into XHTML: the scripts, the buttons and what belongs to
//! them are left out, and a link from page to page leads to the page in the EPUB.

#![warn(missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::config::Config;
use mdbook_summary::{Link, SummaryItem};
use press::address::{html_path, resolved};
use press::paper::{LEFT_OUT, UNUSED, contents, paths};
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use rbook::Epub;
use rbook::epub::EpubChapter;
use rbook::epub::manifest::DetachedEpubManifestEntry;
use scraper::{ElementRef, Html, Node, Selector};

/// The book's name among all books; it stays, whatever changes in the book.
const IDENTIFIER: &str = "urn:uuid:5d0ae7a1-9c2e-4c52-a7d3-64a3f0f9be27";

/// Turns the finished book in `folder` into an EPUB, and puts it in the place of `file`, whole or not at all.
/// Returns how many pages it has.
/// Errors: if a page cannot be read, or the file cannot be written.
pub fn write(root: &Path, folder: &Path, file: &Path) -> Result<usize> {
    let config = Config::from_disk(root.join("book.toml"))?;
    let items = contents(root, &config)?;
    let pages: BTreeSet<PathBuf> = items.iter().flat_map(paths).collect();
    let press = Binder { folder, pages: &pages };
    let mut epub = Epub::builder()
        .identifier(IDENTIFIER)
        .title(config.book.title.unwrap_or_default())
        .author(config.book.authors)
        .language(config.book.language.unwrap_or_else(|| "en".to_owned()))
        .description(config.book.description.unwrap_or_default())
        .modified_now()
        .resource(stylesheet(root)?);
    for part in press.parts(&items)? {
        epub = epub.chapter(part);
    }
    let made = proof::next_file(file.parent().unwrap_or(root))?;
    epub.build().write().compression(9).write(&made)?;
    made.persist(file).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(pages.len())
}

/// What an e-reader needs to tell code, transcripts and drawings apart.
fn stylesheet(root: &Path) -> Result<DetachedEpubManifestEntry> {
    let style = fs::read(root.join("theme/epub.css"))?;
    Ok(DetachedEpubManifestEntry::new("style").href("style.css").content(style))
}

/// Binds the finished pages of a folder.
struct Binder<'a> {
    folder: &'a Path,
    pages: &'a BTreeSet<PathBuf>,
}

impl Binder<'_> {
    /// The parts of the contents, each with its chapters; what stands before the first part stands alone.
    fn parts(&self, items: &[SummaryItem]) -> Result<Vec<EpubChapter>> {
        let mut parts: Vec<(Option<&str>, Vec<EpubChapter>)> = vec![(None, Vec::new())];
        for item in items {
            match item {
                SummaryItem::PartTitle(title) => parts.push((Some(title), Vec::new())),
                SummaryItem::Link(link) => {
                    let (_, chapters) = parts.last_mut().expect("there is the first");
                    chapters.push(self.chapter(link)?);
                }
                _ => {}
            }
        }
        let parts = parts.into_iter().flat_map(|(title, chapters)| match title {
            Some(title) => vec![EpubChapter::new(title).children(chapters)],
            None => chapters,
        });
        Ok(parts.collect())
    }

    fn chapter(&self, link: &Link) -> Result<EpubChapter> {
        let path = html_path(link.location.as_ref().context("a draft has no page")?);
        let text = fs::read_to_string(self.folder.join(&path))?;
        let document = Html::parse_document(&text);
        let select = |what| Selector::parse(what).expect("a selector of this file");
        let main = document.select(&select("main")).next().context("a page has its text")?;
        let mut page = DetachedEpubManifestEntry::new(String::new());
        if main.select(&select("svg")).next().is_some() {
            page = page.property("svg");
        }
        let nested = link.nested_items.iter().filter_map(|item| match item {
            SummaryItem::Link(link) => Some(self.chapter(link)),
            _ => None,
        });
        let nested = nested.collect::<Result<Vec<_>>>()?;
        Ok(EpubChapter::new(&link.name)
            .with_manifest_entry(page)
            .href(xhtml(&path.to_string_lossy()))
            .xhtml(self.page(&path, &link.name, main)?)
            .children(nested))
    }

    fn page(&self, path: &Path, title: &str, main: ElementRef<'_>) -> io::Result<Vec<u8>> {
        let style = "../".repeat(path.components().count() - 1) + "style.css";
        let mut writer = Writer::new(Vec::new());
        let title = quick_xml::escape::escape(title).into_owned();
        let head = format!(
            "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\">\
             <head><title>{title}</title><link rel=\"stylesheet\" href=\"{style}\"/></head><body>"
        );
        writer.get_mut().extend(head.into_bytes());
        self.element(&mut writer, path, main)?;
        writer.get_mut().extend(b"</body></html>\n");
        Ok(writer.into_inner())
    }

    /// An element with all that is in it, but for what is left out.
    fn element(
        &self,
        out: &mut Writer<Vec<u8>>,
        path: &Path,
        it: ElementRef<'_>,
    ) -> io::Result<()> {
        let name = it.value().name();
        let has = |class| it.value().has_class(class, scraper::CaseSensitivity::CaseSensitive);
        if LEFT_OUT.contains(&name) || has("needs-js") || it.attr("hidden").is_some() {
            return Ok(());
        }
        let target = it.attr("href").map(|href| self.target(path, href));
        let is_bare = has("header") || target == Some(None);
        if is_bare {
            return self.children(out, path, it);
        }
        let mut start = BytesStart::new(name);
        if name == "svg" {
            start.push_attribute(("xmlns", "http://www.w3.org/2000/svg"));
        }
        for (key, value) in it.value().attrs() {
            match (key, &target) {
                ("href", Some(Some(target))) => start.push_attribute(("href", &**target)),
                _ if UNUSED.contains(&key) || key.starts_with("data-") => {}
                // A group of what scrolls or is chosen: here it is neither.
                ("role", _) if value == "group" => {}
                _ => start.push_attribute((key, value)),
            }
        }
        if !it.has_children() && is_void(name) {
            return out.write_event(Event::Empty(start));
        }
        out.write_event(Event::Start(start))?;
        self.children(out, path, it)?;
        out.write_event(Event::End(BytesEnd::new(name)))
    }

    fn children(
        &self,
        out: &mut Writer<Vec<u8>>,
        path: &Path,
        it: ElementRef<'_>,
    ) -> io::Result<()> {
        for child in it.children() {
            match child.value() {
                Node::Text(text) => out.write_event(Event::Text(BytesText::new(text)))?,
                Node::Element(_) => {
                    let child = ElementRef::wrap(child).expect("it is an element");
                    self.element(out, path, child)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Where a link leads in the EPUB; nowhere, if it leads to a file that is no page.
    fn target(&self, from: &Path, href: &str) -> Option<String> {
        let (address, fragment) = href.split_once('#').unwrap_or((href, ""));
        if address.is_empty() || address.contains(':') {
            return Some(href.to_owned());
        }
        let path = resolved(from.parent().unwrap_or(Path::new("")), address);
        let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        self.pages.contains(&path).then(|| xhtml(address) + &fragment)
    }
}

/// A page's address, as a file of the EPUB.
fn xhtml(address: &str) -> String {
    address.strip_suffix(".html").map_or(address.to_owned(), |stem| format!("{stem}.xhtml"))
}

/// Whether XML may close the element where it begins. In HTML an empty `<a/>` or `<p/>` would stay open.
fn is_void(name: &str) -> bool {
    ["br", "hr", "img", "col", "wbr", "path", "circle", "line", "rect", "use"].contains(&name)
}
