//! The lab "Calling an async function runs it".

use crate::common::{assert_says, compile, linted_listing, listing};

const BROKEN: &str = include_str!("../src/bin/call_without_await.rs");
const MENDED: &str = include_str!("../src/bin/call_awaited.rs");

const WARNING: &str = "\
warning: unused implementer of `Future` that must be used
  --> call_without_await.rs:12:5
   |
12 |     save(\"order 7\");
   |     ^^^^^^^^^^^^^^^
   |
   = note: futures do nothing unless you `.await` or poll them
   = note: `#[warn(unused_must_use)]` (part of `#[warn(unused)]`) on by default
";

#[test]
fn compiler_warns_that_the_future_does_nothing() {
    let broken = compile("call_without_await", listing(BROKEN));
    assert!(broken.status.success());
    assert_says(&broken, WARNING);
    let mended = compile("call_awaited", listing(MENDED));
    assert!(mended.status.success());
    assert_eq!(String::from_utf8_lossy(&mended.stderr), "");
}

#[test]
fn let_underscore_silences_the_compiler() {
    let call = "save(\"order 7\");";
    let silent =
        listing(BROKEN).replace(call, &format!("let _ = {call}"));
    assert_ne!(silent, listing(BROKEN));
    let silent = compile("call_without_await", &silent);
    assert!(silent.status.success());
    assert_eq!(String::from_utf8_lossy(&silent.stderr), "");
}

#[test]
fn clippy_finds_the_future_behind_let_underscore() {
    let call = "save(\"order 7\");";
    let silent =
        listing(BROKEN).replace(call, &format!("let _ = {call}"));
    assert_ne!(silent, listing(BROKEN));
    let mended = linted_listing("call-awaited", listing(MENDED));
    let Some(said) = linted_listing("call-ignored", &silent) else {
        return;
    };
    let lint = "`#[warn(clippy::let_underscore_future)]` on by default";
    assert!(said.contains(lint), "{said}");
    assert_eq!(mended.as_deref(), Some(""));
}
