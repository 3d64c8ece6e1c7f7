//! The links of the text, checked by mdbook-linkcheck2. That brings an HTTP client along, so it is a
//! program of its own, `press/links`, which no reader of a first page waits for.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::book::Book;
use crate::companion::companion;
use crate::fault::Fault;
use crate::say::say;

/// What is wrong with the links of the pages as they were written. Web links are followed only where
/// `web` says so.
/// Errors: if the checker does not compile or fails.
pub fn faults(book: &Book, web: bool) -> Result<Vec<Fault>> {
    let pages: Vec<_> = book.pages.iter().map(|page| (&page.path, &page.text)).collect();
    let question = json!({ "root": book.root, "pages": pages, "web": web }).to_string();
    say("checking text and links; the first time, a checker is compiled for about a minute");
    let mut checker = companion("links")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cargo does not start")?;
    let mut stdin = checker.stdin.take().context("it is piped")?;
    let asked = stdin.write_all(question.as_bytes());
    drop(stdin);
    let output = checker.wait_with_output()?;
    if !output.status.success() {
        bail!("the link checker does not compile, or fails: {}", output.status);
    }
    asked?;
    let mut faults: Vec<Fault> = serde_json::from_slice(&output.stdout)?;
    for fault in &mut faults {
        fault.file = Path::new("src").join(&fault.file);
    }
    Ok(faults)
}
