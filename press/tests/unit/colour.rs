use super::*;

#[test]
fn a_listing_is_kept_as_it_was_coloured() {
    let code = "async def kept():\n\n    await \"a < b\"";
    let _ = fs::remove_file(kept(code, "python"));
    let first = lines(code, "python");
    assert_eq!(first, colour(code, "python"));
    assert!(kept(code, "python").is_file());
    assert_eq!(lines(code, "python"), first);
    assert_ne!(kept(code, "python"), kept(code, "rust"));
}

#[test]
fn a_kept_listing_that_cannot_be_read_is_coloured_anew() {
    let code = "fn torn() {}";
    let file = kept(code, "rust");
    keep(&file, &[]).expect("the target folder can be written to");
    fs::write(&file, "[\"<sp").expect("it can be written over");
    assert_eq!(lines(code, "rust"), colour(code, "rust"));
    assert_eq!(lines(code, "rust"), colour(code, "rust"));
}
