//! The tracks through the book: a heading of the class `track`, and the pages that the list below it names.

use std::path::PathBuf;

use maud::html;

use crate::address::resolved;
use crate::book::{Book, Page};
use crate::index::{href, root};
use crate::markdown::{Kind, first_links};

/// A way through the book.
struct Track<'a> {
    /// The page that shows it, and the id of its heading there.
    home: &'a Page,
    id: &'a str,
    title: &'a str,
    /// Its pages by their paths from `src`, each with the name that the list gives it.
    pages: Vec<(PathBuf, String)>,
}

/// What the foot of a page says of the tracks that it is on: which page of it this is, and which is next.
pub fn on_tracks(book: &Book, page: &Page) -> String {
    let root = root(page);
    let tracks = tracks(book).filter_map(|track| {
        let place = track.pages.iter().position(|(path, _)| *path == page.path)?;
        let home = format!("{}#{}", href(&root, track.home), track.id);
        let next = track.pages.get(place + 1);
        let next = next.and_then(|(path, name)| {
            let next = book.pages.iter().find(|page| page.path == *path)?;
            Some((href(&root, next), name))
        });
        let html = html! {
            nav class="on-track" data-track=(track.id) aria-label={ "Track: " (track.title) } {
                p {
                    "On the track " a href=(home) { (track.title) }
                    ", this is page " (place + 1) " of " (track.pages.len()) "."
                }
                @match next {
                    Some((address, name)) => p { "Next on it: " a class="next" href=(address) { (name) } },
                    None => p { "The track ends here." },
                }
            }
        };
        Some(html.into_string())
    });
    match tracks.collect::<String>() {
        html if html.is_empty() => html,
        html => format!("\n\n<div class=\"tracks\">{html}</div>\n"),
    }
}

fn tracks(book: &Book) -> impl Iterator<Item = Track<'_>> {
    book.pages.iter().flat_map(|page| {
        let mut headings = page.marks.iter().filter_map(|(mark, _)| match &mark.kind {
            Kind::Heading(heading) => Some((mark, heading)),
            _ => None,
        });
        let mut tracks = Vec::new();
        while let Some((mark, heading)) = headings.next() {
            if heading.is_track {
                let end =
                    headings.clone().next().map_or(page.text.len(), |(next, _)| next.range.start);
                let folder = page.path.parent().unwrap_or(&page.path);
                let links = first_links(&page.text[mark.range.end..end]).into_iter();
                let pages = links.map(|(to, name)| (resolved(folder, &to), name)).collect();
                tracks.push(Track { home: page, id: &heading.id, title: &heading.title, pages });
            }
        }
        tracks
    })
}
